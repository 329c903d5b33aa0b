"""A server that misbehaves in the one way that a test asks for, on a free port of this computer."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from msgspec import Struct

ENDS_WITHIN_S = 5.0
TLS_HELLO = b"\x16\x03"


class Seen(Struct, frozen=True):
    """A request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Talk:
    """One request and the connection that it came on."""

    seen: Seen
    raw: socket.socket
    stop: threading.Event

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.raw.sendall(data)

    def drip(self, data: bytes, every_s: float = 0.05) -> None:
        """Send byte by byte, until the test is over or the client has gone."""
        for place in range(len(data)):
            if self.stop.wait(every_s):
                return
            self.raw.sendall(data[place : place + 1])

    def hold(self) -> None:
        """Say nothing until the test is over."""
        self.stop.wait(ENDS_WITHIN_S * 4)

    def reset(self) -> None:
        """Break the connection off, so that the client gets a reset instead of an end."""
        self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Behaviour: TypeAlias = Callable[[Talk], bool]
"""Answers one request; returns whether the connection goes on."""


@dataclass
class FaultyServer:
    """A server in threads; `seen` are the requests, `connection_count` what was accepted.

    A shared one serves several tests: its threads may go on between them.
    """

    behave: Behaviour
    context: ssl.SSLContext | None = None
    is_shared: bool = False
    seen: list[Seen] = field(default_factory=list)
    connection_count: int = 0

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._threads = [self._thread(self._accept)]

    @property
    def url(self) -> str:
        """Return the address, without a slash at the end."""
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        """End all connections and threads."""
        self._stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(ENDS_WITHIN_S)

    def _thread(self, work: Callable[[], None]) -> threading.Thread:  # noqa: TID251 - see below
        thread = threading.Thread(target=work, daemon=self.is_shared)  # noqa: TID251 - a server in a test
        thread.start()
        return thread

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self.connection_count += 1
            number = self.connection_count
            self._open.add(connection)

            def serve(connection: socket.socket = connection, number: int = number) -> None:
                self._serve(connection, number)

            self._threads.append(self._thread(serve))

    def _serve(self, connection: socket.socket, number: int) -> None:
        raw = connection
        with suppress(OSError, ValueError):
            connection.settimeout(ENDS_WITHIN_S * 4)
            if self.context:
                raw = self.context.wrap_socket(connection, server_side=True)
            while (seen := _request(raw, number)) is not None:
                self.seen.append(seen)
                if not self.behave(Talk(seen, raw, self._stop)):
                    break
        raw.close()
        self._open.discard(connection)
        connection.close()


@contextmanager
def faulty(
    behave: Behaviour, context: ssl.SSLContext | None = None, *, is_shared: bool = False
) -> Iterator[FaultyServer]:
    """Run a server that behaves so, until the block is over."""
    server = FaultyServer(behave, context, is_shared)
    try:
        yield server
    finally:
        server.close()


def http(
    body: bytes, *, status: int = 200, kind: str = "application/json", headers: str = ""
) -> bytes:
    """Return a sound response; `headers` are further lines, each with its line end."""
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"{headers}\r\n"
    ).encode("latin-1") + body


def saying(response: bytes) -> Behaviour:
    """Answer every request with these bytes, and keep the connection."""

    def behave(talk: Talk) -> bool:
        talk.send(response)
        return True

    return behave


def closed_port() -> int:
    """Return a port that refuses connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _request(raw: socket.socket, number: int) -> Seen | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = raw.recv(65536)
        if not chunk:
            return None
        data += chunk
        if data.startswith(TLS_HELLO):
            return Seen("TLS", "", {}, data, number)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = first.split(" ")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _colon, value in fields}
    while len(body) < int(headers.get("content-length", "0")):
        chunk = raw.recv(65536)
        if not chunk:
            return None
        body += chunk
    return Seen(method, target, headers, body, number)
