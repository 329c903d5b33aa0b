"""Names and addresses under the deadline."""

import socket
import threading
import time
from typing import Any

import httpcore
import pytest
from typing_extensions import override

from cockpit.connectors.codes import SettingsCode, SourceCode
from cockpit.connectors.deadline import (
    EXCHANGE,
    PIECE_BYTES,
    DeadlineBackend,
    DeadlineStream,
    Exchange,
)
from tests.kit.faulty import closed_port, faulty, http, saying


def found(*addresses: str) -> Any:
    """Return a name server that knows these addresses for every name."""

    def lookup(_host: str, port: int, _family: int, _kind: int) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return lookup


def exchange(deadline_s: float = 0.5) -> Exchange:
    one = Exchange(time.monotonic() + deadline_s)
    EXCHANGE.set(one)
    return one


@pytest.mark.slow
def test_a_silent_name_server_costs_no_more_than_the_deadline() -> None:
    answered = threading.Event()

    def silent(*_question: object) -> Any:
        answered.wait(5)
        return []

    exchange(0.3)
    began_s = time.monotonic()
    with pytest.raises(httpcore.ConnectTimeout):
        DeadlineBackend(lookup=silent).connect_tcp("prom.example.test", 443)
    assert time.monotonic() - began_s <= 0.3 * 1.1 + 0.1
    answered.set()


def test_an_unknown_name_is_told_from_a_server_that_is_down() -> None:
    def unknown(*_question: object) -> Any:
        raise socket.gaierror

    one = exchange()
    with pytest.raises(httpcore.ConnectError):
        DeadlineBackend(lookup=unknown).connect_tcp("prom.example.test", 443)
    assert one.fault is SourceCode.UNKNOWN_NAME


def test_a_name_that_stands_for_nothing_gets_no_connection() -> None:
    exchange()
    with pytest.raises(httpcore.ConnectError):
        DeadlineBackend(lookup=found()).connect_tcp("prom.example.test", 443)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.1.1"])
def test_a_name_that_leads_to_a_link_local_address_is_refused(address: str) -> None:
    one = exchange()
    with pytest.raises(httpcore.ConnectError):
        DeadlineBackend(lookup=found("127.0.0.1", address)).connect_tcp("prom.example.test", 1)
    assert one.fault is SettingsCode.FORBIDDEN_ADDRESS


def test_cleartext_goes_nowhere_else_even_if_the_name_says_localhost() -> None:
    one = exchange()
    backend = DeadlineBackend(only_loopback=True, lookup=found("127.0.0.1", "10.0.0.7"))
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("localhost", 1)
    assert one.fault is SettingsCode.CLEARTEXT


def test_the_next_address_is_tried_when_the_first_refuses() -> None:
    with faulty(saying(http(b"{}"))) as server:
        exchange()
        backend = DeadlineBackend(lookup=found("127.0.0.2", "127.0.0.1"))
        stream = backend.connect_tcp("prom.example.test", server.port)
        assert stream.get_extra_info("server_addr") == ("127.0.0.1", server.port)
        stream.close()


def test_the_last_refusal_is_the_answer() -> None:
    exchange()
    with pytest.raises(httpcore.ConnectError):
        DeadlineBackend().connect_tcp("127.0.0.1", closed_port())


def test_nothing_is_read_or_written_once_time_is_up() -> None:
    stream = DeadlineStream(httpcore.MockStream([b"x"]))
    one = exchange(0.0)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(1)
    stream.write(b"x")
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(b"")
    assert not one.is_sent


@pytest.mark.parametrize(("body", "is_sent"), [(b"", False), (b"{}", True)])
def test_a_head_that_cannot_leave_is_not_sent_but_before_a_body_it_may_have_been(
    body: bytes, is_sent: bool
) -> None:
    class Broken(httpcore.MockStream):
        @override
        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            raise httpcore.WriteError

    one = exchange()
    stream = DeadlineStream(Broken([]))
    stream.write(b"POST /off HTTP/1.1\r\n\r\n")
    if body:
        stream.write(body)
    with pytest.raises(httpcore.WriteError):
        stream.write(b"")
    assert one.is_sent is is_sent


class Noted(httpcore.MockStream):
    """Keeps what is written, in its pieces."""

    def __init__(self) -> None:
        super().__init__([b"answer"])
        self.written: list[bytes] = []

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written.append(buffer)


def test_a_request_leaves_in_one_piece_at_its_end() -> None:
    inner, one = Noted(), exchange()
    stream = DeadlineStream(inner)
    stream.write(b"POST /query ")
    stream.write(b"up")
    assert (inner.written, one.is_sent, one.wrote_s) == ([], False, None)
    stream.write(b"")
    assert (inner.written, one.is_sent) == ([b"POST /query up"], True)
    assert one.wrote_s is not None


def test_what_waits_for_an_end_is_sent_before_anything_is_read() -> None:
    inner, _ = Noted(), exchange()
    stream = DeadlineStream(inner)
    stream.write(b"0\r\n")
    assert stream.read(9) == b"answer"
    assert inner.written == [b"0\r\n"]


def test_a_large_request_leaves_as_it_comes() -> None:
    inner, _ = Noted(), exchange()
    stream = DeadlineStream(inner)
    for _number in range(3):
        stream.write(b"x" * (PIECE_BYTES - 1))
    stream.write(b"")
    assert [len(piece) for piece in inner.written] == [
        PIECE_BYTES,
        PIECE_BYTES - 2,
        PIECE_BYTES - 1,
    ]
