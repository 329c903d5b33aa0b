"""A small HTTP server on this computer whose clock is the simulated one."""

import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from typing_extensions import override

from cockpit.simulator.clock import SimulatedClock
from cockpit.simulator.threads import start_thread, together

MAX_BODY_BYTES = 1 << 20
POLL_S = 0.05
HOST = "127.0.0.1"
JSON_TYPE = "application/json; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks; header names are in lower case, `path` is decoded."""

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def first(self, name: str) -> str | None:
        """Return the first value of a query parameter, None when it is not given."""
        values = self.query.get(name)
        return values[0] if values else None

    def json(self) -> Any:  # noqa: ANN401 - JSON may be anything
        """Return the body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def json_object(self) -> dict[str, Any]:
        """Return the body as a JSON object; an empty one when it is none."""
        value = self.json()
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers; no content type is sent when it is None."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[Request], Reply]


def json_reply(
    value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Reply:
    """Return `value` as a JSON answer."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, text.encode(), JSON_TYPE, headers)


def text_reply(text: str, status: int = 200) -> Reply:
    """Return a plain text answer."""
    return Reply(status, text.encode(), "text/plain; charset=utf-8")


def has_bearer(request: Request, token: str | None) -> bool:
    """Return whether the request carries the token; without a token everybody may ask."""
    return token is None or request.headers.get("authorization") == f"Bearer {token}"


class WebServer:
    """Serves one handler on a port of its own, each connection on a thread, until stopped."""

    def __init__(
        self, name: str, handler: Handler, clock: SimulatedClock, *, port: int = 0
    ) -> None:
        self._server = _Server(handler, clock, port)
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self._thread = start_thread(name, lambda: self._server.serve_forever(POLL_S))

    def stop(self) -> None:
        """Close the port and every connection, and wait for their threads."""
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


def stop_all(servers: list[WebServer]) -> None:
    """Stop several servers at once."""
    if servers:
        together(*(server.stop for server in servers))


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them
    allow_reuse_address = sys.platform != "win32"  # there it would let two programs share a port
    request_queue_size = 64

    def __init__(self, handler: Handler, clock: SimulatedClock, port: int) -> None:
        self.handler = handler
        self.clock = clock
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._stopping = False
        super().__init__((HOST, port), _Connection)

    def hang_up(self) -> None:
        """Break every open connection, so that its thread ends."""
        with self._guard:
            self._stopping = True
            for connection in self._open:
                _break(connection)

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
            if self._stopping:
                _break(request)
        super().process_request(request, client_address)

    @override
    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):  # a client may go when it likes
            logger.error("the simulator could not answer %s", client_address, exc_info=error)


def _break(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # the client has gone already
        return


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one piece
    server: _Server

    def answer(self) -> None:
        """Read one request, answer it."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            self._send(text_reply("request too large\n", 413))
            return
        parts = urlsplit(self.path)
        request = Request(
            self.command,
            unquote(parts.path),
            parse_qs(parts.query, keep_blank_values=True),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(length)),
        )
        self._send(self._reply(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

    def _reply(self, request: Request) -> Reply:
        if request.method == "GET" and request.path == "/time":
            return json_reply(_time(self.server.clock))
        try:
            return self.server.handler(request)
        except Exception:
            logger.exception("the simulator failed at %s %s", request.method, request.path)
            return json_reply({"message": "internal error"}, 500)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.content_type is not None:
            self.send_header("Content-Type", reply.content_type)
        if reply.status not in {204, 304}:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.status not in {204, 304}:
            self.wfile.write(reply.body)

    @override
    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.clock.now() if timestamp is None else timestamp, usegmt=True)

    @override
    def version_string(self) -> str:
        return "simulator"

    @override
    def log_message(self, *_: object, **__: object) -> None:
        """Keep quiet: nobody reads an access log here."""


def _time(clock: SimulatedClock) -> dict[str, object]:
    now_s = clock.now()
    at = datetime.fromtimestamp(now_s, UTC)
    return {"now_s": now_s, "at": at.isoformat(timespec="milliseconds"), "speed": clock.speed}
