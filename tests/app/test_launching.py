"""The launch as boards show it: its rungs, its gate, who may stand by, and the flags under it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.launch_view import CheckView
from cockpit.app.launching import against, recorded
from cockpit.domain.events import (
    LaunchClosed,
    LaunchHeld,
    LaunchPlanned,
    StageReached,
    StepApproved,
    WindowTaken,
)
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.judgements import CheckResult, FaultDetected, GateJudged
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState, LaunchPhase, StageState
from tests.app.stairs import Stairs, stairs_workspace
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD

FAULT = FaultDetected("l1", "coupon", "android", "release", "judge/1 success", 9, 10, 1, 100, 900.0)
ENOUGH = message(GateCode.ENOUGH, events_count=1_524, least_count=300)
PASSED = (CheckResult("sample", "pass", ENOUGH), CheckResult("bake", "excepted", Message("x")))


def test_a_launch_that_is_only_planned_tells_its_plan_and_waits_for_the_go() -> None:
    stairs = Stairs()
    stairs.write(
        LaunchPlanned(
            "l1",
            "shop-app",
            NEW,
            "320",
            OLD,
            "coupons",
            release_kind="rollback",
            window_from=NOON,
            window_to=NOON + timedelta(hours=2),
            commit="ab12",
        )
    )
    view = stairs.seen()
    assert (view.phase, view.release_kind, view.commit) == (LaunchPhase.PLANNED, "rollback", "ab12")
    assert (view.window_from, view.window_to) == (NOON, NOON + timedelta(hours=2))
    assert (view.holder, view.notes, view.parent_version) == ("mina", "coupons", None)
    assert (view.exposure_pct, view.stage_at, view.bake_elapsed_s) == (None, None, None)
    assert (view.go_at, view.go_by, view.deployed_at) == (None, None, None)
    assert view.next_refusal is not None
    assert view.next_refusal.code == GateCode.NOT_SIGNED
    assert {one.state for one in view.stages} == {StageState.AHEAD}


def test_a_launch_that_is_ready_tells_who_said_go_and_what_it_stands_at() -> None:
    stairs = Stairs()
    stairs.launch()
    view = stairs.seen()
    assert view.phase is LaunchPhase.DEPLOYED
    assert (view.go_at, view.go_by, view.deployed_at) == (NOON, "mina", NOON)
    assert (view.served_exposure_pct, view.next_exposure_pct) == (0.0, 1)
    assert view.gate is not None
    assert view.gate.is_open
    assert view.next_refusal is None


def test_whoever_sits_here_is_not_offered_as_the_second_person() -> None:
    stairs = Stairs(actor="jun")
    stairs.launch()
    gate = stairs.seen().gate
    assert gate is not None
    assert (gate.needs_second_person, gate.may_be) == (True, ("mina", "sora"))


def test_a_team_without_second_persons_is_asked_for_none() -> None:
    stairs = Stairs(stairs_workspace(second_person="off"))
    stairs.launch()
    gate = stairs.seen().gate
    assert gate is not None
    assert not gate.needs_second_person


@pytest.mark.slow
def test_a_rung_behind_shows_what_let_it_through_and_how_long_it_lasted() -> None:
    stairs = Stairs()
    stairs.launch()
    stairs.write(StepApproved("l1", 1, "jun", is_self_declared=True, typed_pct=1))
    stairs.room.steps(1)
    stairs.clock.move(1_860)
    stairs.write(
        GateJudged("l1", 1, 5, is_open=True, checks=PASSED),
        StepApproved("l1", 5, "sora", is_self_declared=True, typed_pct=5),
    )
    stairs.room.steps(5)
    stairs.clock.move(60)
    first, second, third, top = stairs.seen().stages
    assert (first.state, first.bake_elapsed_s, first.event_count) == (StageState.DONE, 1_860, 1_524)
    assert (first.reached_at, first.left_at) == (NOON, NOON + timedelta(seconds=1_860))
    assert (first.first_person, first.second_person) == ("mina", "jun")
    assert [one.state for one in first.checks] == [CheckState.PASS, CheckState.EXCEPTED]
    assert (second.state, second.bake_elapsed_s) == (StageState.CURRENT, 60)
    assert (second.second_person, second.left_at) == ("sora", None)
    assert (second.bake_needed_s, second.minimum_events) == (1_800, 300)
    assert {one.check for one in second.checks} >= {"go", "bake", "drift"}
    assert [one.state for one in (third, top)] == [StageState.AHEAD] * 2
    assert (third.reached_at, third.event_count, third.checks) == (None, None, ())


def test_a_rung_that_no_row_tells_much_about_shows_only_what_is_known() -> None:
    stairs = Stairs()
    stairs.launch(5)
    first, second, *_ = stairs.seen().stages
    assert (first.state, first.reached_at, first.bake_elapsed_s) == (StageState.DONE, None, None)
    assert (first.event_count, first.checks, first.first_person) == (None, (), None)
    assert second.first_person is None


def test_a_step_back_puts_the_rungs_above_ahead_again() -> None:
    stairs = Stairs()
    stairs.launch(1, 5, 1)
    first, second, *_ = stairs.seen().stages
    assert (first.state, second.state) == (StageState.CURRENT, StageState.AHEAD)
    assert second.reached_at is None


def test_a_gate_that_has_failed_marks_its_rung() -> None:
    stairs = Stairs()
    stairs.launch(1)
    stairs.write(FAULT)
    view = stairs.seen()
    assert view.stages[0].state is StageState.FAILED
    assert view.gate is not None
    assert view.gate.must_leave


def test_at_the_top_there_is_no_next_rung_and_that_is_said() -> None:
    stairs = Stairs()
    stairs.launch(1, 5, 20, 100)
    view = stairs.seen()
    assert (view.phase, view.next_exposure_pct) == (LaunchPhase.WATCHING, None)
    assert view.next_refusal is not None
    assert view.next_refusal.code == LadderCode.AT_TOP
    assert view.gate is not None
    assert not view.gate.is_open


def test_a_hold_tells_who_and_why_and_a_handover_who_holds_the_window() -> None:
    stairs = Stairs(actor="jun")
    stairs.launch(1)
    stairs.write(LaunchHeld("l1", "latency"))
    stairs.launches.take_over()
    view = stairs.seen()
    assert (view.is_held, view.held_by, view.hold_reason) == (True, "mina", "latency")
    assert (view.holder, stairs.told(WindowTaken)) == ("jun", [WindowTaken("l1")])


def test_a_child_is_shown_before_its_parent_and_the_parent_when_it_is_closed() -> None:
    stairs = Stairs()
    stairs.launch(1, 5)
    stairs.write(
        LaunchPlanned("l2", "shop-app", "3.2.1", "321", NEW, release_kind="hotfix", parent_id="l1")
    )
    child = stairs.seen()
    assert (child.version, child.parent_version, child.exposure_pct) == ("3.2.1", NEW, None)
    stairs.clock.move(600)
    stairs.write(LaunchClosed("l2", "stopped"))
    stairs.clock.move(30)
    parent = stairs.seen()
    assert (parent.version, parent.exposure_pct, parent.bake_elapsed_s) == (NEW, 5, 30)


def unread(stairs: Stairs) -> None:
    stairs.flags.flags.pop("release")


def switched_off(stairs: Stairs) -> None:
    stairs.put(5.0, enabled=False)


@pytest.mark.parametrize(
    ("spoil", "set_pct", "served_pct", "is_adrift"),
    [
        pytest.param(lambda _stairs: None, 5, 5, False, id="as it should be"),
        pytest.param(lambda stairs: stairs.put(20.0), 20, 20, True, id="somewhere else"),
        pytest.param(switched_off, 0, 0, True, id="switched off"),
        pytest.param(unread, None, None, False, id="not there"),
    ],
)
def test_a_target_tells_what_it_holds_what_clients_are_told_and_whether_that_is_right(
    spoil: Callable[[Stairs], None],
    set_pct: float | None,
    served_pct: float | None,
    is_adrift: bool,
) -> None:
    stairs = Stairs()
    stairs.launch(1, 5)
    spoil(stairs)
    view = stairs.seen()
    (target,) = view.targets
    assert (target.policy_pct, target.set_pct, target.served_pct) == (5, set_pct, served_pct)
    assert (target.is_adrift, view.served_exposure_pct) == (is_adrift, served_pct)


def test_the_share_that_the_new_version_really_has_is_counted_from_traffic() -> None:
    stairs = Stairs(share=lambda _at_s: 0.2, rate_per_s=600.0)
    stairs.launch(1, 5)
    (target,) = stairs.seen().targets
    assert target.effective_pct == pytest.approx(20.0, abs=1.0)
    assert target.read_age_s == 0


def test_a_version_that_nobody_uses_has_no_share_and_without_traffic_none_is_known() -> None:
    stairs = Stairs(share=lambda _at_s: 0.0)
    stairs.launch()
    assert stairs.seen().targets[0].effective_pct == 0
    silent = Stairs(rate_per_s=0.0)
    silent.launch()
    assert silent.seen().targets[0].effective_pct is None


def test_without_targets_nobody_knows_what_clients_are_told() -> None:
    stairs = Stairs(stairs_workspace(targets=[]))
    stairs.launch(1)
    view = stairs.seen()
    assert (view.targets, view.served_exposure_pct) == ((), None)


def test_the_gravest_check_speaks_for_a_gate_that_is_shut() -> None:
    stairs = Stairs()
    stairs.launch()
    gate = stairs.seen().gate
    assert gate is not None
    assert against(gate) is None
    checks = tuple(
        CheckView(state.value, state, Message("x"))
        for state in (CheckState.WAIT, CheckState.UNKNOWN, CheckState.FAIL, CheckState.FAIL)
    )
    found = against(replace(gate, checks=checks))
    assert found == checks[2]


def test_a_gate_is_recorded_with_everything_that_it_saw() -> None:
    stairs = Stairs()
    stairs.launch(1)
    gate = stairs.seen().gate
    assert gate is not None
    kept = recorded(gate)
    assert [(one.check, one.state, one.told) for one in kept] == [
        (one.check, one.state.value, one.message) for one in gate.checks
    ]


def test_a_stage_that_is_reached_late_counts_from_its_own_time() -> None:
    stairs = Stairs()
    stairs.launch()
    stairs.clock.move(600)
    stairs.room.write(StageReached("l1", 1, "o1"), at=NOON + timedelta(seconds=300))
    assert stairs.seen().bake_elapsed_s == 300
