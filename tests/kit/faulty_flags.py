"""A flag and rollback server that behaves badly on request, in a process of its own.

It outlives whatever is killed, keeps many cases apart by the first part of the path, and records
each request for a change together with what stood in the journal at the moment of its arrival.
"""

import json
import multiprocessing
import socket
import sqlite3
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct
from typing_extensions import override

FLAG = "coupon_v2"
LATE_S = 2.0
HANG_S = 20.0


class Behaviour(StrEnum):
    """What the server does with a request for a change."""

    ANSWERS = "answers"
    HANGS = "hangs after applying"
    RESETS = "resets after applying"
    BREAKS = "500 after applying"
    LIES = "200 and changes nothing"
    REFUSES_401 = "401"
    REFUSES_403 = "403"
    REFUSES_404 = "404"
    REFUSES_409 = "409"
    REFUSES_503 = "503"
    LATE = "applies late, never answers"
    LATE_200 = "answers 200, applies late"
    SHAPE = "another JSON shape"


REFUSALS = {
    Behaviour.REFUSES_401: (401, "UnauthorizedError", "You must log in to use Unleash."),
    Behaviour.REFUSES_403: (403, "PermissionError", "You do not have the permission."),
    Behaviour.REFUSES_404: (404, "NotFoundError", "There's no feature named so in project."),
    Behaviour.REFUSES_409: (409, "ConflictError", "Somebody was faster."),
    Behaviour.REFUSES_503: (503, "Error", "Unleash is currently in maintenance mode."),
}
LATE_ONES = {Behaviour.LATE, Behaviour.LATE_200}


@dataclass
class Case:
    """One server of its own: its state, how it behaves, and what it has seen.

    `behaviour` meets the next `faulty_count` changes; later ones are answered well. An answer is
    held back for `hold_s`, so that the asker can be killed while it waits.
    """

    behaviour: Behaviour = Behaviour.ANSWERS
    faulty_count: int = 1_000
    hold_s: float = 0.0
    journal: str | None = None
    enabled: bool = True
    pct: int = 5
    client_lag_s: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    effects: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    changed_s: float = 0.0
    before: tuple[bool, int] = (True, 5)

    def apply(self, change: dict[str, Any], operation_id: str, by: str = "cockpit") -> None:
        """Do what is asked; a change of state is an effect, and has an event."""
        with self.lock:
            old = (self.enabled, self.pct)
            if change["what"] == "start":
                job = {
                    "id": f"job-{len(self.jobs) + 1}",
                    "operation_id": operation_id,
                    "to_version": change["to_version"],
                    "status": "succeeded",
                    "steps": [{"name": "seoul", "status": "succeeded"}],
                }
                self.jobs.append(job)
                self.effects.append({"operation_id": operation_id, **change})
                return
            if change["what"] == "rollout":
                self.pct = change["pct"]
                kind = "feature-strategy-update"
            else:
                self.enabled = change["what"] == "on"
                kind = f"feature-environment-{'enabled' if self.enabled else 'disabled'}"
            if (self.enabled, self.pct) == old:
                return
            self.before, self.changed_s = old, time.monotonic()
            self.effects.append({"operation_id": operation_id, **change})
            self.events.append(
                {
                    "id": len(self.events) + 1,
                    "type": kind,
                    "createdBy": by,
                    "createdAt": datetime.now(UTC).isoformat(),  # noqa: TID251 - a real server's
                    "featureName": FLAG,
                    "environment": "production",
                    "data": None,
                    "preData": None,
                }
            )

    def served(self) -> tuple[bool, int]:
        """Return what clients are told, which may lag behind."""
        if time.monotonic() - self.changed_s < self.client_lag_s:
            return self.before
        return self.enabled, self.pct

    def is_durable(self, operation_id: str) -> bool:
        """Return whether the journal on the disk holds an intent of the operation right now."""
        if self.journal is None:
            return False
        connection = sqlite3.connect(f"file:{self.journal}?mode=ro", uri=True, timeout=5)
        try:
            bodies = connection.execute("SELECT body FROM log").fetchall()
        finally:
            connection.close()
        events = [json.loads(body)["event"] for (body,) in bodies]
        intents = [event for event in events if event["kind"] == "operation.intent/1"]
        return operation_id in {intent["order"]["operation_id"] for intent in intents}


class Handler(BaseHTTPRequestHandler):
    """Speaks the paths of Unleash and of the rollback contract that the connectors use."""

    protocol_version = "HTTP/1.1"
    cases: dict[str, Case] = {}  # noqa: RUF012 - shared by all handlers of the process
    disable_nagle_algorithm = True

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, case_id, *rest = parts.path.split("/")
        case = self.cases[case_id]
        if rest == ["_record"]:
            self._answer(200, self._record(case))
        elif case.behaviour is Behaviour.SHAPE and case.requests:
            self._answer(200, [{"something": "else"}])
        elif rest[0] == "rollbacks":
            self._rollbacks(case, rest, parse_qs(parts.query))
        else:
            self._unleash(case, rest)

    def do_POST(self) -> None:
        body = self._body()
        _, case_id, *rest = urlsplit(self.path).path.split("/")
        if rest == ["_case"]:
            asked = json.loads(body)
            case = self.cases.setdefault(case_id, Case())
            for name, value in asked.items():
                setattr(case, name, Behaviour(value) if name == "behaviour" else value)
            case.before = (case.enabled, case.pct)
            self._answer(200, {})
        elif rest == ["_change"]:
            self.cases[case_id].apply(json.loads(body), "", by="somebody-else")
            self._answer(200, {})
        elif rest == ["rollbacks"]:
            asked = json.loads(body)
            change = {"what": "start", "to_version": asked["to_version"]}
            self._change(self.cases[case_id], change, asked["operation_id"])
        else:
            operation_id = self.headers["X-Request-Id"]
            self._change(self.cases[case_id], {"what": rest[-1]}, operation_id)

    def do_PATCH(self) -> None:
        body = json.loads(self._body())
        _, case_id, *_rest = urlsplit(self.path).path.split("/")
        change = {"what": "rollout", "pct": int(body[0]["value"])}
        self._change(self.cases[case_id], change, self.headers["X-Request-Id"])

    def _change(self, case: Case, change: dict[str, Any], operation_id: str) -> None:
        arrived_s = time.monotonic()
        is_faulty = len(case.requests) < case.faulty_count
        behaviour = case.behaviour if is_faulty else Behaviour.ANSWERS
        is_durable = case.is_durable(operation_id)
        if behaviour in LATE_ONES:
            threading.Timer(LATE_S, case.apply, (change, operation_id)).start()
        elif behaviour is not Behaviour.LIES and behaviour not in REFUSALS:
            case.apply(change, operation_id)
        case.requests.append(
            {
                "operation_id": operation_id,
                "arrived_s": arrived_s,
                "is_durable": is_durable,
                **change,
            }
        )
        time.sleep(case.hold_s)  # noqa: TID251 - a slow server
        if behaviour in {Behaviour.HANGS, Behaviour.LATE}:
            self._hang()
        elif behaviour is Behaviour.RESETS:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
        elif behaviour is Behaviour.BREAKS:
            self._answer(500, {"message": "broken"})
        elif behaviour in REFUSALS:
            status, name, sentence = REFUSALS[behaviour]
            self._answer(status, {"name": name, "message": sentence})
        elif behaviour is Behaviour.SHAPE:
            self._answer(200, [{"something": "else"}])
        elif change["what"] == "start":
            made = [job for job in case.jobs if job["operation_id"] == operation_id]
            queued = {"id": "job-x", "operation_id": operation_id, "status": "queued"}
            queued |= {"to_version": change["to_version"], "steps": []}  # type: ignore[dict-item]  # a list among texts
            self._answer(202, made[-1] if made else queued)
        else:
            self._answer(200, None)

    def _hang(self) -> None:
        """Say nothing until the asker is gone."""
        self.close_connection = True
        self.connection.settimeout(HANG_S)
        with suppress(OSError):
            self.connection.recv(1)

    def _unleash(self, case: Case, rest: list[str]) -> None:
        if rest[:2] == ["api", "client"]:
            enabled, pct = case.served()
            feature = {"name": FLAG, "enabled": enabled, "strategies": [_rollout(pct)]}
            query = {"environment": "production", "project": ["default"]}
            answer = {"version": 2, "features": [feature], "query": query}
            self._answer(200, {**answer, "meta": {"revisionId": len(case.events) + 1}})
        elif rest[:3] == ["api", "admin", "search"]:
            self._answer(200, {"events": case.events, "total": len(case.events)})
        elif rest[:3] == ["api", "admin", "user"]:
            self._answer(200, {"user": {"id": 1}, "permissions": []})
        else:
            strategies = [_rollout(case.pct)]
            here = {"name": "production", "enabled": case.enabled, "strategies": strategies}
            self._answer(200, {"name": FLAG, "environments": [here]})

    def _rollbacks(self, case: Case, rest: list[str], query: dict[str, list[str]]) -> None:
        if len(rest) > 1:
            found = [job for job in case.jobs if job["id"] == rest[1]]
            self._answer(200 if found else 404, found[0] if found else {"message": "no job"})
        else:
            wanted = query["operation_id"][0]
            jobs = [job for job in case.jobs if job["operation_id"] == wanted]
            self._answer(200, {"rollbacks": jobs})

    def _record(self, case: Case) -> dict[str, Any]:
        with case.lock:
            return {
                "requests": case.requests,
                "effects": case.effects,
                "jobs": case.jobs,
                "enabled": case.enabled,
                "pct": case.pct,
            }

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: int, answer: Any) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        with suppress(OSError):
            self.send_response(status)
            if body:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Threads that die with the process; no word about askers that were killed."""

    daemon_threads = True
    request_queue_size = 64

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        return


class FaultyFlags(Struct, frozen=True):
    """The server as a test talks to it."""

    port: int

    def url(self, case_id: str) -> str:
        """Return the address of one case's own server."""
        return f"http://127.0.0.1:{self.port}/{case_id}"

    def behave(self, case_id: str, **how: Any) -> None:
        """Set up the case, or change how it behaves."""
        self._call("POST", f"/{case_id}/_case", how)

    def change(self, case_id: str, **change: Any) -> None:
        """Change the flag as somebody else would."""
        self._call("POST", f"/{case_id}/_change", change)

    def record(self, case_id: str) -> dict[str, Any]:
        """Return what the server has seen and how things stand."""
        return self._call("GET", f"/{case_id}/_record", None)

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer


@contextmanager
def faulty_flags() -> Iterator[FaultyFlags]:
    """Run the server in a process of its own, and end that process afterwards."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield FaultyFlags(here.recv())
    finally:
        process.kill()
        process.join()
        here.close()
        there.close()


def _rollout(pct: int) -> dict[str, Any]:
    return {
        "id": "s1",
        "name": "flexibleRollout",
        "parameters": {"groupId": FLAG, "rollout": str(pct), "stickiness": "default"},
        "constraints": [],
        "segments": [],
        "disabled": False,
    }


def _serve(there: Connection) -> None:
    Handler.cases = {}
    server = Server(("127.0.0.1", 0), Handler)
    there.send(server.server_address[1])
    server.serve_forever(poll_interval=5)
