"""One client for every source, against servers that misbehave."""

import socket
import threading
import time
from datetime import timedelta
from email.utils import format_datetime

import pytest

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.http import open_client, with_token
from cockpit.ports.errors import BadAnswerError, UnreachableError
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, DEADLINE_S, client, failure, source
from tests.kit import faulty_ways as ways
from tests.kit.fakes_acting import FakeClock
from tests.kit.faulty import Behaviour, Talk, closed_port, faulty, http, saying

OK = saying(http(ways.SOUND))


HANGING = [
    pytest.param(ways.hanging, id="never answers"),
    pytest.param(ways.dripping_head, id="drips its head"),
    pytest.param(ways.dripping_body, id="drips its body"),
    pytest.param(ways.half_open, id="falls silent half way"),
]


@pytest.mark.slow
@pytest.mark.parametrize("behave", HANGING)
@pytest.mark.parametrize("changes", [False, True], ids=["read", "change"])
def test_the_deadline_ends_a_request_that_a_server_holds(behave: Behaviour, changes: bool) -> None:
    with faulty(behave) as server:
        opened = client(server.url)
        call = opened.post if changes else opened.get
        began_s = time.monotonic()
        error = failure(lambda: call("/x"))
        took_s = time.monotonic() - began_s
        opened.close()
    assert isinstance(error, UnreachableError)
    assert error.message.code == SourceCode.TIMEOUT
    assert error.message.value("deadline_s") == DEADLINE_S
    assert error.may_have_applied is changes
    assert DEADLINE_S * 0.9 <= took_s <= DEADLINE_S * 1.1 + 0.1  # a tenth for a busy computer
    assert len(server.seen) == 1


BROKEN = [
    pytest.param(ways.resetting, SourceCode.CUT_OFF, id="reset after reading"),
    pytest.param(ways.closing, SourceCode.CUT_OFF, id="closed after reading"),
    pytest.param(ways.cut_by_length, SourceCode.CUT_OFF, id="shorter than promised"),
    pytest.param(saying(http(b"{}", status=500)), SourceCode.SERVER_ERROR, id="500"),
    pytest.param(saying(http(b"{}", status=503)), SourceCode.SERVER_ERROR, id="503"),
    pytest.param(saying(http(b"{}", status=408)), SourceCode.SERVER_ERROR, id="408"),
]


@pytest.mark.parametrize(("behave", "code"), BROKEN)
def test_a_change_without_a_sound_answer_may_have_applied_and_is_sent_once(
    behave: Behaviour, code: SourceCode
) -> None:
    with faulty(behave) as server:
        opened = client(server.url)
        error = failure(lambda: opened.post("/off"))
        opened.close()
    assert isinstance(error, UnreachableError)
    assert (error.message.code, error.may_have_applied) == (code, True)
    assert len(server.seen) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("behave", "code"), BROKEN)
def test_a_read_is_tried_three_times_and_then_says_what_was_wrong(
    behave: Behaviour, code: SourceCode
) -> None:
    with faulty(behave) as server:
        opened = client(server.url, deadline_s=5.0)
        error = failure(lambda: opened.get("/x"))
        opened.close()
    assert isinstance(error, UnreachableError)
    assert (error.message.code, error.may_have_applied) == (code, False)
    assert len(server.seen) == 3


def test_a_read_that_succeeds_at_the_third_try_is_a_success() -> None:
    answers = [http(b"", status=502), http(b"", status=503), http(ways.SOUND)]

    def recovering(talk: Talk) -> bool:
        talk.send(answers.pop(0))
        return True

    with faulty(recovering) as server:
        opened = client(server.url, deadline_s=5.0)
        assert opened.get("/x").status == 200
        opened.close()


@pytest.mark.parametrize("changes", [False, True], ids=["read", "change"])
def test_a_refused_connection_has_changed_nothing(changes: bool) -> None:
    opened = client(f"http://127.0.0.1:{closed_port()}")
    error = failure(lambda: (opened.post if changes else opened.get)("/x"))
    opened.close()
    assert isinstance(error, UnreachableError)
    assert error.message.code == SourceCode.NO_CONNECTION
    assert not error.may_have_applied


def test_a_redirect_is_not_followed_and_the_token_stays_here() -> None:
    with faulty(OK) as elsewhere:
        moved = http(b"", status=307, headers=f"Location: {elsewhere.url}/x\r\n")
        with faulty(saying(moved)) as server:
            opened = client(server.url, auth=Auth.HEADERS, token="canary", token_header="X-Key")
            for call, changes in ((opened.get, False), (opened.post, True)):
                error = failure(lambda call=call: call("/x"))  # type: ignore[misc]
                assert isinstance(error, BadAnswerError)
                assert error.message.code == SourceCode.ADDRESS_CHANGED
                assert error.may_have_applied is changes
            opened.close()
    assert elsewhere.connection_count == 0


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with faulty(OK) as proxy, faulty(OK) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        opened = client(server.url)
        opened.get("/x")
        opened.close()
    assert (proxy.connection_count, len(server.seen)) == (0, 1)


def test_a_cookie_is_not_kept() -> None:
    with faulty(saying(http(b"{}", headers="Set-Cookie: a=b\r\n"))) as server:
        opened = client(server.url)
        opened.get("/x")
        opened.get("/x")
        opened.close()
    assert "cookie" not in server.seen[1].headers


def test_one_connection_serves_one_request_after_the_other() -> None:
    with faulty(OK) as server:
        opened = client(server.url)
        for _ in range(5):
            opened.get("/x")
        opened.post("/x", b"{}")
        opened.close()
    assert server.connection_count == 1
    assert [seen.method for seen in server.seen] == ["GET"] * 5 + ["POST"]


def test_a_change_after_the_server_closed_the_idle_connection_takes_a_new_one() -> None:
    gone = threading.Event()

    def once(talk: Talk) -> bool:
        talk.send(http(b"{}"))
        talk.raw.shutdown(socket.SHUT_WR)
        gone.set()
        return False

    with faulty(once) as server:
        opened = client(server.url)
        opened.get("/x")
        assert gone.wait(1)
        assert opened.post("/off").status == 200
        opened.close()
    assert [seen.connection for seen in server.seen] == [1, 2]


@pytest.mark.parametrize("end", [ways.resetting, ways.closing], ids=["reset", "closed"])
def test_a_change_that_crosses_with_the_closing_is_sent_once_and_doubtful(
    end: Behaviour,
) -> None:
    def second_is_lost(talk: Talk) -> bool:
        if talk.seen.method == "GET":
            talk.send(http(b"{}"))
            return True
        return end(talk)

    with faulty(second_is_lost) as server:
        opened = client(server.url)
        opened.get("/x")
        error = failure(lambda: opened.post("/off"))
        opened.close()
    assert isinstance(error, UnreachableError)
    assert error.may_have_applied
    assert [seen.method for seen in server.seen] == ["GET", "POST"]


@pytest.mark.slow
def test_a_body_that_cannot_be_written_in_time_may_have_applied() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        opened = client(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        error = failure(lambda: opened.post("/x", b"x" * 30_000_000))
        opened.close()
    assert isinstance(error, UnreachableError)
    assert error.message.code == SourceCode.TIMEOUT


@pytest.mark.parametrize("ahead_s", [-40.0, 0.0, 40.0])
def test_the_skew_is_the_server_s_clock_minus_ours(ahead_s: float) -> None:
    still = FakeClock()
    there = still.now() + timedelta(seconds=ahead_s)
    dated = http(b"{}", headers=f"Date: {format_datetime(there, usegmt=True)}\r\n")
    with faulty(saying(dated)) as server:
        opened = open_client(source(server.url), still)
        began_s = time.monotonic()
        contact = opened.get("/x").contact
        took_s = time.monotonic() - began_s
        opened.close()
    assert contact.skew_s is not None
    assert ahead_s + 0.5 <= contact.skew_s <= ahead_s + 0.5 + took_s  # a date has no fractions
    assert 0 < contact.round_trip_s <= took_s
    assert contact.at == still.now()


@pytest.mark.parametrize("date", ["", "Date: yesterday\r\n", "Date: Mon, 99 Foo 2026\r\n"])
def test_without_a_date_the_skew_is_not_known(date: str) -> None:
    with faulty(saying(http(b"{}", headers=date))) as server:
        opened = client(server.url)
        assert opened.get("/x").contact.skew_s is None
        opened.close()


AUTHS = [
    pytest.param({"auth": Auth.NONE, "token": "t"}, None, id="none"),
    pytest.param({"auth": Auth.BEARER, "token": "t"}, "Bearer t", id="bearer"),
    pytest.param({"auth": Auth.BASIC, "user": "mina", "token": "t"}, "Basic bWluYTp0", id="basic"),
    pytest.param({"auth": Auth.HEADERS, "token": "t"}, "t", id="as it is"),
    pytest.param({"auth": Auth.BEARER}, None, id="no token"),
]


@pytest.mark.parametrize(("settings", "header"), AUTHS)
def test_the_token_goes_out_as_the_settings_say(
    settings: dict[str, object], header: str | None
) -> None:
    with faulty(OK) as server:
        opened = client(server.url + "/base/", headers=(("X-Scope-OrgID", "a|b"),), **settings)
        opened.get("/x", (("q", "ä &"),))
        opened.close()
    (seen,) = server.seen
    assert seen.target == "/base/x?q=%C3%A4+%26"
    assert seen.headers.get("authorization") == header
    assert seen.headers["x-scope-orgid"] == "a|b"


def test_a_second_token_uses_the_same_connection() -> None:
    with faulty(OK) as server:
        settings = source(server.url, auth=Auth.BEARER, token="one")
        first = open_client(settings, CLOCK)
        second = with_token(first, source(server.url, auth=Auth.BEARER, token="two"))
        first.get("/x")
        second.get("/x")
        first.close()
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer one", "Bearer two"]
    assert server.connection_count == 1
