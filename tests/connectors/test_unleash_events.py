"""What Unleash records of a flag, and who we are to it."""

import json
from datetime import UTC, datetime

import pytest

from cockpit.connectors.codes import SourceCode
from cockpit.ports.errors import BadAnswerError, RefusedError
from tests.connectors.near import failure
from tests.connectors.unleash_server import SEARCH, SINCE, event, page, refusal, unleash
from tests.kit.faulty import http


def test_events_are_those_of_the_flag_here_since_then_oldest_first() -> None:
    listed = page(
        event(13),
        event(12, environment="development"),
        event(11, environment=None, type="feature-archived", createdBy=None),
        event(10, featureName="coupon_v20"),
        event(9, featureName=None),
        event(8, createdAt="2026-11-21T19:28:59.999Z"),
    )
    with unleash({SEARCH: listed}) as (flags, _server):
        events = flags.events("coupon_v2", since=SINCE)
    assert [(one.event_id, one.kind, one.environment, one.by) for one in events] == [
        (11, "feature-archived", None, ""),
        (13, "feature-environment-disabled", "production", "mina"),
    ]
    assert events[1].at == datetime(2026, 11, 21, 19, 29, 13, 350_000, tzinfo=UTC)


def test_more_events_than_one_page_holds_are_all_read() -> None:
    full = page(*(event(1, id=2000 - number) for number in range(1000)))
    answers = {SEARCH: full, f"{SEARCH}&offset=1000": page(event(1, id=1000))}
    with unleash(answers) as (flags, _server):
        events = flags.events("coupon_v2", since=SINCE)
    assert [one.event_id for one in events] == list(range(1000, 2001))


def test_an_older_server_has_another_page_for_events() -> None:
    answers = {
        SEARCH: refusal(404, "NotFoundError", "The path you were looking for (x) is not there."),
        "GET /api/admin/events/coupon_v2": page(event(13)),
    }
    with unleash(answers) as (flags, _server):
        assert [one.event_id for one in flags.events("coupon_v2", since=SINCE)] == [13]


def test_events_that_may_not_be_read_are_no_empty_list() -> None:
    answers = {SEARCH: refusal(403, "PermissionError", "You don't have")}
    with unleash(answers) as (flags, _server):
        assert isinstance(failure(lambda: flags.events("coupon_v2", since=SINCE)), RefusedError)


def test_warming_asks_who_we_are() -> None:
    answers = {"GET /api/admin/user": http(b'{"user":{"id":1},"permissions":[]}')}
    with unleash(answers) as (flags, _server):
        assert flags.warm().round_trip_s > 0


@pytest.mark.parametrize(
    ("user", "name"),
    [
        pytest.param({"username": "mina", "email": "m@x.io"}, "m@x.io", id="a person with e-mail"),
        pytest.param({"username": "mina"}, "mina", id="a person without"),
        pytest.param({"username": "admin", "type": "admin"}, "admin", id="a token of nobody"),
        pytest.param({"id": 1, "username": None}, None, id="a server that does not tell"),
    ],
)
def test_our_own_name_is_the_one_that_events_bear(user: object, name: str | None) -> None:
    answers = {"GET /api/admin/user": http(json.dumps({"user": user}).encode())}
    with unleash(answers) as (flags, _server):
        assert flags.own_name() == name


def test_an_answer_without_a_user_names_nobody() -> None:
    with unleash({"GET /api/admin/user": http(b'{"permissions":[]}')}) as (flags, _server):
        assert isinstance(failure(flags.own_name), BadAnswerError)


@pytest.mark.parametrize("at", ["yesterday", "2026-11-21T19:29:01"])
def test_an_event_without_an_instant_is_no_answer(at: str) -> None:
    with unleash({SEARCH: page(event(1, createdAt=at))}) as (flags, _server):
        error = failure(lambda: flags.events("coupon_v2", since=SINCE))
    assert error.message.code == SourceCode.SHAPE
