"""Lives of launches for tests: rows of a journal, one a minute from noon on."""

from datetime import UTC, datetime, timedelta

from cockpit.domain.events import Entry, Event, LaunchPlanned, SignedOff, StageReached
from cockpit.domain.launch import Launch
from cockpit.domain.launch_life import Numbered, launches

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LADDER = (1.0, 5.0, 20.0, 100.0)
PLANNED = LaunchPlanned("l1", "shop", "3.2.0", "320", "3.1.4", "first try")
HOTFIX = LaunchPlanned("l2", "shop", "3.2.1", "321", "3.2.0", release_kind="hotfix", parent_id="l1")
GO = SignedOff("l1", "pm", is_go=True, version="3.2.0", build="320")
NO_GO = SignedOff("l1", "qa", is_go=False, version="3.2.0", build="320", reason="too slow")


def minute(number: float) -> datetime:
    """Return the instant so many minutes after noon."""
    return NOON + timedelta(minutes=number)


def rows(*events: Event, by: str = "mina") -> tuple[Numbered, ...]:
    """Return the events as rows, one a minute from noon on, the first of them number 1."""
    return tuple(
        Numbered(n + 1, Entry(minute(n), 0.0, "run", by, event)) for n, event in enumerate(events)
    )


def told(*events: Event) -> tuple[Launch, ...]:
    """Return the launches after these events."""
    return launches(rows(*events))


def lived(*events: Event) -> Launch:
    """Return the first launch, planned at noon, after these events."""
    return told(PLANNED, *events)[0]


def at_exposure(*exposures_pct: float) -> Launch:
    """Return a launch that has taken these steps."""
    return lived(*(StageReached("l1", one, f"o{one:g}") for one in exposures_pct))
