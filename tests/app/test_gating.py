"""What a gate rests on: only what is known, fresh, whole, and of this launch."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import (
    Event,
    IntentRecorded,
    LaunchPlanned,
    OperationReverted,
    OutcomeRecorded,
)
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import CheckState
from cockpit.ports.workspace import Workspace
from tests.app.stairs import FLAG, Stairs, stairs_workspace
from tests.kit.fakes_acting import NOON, no_answer
from tests.kit.metrics import NEW, Moment

BUSY: dict[str, Any] = {"rate_per_s": 600.0, "share": lambda _at_s: 0.2, "before_s": 1_200.0}
STAGE_S = 1_500.0


def on_stage(given: Workspace | None = None, **shop: Any) -> Stairs:
    """Return a launch that has been on its 20 % stage for long enough."""
    given = given or stairs_workspace(bake_s=600)
    stairs = Stairs(given, **{**BUSY, **shop})
    stairs.launch(1, 5, 20)
    stairs.clock.move(STAGE_S)
    return stairs


@pytest.fixture(scope="module")
def calm() -> Snapshot:
    """Look at a launch against which nothing speaks."""
    return on_stage().look()


def checks(snapshot: Snapshot) -> dict[str, CheckView]:
    assert snapshot.launch is not None
    assert snapshot.launch.gate is not None
    return {one.check: one for one in snapshot.launch.gate.checks}


def against(snapshot: Snapshot) -> dict[str, tuple[CheckState, str]]:
    return {
        name: (one.state, one.message.code)
        for name, one in checks(snapshot).items()
        if one.state is not CheckState.PASS
    }


def step(pct: float, number: int = 1, launch_id: str = "l1") -> Order:
    order = Order(f"o{number}", Lever.EXPOSURE, Target("flags", "", FLAG), NOON, launch_id)
    return replace(order, exposure_pct=pct)


def done(order: Order, outcome: Outcome = Outcome.CONFIRMED) -> tuple[Event, ...]:
    told = Message("action.confirmed")
    ended = OutcomeRecorded(order.operation_id, outcome, Stamps(NOON), told, "action")
    return IntentRecorded(order), ended


@pytest.mark.slow
def test_a_calm_launch_has_an_open_gate(calm: Snapshot) -> None:
    assert against(calm) == {}
    assert calm.launch is not None
    assert calm.launch.gate is not None
    assert calm.launch.gate.is_open
    assert calm.launch.next_refusal is None


def test_every_comparison_is_a_check_with_its_sentence(calm: Snapshot) -> None:
    compared = {name: one for name, one in checks(calm).items() if name.startswith("compared")}
    assert set(compared) == {
        "compared success coupon",
        "compared slow coupon",
        "compared success checkout",
        "compared slow checkout",
        "compared crash",
    }
    told = compared["compared success coupon"].message
    assert (told.value("flow"), told.value("metric")) == ("coupon", "success")
    assert isinstance(told.value("told"), Message)


def test_only_first_attempts_of_the_new_version_in_this_stage_are_the_sample(
    calm: Snapshot,
) -> None:
    assert calm.release is not None
    count = checks(calm)["sample"].message.value("events_count")
    rows = [one.new.event_count for one in calm.release.rows if one.metric.value == "success"]
    assert count == round(sum(rows))


def test_a_proof_that_is_not_asked_for_keeps_nothing_shut() -> None:
    snapshot = on_stage(rate_per_s=60.0).look()
    waiting = {name for name, one in checks(snapshot).items() if one.state is CheckState.WAIT}
    assert waiting <= {"compared success coupon", "compared success checkout"}
    assert checks(snapshot)["compared crash"].message.code == GateCode.UNPROVED


@pytest.mark.slow
def test_a_proof_that_is_asked_for_is_waited_for() -> None:
    given = stairs_workspace(bake_s=600, must_pass=["success", "slow", "crash"])
    snapshot = on_stage(given, rate_per_s=60.0).look()
    assert against(snapshot)["compared crash"] == (CheckState.WAIT, GateCode.COMPARED)


@pytest.mark.slow
def test_a_comparison_that_fails_leaves_the_two_ways_out() -> None:
    def broken(moment: Moment) -> float:
        return 0.3 if moment.version == NEW and moment.at_s > NOON.timestamp() else 0.02

    snapshot = on_stage(bad_ratio=broken).look()
    assert against(snapshot)["compared success coupon"] == (CheckState.FAIL, GateCode.COMPARED)
    assert snapshot.launch is not None
    assert snapshot.launch.gate is not None
    assert snapshot.launch.gate.must_leave


@pytest.mark.slow
def test_a_failure_of_what_need_not_be_proved_blocks_all_the_same() -> None:
    def slow(moment: Moment) -> float:
        return 0.4 if moment.version == NEW and moment.at_s > NOON.timestamp() else 0.03

    snapshot = on_stage(slow_ratio=slow).look()
    assert against(snapshot)["compared slow coupon"] == (CheckState.FAIL, GateCode.BLOCKED)


@pytest.mark.slow
def test_in_trouble_from_outside_nobody_is_sent_further() -> None:
    begun_s = NOON.timestamp() + STAGE_S - 120.0

    def bad(moment: Moment) -> float:
        return 0.3 if moment.at_s > begun_s else 0.02

    snapshot = on_stage(bad_ratio=bad).look()
    assert against(snapshot)["outside"] == (CheckState.WAIT, GateCode.FROM_OUTSIDE)


def fault(launch_id: str = "l1") -> FaultDetected:
    return FaultDetected(
        launch_id=launch_id,
        flow="coupon",
        stratum="android",
        cause="release",
        rule="judge/1 success",
        new_bad_count=30,
        new_total_count=100,
        old_bad_count=20,
        old_total_count=1_000,
        evidence=900.0,
    )


def order(lever: Lever, launch_id: str = "l1") -> Order:
    return Order("way-out", lever, Target("flags", "", "coupon_v2"), NOON, launch_id)


@pytest.mark.parametrize(
    ("after", "is_left"),
    [
        pytest.param((), True, id="nothing was done"),
        pytest.param(done(order(Lever.FLAG_OFF)), False, id="the flag is off"),
        pytest.param(done(order(Lever.ROLLBACK)), False, id="rolled back"),
        pytest.param(done(order(Lever.FLAG_OFF), Outcome.FAILED), True, id="the off failed"),
        pytest.param(done(order(Lever.FLAG_OFF), Outcome.UNKNOWN), True, id="nobody knows"),
        pytest.param(done(order(Lever.FLAG_ON)), True, id="that is no way out"),
        pytest.param(done(order(Lever.FLAG_OFF, "l0")), True, id="an off of another launch"),
    ],
)
def test_a_fault_stays_until_a_way_out_is_proved(after: tuple[Event, ...], is_left: bool) -> None:
    stairs = Stairs()
    stairs.launch(1, 0)
    stairs.write(fault(), *after)
    assert ("fault" in against(stairs.look())) is is_left


def test_a_fault_after_the_way_out_is_a_new_one() -> None:
    stairs = Stairs()
    stairs.launch(1, 0)
    stairs.write(fault(), *done(order(Lever.FLAG_OFF)))
    stairs.clock.move(60)
    stairs.write(fault())
    assert "fault" in against(stairs.look())


def test_the_fault_of_another_launch_is_not_ours() -> None:
    stairs = Stairs()
    stairs.launch(1, 0)
    stairs.write(fault("l0"))
    assert "fault" not in against(stairs.look())


def silent(stairs: Stairs) -> None:
    stairs.room.metrics.error = no_answer()


def unread(stairs: Stairs) -> None:
    stairs.flags.read_error = no_answer()


def untold(stairs: Stairs) -> None:
    stairs.flags.served_error = no_answer()


def moved(stairs: Stairs) -> None:
    stairs.put(50.0)


def nameless(stairs: Stairs) -> None:
    stairs.flags.flags[FLAG].exposure_pct = None


def behind(stairs: Stairs) -> None:
    stairs.flags.flags[FLAG].served_pct = 5.0


def on_its_way(stairs: Stairs) -> None:
    stairs.write(IntentRecorded(step(100)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "name", "state", "code"),
    [
        (silent, "data", CheckState.UNKNOWN, GateCode.NOT_FRESH),
        (unread, "drift", CheckState.UNKNOWN, GateCode.UNREAD),
        (untold, "drift", CheckState.UNKNOWN, GateCode.UNREAD),
        (nameless, "drift", CheckState.UNKNOWN, GateCode.UNREAD),
        (moved, "drift", CheckState.WAIT, GateCode.ADRIFT),
        (behind, "drift", CheckState.WAIT, GateCode.ADRIFT),
        (on_its_way, "unresolved", CheckState.UNKNOWN, GateCode.UNRESOLVED),
    ],
)
def test_what_is_not_known_or_not_as_it_should_be_keeps_the_gate_shut(
    spoil: Callable[[Stairs], None], name: str, state: CheckState, code: GateCode
) -> None:
    stairs = on_stage()
    spoil(stairs)
    assert against(stairs.look())[name] == (state, code)


def test_few_events_at_night_are_no_fault_of_the_data() -> None:
    stairs = Stairs(rate_per_s=0.02)
    stairs.launch()
    assert checks(stairs.look())["data"].state is CheckState.PASS


@pytest.mark.slow
def test_a_flag_that_was_read_long_ago_is_not_known() -> None:
    stairs = on_stage()
    stairs.look()
    stairs.flags.read_error = no_answer()
    stairs.clock.move(90.0)
    assert against(stairs.look())["drift"] == (CheckState.UNKNOWN, GateCode.UNREAD)


@pytest.mark.slow
def test_who_else_has_moved_a_flag_is_named() -> None:
    stairs = on_stage()
    stairs.write(*done(step(20)), OperationReverted("o1", "lee.sm", 7))
    stairs.put(50.0)
    snapshot = stairs.look()
    told = checks(snapshot)["drift"].message
    assert (told.code, told.value("person")) == (GateCode.ADRIFT_BY, "lee.sm")
    assert snapshot.launch is not None
    (target,) = snapshot.launch.targets
    assert (target.is_adrift, target.drifted_by) == (True, "lee.sm")


@pytest.mark.slow
def test_a_step_that_only_one_of_two_flags_has_taken_is_our_own_doing() -> None:
    both = [{"flag": FLAG, "source": "flags"}, {"flag": "other", "source": "flags"}]
    stairs = on_stage(stairs_workspace(targets=both, bake_s=600))
    stairs.put(20.0, flag="other")
    stairs.write(*done(step(100)))
    stairs.put(100.0)
    assert "drift" not in against(stairs.look())


@pytest.mark.slow
def test_a_step_of_another_launch_excuses_nothing() -> None:
    stairs = on_stage()
    stairs.write(*done(step(100, launch_id="l0")))
    stairs.put(100.0)
    assert "drift" in against(stairs.look())


def test_a_child_begins_at_nothing_and_sees_the_flag_of_its_parent_as_adrift() -> None:
    stairs = on_stage()
    stairs.write(
        LaunchPlanned("l2", "shop-app", "3.2.1", "321", NEW, release_kind="hotfix", parent_id="l1")
    )
    snapshot = stairs.look()
    assert snapshot.launch is not None
    assert (snapshot.launch.launch_id, snapshot.launch.parent_version) == ("l2", NEW)
    assert against(snapshot)["drift"] == (CheckState.WAIT, GateCode.ADRIFT)
    stairs.put(0.0)
    assert "drift" not in against(stairs.look())
