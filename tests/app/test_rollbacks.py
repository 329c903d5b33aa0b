"""A rollback is one job, however often and whatever way it is asked for."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from cockpit.ports.rollbacks import JobState
from tests.kit.bench import Bench, detail
from tests.kit.fakes_acting import no_answer


@pytest.fixture
def bench() -> Bench:
    return Bench()


def back(bench: Bench) -> Operation:
    return bench.do(Lever.ROLLBACK, to_version="3.1.0")


def test_a_rollback_is_confirmed_when_its_job_has_succeeded(bench: Bench) -> None:
    bench.rollbacks.state = JobState.RUNNING
    operation = bench.order(Lever.ROLLBACK, to_version="3.1.0")
    bench.actions.press(operation)
    bench.work(60.0)
    assert bench.actions.operations[operation.operation_id].status is Status.OPEN
    bench.rollbacks.move(operation.operation_id, JobState.SUCCEEDED)
    bench.work(5.0)
    assert bench.actions.operations[operation.operation_id].status is Status.CONFIRMED


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_a_job_that_ended_badly_has_failed_and_tells_how_far_it_came(
    bench: Bench, state: JobState
) -> None:
    bench.rollbacks.state = state
    done = back(bench)
    assert (done.status, detail(done)) == (Status.FAILED, ActionCode.JOB_ENDED_BADLY)


def test_a_start_without_an_answer_is_searched_for_and_not_sent_again(bench: Bench) -> None:
    bench.rollbacks.send_error, bench.rollbacks.applies = no_answer(), False
    done = back(bench)
    bench.work(700.0)
    assert bench.rollbacks.starts == [done.operation_id]
    assert bench.status(done) is Status.UNKNOWN


def test_a_job_that_was_started_without_an_answer_is_found(bench: Bench) -> None:
    bench.rollbacks.send_error = no_answer()
    assert back(bench).status is Status.CONFIRMED


@pytest.mark.slow
def test_a_job_that_runs_for_ever_becomes_unknown(bench: Bench) -> None:
    bench.rollbacks.state = JobState.RUNNING
    operation = bench.order(Lever.ROLLBACK, to_version="3.1.0")
    bench.actions.press(operation)
    bench.work(3_700.0)
    assert bench.actions.operations[operation.operation_id].status is Status.UNKNOWN


def test_a_second_press_joins_the_job_that_runs(bench: Bench) -> None:
    bench.rollbacks.state = JobState.RUNNING
    first = bench.order(Lever.ROLLBACK, to_version="3.1.0")
    bench.actions.press(first)
    second = bench.order(Lever.ROLLBACK, to_version="3.1.0")
    bench.actions.press(second)
    bench.rollbacks.move(first.operation_id, JobState.SUCCEEDED)
    bench.work(5.0)
    assert bench.rollbacks.starts == [first.operation_id]
    assert bench.actions.operations[second.operation_id].status is Status.CONFIRMED


def test_a_second_press_starts_a_job_when_the_search_gets_no_answer(bench: Bench) -> None:
    bench.rollbacks.send_error, bench.rollbacks.applies = no_answer(), False
    first = back(bench)
    bench.rollbacks.find_error = no_answer()
    bench.rollbacks.send_error = None
    order = bench.order(Lever.ROLLBACK, to_version="3.1.0")
    bench.actions.press(order)
    assert bench.rollbacks.starts == [first.operation_id, order.operation_id]


def test_a_job_that_may_still_be_started_is_not_asked_for_again(bench: Bench) -> None:
    bench.rollbacks.send_error, bench.rollbacks.applies = no_answer(), False
    done = back(bench)
    bench.actions.send_again(done.operation_id)
    assert bench.refusals() == [ActionCode.TOO_EARLY]
    bench.work(61.0)
    bench.rollbacks.send_error, bench.rollbacks.applies = None, True
    bench.actions.send_again(done.operation_id)
    bench.work(1.0)
    assert bench.rollbacks.starts == [done.operation_id] * 2
    assert bench.status(done) is Status.CONFIRMED


def test_a_job_that_is_there_after_all_is_joined_and_not_started_twice(bench: Bench) -> None:
    bench.rollbacks.send_error, bench.rollbacks.find_error = no_answer(), no_answer()
    done = back(bench)
    bench.work(700.0)
    bench.rollbacks.send_error = bench.rollbacks.find_error = None
    bench.actions.send_again(done.operation_id)
    bench.work(1.0)
    assert bench.rollbacks.starts == [done.operation_id]
    assert bench.status(done) is Status.CONFIRMED
