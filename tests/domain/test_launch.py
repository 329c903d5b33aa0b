"""Where a launch stands, and the order of the ladder."""

from datetime import timedelta

import pytest

from cockpit.domain.events import LaunchClosed, LaunchDeployed, LaunchPlanned, StageReached
from cockpit.domain.launch import (
    Frozen,
    frozen_by,
    live,
    next_pct,
    why_not_step,
)
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.standings import LaunchPhase
from tests.domain.lives import GO, HOTFIX, LADDER, NO_GO, NOON, PLANNED, at_exposure, lived, told

DEPLOYED = LaunchDeployed("l1")
BACK = StageReached("l1", 0, "o0")


def reached(*exposures_pct: float) -> tuple[StageReached, ...]:
    return tuple(StageReached("l1", one, f"o{one}") for one in exposures_pct)


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        pytest.param((), LaunchPhase.PLANNED, id="planned"),
        pytest.param((GO,), LaunchPhase.GO, id="go"),
        pytest.param((GO, NO_GO), LaunchPhase.PLANNED, id="a No-Go takes the Go back"),
        pytest.param((DEPLOYED,), LaunchPhase.PLANNED, id="deployed before the Go"),
        pytest.param((DEPLOYED, GO), LaunchPhase.DEPLOYED, id="the Go after the deploy"),
        pytest.param((GO, DEPLOYED), LaunchPhase.DEPLOYED, id="deployed"),
        pytest.param((GO, DEPLOYED, *reached(1)), LaunchPhase.STAGE, id="first stage"),
        pytest.param((*reached(1, 5), NO_GO), LaunchPhase.STAGE, id="exposed whatever is said"),
        pytest.param(
            (GO, DEPLOYED, *reached(1), BACK), LaunchPhase.DEPLOYED, id="all the way back"
        ),
        pytest.param(reached(1, 5, 20, 100), LaunchPhase.WATCHING, id="at the top"),
        pytest.param(
            (*reached(1), LaunchClosed("l1", "stopped", "flag_off")),
            LaunchPhase.STOPPED,
            id="stopped",
        ),
        pytest.param((*reached(100), LaunchClosed("l1", "done")), LaunchPhase.CLOSED, id="done"),
    ],
)
def test_a_launch_is_in_the_phase_that_its_events_have_led_to(
    events: tuple[LaunchDeployed | StageReached, ...], phase: LaunchPhase
) -> None:
    assert lived(*events).phase is phase


def test_a_launch_begins_without_exposure() -> None:
    launch = lived()
    assert launch.is_live
    assert (launch.exposure_pct, launch.stage, launch.since_at) == (0.0, None, NOON)
    assert not launch.was_exposed


def test_the_last_confirmed_step_is_the_exposure_and_the_begin_of_the_stage() -> None:
    launch = at_exposure(1, 5)
    assert launch.exposure_pct == 5
    assert launch.since_at == NOON + timedelta(minutes=2)
    assert launch.was_exposed


def test_a_launch_that_went_back_to_nothing_was_exposed_all_the_same() -> None:
    assert at_exposure(1, 0).was_exposed
    assert not at_exposure(0).was_exposed


def test_the_newest_live_launch_of_the_service_is_followed() -> None:
    other = LaunchPlanned("l2", "blog", "1.0.0", "1", "0.9.0")
    newer = LaunchPlanned("l3", "shop", "3.3.0", "330", "3.2.0")
    found = told(PLANNED, other, newer)
    assert live(found, "shop") == found[2]
    assert live(found) == found[2]
    assert live(found, "none") is None
    assert live(()) is None


def test_a_child_is_followed_until_it_is_closed_and_then_its_parent_again() -> None:
    parent, child = told(PLANNED, HOTFIX)
    assert live((parent, child)) == child
    closed = told(PLANNED, HOTFIX, LaunchClosed("l2", "done"))
    assert live(closed) == closed[0]


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
        pytest.param(float("nan"), LadderCode.NOT_ON_LADDER, id="no number"),
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


def test_of_two_freezes_the_one_that_ends_last_counts() -> None:
    short = Frozen(NOON, NOON + timedelta(hours=1), "lunch")
    long = Frozen(NOON, NOON + timedelta(hours=9), "year end")
    assert frozen_by([long, short], NOON) == long
    assert frozen_by([long, short], NOON - timedelta(seconds=1)) is None
