"""The plan of a launch: which baseline to propose, and instants as people type them."""

from datetime import UTC, datetime

from cockpit.app.launches import proposed_baseline
from cockpit.app.snapshot import Snapshot, VersionView
from cockpit.ui.say import Say

TIME_FORM = "%Y-%m-%d %H:%M"


class NotATimeError(ValueError):
    """The text is no instant; `given` is what was typed."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given


def proposed(snapshot: Snapshot, version: str) -> VersionView | None:
    """Return the version that most users have, never the one that goes out; None without any."""
    baseline = proposed_baseline(snapshot.versions, version)
    return next((one for one in snapshot.versions if one.version == baseline), None)


def instant(text: str, now: datetime, say: Say) -> datetime | None:
    """Return the instant that was typed in the window's zone: with its day, or an hour of today.

    None when nothing was typed; raises `NotATimeError` for what is no time.
    """
    plain = text.strip()
    if not plain:
        return None
    today = say.local(now)
    for form, whole in ((TIME_FORM, plain), (TIME_FORM, f"{today:%Y-%m-%d} {plain}")):
        try:
            typed = datetime.strptime(whole, form)  # noqa: DTZ007 - the window's own zone
        except ValueError:
            continue
        return say.instant(typed).astimezone(UTC)
    raise NotATimeError(plain)


def example(now: datetime, say: Say, clock: str = "10:00") -> str:
    """Return how a time is typed."""
    return f"{say.local(now):%Y-%m-%d} {clock}"
