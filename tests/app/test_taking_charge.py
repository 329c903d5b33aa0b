"""What a person may do about an unknown operation, and what keeps connections open."""

from collections.abc import Callable
from typing import Any

import pytest

from cockpit.app.asking import in_place
from cockpit.app.codes import ActionCode
from cockpit.app.underway import ActionProgress, Limits, Step
from cockpit.domain.codes import GuardCode
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from tests.kit.bench import Bench
from tests.kit.fakes_acting import NO_SPACE, no_answer


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_person_can_send_an_unknown_off_again_with_the_same_id(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.work(700.0)
    bench.flags.applies = True
    bench.actions.send_again(done.operation_id)
    bench.work(1.0)
    assert bench.flags.sent()[-1] == ("off", done.operation_id)
    assert bench.status(done) is Status.CONFIRMED


def test_sending_a_riskier_change_again_needs_a_fresh_read(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.flags.applies = False
    done = bench.do(Lever.FLAG_ON)
    bench.work(700.0)
    sent_count = len(bench.flags.sent())
    bench.flags.read_error = no_answer()
    bench.actions.send_again(done.operation_id)
    assert bench.refusals() == [GuardCode.NOT_READ]
    bench.flags.read_error = None
    bench.journal.fails = NO_SPACE
    bench.actions.send_again(done.operation_id)
    assert len(bench.flags.sent()) == sent_count
    bench.journal.fails, bench.flags.applies = None, True
    bench.actions.send_again(done.operation_id)
    assert bench.status(done) is Status.CONFIRMED


def test_a_person_can_close_an_unknown_operation_and_says_why(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.actions.close_as_overtaken(done.operation_id, "  ")
    assert bench.refusals() == [ActionCode.NO_REASON]
    bench.actions.close_as_overtaken(done.operation_id, "the flag was removed")
    assert bench.status(done) is Status.CLOSED
    assert bench.actions.work() is None


def test_closing_needs_a_journal_that_takes_rows(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.journal.fails = NO_SPACE
    bench.actions.close_as_overtaken(done.operation_id, "the flag was removed")
    assert bench.refusals() == ["test.no_space"]


def test_only_what_is_unresolved_can_be_sent_again_or_closed(bench: Bench) -> None:
    done = bench.off()
    bench.actions.send_again(done.operation_id)
    bench.actions.close_as_overtaken("never-heard-of", "why")
    assert bench.notices() == [ActionCode.NO_SUCH_OPERATION] * 2


def test_an_operation_of_a_source_that_is_gone_cannot_be_sent_again(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.crash_and_start(flags={})
    bench.actions.send_again(done.operation_id)
    assert bench.refusals() == [ActionCode.NO_SUCH_LEVER]


def test_idle_connections_are_kept_open(bench: Bench) -> None:
    bench.begin(limits=Limits(keep_warm_s=10.0))
    bench.work(25.0)
    assert bench.flags.calls == [("warm", "", "")] * 3


def test_a_warm_request_that_hangs_is_not_asked_twice(bench: Bench) -> None:
    asked: list[object] = []
    bench.begin(limits=Limits(keep_warm_s=10.0), ask=lambda call, _then: asked.append(call))
    bench.work(25.0)
    assert len(asked) == 2


def test_an_answer_that_comes_after_the_order_was_overtaken_changes_nothing(bench: Bench) -> None:
    held: list[Callable[[], None]] = []

    def ask(call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        held.append(lambda: in_place(call, then))

    bench.begin(ask=ask)
    first, second = bench.order(), bench.order(operation_id="op-second")
    bench.actions.press(first)
    bench.actions.press(second)
    for answer in held:
        answer()
    assert bench.actions.operations[first.operation_id].status is Status.SUPERSEDED
    progress = [told for told in bench.told if isinstance(told, ActionProgress)]
    accepted = [told.order for told in progress if told.step is Step.ACCEPTED]
    assert accepted == [second]
