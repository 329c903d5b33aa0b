"""Nothing ends without an outcome, and the safer way needs no journal."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.domain.events import IntentRecorded, OutcomeRecorded
from cockpit.domain.operations import Lever, Order
from cockpit.domain.standings import Status
from tests.kit.bench import COUPON, Bench, detail
from tests.kit.fakes_acting import NO_SPACE, NOON


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_an_off_goes_out_while_the_journal_takes_no_rows(bench: Bench) -> None:
    bench.journal.fails = NO_SPACE
    done = bench.off()
    assert done.status is Status.CONFIRMED
    assert not bench.journal.rows
    assert all(entry.is_late for entry in bench.spool.entries)
    assert bench.notices()[0] == ActionCode.NOT_WRITTEN


def test_what_was_spooled_is_written_late_and_in_order(bench: Bench) -> None:
    bench.journal.fails = NO_SPACE
    bench.off()
    bench.journal.fails = None
    bench.work(6.0)
    kinds = [type(event) for event in bench.events()]
    assert kinds[:2] == [IntentRecorded, OutcomeRecorded]
    assert not bench.spool.entries
    assert bench.notices()[-1] == ActionCode.WRITTEN_LATE


def test_an_off_goes_out_when_nothing_at_all_can_be_written(bench: Bench) -> None:
    bench.journal.fails = bench.spool.fails = NO_SPACE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cockpit.app.logbook.log.exception", lambda *_args: None)
        done = bench.off()
        assert done.status is Status.CONFIRMED
        assert ActionCode.NOT_WRITTEN_ANYWHERE in bench.notices()
        bench.journal.fails = bench.spool.fails = None
        bench.work(6.0)
    assert isinstance(bench.events()[0], IntentRecorded)
    assert bench.actions.operations[done.operation_id].status is Status.CONFIRMED


def test_a_riskier_change_may_go_out_again_once_the_journal_is_complete(bench: Bench) -> None:
    bench.journal.fails = NO_SPACE
    bench.off()
    bench.journal.fails = None
    assert bench.do(Lever.FLAG_ON).status is Status.CONFIRMED
    assert bench.journal.rows[0].entry.is_late


class PowerCut(BaseException):
    """The computer stops."""


def test_whoever_interrupts_an_action_leaves_it_unknown_and_not_open(bench: Bench) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    bench.flags.applies = False
    bench.clock.on_wait = interrupt
    order = bench.order()
    with pytest.raises(KeyboardInterrupt):
        bench.actions.perform(order)
    done = bench.actions.operations[order.operation_id]
    assert (done.status, detail(done)) == (Status.UNKNOWN, ActionCode.STOPPED_MIDWAY)


def test_an_interrupted_request_is_unknown(bench: Bench) -> None:
    bench.flags.send_error = KeyboardInterrupt()  # type: ignore[assignment]  # as Ctrl-C does
    order = bench.order()
    with pytest.raises(KeyboardInterrupt):
        bench.actions.perform(order)
    assert bench.actions.operations[order.operation_id].status is Status.UNKNOWN


def test_a_power_cut_in_the_middle_leaves_an_open_operation(bench: Bench) -> None:
    def cut(_entry: object) -> None:
        raise PowerCut

    def no_power() -> None:
        bench.journal.before_append = cut
        raise PowerCut

    bench.flags.before_send = no_power
    with pytest.raises(PowerCut):
        bench.actions.perform(bench.order())
    bench.journal.before_append = lambda _entry: None
    recovery = bench.crash_and_start()
    assert [one.status for one in recovery.unresolved()] == [Status.OPEN]


@pytest.mark.logs_warnings
def test_a_listener_that_breaks_keeps_no_action_back(bench: Bench) -> None:
    bench.told = _Broken()  # type: ignore[assignment]  # a listener that raises
    bench.begin()
    assert bench.flags.sent() == []
    bench.actions.press(Order("op-x", Lever.FLAG_OFF, COUPON, NOON))
    assert bench.flags.sent() == [("off", "op-x")]


class _Broken:
    def append(self, _event: object) -> None:
        msg = "the window is gone"
        raise RuntimeError(msg)
