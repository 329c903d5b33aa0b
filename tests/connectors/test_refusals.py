"""What a status that is no success means, and how long a server asks to be left alone."""

import pytest

from cockpit.ports.errors import Refusal, RefusedError
from tests.connectors.near import client, failure
from tests.kit.faulty import Talk, faulty, http, saying


def test_a_429_whose_wait_ends_in_time_is_repeated() -> None:
    answers = [http(b"{}", status=429, headers="Retry-After: 0\r\n"), http(b"{}")]

    def busy(talk: Talk) -> bool:
        talk.send(answers.pop(0))
        return True

    with faulty(busy) as server:
        opened = client(server.url)
        assert opened.get("/x").status == 200
        opened.close()


RETRY_AFTER = [
    pytest.param("Retry-After: 7\r\n", 7.0, id="seconds"),
    pytest.param(
        "Retry-After: Mon, 23 Nov 2026 10:01:00 GMT\r\nDate: Mon, 23 Nov 2026 10:00:30 GMT\r\n",
        30.0,
        id="a date",
    ),
    pytest.param("", None, id="absent"),
    pytest.param("Retry-After: soon\r\n", None, id="no time"),
    pytest.param("Retry-After: 99999999999\r\n", 300.0, id="huge"),
    pytest.param("Retry-After: nan\r\n", None, id="not a number"),
]


@pytest.mark.parametrize(("header", "wait_s"), RETRY_AFTER)
def test_a_429_says_how_long_to_wait_and_is_not_hammered(header: str, wait_s: float | None) -> None:
    with faulty(saying(http(b"{}", status=429, headers=header))) as server:
        opened = client(server.url)
        error = failure(lambda: opened.get("/x"))
        opened.close()
    assert isinstance(error, RefusedError)
    assert (error.refusal, error.retry_after_s) == (Refusal.TOO_MANY, wait_s)
    assert len(server.seen) == 1


def test_a_negative_wait_is_none_at_all() -> None:
    busy = saying(http(b"{}", status=429, headers="Retry-After: -5\r\n"))
    with faulty(busy) as server:
        opened = client(server.url)
        error = failure(lambda: opened.post("/x"))
        opened.close()
    assert isinstance(error, RefusedError)
    assert error.retry_after_s == 0.0


REFUSALS = [
    (400, Refusal.BAD_REQUEST),
    (401, Refusal.TOKEN_UNKNOWN),
    (403, Refusal.NOT_ALLOWED),
    (404, Refusal.NOT_FOUND),
    (409, Refusal.CONFLICT),
    (410, Refusal.NOT_FOUND),
    (412, Refusal.CONFLICT),
    (418, Refusal.OTHER),
    (422, Refusal.BAD_REQUEST),
    (429, Refusal.TOO_MANY),
]


@pytest.mark.parametrize(("status", "refusal"), REFUSALS)
def test_a_refusal_is_told_by_its_kind_and_has_changed_nothing(
    status: int, refusal: Refusal
) -> None:
    with faulty(saying(http(b"{}", status=status))) as server:
        opened = client(server.url)
        error = failure(lambda: opened.post("/x"))
        opened.close()
    assert isinstance(error, RefusedError)
    assert (error.refusal, error.may_have_applied) == (refusal, False)
