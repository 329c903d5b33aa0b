"""Webhooks of Slack: what is sent, what cannot be smuggled in, what each refusal means."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.connectors.codes import CarrierCode, SourceCode
from cockpit.connectors.notify import CARRIERS
from cockpit.connectors.notify.slack import MOST_TEXT, MOST_TITLE, connect, content, escaped
from cockpit.ports.channels import Carrier, Urgency
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from tests.connectors.near import CLOCK, failure, source
from tests.kit import faulty_ways as ways
from tests.kit.faulty import Behaviour, FaultyServer, faulty, http, saying
from tests.kit.notes import note

SECRET_PATH = "/services/T0/B0/canary-5f1e"
FINE = saying(http(b"ok", kind="text/html"))  # so says Slack, whatever it means by it


@contextmanager
def slack(behave: Behaviour) -> Iterator[tuple[Carrier, FaultyServer]]:
    with faulty(behave) as server:
        carrier = connect(source(server.url, token=server.url + SECRET_PATH), CLOCK)
        try:
            yield carrier, server
        finally:
            carrier.close()


def section(body: dict[str, Any]) -> str:
    (block,) = body["blocks"]
    assert block["text"]["type"] == "mrkdwn"
    text = block["text"]["text"]
    assert isinstance(text, str)
    return text


def test_a_note_is_posted_to_the_secret_path_as_text_and_as_a_block() -> None:
    with slack(FINE) as (carrier, server):
        receipt = carrier.send(
            note(text="플래그 coupon_v2를 끄십시오.", link="https://wiki.test/c")
        )
        assert carrier.shows(note()) is None
    (seen,) = server.seen
    assert (seen.method, seen.target, receipt.status) == ("POST", SECRET_PATH, 200)
    body = json.loads(seen.body)
    assert section(body) == body["text"]
    assert body["text"].splitlines() == [
        "🔴 *쿠폰이 실패합니다*",
        "플래그 coupon_v2를 끄십시오.",
        "https://wiki.test/c",
    ]
    assert "authorization" not in seen.headers


def test_how_urgent_it_is_can_be_seen_at_a_glance() -> None:
    first = {str(content(note(urgency=one))["text"])[0] for one in Urgency}
    assert len(first) == len(Urgency)


def test_a_name_from_a_server_cannot_mention_anybody_or_hide_a_link() -> None:
    text = str(content(note("<!channel> <https://evil.test|ok> & *x*"))["text"])
    assert "&lt;!channel&gt; &lt;https://evil.test|ok&gt; &amp; \u2217x\u2217" in text


@given(st.text(max_size=6_000), st.integers(1, MOST_TEXT))
def test_nothing_that_slack_acts_on_is_left_in_any_text(text: str, limit: int) -> None:
    shown = escaped(text, limit)
    plain = shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert not set(plain) & set("&<>*~`")
    assert len(shown) <= 5 * limit


@given(st.text(max_size=9_000), st.text(max_size=9_000))
def test_a_message_without_marks_fits_into_a_section(title: str, text: str) -> None:
    told = content(note(escaped(title, MOST_TITLE), text=text.translate({38: 43, 60: 43, 62: 43})))
    assert len(section(told)) <= 3_000


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (400, SourceCode.BAD_REQUEST, Refusal.BAD_REQUEST),
        (403, CarrierCode.NOT_POSTED, Refusal.NOT_ALLOWED),
        (404, CarrierCode.NO_WEBHOOK, Refusal.NOT_FOUND),
        (410, CarrierCode.CHAT_ARCHIVED, Refusal.ARCHIVED),
    ],
)
def test_a_refusal_says_what_to_do_and_that_nothing_arrived(
    status: int, code: str, refusal: Refusal
) -> None:
    with slack(saying(http(b"channel_is_archived", status=status))) as (carrier, server):
        error = failure(lambda: carrier.send(note()))
    assert isinstance(error, RefusedError)
    assert (error.message.code, error.refusal, error.may_have_applied) == (code, refusal, False)
    assert len(server.seen) == 1


def test_too_many_messages_tell_how_long_to_wait() -> None:
    behave = saying(http(b"", status=429, headers="Retry-After: 30\r\n"))
    with slack(behave) as (carrier, server):
        error = failure(lambda: carrier.send(note()))
    assert isinstance(error, RefusedError)
    assert (error.refusal, error.retry_after_s) == (Refusal.TOO_MANY, 30.0)
    assert len(server.seen) == 1


def test_a_redirect_is_not_followed() -> None:
    with faulty(FINE) as other:
        behave = saying(http(b"", status=302, headers=f"Location: {other.url}/x\r\n"))
        with slack(behave) as (carrier, _server):
            error = failure(lambda: carrier.send(note()))
        assert error.message.code == SourceCode.ADDRESS_CHANGED
        assert other.seen == []


def test_a_login_page_is_no_delivery() -> None:
    page = saying(http(b"<!doctype html><html><form>", kind="text/html"))
    with slack(page) as (carrier, _server):
        error = failure(lambda: carrier.send(note()))
    assert isinstance(error, BadAnswerError)
    assert error.may_have_applied


@pytest.mark.slow
@pytest.mark.parametrize("behave", [ways.hanging, ways.resetting], ids=["hanging", "reset"])
def test_a_lost_answer_leaves_open_whether_it_arrived_and_is_not_repeated(
    behave: Behaviour,
) -> None:
    with slack(behave) as (carrier, server):
        error = failure(lambda: carrier.send(note()))
    assert isinstance(error, UnreachableError)
    assert error.may_have_applied
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://hooks.slack.test", None),
        ("https://hooks.slack.test", "T0/B0/x"),
        ("https://hooks.slack.test", "https://hooks.slack.test"),
        ("https://hooks.slack.test", "https://evil.test/services/T0/B0/x"),
        ("https://hooks.slack.test", "https://hooks.slack.test:8443/services/T0"),
        ("https://hooks.slack.test", "http://hooks.slack.test/services/T0"),
        ("https://hooks.slack.test", "https://hooks.slack.test/services/T0?a=b"),
        ("https://hooks.slack.test/services", "https://hooks.slack.test/services/T0"),
    ],
)
def test_a_secret_that_is_no_address_of_this_origin_is_not_used(
    url: str, token: str | None
) -> None:
    error = failure(lambda: connect(source(url, token=token), CLOCK))
    assert error.message.code == CarrierCode.NOT_A_WEBHOOK
    assert token is None or token not in repr(error.message)


@pytest.mark.parametrize("status", [200, 302, 403, 404, 429, 500])
def test_the_secret_address_is_in_no_error(status: int) -> None:
    with slack(saying(http(SECRET_PATH.encode(), status=status))) as (carrier, _server):
        said = ""
        try:
            said = repr(carrier.send(note()))
        except Exception as error:  # noqa: BLE001 - whatever it is, it keeps the secret
            said = repr(error) + str(error) + repr(getattr(error, "message", ""))
        assert "canary" not in said + repr(carrier)


def test_it_is_found_by_its_kind() -> None:
    assert CARRIERS.parts()["slack"].connect is connect
    assert set(CARRIERS.parts()) == {"slack", "alertmanager"}
