"""What was found is accepted by name, with a reason, by whoever may."""

from typing import Any

import pytest

from cockpit.app.accept_codes import AcceptCode
from cockpit.app.accepting import Accepting, may_be_accepted
from cockpit.app.advance import MOST_AGE_S
from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import StageReached
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.judgements import CheckAccepted
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.weight import Weight
from tests.app.stairs import Stairs, stairs_workspace, with_gate

CHECK = "compared slow coupon"
STRANGER = Message("boot.not_a_person")


def view(weight: Weight | None, state: CheckState, code: GateCode) -> CheckView:
    return CheckView(CHECK, state, message(code, flow="coupon", metric="slow"), weight)


SIGNAL = view(Weight.HOLD, CheckState.WAIT, GateCode.NEEDS_LOOK)
GUARD = view(Weight.BLOCK, CheckState.FAIL, GateCode.BLOCKED)


class Bench:
    def __init__(self, actor: str = "jun", stranger: Message | None = None) -> None:
        self.stairs = Stairs(stairs_workspace())
        self.stairs.launch(5)
        self.snapshot = self.stairs.look()
        self.accepting = Accepting(
            workspace=self.stairs.workspace,
            launches=self.stairs.launches,
            clock=self.stairs.clock,
            actor=actor,
            stranger=stranger,
        )

    def shown(self, found: CheckView) -> Snapshot:
        return with_gate(self.snapshot, checks=(found,))

    def accept(self, found: CheckView, reason: str = "a bot", **how: Any) -> str | None:
        seen = how.pop("seen", self.shown(found))
        refusal = self.accepting.accept(how.pop("check", CHECK), reason, seen)
        return None if refusal is None else refusal.code

    def written(self) -> list[CheckAccepted]:
        return self.stairs.told(CheckAccepted)


def test_a_signal_is_accepted_for_its_stage_with_what_it_said() -> None:
    bench = Bench()
    assert bench.accept(SIGNAL, " a bot ") is None
    assert bench.written() == [CheckAccepted("l1", CHECK, 5.0, "a bot", SIGNAL.message)]
    launch = bench.stairs.launches.live()
    assert launch is not None
    accepted = launch.accepted_now(CHECK)
    assert accepted is not None
    assert accepted.reason == "a bot"
    bench.stairs.clock.move(1)
    bench.stairs.write(StageReached("l1", 20, "o9"))
    later = bench.stairs.launches.live()
    assert later is not None
    assert later.accepted_now(CHECK) is None


@pytest.mark.slow
def test_a_guardrail_is_excepted_by_the_product_owner_alone() -> None:
    assert Bench("jun").accept(GUARD) == AcceptCode.NOT_THE_OWNER
    bench = Bench("mina")
    assert bench.accept(GUARD) is None
    assert bench.written()[0].is_exception


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (view(Weight.VETO, CheckState.FAIL, GateCode.COMPARED), AcceptCode.VETO),
        (view(None, CheckState.WAIT, GateCode.BAKING), AcceptCode.VETO),
        (view(Weight.HOLD, CheckState.UNKNOWN, GateCode.COMPARED), AcceptCode.NOT_KNOWN),
        (view(Weight.HOLD, CheckState.WAIT, GateCode.COMPARED), AcceptCode.NOTHING_FOUND),
        (view(Weight.BLOCK, CheckState.PASS, GateCode.UNPROVED), AcceptCode.NOTHING_FOUND),
    ],
)
def test_what_nobody_can_accept_is_refused(found: CheckView, code: AcceptCode) -> None:
    bench = Bench("mina")
    assert bench.accept(found) == code
    assert not bench.written()
    assert not may_be_accepted(found)


@pytest.mark.slow
def test_a_reason_a_check_and_a_known_person_are_needed() -> None:
    assert Bench().accept(SIGNAL, "  ") == AcceptCode.NO_REASON
    assert Bench().accept(SIGNAL, check="compared slow") == AcceptCode.NO_SUCH_CHECK
    assert Bench(stranger=STRANGER).accept(SIGNAL) == STRANGER.code


def test_where_nothing_can_be_accepted_no_list_of_unknown_is_offered() -> None:
    bench = Bench()
    seen = with_gate(bench.snapshot, checks=())
    assert bench.accept(SIGNAL, check="nowhere", seen=seen) == AcceptCode.NOTHING_TO_ACCEPT


def test_only_what_was_on_the_screen_just_now_is_accepted() -> None:
    bench = Bench()
    assert bench.accept(SIGNAL, seen=None) == LadderCode.NOT_JUDGED
    seen = bench.shown(SIGNAL)
    bench.stairs.clock.move(MOST_AGE_S + 1)
    assert bench.accept(SIGNAL, seen=seen) == LadderCode.JUDGED_LONG_AGO
    assert not bench.written()


def test_without_a_launch_there_is_nothing_to_accept() -> None:
    bench = Bench()
    bench.stairs.launches.close("stopped", way_out="flag_off")
    assert bench.accept(SIGNAL) == LadderCode.NO_LAUNCH
