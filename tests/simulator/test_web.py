import http.client
import socket
from collections.abc import Iterator

import pytest

from cockpit.simulator.clock import SimulatedClock
from cockpit.simulator.web import MAX_BODY_BYTES, Reply, Request, WebServer, json_reply

TIMEOUT_S = 5.0


def echo(request: Request) -> Reply:
    if request.path == "/fails":
        msg = "a bug"
        raise RuntimeError(msg)
    if request.path == "/empty":
        return Reply(200)
    body = [request.method, request.path, dict(request.query), request.body.decode()]
    return json_reply([*body, request.first("q"), request.json_object()])


@pytest.fixture
def connection() -> Iterator[http.client.HTTPConnection]:
    server = WebServer("test", echo, SimulatedClock(0.0, 0.0))
    host, port = server.url.removeprefix("http://").split(":")
    made = http.client.HTTPConnection(host, int(port), timeout=TIMEOUT_S)
    yield made
    server.stop()  # with the connection still open
    made.close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_requests_reach_the_handler_whole(
    connection: http.client.HTTPConnection, method: str
) -> None:
    connection.request(method, "/a%20b?q=1&q=%ED%95%9C", body='{"x":1}')
    answer = connection.getresponse()
    text = answer.read().decode()
    assert text == f'["{method}","/a b",{{"q":["1","한"]}},"{{\\"x\\":1}}","1",{{"x":1}}]'
    assert answer.getheader("Content-Type") == "application/json; charset=utf-8"


def test_one_connection_serves_many_requests(connection: http.client.HTTPConnection) -> None:
    for _ in range(3):
        connection.request("GET", "/empty")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
        assert answer.getheader("Content-Type") is None


@pytest.mark.logs_warnings
def test_a_bug_in_the_handler_is_a_500(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/fails")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (500, b'{"message":"internal error"}')


@pytest.mark.parametrize("length", [str(MAX_BODY_BYTES + 1), "-1", "many"])
def test_bodies_without_a_sensible_length_are_refused(
    connection: http.client.HTTPConnection, length: str
) -> None:
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    answer.read()


def test_a_client_that_goes_away_early_disturbs_nobody(
    connection: http.client.HTTPConnection,
) -> None:
    with socket.create_connection((connection.host, connection.port), TIMEOUT_S) as early:
        early.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
    connection.request("GET", "/empty")
    assert connection.getresponse().status == 200
