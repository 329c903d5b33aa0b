"""What Unleash's clients are told, and when it proves something."""

import pytest

from cockpit.connectors.codes import FlagCode
from cockpit.connectors.unleash_answers import environment_of_token
from cockpit.ports.errors import BadAnswerError
from tests.connectors.near import failure
from tests.connectors.unleash_server import feature, served, unleash

CLIENT = "GET /api/client/features"


def test_what_clients_are_told_is_asked_with_their_token() -> None:
    with unleash({CLIENT: served(feature())}) as (flags, server):
        told = flags.served("coupon_v2")
    assert (told.enabled, told.exposure_pct, told.revision) == (True, 5.0, 12)
    assert server.seen[0].headers["authorization"] == "default:production.c"


def test_a_flag_that_clients_are_not_told_of_is_off_for_them() -> None:
    with unleash({CLIENT: served()}) as (flags, _server):
        told = flags.served("coupon_v2")
    assert (told.enabled, told.exposure_pct) == (False, None)


def test_an_unchanged_answer_means_the_same_as_before() -> None:
    answers = {CLIENT: served(feature())}
    with unleash(answers) as (flags, server):
        first = flags.served("coupon_v2")
        answers[CLIENT] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        second = flags.served("coupon_v2")
        answers[CLIENT] = served(feature(enabled=False))
        third = flags.served("coupon_v2")
    assert server.seen[1].headers["if-none-match"] == '"6ef7ec5a:12:v1"'
    assert [one.enabled for one in (first, second, third)] == [True, True, False]
    assert second.contact.at > first.contact.at


def test_unchanged_since_nothing_was_told_is_no_answer() -> None:
    answers = {CLIENT: b"HTTP/1.1 304 Not Modified\r\n\r\n"}
    with unleash(answers) as (flags, _server):
        assert isinstance(failure(lambda: flags.served("coupon_v2")), BadAnswerError)


def test_an_answer_without_a_tag_is_asked_for_anew() -> None:
    with unleash({CLIENT: served(feature(), headers="")}) as (flags, server):
        flags.served("coupon_v2")
        flags.served("coupon_v2")
    assert "if-none-match" not in server.seen[1].headers


FOREIGN = [
    ({"environment": "development"}, FlagCode.OTHER_ENVIRONMENT_SERVED),
    ({"environment": "production", "project": ["web"]}, FlagCode.OTHER_PROJECT_SERVED),
]


@pytest.mark.parametrize(("query", "code"), FOREIGN)
def test_an_answer_about_another_place_proves_nothing(query: object, code: str) -> None:
    with unleash({CLIENT: served(query=query)}) as (flags, _server):
        error = failure(lambda: flags.served("coupon_v2"))
    assert isinstance(error, BadAnswerError)
    assert error.message.code == code


@pytest.mark.parametrize(
    ("token", "is_known"),
    [("*:production.x", True), ("default:staging.x", False), ("opaque", False)],
)
def test_where_the_answer_names_no_environment_the_token_must(token: str, is_known: bool) -> None:
    with unleash({CLIENT: served(feature(), query={})}, client_token=token) as (flags, _server):
        if is_known:
            assert flags.served("coupon_v2").enabled
        else:
            error = failure(lambda: flags.served("coupon_v2"))
            assert error.message.code == FlagCode.OTHER_ENVIRONMENT_SERVED


def test_a_token_for_all_projects_is_good_for_ours() -> None:
    query = {"environment": "production", "project": ["*"]}
    with unleash({CLIENT: served(feature(), query=query)}) as (flags, _server):
        assert flags.served("coupon_v2").enabled


def test_without_a_client_token_nothing_can_be_proved() -> None:
    with unleash({}, client_token=None) as (flags, server):
        error = failure(lambda: flags.served("coupon_v2"))
    assert (error.message.code, server.seen) == (FlagCode.NO_CLIENT_TOKEN, [])


def test_tokens_name_their_environment() -> None:
    assert environment_of_token("default:production.abc.def") == "production"
    assert environment_of_token("user:3274e2") is None
