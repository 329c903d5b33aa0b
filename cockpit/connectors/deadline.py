"""One deadline over everything that a request does on the network.

The timeouts of httpx start anew with every read, so a server that drips one byte a second holds
a request for ever. Here name lookup, connecting, TLS, every write and every read share what is
left of one span of time.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

import httpcore
from msgspec import Struct
from typing_extensions import override

from cockpit.connectors.addresses import is_forbidden, is_loopback
from cockpit.connectors.codes import SettingsCode, SourceCode

PIECE_BYTES = 16 * 1024
"""Written at once; what is left of the time is looked at between two pieces."""

HEAD_END = b"\r\n\r\n"

Found: TypeAlias = "list[tuple[Any, Any, int, str, Any]]"
Lookup: TypeAlias = Callable[[str, int, int, int], Found]
SocketOptions: TypeAlias = "Iterable[Any] | None"


class Exchange(Struct):
    """What the network saw of the request that this thread is making.

    `ends_s`, `wrote_s` and `heard_s` are readings of `time.monotonic`. `is_sent` says that a part
    of the request has left this computer, `is_cut` that the other side closed the connection.
    """

    ends_s: float
    is_sent: bool = False
    is_cut: bool = False
    wrote_s: float | None = None
    heard_s: float | None = None
    fault: StrEnum | None = None


EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")


def _left_s(timeout_s: float | None, error: type[Exception]) -> float:
    left_s = EXCHANGE.get().ends_s - time.monotonic()
    if left_s <= 0:
        raise error
    return left_s if timeout_s is None else min(left_s, timeout_s)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step ends with the exchange that uses it.

    A request leaves in one piece: its head waits for its body, and the end, which is written as
    nothing, sends both. A server is woken once and has all that it needs.
    """

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._unsent = b""

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._send(timeout)
        data = self._inner.read(max_bytes, _left_s(timeout, httpcore.ReadTimeout))
        exchange = EXCHANGE.get()
        if exchange.heard_s is None:
            exchange.heard_s = time.monotonic()
        if not data:
            exchange.is_cut = True
        return data

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._unsent += buffer
        if not buffer or len(self._unsent) >= PIECE_BYTES:
            self._send(timeout)

    def _send(self, timeout: float | None) -> None:
        buffer, self._unsent = self._unsent, b""
        exchange = EXCHANGE.get()
        for start in range(0, len(buffer), PIECE_BYTES):
            left_s = _left_s(timeout, httpcore.WriteTimeout)
            piece = buffer[start : start + PIECE_BYTES]
            # When writing fails, its beginning may have left: a server may act on a whole head.
            exchange.is_sent = exchange.is_sent or HEAD_END in piece[:-1]
            self._inner.write(piece, left_s)
            exchange.is_sent = True
            exchange.wrote_s = time.monotonic()

    @override
    def close(self) -> None:
        self._inner.close()

    @override
    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        try:
            return DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, left_s))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                EXCHANGE.get().fault = SourceCode.CERTIFICATE
            elif isinstance(error.__cause__, ssl.SSLError):
                EXCHANGE.get().fault = SourceCode.TLS
            raise

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    """Connects within the deadline, and never to an address that is not allowed.

    `only_loopback` is for cleartext: the name must stand for this computer when it is looked up,
    too. Addresses are tried in the order of the system, each with its share of the time.
    """

    def __init__(self, *, only_loopback: bool = False, lookup: Lookup = socket.getaddrinfo) -> None:
        self._inner = httpcore.SyncBackend()
        self._only_loopback = only_loopback
        self._lookup = lookup

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        for tried, address in enumerate(addresses):
            share_s = _left_s(timeout, httpcore.ConnectTimeout) / (len(addresses) - tried)
            try:
                return DeadlineStream(
                    self._inner.connect_tcp(address, port, share_s, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried == len(addresses) - 1:
                    raise
        raise httpcore.ConnectError  # the name stands for nothing

    def _addresses(self, host: str, port: int) -> list[str]:
        found = list(dict.fromkeys(str(entry[4][0]) for entry in self._look_up(host, port)))
        if any(is_forbidden(address) for address in found):
            EXCHANGE.get().fault = SettingsCode.FORBIDDEN_ADDRESS
            raise httpcore.ConnectError
        if self._only_loopback and not all(is_loopback(address) for address in found):
            EXCHANGE.get().fault = SettingsCode.CLEARTEXT
            raise httpcore.ConnectError
        return found

    def _look_up(self, host: str, port: int) -> Found:
        """Ask the system in a thread of its own, because it cannot be told when to give up."""
        answers: SimpleQueue[Found | OSError] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._lookup(host, port, 0, socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                answers.put(OSError(str(error)))

        if host == "localhost" or is_literal(host):
            ask()  # known without a server
        else:
            # A daemon, so that a silent name server does not keep the program from ending.
            threading.Thread(target=ask, daemon=True).start()  # noqa: TID251 - see above
        try:
            answer = answers.get(timeout=_left_s(None, httpcore.ConnectTimeout))
        except Empty:
            raise httpcore.ConnectTimeout from None
        if isinstance(answer, OSError):
            EXCHANGE.get().fault = SourceCode.UNKNOWN_NAME
            raise httpcore.ConnectError
        return answer


def is_literal(host: str) -> bool:
    """Return whether the host is an address already, which needs no look-up."""
    try:
        socket.getaddrinfo(host, 0, flags=socket.AI_NUMERICHOST)
    except OSError:
        return False
    return True
