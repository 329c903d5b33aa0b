"""Launches folded from the journal, and the order of the ladder."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.domain.events import Entry, Event, LaunchClosed, LaunchPlanned, StageReached
from cockpit.domain.launch import (
    Frozen,
    Launch,
    launches,
    live,
    next_pct,
    why_not_next,
    why_not_step,
)
from cockpit.domain.launch_codes import LadderCode

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LADDER = (1.0, 5.0, 20.0, 100.0)
PLANNED = LaunchPlanned("l1", "shop", "3.2.0", "320", "3.1.4", "first try")


def told(*events: Event) -> tuple[Launch, ...]:
    """Return the launches after these events, one a minute from noon on."""
    return launches(
        Entry(NOON + timedelta(minutes=n), 0.0, "run", "mina", event)
        for n, event in enumerate(events)
    )


def at_exposure(*exposures_pct: float) -> Launch:
    return told(PLANNED, *(StageReached("l1", one, f"o{one}") for one in exposures_pct))[0]


def test_a_launch_begins_without_exposure() -> None:
    (launch,) = told(PLANNED)
    assert launch.is_live
    assert (launch.exposure_pct, launch.stage, launch.since_at) == (0.0, None, NOON)
    assert (launch.planned_by, launch.notes) == ("mina", "first try")


def test_the_last_confirmed_step_is_the_exposure_and_the_begin_of_the_stage() -> None:
    launch = at_exposure(1, 5)
    assert launch.exposure_pct == 5
    assert launch.since_at == NOON + timedelta(minutes=2)


def test_a_step_that_was_recorded_late_takes_its_place_by_time() -> None:
    entries = [
        Entry(NOON, 0.0, "run", "mina", PLANNED),
        Entry(NOON + timedelta(minutes=9), 0.0, "run", "mina", StageReached("l1", 5, "o5")),
        Entry(NOON + timedelta(minutes=3), 0.0, "run", "mina", StageReached("l1", 1, "o1")),
    ]
    assert [stage.exposure_pct for stage in launches(entries)[0].stages] == [1, 5]


def test_a_closed_launch_is_closed_once_and_takes_no_more_steps() -> None:
    (launch,) = told(
        PLANNED,
        LaunchClosed("l1", "stopped", "flag_off"),
        StageReached("l1", 20, "o20"),
        LaunchClosed("l1", "done"),
    )
    assert not launch.is_live
    assert (launch.result, launch.way_out) == ("stopped", "flag_off")
    assert launch.stages == ()
    assert launch.closed_at == NOON + timedelta(minutes=1)


def test_events_of_unknown_launches_and_a_second_opening_change_nothing() -> None:
    again = LaunchPlanned("l1", "shop", "9.9.9", "999", "3.2.0")
    found = told(StageReached("lost", 5, "o"), LaunchClosed("lost", "done"), PLANNED, again)
    assert [one.version for one in found] == ["3.2.0"]


def test_the_newest_live_launch_of_the_service_is_followed() -> None:
    other = LaunchPlanned("l2", "blog", "1.0.0", "1", "0.9.0")
    newer = LaunchPlanned("l3", "shop", "3.3.0", "330", "3.2.0")
    found = told(PLANNED, other, newer)
    assert live(found, "shop") == found[2]
    assert live(found) == found[2]
    assert live(found, "none") is None
    assert live(()) is None


@pytest.mark.parametrize(
    ("exposure_pct", "rung_pct"), [(0, 1), (1, 5), (3, 5), (20, 100), (100, None)]
)
def test_the_next_rung_is_the_lowest_above(exposure_pct: float, rung_pct: float | None) -> None:
    assert next_pct(exposure_pct, LADDER) == rung_pct


@pytest.mark.parametrize(
    ("to_pct", "code"),
    [
        pytest.param(5, None, id="the next rung"),
        pytest.param(20, LadderCode.NOT_NEXT, id="over a rung"),
        pytest.param(7, LadderCode.NOT_ON_LADDER, id="between rungs"),
        pytest.param(0, None, id="back to nothing"),
        pytest.param(1, None, id="where it is"),
    ],
)
def test_forward_goes_one_rung_and_back_is_always_open(
    to_pct: float, code: LadderCode | None
) -> None:
    why = why_not_step(at_exposure(1), to_pct, LADDER, (), NOON)
    assert (why.code if why else None) == code


def test_without_a_launch_there_is_no_step() -> None:
    why = why_not_step(None, 1, LADDER, (), NOON)
    assert why is not None
    assert why.code == LadderCode.NO_LAUNCH


def test_a_freeze_keeps_forward_steps_back_and_no_others() -> None:
    freeze = Frozen(NOON, NOON + timedelta(hours=1), "year end")
    launch = at_exposure(1, 5)
    forward = why_not_step(launch, 20, LADDER, [freeze], NOON)
    assert forward is not None
    assert (forward.code, forward.value("until_at")) == (LadderCode.FROZEN, freeze.end)
    assert why_not_step(launch, 1, LADDER, [freeze], NOON) is None
    assert why_not_step(launch, 20, LADDER, [freeze], freeze.end) is None


def test_the_next_step_says_why_it_may_not_be_taken() -> None:
    top = why_not_next(at_exposure(100), LADDER, (), NOON)
    assert top is not None
    assert top.code == LadderCode.AT_TOP
    assert why_not_next(at_exposure(5), LADDER, (), NOON) is None
