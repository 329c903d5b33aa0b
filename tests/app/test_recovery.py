"""What an earlier run left is shown at once, settled by reading, and hardly ever sent again."""

from copy import copy

import pytest
from msgspec.structs import replace

from cockpit.app.codes import ActionCode
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from tests.kit.bench import COUPON, Bench, detail
from tests.kit.fakes_acting import NO_SPACE, no_answer


class PowerCutError(BaseException):
    """The computer stops; nothing is written any more."""


@pytest.fixture
def bench() -> Bench:
    return Bench()


def cut_off(
    bench: Bench,
    lever: Lever = Lever.FLAG_OFF,
    *,
    is_sent: bool = False,
    pct: float | None = None,
    to_version: str | None = None,
) -> str:
    """Press and lose power right after the intent, or right after the request; return the id."""
    intents: list[object] = []

    def only_the_intent(entry: object) -> None:
        if intents:
            raise PowerCutError
        intents.append(entry)

    def lose_power() -> None:
        raise PowerCutError

    order = bench.order(lever, exposure_pct=pct, to_version=to_version)
    server = bench.rollbacks if lever is Lever.ROLLBACK else bench.flags
    bench.journal.before_append = only_the_intent
    if is_sent:
        server.after_send = lose_power
    else:
        server.before_send = lose_power
    with pytest.raises(PowerCutError):
        bench.actions.perform(order)
    bench.journal.before_append = lambda _entry: None
    server.before_send = server.after_send = lambda: None
    return order.operation_id


def status(bench: Bench, operation_id: str) -> Status:
    return bench.actions.operations[operation_id].status


def test_what_is_unresolved_is_told_without_asking_any_server(bench: Bench) -> None:
    operation_id = cut_off(bench)
    bench.flags.served_error = bench.flags.read_error = no_answer()
    recovery = bench.crash_and_start()
    assert [one.operation_id for one in recovery.begin()] == [operation_id]


def test_an_effect_that_is_there_settles_the_operation(bench: Bench) -> None:
    operation_id = cut_off(bench, is_sent=True)
    bench.crash_and_start().begin()
    bench.work(1.0)
    done = bench.actions.operations[operation_id]
    assert (done.status, detail(done)) == (Status.CONFIRMED, ActionCode.AS_WANTED_NOW)
    assert done.outcome is not None
    assert done.outcome.settled_by == "start"
    assert len(bench.flags.sent()) == 1


def test_an_off_that_was_cut_off_a_moment_ago_is_sent_again_with_its_own_id(bench: Bench) -> None:
    operation_id = cut_off(bench)
    bench.clock.move(599.0)
    bench.crash_and_start().begin()
    bench.work(1.0)
    assert bench.flags.sent() == [("off", operation_id)]
    assert status(bench, operation_id) is Status.CONFIRMED


def test_an_intent_older_than_ten_minutes_is_only_read(bench: Bench) -> None:
    operation_id = cut_off(bench)
    bench.clock.move(601.0)
    recovery = bench.crash_and_start()
    recovery.begin()
    bench.work(900.0)
    assert not bench.flags.sent()
    (left,) = recovery.unresolved()
    assert (left.operation_id, left.status) == (operation_id, Status.UNKNOWN)
    assert left.outcome is not None
    assert left.outcome.detail.value("now") is not None


def test_an_intent_from_the_future_is_only_read(bench: Bench) -> None:
    cut_off(bench)
    bench.clock.move(-3_600.0)
    bench.crash_and_start().begin()
    bench.work(60.0)
    assert not bench.flags.sent()


def test_a_read_that_does_not_show_the_effect_proves_nothing(bench: Bench) -> None:
    bench.flags.applies_late = True
    operation_id = cut_off(bench, is_sent=True)
    bench.flags.applies_late = False
    bench.clock.move(601.0)
    bench.crash_and_start().begin()
    bench.work(1.0)
    assert status(bench, operation_id) is Status.UNKNOWN
    bench.flags.apply_late()
    bench.work(60.0)
    assert status(bench, operation_id) is Status.CONFIRMED


@pytest.mark.parametrize(("lever", "pct"), [(Lever.FLAG_ON, None), (Lever.EXPOSURE, 20.0)])
def test_a_riskier_change_is_never_sent_again_by_the_next_start(
    bench: Bench, lever: Lever, pct: float | None
) -> None:
    bench.flags.set("coupon_v2", enabled=lever is not Lever.FLAG_ON, pct=5.0)
    operation_id = cut_off(bench, lever, pct=pct)
    bench.crash_and_start().begin()
    bench.work(900.0)
    assert not bench.flags.sent()
    assert status(bench, operation_id) is Status.UNKNOWN


def test_a_job_is_searched_for_and_not_started_again(bench: Bench) -> None:
    operation_id = cut_off(bench, Lever.ROLLBACK, to_version="3.1.0")
    bench.crash_and_start().begin()
    bench.work(900.0)
    assert bench.rollbacks.starts == []
    assert status(bench, operation_id) is Status.UNKNOWN


def test_a_job_that_was_started_is_found_by_its_operation(bench: Bench) -> None:
    operation_id = cut_off(bench, Lever.ROLLBACK, is_sent=True, to_version="3.1.0")
    bench.crash_and_start().begin()
    bench.work(5.0)
    assert status(bench, operation_id) is Status.CONFIRMED


def test_nothing_is_sent_once_somebody_else_has_changed_the_flag(bench: Bench) -> None:
    operation_id = cut_off(bench)
    bench.clock.move(30.0)
    bench.flags.set("coupon_v2", pct=50.0, by="jun")
    bench.crash_and_start().begin()
    bench.work(60.0)
    assert not bench.flags.sent()
    left = bench.actions.operations[operation_id]
    assert (left.status, detail(left)) == (Status.UNKNOWN, ActionCode.CHANGED_BY)


def test_operations_of_a_run_that_is_alive_are_left_to_it(bench: Bench) -> None:
    operation_id = cut_off(bench)
    recovery = bench.crash_and_start()
    bench.runs.alive.add("run-1")
    assert [one.operation_id for one in recovery.begin()] == [operation_id]
    bench.work(60.0)
    assert not bench.flags.sent()


def test_an_offline_start_settles_what_it_can_once_the_network_is_back(bench: Bench) -> None:
    operation_id = cut_off(bench, is_sent=True)
    bench.flags.served_error = no_answer()
    bench.crash_and_start().begin()
    bench.work(5.0)
    left = bench.actions.operations[operation_id]
    assert (left.status, detail(left)) == (Status.UNKNOWN, ActionCode.CANNOT_LOOK)
    bench.flags.served_error = None
    bench.work(60.0)
    assert status(bench, operation_id) is Status.CONFIRMED


def test_an_operation_of_a_source_that_is_gone_still_stands(bench: Bench) -> None:
    operation_id = cut_off(bench)
    recovery = bench.crash_and_start(flags={})
    assert [one.operation_id for one in recovery.begin()] == [operation_id]


def test_what_a_dead_run_left_in_the_spool_is_merged_and_counts(bench: Bench) -> None:
    bench.journal.fails = NO_SPACE
    bench.flags.applies = False
    done = bench.off()
    bench.journal.fails = None
    recovery = bench.crash_and_start()
    bench.work(0.1)
    assert [one.operation_id for one in recovery.unresolved()] == [done.operation_id]
    assert all(row.entry.is_late for row in bench.journal.rows)


def test_what_lies_in_the_spool_is_told_even_while_the_journal_takes_no_rows(
    bench: Bench,
) -> None:
    bench.journal.fails = NO_SPACE
    bench.flags.applies = False
    done = bench.off()
    recovery = bench.crash_and_start()
    assert [one.operation_id for one in recovery.begin()] == [done.operation_id]


def test_an_effect_of_a_moment_ago_is_watched_at_the_next_start(bench: Bench) -> None:
    done = bench.off()
    bench.clock.move(20.0)
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.crash_and_start().begin()
    bench.work(5.0)
    assert bench.status(done) is Status.REVERTED


def test_an_effect_of_long_ago_is_not_watched(bench: Bench) -> None:
    done = bench.off()
    bench.clock.move(601.0)
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.crash_and_start().begin()
    bench.work(60.0)
    assert bench.status(done) is Status.CONFIRMED


def test_a_step_after_an_off_does_not_end_the_watch_over_the_off(bench: Bench) -> None:
    done = bench.off()
    bench.do(Lever.EXPOSURE, exposure_pct=20.0)
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    bench.crash_and_start().begin()
    bench.work(5.0)
    assert bench.status(done) is Status.REVERTED


def test_only_the_newest_effect_on_a_target_is_watched(bench: Bench) -> None:
    off = bench.off()
    bench.do(Lever.FLAG_ON)
    bench.crash_and_start().begin()
    bench.work(60.0)
    assert bench.status(off) is Status.CONFIRMED


def test_the_unresolved_come_oldest_first(bench: Bench) -> None:
    bench.flags.flags["cart_v2"] = copy(bench.flags.flags["coupon_v2"])
    bench.flags.applies = False
    first = bench.off()
    bench.clock.move(1.0)
    second = bench.do(Lever.FLAG_OFF, target=replace(COUPON, name="cart_v2"))
    ids = [one.operation_id for one in bench.crash_and_start().begin()]
    assert ids == [first.operation_id, second.operation_id]
