"""The rollback contract as the connector speaks it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cockpit.connectors.codes import RollbackCode, SourceCode
from cockpit.connectors.rollbacks.webhook import connect
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from cockpit.ports.rollbacks import JobState, JobStep, RollbackControl
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, failure, source
from tests.kit import faulty_ways as ways
from tests.kit.faulty import Behaviour, FaultyServer, faulty, http, saying


@contextmanager
def webhook(behave: Behaviour) -> Iterator[tuple[RollbackControl, FaultyServer]]:
    with faulty(behave) as server:
        settings = source(server.url, auth=Auth.BEARER, token="t")
        rollbacks = connect(settings, CLOCK)
        try:
            yield rollbacks, server
        finally:
            rollbacks.close()


def job(**more: object) -> dict[str, object]:
    steps = [{"name": "region a", "status": "succeeded"}, {"name": "b", "status": "running"}]
    plain = {"id": "r-1", "operation_id": "op-1", "to_version": "2.3.9", "status": "running"}
    return {**plain, "steps": steps, **more}


def response(body: object, status: int = 200) -> bytes:
    return http(json.dumps(body).encode(), status=status)


@pytest.mark.parametrize("status", [200, 202])
def test_starting_sends_the_operation_once_and_returns_the_job(status: int) -> None:
    with webhook(saying(response(job(), status))) as (rollbacks, server):
        started = rollbacks.start("shop", "2.3.9", operation_id="op-1")
    (seen,) = server.seen
    assert (seen.method, seen.target) == ("POST", "/rollbacks")
    assert json.loads(seen.body) == {
        "operation_id": "op-1",
        "service": "shop",
        "to_version": "2.3.9",
    }
    assert seen.headers["authorization"] == "Bearer t"
    assert seen.headers["x-request-id"] == "op-1"
    assert (started.job_id, started.state, started.to_version) == ("r-1", JobState.RUNNING, "2.3.9")
    assert started.steps == (
        JobStep("region a", JobState.SUCCEEDED),
        JobStep("b", JobState.RUNNING),
    )


@pytest.mark.parametrize("more", [{"operation_id": "op-2"}, {"to_version": "1"}])
def test_another_job_than_the_one_asked_for_is_doubtful(more: dict[str, object]) -> None:
    with webhook(saying(response(job(**more)))) as (rollbacks, _server):
        error = failure(lambda: rollbacks.start("shop", "2.3.9", operation_id="op-1"))
    assert isinstance(error, BadAnswerError)
    assert (error.message.code, error.may_have_applied) == (RollbackCode.OTHER_JOB, True)


def test_a_job_is_found_by_its_operation_and_by_no_other() -> None:
    listed = {"rollbacks": [job(operation_id="op-0"), job(), job(operation_id=None)]}
    with webhook(saying(response(listed))) as (rollbacks, server):
        found = rollbacks.find("op-1")
        assert rollbacks.find("op-9") is None
    assert found
    assert found.operation_id == "op-1"
    assert server.seen[0].target == "/rollbacks?operation_id=op-1"


def test_two_jobs_of_one_operation_are_said() -> None:
    listed = {"rollbacks": [job(), job(id="r-2")]}
    with webhook(saying(response(listed))) as (rollbacks, _server):
        error = failure(lambda: rollbacks.find("op-1"))
    assert error.message.code == RollbackCode.SEVERAL_JOBS


def test_a_job_is_followed_by_its_id() -> None:
    done = response(job(id="r/1", status="succeeded"))
    with webhook(saying(done)) as (rollbacks, server):
        assert rollbacks.follow("r/1").state.is_over
    assert server.seen[0].target == "/rollbacks/r%2F1"


def test_the_state_of_another_job_is_not_believed() -> None:
    with webhook(saying(response(job(id="r-2")))) as (rollbacks, _server):
        assert failure(lambda: rollbacks.follow("r-1")).message.code == RollbackCode.OTHER_JOB


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (job(status="paused"), RollbackCode.UNKNOWN_STATE),
        (job(steps=[{"name": "a", "status": "?"}]), RollbackCode.UNKNOWN_STATE),
        (job(steps=None), SourceCode.SHAPE),
        (job(id=1), SourceCode.SHAPE),
        ([], SourceCode.SHAPE),
    ],
    ids=["status", "status of a step", "no steps", "id", "list"],
)
def test_a_job_of_another_shape_is_no_answer(body: object, code: str) -> None:
    with webhook(saying(response(body))) as (rollbacks, _server):
        error = failure(lambda: rollbacks.follow("r-1"))
        assert (error.message.code, error.may_have_applied) == (code, False)
        error = failure(lambda: rollbacks.start("shop", "2.3.9", operation_id="op-1"))
        assert (error.message.code, error.may_have_applied) == (code, True)


def test_warming_asks_for_an_operation_that_never_was() -> None:
    with webhook(saying(response({"rollbacks": []}))) as (rollbacks, server):
        assert rollbacks.warm().round_trip_s > 0
    assert server.seen[0].target == "/rollbacks?operation_id=none"


REFUSALS = [
    (401, SourceCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
    (403, SourceCode.NOT_ALLOWED, Refusal.NOT_ALLOWED),
    (404, RollbackCode.NO_SERVICE, Refusal.NOT_FOUND),
    (409, RollbackCode.BUSY, Refusal.CONFLICT),
    (422, RollbackCode.NO_VERSION, Refusal.BAD_REQUEST),
    (429, SourceCode.TOO_MANY, Refusal.TOO_MANY),
]


@pytest.mark.parametrize(("status", "code", "refusal"), REFUSALS)
def test_a_refused_start_has_started_nothing(status: int, code: str, refusal: Refusal) -> None:
    with webhook(saying(response({}, status))) as (rollbacks, _server):
        error = failure(lambda: rollbacks.start("shop", "2.3.9", operation_id="op-1"))
    assert isinstance(error, RefusedError)
    assert (error.message.code, error.refusal) == (code, refusal)


def test_an_unknown_job_is_not_found() -> None:
    with webhook(saying(response({}, 404))) as (rollbacks, _server):
        assert failure(lambda: rollbacks.follow("r-1")).message.code == SourceCode.NOT_FOUND


@pytest.mark.parametrize("behave", [ways.resetting, saying(http(b"", status=500))])
def test_a_start_without_an_answer_is_sent_once_and_may_have_happened(
    behave: Behaviour,
) -> None:
    with webhook(behave) as (rollbacks, server):
        error = failure(lambda: rollbacks.start("shop", "2.3.9", operation_id="op-1"))
    assert isinstance(error, UnreachableError)
    assert error.may_have_applied
    assert len(server.seen) == 1
