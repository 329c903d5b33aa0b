"""What is done about an operation after its request: repeats, and a watch over its effect."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.underway import Step
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from tests.kit.bench import Bench, detail
from tests.kit.fakes_acting import no_answer


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_an_unknown_off_is_repeated_with_its_own_id_until_it_is_seen(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.flags.applies = True
    bench.work(5.0)
    assert {operation_id for _, operation_id in bench.flags.sent()} == {done.operation_id}
    settled = bench.actions.operations[done.operation_id]
    assert settled.status is Status.CONFIRMED
    assert settled.outcome is not None
    assert settled.outcome.settled_by == "repeat"
    assert settled.outcome.attempts_count == 2


def test_a_change_that_is_applied_late_is_confirmed_then(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies_late = no_answer(), True
    done = bench.off()
    assert done.status is Status.UNKNOWN
    bench.flags.apply_late()
    bench.work(5.0)
    assert bench.status(done) is Status.CONFIRMED


def test_nothing_is_repeated_for_longer_than_ten_minutes(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.work(700.0)
    sent_count = len(bench.flags.sent())
    assert sent_count > 5
    bench.work(3_600.0)
    assert len(bench.flags.sent()) == sent_count
    assert (bench.status(done), bench.steps()[-1]) == (Status.UNKNOWN, Step.STOPPED)


def test_a_repeat_stops_when_somebody_else_has_changed_the_flag(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.flags.applies = True
    bench.flags.set("coupon_v2", enabled=False, by="jun")
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.work(60.0)
    assert len(bench.flags.sent()) == 1
    told = bench.actions.operations[done.operation_id]
    assert (told.status, detail(told)) == (Status.UNKNOWN, ActionCode.CHANGED_BY)
    assert told.outcome is not None
    assert told.outcome.detail.value("by") == "jun"


def test_an_own_step_that_came_in_late_does_not_stop_an_off(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    bench.flags.applies = True
    bench.flags.set("coupon_v2", pct=20.0, by="cockpit")
    bench.work(60.0)
    assert bench.status(done) is Status.CONFIRMED


def test_nothing_is_repeated_while_the_servers_events_cannot_be_read(bench: Bench) -> None:
    bench.flags.applies = False
    bench.off()
    bench.flags.events_error = no_answer()
    bench.work(300.0)
    assert len(bench.flags.sent()) == 1


def test_nothing_is_repeated_that_the_server_holds_already(bench: Bench) -> None:
    bench.flags.is_cached = True
    done = bench.off()
    bench.flags.recorded.clear()
    bench.work(60.0)
    assert len(bench.flags.sent()) == 1
    assert bench.status(done) is Status.UNKNOWN


def test_an_outcome_that_stays_unknown_does_not_fill_the_journal(bench: Bench) -> None:
    bench.flags.applies = False
    bench.off()
    bench.work(700.0)
    assert len(bench.journal.rows) <= 3


def test_a_flag_that_another_switches_on_again_is_told_as_reverted(bench: Bench) -> None:
    done = bench.off()
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.work(5.0)
    told = bench.actions.operations[done.operation_id]
    assert told.status is Status.REVERTED
    assert told.reverted is not None
    assert told.reverted.by == "jun"
    assert bench.steps()[-1] is Step.REVERTED


def test_a_reversal_without_a_name_is_told_all_the_same(bench: Bench) -> None:
    done = bench.off()
    bench.flags.set("coupon_v2", enabled=True)
    bench.flags.recorded.clear()
    bench.work(5.0)
    assert bench.status(done) is Status.REVERTED


def test_an_older_on_that_comes_in_after_the_off_is_noticed(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.flags.send_error, bench.flags.applies_late = no_answer(), True
    bench.do(Lever.FLAG_ON)
    bench.flags.send_error, bench.flags.applies_late = None, False
    done = bench.off()
    assert done.status is Status.CONFIRMED
    bench.flags.apply_late()
    bench.work(5.0)
    assert bench.status(done) is Status.REVERTED


def test_one_client_that_lags_behind_is_no_reversal(bench: Bench) -> None:
    done = bench.off()
    bench.flags.flags["coupon_v2"].served_enabled = True
    bench.work(60.0)
    assert bench.status(done) is Status.CONFIRMED


def test_a_watch_that_sees_nothing_goes_on_until_it_sees_something(bench: Bench) -> None:
    done = bench.off()
    bench.flags.served_error = no_answer()
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.work(120.0)
    bench.flags.served_error = None
    bench.work(5.0)
    assert bench.status(done) is Status.REVERTED


def test_a_watch_that_never_sees_anything_ends(bench: Bench) -> None:
    bench.off()
    bench.flags.served_error = no_answer()
    bench.work(700.0)
    assert bench.actions.work() is None


def test_our_own_next_order_is_no_reversal(bench: Bench) -> None:
    done = bench.off()
    bench.do(Lever.FLAG_ON)
    bench.work(60.0)
    assert bench.status(done) is Status.CONFIRMED


def test_an_order_of_another_process_is_no_reversal(bench: Bench) -> None:
    done = bench.off()
    other = Bench(bench.clock, bench.journal)
    other.flags = bench.flags
    other.begin()
    other.do(Lever.FLAG_ON)
    bench.work(60.0)
    assert bench.status(done) is Status.CONFIRMED
