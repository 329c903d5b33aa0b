"""A step forward needs a fresh gate, a second person and a typed number; a step back nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.app.advance import MOST_AGE_S, Advance, StepWish
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import (
    Event,
    IntentRecorded,
    LaunchHeld,
    LaunchPlanned,
    SignedOff,
    StageReached,
    StepApproved,
)
from cockpit.domain.judgements import GateJudged
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message
from cockpit.domain.operations import Direction, Lever, Order, Target
from cockpit.domain.unresolved import Operation
from cockpit.ports.journal import JournalError
from cockpit.ports.workspace import Workspace
from tests.app.stairs import FLAG, GO, Stairs, stairs_workspace, with_gate
from tests.kit.fakes_acting import NO_SPACE, NOON
from tests.kit.metrics import NEW

STRANGER = Message("boot.not_a_person")


class Bench:
    """The service over a launch that may go on from `exposures_pct`."""

    def __init__(
        self,
        *exposures_pct: float,
        given: Workspace | None = None,
        stranger: Message | None = None,
    ) -> None:
        self.stairs = Stairs(given)
        self.stairs.launch(*exposures_pct)
        self.advance = Advance(
            workspace=self.stairs.workspace,
            launches=self.stairs.launches,
            clock=self.stairs.clock,
            actor="mina",
            stranger=stranger,
        )
        self.open = with_gate(self.stairs.look(), is_open=True)

    def ask(self, pct: float, second: str | None = "jun", **how: Any) -> str | None:
        """Return the code of why not; the gate is open but for a `snapshot` of its own."""
        snapshot = how.pop("snapshot", self.open)
        wish = StepWish(pct, second, how.pop("typed_pct", pct))
        refusal = self.advance.approve(wish, snapshot)
        return None if refusal is None else refusal.code

    def written(self) -> list[type[Event]]:
        kinds = (GateJudged, StepApproved)
        return [type(event) for kind in kinds for event in self.stairs.told(kind)]


def test_a_step_through_an_open_gate_is_written_down_before_anything_is_sent() -> None:
    bench = Bench(1)
    assert bench.ask(5) is None
    (judged,), (approved,) = bench.stairs.told(GateJudged), bench.stairs.told(StepApproved)
    assert (judged.exposure_pct, judged.next_exposure_pct, judged.is_open) == (1, 5, True)
    assert {one.check for one in judged.checks} >= {"go", "bake", "sample", "drift"}
    assert approved == StepApproved("l1", 5, "jun", is_self_declared=True, typed_pct=5)
    actors = {row.entry.actor for row in bench.stairs.journal.rows[-2:]}
    assert actors == {"mina"}


def test_a_gate_that_is_shut_says_why_and_is_recorded_too() -> None:
    bench = Bench(1)
    refusal = bench.advance.approve(StepWish(5, "jun", 5), bench.stairs.look())
    assert refusal is not None
    assert refusal.code == LadderCode.GATE_SHUT
    assert isinstance(refusal.value("told"), Message)
    (judged,) = bench.stairs.told(GateJudged)
    assert not judged.is_open
    assert bench.written() == [GateJudged]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        pytest.param(
            lambda b: b.stairs.clock.move(MOST_AGE_S + 1),
            LadderCode.JUDGED_LONG_AGO,
            id="a judgement from before the computer slept",
        ),
        pytest.param(
            lambda b: b.stairs.write(LaunchHeld("l1")), LadderCode.JUDGED_BEFORE, id="held since"
        ),
        pytest.param(
            lambda b: b.stairs.write(SignedOff("l1", "qa", False, NEW, "320")),
            LadderCode.JUDGED_BEFORE,
            id="a No-Go since",
        ),
        pytest.param(
            lambda b: (
                b.stairs.write(SignedOff("l1", "qa", False, NEW, "320")),
                b.stairs.clock.move(1),
                b.stairs.write(GO),
            ),
            LadderCode.JUDGED_BEFORE,
            id="another Go since",
        ),
        pytest.param(
            lambda b: b.stairs.write(
                LaunchPlanned("l2", "shop-app", "3.2.1", "321", NEW, parent_id="l1")
            ),
            LadderCode.NOT_NEXT,
            id="a hotfix since",
        ),
        pytest.param(
            lambda b: b.stairs.write(StageReached("l1", 0, "o9")),
            LadderCode.NOT_NEXT,
            id="a step back since",
        ),
    ],
)
def test_what_has_changed_since_the_judgement_lets_nobody_through(
    prepare: Callable[[Bench], object], code: LadderCode
) -> None:
    bench = Bench(1)
    prepare(bench)
    assert bench.ask(5) == code
    assert bench.written() == []


def test_the_gate_of_a_parent_opens_nothing_for_its_child() -> None:
    bench = Bench()
    bench.stairs.write(LaunchPlanned("l2", "shop-app", "3.2.1", "321", NEW, parent_id="l1"))
    assert bench.ask(1) == LadderCode.JUDGED_BEFORE


def test_without_a_judgement_there_is_no_step_forward() -> None:
    bench = Bench(1)
    assert bench.ask(5, snapshot=None) == LadderCode.NOT_JUDGED


@pytest.mark.parametrize(
    ("second", "code"),
    [
        pytest.param(None, LadderCode.NO_SECOND_PERSON, id="nobody"),
        pytest.param("", LadderCode.NO_SECOND_PERSON, id="an empty name"),
        pytest.param("mina", LadderCode.SAME_PERSON, id="the same person"),
        pytest.param("lee", LadderCode.NOT_A_PERSON, id="not of the workspace"),
        pytest.param("jun", None, id="somebody else"),
    ],
)
@pytest.mark.parametrize("rule", ["required", "declared"])
def test_a_riskier_step_needs_somebody_else(
    rule: str, second: str | None, code: LadderCode | None
) -> None:
    bench = Bench(1, given=stairs_workspace(second_person=rule))
    assert bench.ask(5, second) == code
    assert bool(bench.written()) is (code is None)


def test_a_team_that_wants_no_second_person_is_asked_for_none() -> None:
    bench = Bench(1, given=stairs_workspace(second_person="off"))
    assert bench.ask(5, None) is None
    (approved,) = bench.stairs.told(StepApproved)
    assert (approved.second_person, approved.is_self_declared) == (None, False)


def test_whoever_is_named_although_nobody_has_to_be_must_still_be_somebody_else() -> None:
    bench = Bench(1, given=stairs_workspace(second_person="off"))
    assert bench.ask(5, "mina") == LadderCode.SAME_PERSON


def test_a_team_that_names_nobody_takes_anybody_else() -> None:
    bench = Bench(1, given=stairs_workspace(people=[]))
    assert bench.ask(5, "mina") == LadderCode.SAME_PERSON
    assert bench.ask(5, "whoever") is None


@pytest.mark.parametrize("typed_pct", [None, 1, 50, 5.1, float("nan")])
def test_the_number_that_is_typed_has_to_be_the_one_to_go_to(typed_pct: float | None) -> None:
    assert Bench(1).ask(5, typed_pct=typed_pct) == LadderCode.TYPED_OTHERWISE


def test_a_stranger_takes_no_step_forward_and_any_step_back() -> None:
    bench = Bench(1, 5, stranger=STRANGER)
    assert bench.ask(20) == STRANGER.code
    assert bench.ask(1) is None
    assert bench.ask(0) is None


@pytest.mark.parametrize("pct", [0, 1, 5])
def test_a_step_back_asks_for_nothing_and_writes_nothing(pct: float) -> None:
    bench = Bench(1, 5)
    assert bench.ask(pct, None, typed_pct=None) is None
    assert bench.written() == []


@pytest.mark.parametrize("pct", [0, 1])
def test_a_step_back_needs_no_judgement(pct: float) -> None:
    assert Bench(1, 5).ask(pct, None, snapshot=None) is None


def test_a_step_to_where_it_stands_is_none_back_while_nobody_knows_where_it_stands() -> None:
    assert Bench(1, 5).ask(5, None, snapshot=None) == LadderCode.NOT_JUDGED


def test_a_flag_that_stands_lower_than_the_stage_is_not_raised_past_the_gate() -> None:
    bench = Bench(1, 5)
    bench.stairs.put(0)
    lower = bench.stairs.look()
    assert bench.ask(5, snapshot=lower) == LadderCode.NOT_BACK
    assert bench.ask(1, snapshot=lower) == LadderCode.NOT_BACK
    assert bench.ask(0, snapshot=lower) is None


def test_a_flag_that_is_off_stands_at_nothing() -> None:
    bench = Bench(1, 5)
    bench.stairs.put(5, enabled=False)
    assert bench.ask(1, snapshot=bench.stairs.look()) == LadderCode.NOT_BACK


def test_without_a_flag_that_carries_it_there_is_no_step() -> None:
    assert Bench(1, given=stairs_workspace(targets=[])).ask(5) == LadderCode.NO_TARGETS


def test_without_a_launch_there_is_no_step() -> None:
    stairs = Stairs()
    advance = Advance(
        workspace=stairs.workspace, launches=stairs.launches, clock=stairs.clock, actor="mina"
    )
    refusal = advance.approve(StepWish(1, "jun", 1), stairs.look())
    assert refusal is not None
    assert refusal.code == LadderCode.NO_LAUNCH


def test_all_the_way_back_needs_neither_a_launch_nor_a_journal() -> None:
    stairs = Stairs()
    advance = Advance(
        workspace=stairs.workspace, launches=stairs.launches, clock=stairs.clock, actor="mina"
    )
    stairs.journal.read_fails = stairs.journal.fails = NO_SPACE
    assert advance.approve(StepWish(0), None) is None


def test_a_journal_that_takes_no_rows_lets_nobody_through() -> None:
    bench = Bench(1)
    bench.stairs.journal.fails = NO_SPACE
    with pytest.raises(JournalError):
        bench.ask(5)


def step(pct: float = 5, direction: Direction = Direction.RISKIER, **how: Any) -> Operation:
    order = Order(
        "o1",
        how.get("lever", Lever.EXPOSURE),
        Target("flags", "", FLAG),
        NOON,
        how.get("launch_id", "l1"),
        exposure_pct=pct,
    )
    return Operation(IntentRecorded(order, direction=direction), "mina", "run", NOON)


def again(bench: Bench, operation: Operation | None, snapshot: Snapshot | None) -> str | None:
    refusal = bench.advance.why_not_again(operation, snapshot)
    return None if refusal is None else refusal.code


def test_a_step_of_unknown_end_is_sent_again_while_nothing_else_speaks_against_it() -> None:
    bench = Bench()
    bench.stairs.write(IntentRecorded(step(1).intent.order))
    bench.stairs.put(1)
    snapshot = bench.stairs.look()
    assert snapshot.launch is not None
    assert snapshot.launch.gate is not None
    assert not snapshot.launch.gate.is_open
    assert again(bench, step(1), snapshot) is None


def test_a_step_of_unknown_end_is_not_sent_again_when_something_was_learnt_since() -> None:
    bench = Bench()
    bench.stairs.write(IntentRecorded(step(1).intent.order), LaunchHeld("l1"))
    assert again(bench, step(1), bench.stairs.look()) == LadderCode.GATE_SHUT


def test_a_step_is_not_sent_again_on_an_old_judgement_or_none_or_that_of_another_launch() -> None:
    bench = Bench()
    assert again(bench, step(1), None) == LadderCode.NOT_JUDGED
    assert again(bench, step(1, launch_id="l0"), bench.open) == LadderCode.JUDGED_BEFORE
    bench.stairs.clock.move(MOST_AGE_S + 1)
    assert again(bench, step(1), bench.open) == LadderCode.JUDGED_LONG_AGO


def test_what_is_safer_or_no_step_at_all_is_sent_again_without_any_judgement() -> None:
    bench = Bench()
    assert again(bench, None, None) is None
    assert again(bench, step(0, Direction.SAFER), None) is None
    assert again(bench, step(lever=Lever.FLAG_OFF), None) is None


@pytest.mark.slow
@given(
    at=st.sampled_from([(), (1,), (1, 5), (1, 5, 20), (1, 5, 20, 100)]),
    to_pct=st.sampled_from([0, 1, 2, 5, 20, 50, 100, float("nan"), -1]),
    second=st.sampled_from([None, "mina", "jun", "lee"]),
    typed_pct=st.sampled_from([None, 1, 5, 20, 100]),
    is_open=st.booleans(),
    slept_s=st.sampled_from([0, 59, 61, 86_400]),
)
def test_whatever_is_asked_no_step_jumps_a_gate(
    *,
    at: tuple[float, ...],
    to_pct: float,
    second: str | None,
    typed_pct: float | None,
    is_open: bool,
    slept_s: float,
) -> None:
    bench = Bench(*at)
    snapshot = with_gate(bench.open, is_open=is_open)
    bench.stairs.clock.move(slept_s)
    refusal = bench.ask(to_pct, second, typed_pct=typed_pct, snapshot=snapshot)
    now_pct = at[-1] if at else 0
    if refusal is not None or to_pct <= now_pct:
        assert StepApproved not in bench.written()
        return
    assert is_open
    assert slept_s <= MOST_AGE_S
    assert (second, typed_pct) == ("jun", to_pct)
    assert to_pct == min(rung for rung in (1, 5, 20, 100) if rung > now_pct)
    assert bench.written() == [GateJudged, StepApproved]


def test_the_kit_puts_the_flag_where_the_launch_stands() -> None:
    view = Bench(1, 5).stairs.seen()
    (target,) = view.targets
    assert (target.flag, target.set_pct, target.policy_pct) == (FLAG, 5, 5)


def test_a_step_that_was_approved_before_the_computer_slept_is_asked_for_anew() -> None:
    bench = Bench(1)
    asked_at = bench.stairs.clock.now()
    bench.stairs.clock.move(MOST_AGE_S + 1)
    fresh = with_gate(bench.stairs.look(), is_open=True)
    wish = StepWish(5, "jun", 5, asked_at)
    refusal = bench.advance.approve(wish, fresh)
    assert refusal is not None
    assert refusal.code == LadderCode.ASKED_LONG_AGO
    assert bench.written() == []
    again = replace(wish, asked_at=bench.stairs.clock.now())
    assert bench.advance.approve(again, fresh) is None


def test_an_approval_is_asked_last_and_given_by_whoever_holds_the_role() -> None:
    stages = [{"exposure_pct": 1, "approval": "pm"}]
    bench = Bench(1, given=stairs_workspace(stages=stages))
    assert bench.open.launch is not None
    assert bench.open.launch.gate is not None
    assert bench.open.launch.gate.approval == "pm"
    advance = Advance(
        workspace=bench.stairs.workspace,
        launches=bench.stairs.launches,
        clock=bench.stairs.clock,
        actor="jun",
    )
    shut = advance.approve(StepWish(5, None, 5), bench.stairs.look())
    assert shut is not None
    assert shut.code == LadderCode.GATE_SHUT
    for second in (None, "sora"):
        refusal = advance.approve(StepWish(5, second, 5), bench.open)
        assert refusal is not None
        assert refusal.code == LadderCode.NO_APPROVAL
        assert (refusal.value("role"), refusal.value("known")) == ("pm", "mina")
    assert advance.approve(StepWish(5, "mina", 5), bench.open) is None


@pytest.mark.slow
def test_whoever_holds_the_role_approves_by_stepping() -> None:
    stages = [{"exposure_pct": 1, "approval": "pm"}]
    bench = Bench(1, given=stairs_workspace(stages=stages))
    assert bench.ask(5, "jun") is None
