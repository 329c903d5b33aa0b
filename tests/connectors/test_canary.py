"""The token reaches the source's own server, and nothing else at all."""

import logging
import traceback
from collections.abc import Iterator

import pytest
from typing_extensions import override

from cockpit.connectors.decode import record, text
from cockpit.connectors.http import open_client
from cockpit.connectors.metrics import prometheus
from cockpit.connectors.reply import Reply
from cockpit.ports.errors import SourceError
from cockpit.ports.metrics import Selector
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, failure, source
from tests.kit import faulty_ways as ways
from tests.kit.faulty import Behaviour, Talk, faulty, http, saying

CANARY = "canary-8c21f0"


class Everything(logging.Handler):
    """Keeps every log record as text."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.getMessage()} {record.args!r}")


@pytest.fixture
def logged() -> Iterator[list[str]]:
    handler, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.texts
    root.removeHandler(handler)
    root.setLevel(level)


def echoing(status: int) -> Behaviour:
    """Answer with the token that came, as proxies for debugging do."""

    def behave(talk: Talk) -> bool:
        told = talk.seen.headers["x-key"]
        body = f'{{"message":"{told}","errorType":"{told}","warnings":["{told}"]}}'.encode()
        talk.send(http(body, status=status, headers=f"X-Echo: {told}\r\nLocation: /{told}\r\n"))
        return True

    return behave


def bad_header(talk: Talk) -> bool:
    talk.send(f"HTTP/1.1 200 OK\r\n{talk.seen.headers['x-key']}\r\n\r\n".encode())
    return False


def used(reply: Reply) -> str:
    with reply.reading():
        return text(record(reply.json(), "{}"), "nothing")


WAYS = [
    *(pytest.param(echoing(status), id=str(status)) for status in (200, 302, 401, 403, 429, 500)),
    pytest.param(bad_header, id="a header that is none"),
    pytest.param(ways.hanging, id="hanging"),
    pytest.param(ways.resetting, id="reset"),
]


@pytest.mark.slow
@pytest.mark.parametrize("behave", WAYS)
def test_the_token_is_in_no_log_and_no_error(behave: Behaviour, logged: list[str]) -> None:
    with faulty(behave) as server:
        settings = source(server.url, auth=Auth.HEADERS, token_header="X-Key", token=CANARY)
        client = open_client(settings, CLOCK)
        for call in (client.get, client.post):
            error = failure(lambda call=call: used(call("/x")))  # type: ignore[misc]
            assert_clean(error)
        client.close()
    assert all(CANARY in seen.headers["x-key"] for seen in server.seen)
    assert CANARY not in repr(settings) + repr(client)
    assert not [text for text in logged if CANARY in text]


def assert_clean(error: SourceError) -> None:
    shown = "".join(traceback.format_exception(error))
    assert CANARY not in shown + repr(error) + str(error) + repr(error.message)
    assert error.__cause__ is None


def test_a_warning_that_echoes_the_token_is_told_without_it() -> None:
    body = ways.vector(warnings=[f"bad token {CANARY}\x1b[31m" + "x" * 500])
    with faulty(saying(http(body))) as server:
        settings = source(server.url, auth=Auth.BEARER, token=CANARY)
        metrics = prometheus.connect(settings, CLOCK)
        (warning,) = metrics.latest(Selector("up")).warnings
        metrics.close()
    told = warning.value("text")
    assert isinstance(told, str)
    assert told.startswith("bad token ***?[31m")
    assert len(told) == 200
