"""A safer order never waits for what is unknown of its target: it overtakes it."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.underway import Step
from cockpit.domain.events import Entry, OutcomeRecorded
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Outcome, Stamps
from cockpit.domain.standings import Status
from cockpit.ports.errors import Refusal, RefusedError
from tests.kit.bench import Bench


def refused(refusal: Refusal) -> RefusedError:
    return RefusedError(Message("test.refused"), refusal)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize("before", [Lever.FLAG_OFF, Lever.FLAG_ON, Lever.EXPOSURE])
def test_an_off_goes_out_at_once_while_something_of_its_flag_is_unknown(
    bench: Bench, before: Lever
) -> None:
    if before is Lever.FLAG_ON:
        bench.flags.set("coupon_v2", enabled=False)
    if before is Lever.EXPOSURE:
        bench.flags.set("coupon_v2", pct=5.0)
    bench.flags.applies = False
    older = bench.do(before, exposure_pct=20.0)
    assert older.status is Status.UNKNOWN
    bench.flags.applies = True
    newer = bench.off()
    assert newer.intent.supersedes == (older.operation_id,)
    assert (newer.status, bench.status(older)) == (Status.CONFIRMED, Status.SUPERSEDED)


def test_an_off_does_not_wait_for_the_read_back_of_the_order_before(bench: Bench) -> None:
    bench.flags.set("coupon_v2", pct=5.0)
    bench.flags.is_cached = True
    step = bench.order(Lever.EXPOSURE, exposure_pct=20.0)
    bench.actions.press(step)
    assert bench.actions.work() is not None
    off = bench.order()
    bench.actions.press(off)
    assert bench.flags.sent()[-1] == ("off", off.operation_id)
    assert bench.clock.seconds_s == 0.0


def test_what_was_superseded_is_neither_sent_nor_looked_for_again(bench: Bench) -> None:
    bench.flags.applies = False
    older = bench.off()
    newer = bench.off()
    bench.work(600.0)
    after = [operation_id for _, operation_id in bench.flags.sent()]
    assert older.operation_id not in after[after.index(newer.operation_id) :]
    superseded = [
        event
        for event in bench.events()
        if isinstance(event, OutcomeRecorded) and event.settled_by == "superseded"
    ]
    assert [event.operation_id for event in superseded] == [older.operation_id]


def test_an_off_that_two_press_at_once_stays_confirmed_for_both(bench: Bench) -> None:
    bench.flags.is_cached = True
    older = bench.order()
    bench.actions.press(older)
    other = Bench(bench.clock, bench.journal)
    seen = OutcomeRecorded(
        older.operation_id,
        Outcome.CONFIRMED,
        Stamps(older.asked_at),
        Message(ActionCode.CONFIRMED),
        "action",
    )

    def first_ends() -> None:
        bench.journal.append(Entry(bench.clock.now(), 0.0, "run-1", "mina", seen))

    other.flags.before_send = first_ends
    newer = other.order(operation_id="op-other")
    other.actions.press(newer)
    other.work(1.0)
    operations = other.actions.operations
    assert operations[newer.operation_id].intent.supersedes == (older.operation_id,)
    assert operations[older.operation_id].status is Status.CONFIRMED
    assert operations[newer.operation_id].status is Status.CONFIRMED
    outcomes = [one for one in bench.events() if isinstance(one, OutcomeRecorded)]
    assert "superseded" not in {one.settled_by for one in outcomes}


def test_an_off_that_fails_leaves_what_it_overtook_unresolved(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.flags.applies = False
    older = bench.do(Lever.FLAG_ON)
    bench.flags.send_error = refused(Refusal.NOT_ALLOWED)
    bench.flags.set("coupon_v2", enabled=True)
    assert bench.off().status is Status.FAILED
    assert bench.status(older) is Status.UNKNOWN


def test_an_operation_that_another_process_overtook_is_left_alone(bench: Bench) -> None:
    bench.flags.applies = False
    older = bench.off()
    other = Bench(bench.clock, bench.journal)
    other.told.append(bench.told[0])
    other.flags.flags["coupon_v2"].enabled = False
    other.flags.refresh_clients()
    newer = other.off()
    assert newer.intent.supersedes == (older.operation_id,)
    sent_count = len(bench.flags.sent())
    bench.work(60.0)
    assert len(bench.flags.sent()) == sent_count
    assert bench.steps()[-1] is Step.STOPPED
