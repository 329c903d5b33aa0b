"""The gate to the next rung: every check, and what they come to together."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.events import LaunchDeployed, LaunchHeld
from cockpit.domain.gate import (
    CHECKS,
    Check,
    CheckName,
    Fault,
    Gate,
    GateFacts,
    Target,
    judge_gate,
)
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.launch import Frozen, Launch, Said, next_pct
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from tests.domain.lives import GO, LADDER, NO_GO, NOON, at_exposure, lived, minute

TOLD = Message("judge.pass")
FREEZE = Frozen(NOON, NOON + timedelta(days=1), "year end")
NOW = minute(60)


def compared(state: CheckState = CheckState.PASS, name: str = "compared success coupon") -> Check:
    return Check(name, state, TOLD)


def facts(exposure_pct: float = 5, **other: Any) -> GateFacts:
    """Return facts under which the gate is open, but for what is given otherwise."""
    steps = [one for one in LADDER if one <= exposure_pct]
    launch = replace(
        at_exposure(*steps), go=Said(NOON, "mina", 2), deployed_at=NOON, planned_at=NOON
    )
    target = Target("release", exposure_pct, exposure_pct, exposure_pct)
    usual = GateFacts(
        launch=launch,
        now=NOW,
        next_exposure_pct=next_pct(exposure_pct, LADDER),
        is_go_void=False,
        bake_needed_s=1_800.0,
        minimum_events=300,
        event_count=2_000.0,
        compared=(compared(),),
        is_outside=False,
        verdict=TOLD,
        fault=None,
        freezes=(),
        targets=(target,),
        stale=(),
        data_age_s=3.0,
    )
    return replace(usual, **other)


def with_launch(usual: GateFacts, **changes: Any) -> GateFacts:
    return replace(usual, launch=replace(usual.launch, **changes))


def said(gate: Gate, name: CheckName) -> tuple[CheckState, str]:
    (found,) = [one for one in gate.checks if one.check == name]
    return found.state, found.told.code


def check(name: CheckName, given_facts: GateFacts) -> tuple[CheckState, str]:
    return said(judge_gate(given_facts), name)


@pytest.mark.parametrize("exposure_pct", [0, 1, 5, 20])
def test_a_gate_is_open_when_nothing_is_against_it(exposure_pct: float) -> None:
    gate = judge_gate(facts(exposure_pct))
    assert {one.state for one in gate.checks} == {CheckState.PASS}
    assert gate.is_open
    assert not gate.must_leave
    assert (gate.exposure_pct, gate.earliest_at) == (exposure_pct, None)


def test_there_is_no_gate_at_the_top() -> None:
    gate = judge_gate(facts(100))
    assert not gate.is_open
    assert not gate.must_leave


def test_at_the_top_a_failure_still_leaves_the_two_ways_out_alone() -> None:
    assert judge_gate(facts(100, compared=(compared(CheckState.FAIL),))).must_leave


def test_before_the_first_step_there_is_nothing_to_compare() -> None:
    unseen = facts(0, compared=None, event_count=None)
    gate = judge_gate(unseen)
    assert gate.is_open
    names = {one.check for one in gate.checks}
    assert names.isdisjoint({CheckName.BAKE, CheckName.SAMPLE, CheckName.COMPARED})


AGAINST: dict[str, tuple[GateFacts, CheckName, CheckState, GateCode]] = {
    "no Go": (
        with_launch(facts(), go=None),
        CheckName.GO,
        CheckState.WAIT,
        GateCode.NOT_SIGNED,
    ),
    "a Go to other evidence": (
        facts(is_go_void=True),
        CheckName.GO,
        CheckState.WAIT,
        GateCode.GO_VOID,
    ),
    "a No-Go": (
        with_launch(facts(), go=None, no_go=Said(NOON, "jun", 3)),
        CheckName.GO,
        CheckState.FAIL,
        GateCode.NO_GO,
    ),
    "a No-Go with its reason": (
        with_launch(facts(), go=None, no_go=Said(NOON, "jun", 3, "slow")),
        CheckName.GO,
        CheckState.FAIL,
        GateCode.NO_GO_BECAUSE,
    ),
    "not deployed": (
        with_launch(facts(), deployed_at=None),
        CheckName.DEPLOYED,
        CheckState.WAIT,
        GateCode.NOT_DEPLOYED,
    ),
    "held": (
        with_launch(facts(), held=Said(NOON, "jun", 3)),
        CheckName.HOLD,
        CheckState.WAIT,
        GateCode.HELD,
    ),
    "held for a reason": (
        with_launch(facts(), held=Said(NOON, "jun", 3, "latency")),
        CheckName.HOLD,
        CheckState.WAIT,
        GateCode.HELD_BECAUSE,
    ),
    "a freeze": (facts(freezes=(FREEZE,)), CheckName.FREEZE, CheckState.WAIT, GateCode.FROZEN),
    "before its window": (
        with_launch(facts(), window_from=minute(90)),
        CheckName.WINDOW,
        CheckState.WAIT,
        GateCode.TOO_EARLY,
    ),
    "not baked": (facts(now=minute(20)), CheckName.BAKE, CheckState.WAIT, GateCode.BAKING),
    "a clock that was set back": (
        facts(now=minute(-5)),
        CheckName.BAKE,
        CheckState.WAIT,
        GateCode.BAKING,
    ),
    "too few": (facts(event_count=299.0), CheckName.SAMPLE, CheckState.WAIT, GateCode.TOO_FEW),
    "not counted": (
        facts(event_count=None),
        CheckName.SAMPLE,
        CheckState.UNKNOWN,
        GateCode.NOT_COUNTED,
    ),
    "not compared": (
        facts(compared=None),
        CheckName.COMPARED,
        CheckState.UNKNOWN,
        GateCode.NOT_COMPARED,
    ),
    "trouble outside": (
        facts(is_outside=True),
        CheckName.OUTSIDE,
        CheckState.WAIT,
        GateCode.FROM_OUTSIDE,
    ),
    "nothing to tell trouble outside by": (
        facts(is_outside=None),
        CheckName.OUTSIDE,
        CheckState.UNKNOWN,
        GateCode.OUTSIDE_UNSEEN,
    ),
    "a fault that nothing has answered": (
        facts(fault=Fault("coupon", NOON)),
        CheckName.FAULT,
        CheckState.FAIL,
        GateCode.FAULT,
    ),
    "an unknown end": (
        facts(targets=(Target("release", 5, 5, 5, is_unresolved=True),)),
        CheckName.UNRESOLVED,
        CheckState.UNKNOWN,
        GateCode.UNRESOLVED,
    ),
    "old data": (facts(stale=(TOLD,)), CheckName.DATA, CheckState.UNKNOWN, GateCode.NOT_FRESH),
    "no target": (facts(targets=()), CheckName.DRIFT, CheckState.UNKNOWN, GateCode.NO_TARGET),
    "set elsewhere": (
        facts(targets=(Target("release", 20, 5, 5),)),
        CheckName.DRIFT,
        CheckState.WAIT,
        GateCode.ADRIFT,
    ),
    "set elsewhere by somebody": (
        facts(targets=(Target("release", 20, 20, 5, drifted_by="lee"),)),
        CheckName.DRIFT,
        CheckState.WAIT,
        GateCode.ADRIFT_BY,
    ),
    "served otherwise": (
        facts(targets=(Target("release", 5, 1, 5),)),
        CheckName.DRIFT,
        CheckState.WAIT,
        GateCode.ADRIFT,
    ),
    "not read": (
        facts(targets=(Target("release", 5, 5, 5), Target("other", None, 5, 5))),
        CheckName.DRIFT,
        CheckState.UNKNOWN,
        GateCode.UNREAD,
    ),
    "not served to anybody who tells": (
        facts(targets=(Target("release", 5, None, 5),)),
        CheckName.DRIFT,
        CheckState.UNKNOWN,
        GateCode.UNREAD,
    ),
}


@pytest.mark.parametrize("case", AGAINST)
def test_one_thing_alone_keeps_the_gate_shut_and_says_what_it_is(case: str) -> None:
    given_facts, name, state, code = AGAINST[case]
    gate = judge_gate(given_facts)
    assert said(gate, name) == (state, code)
    assert not gate.is_open
    shut = {one.check for one in gate.checks if one.state is not CheckState.PASS}
    assert shut == {name}
    assert gate.must_leave is (state is CheckState.FAIL)


@pytest.mark.parametrize(
    ("state", "is_open", "must_leave"),
    [
        (CheckState.PASS, True, False),
        (CheckState.EXCEPTED, True, False),
        (CheckState.WAIT, False, False),
        (CheckState.UNKNOWN, False, False),
        (CheckState.FAIL, False, True),
    ],
)
def test_a_comparison_that_fails_is_a_veto_and_one_that_waits_holds(
    state: CheckState, is_open: bool, must_leave: bool
) -> None:
    gate = judge_gate(facts(compared=(compared(), compared(state, "compared slow coupon"))))
    assert (gate.is_open, gate.must_leave) == (is_open, must_leave)


def test_a_no_go_before_anybody_has_the_release_leaves_nothing_to_leave() -> None:
    gate = judge_gate(with_launch(facts(0), go=None, no_go=Said(NOON, "jun", 3)))
    assert not gate.is_open
    assert not gate.must_leave


def test_a_fault_stays_when_the_exposure_went_back_to_nothing_and_no_way_out_was_taken() -> None:
    gate = judge_gate(facts(0, fault=Fault("coupon", NOON)))
    assert gate.must_leave


def test_after_a_way_out_there_is_no_fault_left() -> None:
    was_exposed = facts(0, launch=replace(at_exposure(5, 0), go=Said(NOON, "mina", 2)))
    assert check(CheckName.FAULT, was_exposed) == (CheckState.PASS, GateCode.NO_FAULT)


def test_the_bake_time_begins_anew_when_a_parent_goes_on() -> None:
    returned = with_launch(facts(), returned_at=minute(50))
    assert check(CheckName.BAKE, returned) == (CheckState.WAIT, GateCode.BAKING)


def test_a_window_that_is_over_closes_no_gate() -> None:
    over = with_launch(facts(), window_from=minute(0), window_to=minute(1))
    assert check(CheckName.WINDOW, over) == (CheckState.PASS, GateCode.IN_WINDOW)
    assert judge_gate(over).is_open


def test_a_step_that_only_one_of_two_targets_has_taken_is_our_own_and_no_drift() -> None:
    half = (Target("release", 20, 20, 20), Target("other", 5, 5, 5))
    assert judge_gate(facts(targets=half)).is_open


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        pytest.param({"now": minute(20)}, minute(32), id="baking"),
        pytest.param({"freezes": (FREEZE,)}, FREEZE.end, id="frozen"),
        pytest.param({"now": minute(20), "freezes": (FREEZE,)}, FREEZE.end, id="the later one"),
        pytest.param({"event_count": 150.0}, minute(118), id="at this pace"),
        pytest.param({"event_count": 0.0}, None, id="nobody comes"),
        pytest.param({"event_count": 1e-300}, None, id="hardly anybody comes"),
        pytest.param({"now": minute(20), "is_outside": True}, None, id="one of two is not known"),
    ],
)
def test_it_says_when_it_may_open_where_that_can_be_told(
    changed: dict[str, Any], at: datetime | None
) -> None:
    assert judge_gate(facts(**changed)).earliest_at == at


def test_a_launch_from_the_journal_is_judged_like_any_other() -> None:
    launch = lived(GO, LaunchDeployed("l1"), LaunchHeld("l1"), NO_GO)
    gate = judge_gate(facts(0, launch=launch))
    assert said(gate, CheckName.GO)[0] is CheckState.FAIL
    assert said(gate, CheckName.HOLD)[0] is CheckState.WAIT


STATES = st.sampled_from(CheckState)
MAYBE_PCT = st.sampled_from([None, 0.0, 1.0, 5.0, 20.0, 100.0])
TARGETS = st.lists(
    st.builds(Target, st.just("release"), MAYBE_PCT, MAYBE_PCT, MAYBE_PCT, st.booleans()),
    max_size=3,
).map(tuple)
SAID = st.none() | st.just(Said(NOON, "mina", 2))


@st.composite
def any_facts(draw: st.DrawFn) -> GateFacts:
    exposure_pct = draw(st.sampled_from([0, 1, 5, 20, 100]))
    usual = facts(exposure_pct)
    launch: Launch = replace(
        usual.launch,
        go=draw(SAID),
        no_go=draw(SAID),
        held=draw(SAID),
        deployed_at=draw(st.none() | st.just(NOON)),
    )
    return replace(
        usual,
        launch=launch,
        now=minute(draw(st.floats(-10, 500))),
        event_count=draw(st.none() | st.floats(0, 1e6)),
        compared=draw(st.none() | st.lists(st.builds(compared, STATES), max_size=4).map(tuple)),
        is_outside=draw(st.none() | st.booleans()),
        is_go_void=draw(st.booleans()),
        fault=draw(st.none() | st.just(Fault("coupon", NOON))),
        freezes=draw(st.sampled_from([(), (FREEZE,)])),
        targets=draw(TARGETS),
        stale=draw(st.sampled_from([(), (TOLD,)])),
    )


@pytest.mark.slow
@given(any_facts())
def test_an_open_gate_means_that_all_of_it_is_known_and_well(given_facts: GateFacts) -> None:
    gate, launch = judge_gate(given_facts), given_facts.launch
    if not gate.is_open:
        return
    assert launch.go is not None
    assert launch.deployed_at is not None
    assert launch.held is None
    assert given_facts.fault is None
    assert not given_facts.is_go_void
    assert not given_facts.stale
    assert given_facts.targets
    for target in given_facts.targets:
        assert target.set_pct is not None
        assert target.served_pct is not None
        assert not target.is_unresolved
    assert not any(one.start <= given_facts.now < one.end for one in given_facts.freezes)
    if launch.exposure_pct > 0:
        elapsed_s = (given_facts.now - launch.since_at).total_seconds()
        assert elapsed_s >= given_facts.bake_needed_s
        assert given_facts.event_count is not None
        assert given_facts.event_count >= given_facts.minimum_events
        assert given_facts.compared
        states = {one.state for one in given_facts.compared}
        assert states <= {CheckState.PASS, CheckState.EXCEPTED}
        assert given_facts.is_outside is False


@pytest.mark.slow
@given(any_facts())
def test_a_gate_that_must_be_left_is_never_open(given_facts: GateFacts) -> None:
    gate = judge_gate(given_facts)
    assert not (gate.is_open and gate.must_leave)
    fails = any(one.state is CheckState.FAIL for one in gate.checks)
    assert gate.must_leave <= fails


@pytest.mark.slow
@given(any_facts(), st.sampled_from(range(len(CHECKS))))
def test_no_check_looks_at_what_another_one_found(given_facts: GateFacts, place: int) -> None:
    alone = tuple(CHECKS[place](given_facts))
    assert alone == tuple(one for one in judge_gate(given_facts).checks if one in alone)
