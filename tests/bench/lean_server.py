"""A flag server as lean as Python allows: it tells when the first byte of a request arrived."""

import json
import multiprocessing
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from typing import Any

from msgspec import Struct

FLAG = "coupon_v2"
NEWEST = "SELECT body FROM log ORDER BY seq DESC LIMIT 4"
STRATEGY = {
    "id": "s1",
    "name": "flexibleRollout",
    "parameters": {"rollout": "100", "groupId": FLAG, "stickiness": "default"},
    "constraints": [],
}


class Arrival(Struct, frozen=True):
    """A request for a change: when it arrived, and whether its intent was on the disk by then."""

    arrived_s: float
    is_durable: bool


class LeanServer:
    """The server as a measurement sees it; it runs in a process of its own."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.port: int = pipe.recv()
        self.url = f"http://127.0.0.1:{self.port}"

    def look_into(self, journal: str) -> None:
        """Check from now on whether the intent of a change is in this journal."""
        self._pipe.send(("journal", journal))

    def turn_on(self) -> None:
        """Switch the flag on, as if nothing had happened."""
        self._pipe.send(("on", ""))

    def arrival(self, within_s: float = 10.0) -> Arrival:
        """Return the next change that has arrived."""
        if not self._pipe.poll(within_s):
            msg = "nothing has arrived"
            raise TimeoutError(msg)
        return Arrival(*self._pipe.recv())


@contextmanager
def lean_server() -> Iterator[LeanServer]:
    """Run the server; start it before any thread of the measurement."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield LeanServer(here)
    finally:
        process.kill()
        process.join()


class _State:
    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.journal: str | None = None
        self.enabled = True

    def obey(self) -> None:
        while True:
            what, value = self.pipe.recv()
            if what == "journal":
                self.journal = value
            else:
                self.enabled = True

    def holds(self, operation_id: str) -> bool:
        if self.journal is None or not operation_id:
            return False
        address = f"file:{self.journal}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
            rows = [json.loads(body)["event"] for (body,) in database.execute(NEWEST)]
        return any(
            row["kind"].startswith("operation.intent")
            and row["order"]["operation_id"] == operation_id
            for row in rows
        )


def _serve(pipe: Connection) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    pipe.send(listener.getsockname()[1])
    state = _State(pipe)
    _start(state.obey)
    while True:
        connection, _address = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _start(lambda connection=connection: _talk(connection, state))


def _start(work: Any) -> None:
    threading.Thread(target=work, daemon=True).start()  # noqa: TID251 - a server of its own


def _talk(connection: socket.socket, state: _State) -> None:
    rest = b""
    while data := connection.recv(65_536):
        arrived_s = time.monotonic()
        rest += data
        while b"\r\n\r\n" in rest:
            head, _, after = rest.partition(b"\r\n\r\n")
            length = _length(head)
            if len(after) < length:
                break
            rest = after[length:]
            connection.sendall(_answer(head, arrived_s, state))


def _answer(head: bytes, arrived_s: float, state: _State) -> bytes:
    method, path, *_ = head.decode("latin-1").split(" ")
    if method == "POST":
        state.pipe.send((arrived_s, state.holds(_header(head, "x-request-id"))))
        state.enabled = state.enabled and not path.endswith("/off")
        return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    if path.startswith("/api/client"):
        feature = {"name": FLAG, "enabled": state.enabled, "strategies": [STRATEGY]}
        query = {"environment": "production", "project": ["default"]}
        return _json({"version": 2, "features": [feature], "query": query})
    if path.startswith("/api/admin/search"):
        return _json({"events": [], "total": 0})
    if path.startswith("/api/admin/user"):
        return _json({"user": {"username": "admin"}})
    here = {"name": "production", "enabled": state.enabled, "strategies": [STRATEGY]}
    return _json({"name": path.rpartition("/")[2], "environments": [here]})


def _json(value: object) -> bytes:
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    return int(_header(head, "content-length") or 0)


def _header(head: bytes, name: str) -> str:
    for row in head.decode("latin-1").split("\r\n")[1:]:
        key, _, value = row.partition(":")
        if key.strip().lower() == name:
            return value.strip()
    return ""
