"""The Unleash connector: what it sends, believes and refuses.

The bodies are those that Unleash 8.2.0 gave when it was asked.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from cockpit.connectors.codes import FlagCode, SettingsCode, SourceCode
from cockpit.connectors.flags.unleash import connect
from cockpit.connectors.unleash_answers import environment_of_token
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from cockpit.ports.flags import FlagControl, FlagState
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, failure, source
from tests.kit.faulty import FaultyServer, Talk, faulty, http

PLACE = (("project", "default"), ("environment", "production"))
FEATURE = "/api/admin/projects/default/features/coupon_v2"
FLAG = f"{FEATURE}/environments/production"
SINCE = datetime(2026, 11, 21, 19, 29, tzinfo=UTC)

Answers = dict[str, bytes]
"""Responses by `METHOD target`."""


@contextmanager
def unleash(answers: Answers, **more: Any) -> Iterator[tuple[FlagControl, FaultyServer]]:
    def behave(talk: Talk) -> bool:
        talk.send(answers[f"{talk.seen.method} {talk.seen.target}"])
        return True

    settings = {"token": "*:*.admin", "client_token": "default:production.c", **more}
    with faulty(behave) as server:
        flags = connect(source(server.url, **{"options": PLACE, **settings}), CLOCK)
        try:
            yield flags, server
        finally:
            flags.close()


def rollout(pct: str = "5", **more: object) -> dict[str, object]:
    parameters = {"groupId": "coupon_v2", "rollout": pct, "stickiness": "default"}
    plain = {"id": "01M7", "name": "flexibleRollout", "constraints": [], "parameters": parameters}
    return {**plain, **more}


def state(*strategies: object, enabled: object = True, **more: object) -> bytes:
    here = {"name": "production", "enabled": enabled, "strategies": strategies}
    other = {"name": "development", "enabled": False, "strategies": []}
    body = {"name": "coupon_v2", "environments": [other, here], **more}
    return http(json.dumps(body).encode())


def served(
    *features: object,
    query: object = None,
    headers: str = 'ETag: "6ef7ec5a:12:v1"\r\n',
) -> bytes:
    told = {"project": ["default"], "environment": "production"} if query is None else query
    body = {"version": 2, "features": features, "query": told, "meta": {"revisionId": 12}}
    return http(json.dumps(body).encode(), headers=headers)


def feature(*, enabled: bool = True, strategies: object = None) -> dict[str, object]:
    listed = [rollout()] if strategies is None else strategies
    return {"name": "coupon_v2", "enabled": enabled, "strategies": listed}


STRATEGIES = [
    pytest.param([rollout("5")], (5.0, True), id="one gradual rollout"),
    pytest.param([rollout("100")], (100.0, True), id="everybody"),
    pytest.param([rollout("12.5")], (12.5, True), id="a broken number"),
    pytest.param([rollout("many")], (None, True), id="no number"),
    pytest.param([rollout("101")], (None, True), id="above all"),
    pytest.param([], (None, False), id="none"),
    pytest.param([rollout(), rollout("20")], (None, True), id="two"),
    pytest.param([rollout(constraints=[{}])], (None, True), id="with constraints"),
    pytest.param([rollout(segments=[3])], (None, True), id="with segments"),
    pytest.param([{"name": "userWithId", "parameters": {}}], (None, True), id="another kind"),
    pytest.param([rollout(disabled=True)], (None, False), id="switched off"),
    pytest.param([rollout(disabled=True), rollout("7")], (7.0, True), id="one of two switched off"),
]


@pytest.mark.parametrize(("strategies", "expected"), STRATEGIES)
def test_a_flag_is_read_with_the_share_of_its_one_rollout(
    strategies: list[object], expected: tuple[float | None, bool]
) -> None:
    with unleash({f"GET {FEATURE}": state(*strategies)}) as (flags, server):
        read = flags.read("coupon_v2")
    assert read == FlagState("coupon_v2", "production", True, *expected)
    assert server.seen[0].headers["authorization"] == "*:*.admin"


def test_a_flag_that_does_not_live_in_the_environment_is_not_off() -> None:
    with unleash({f"GET {FEATURE}": state(environments=[])}) as (flags, _server):
        error = failure(lambda: flags.read("coupon_v2"))
    assert isinstance(error, RefusedError)
    assert error.message.code == FlagCode.NO_ENVIRONMENT


def test_the_list_holds_the_flags_of_the_environment() -> None:
    def place(name: str, **more: bool) -> dict[str, object]:
        return {"name": name, "enabled": True, "hasStrategies": True, **more}

    features = [
        {"name": "a", "environments": [place("production", hasEnabledStrategies=False)]},
        {"name": "b", "environments": [place("development"), place("production")]},
        {"name": "c", "environments": [place("development")]},
    ]
    listed = http(json.dumps({"features": features}).encode())
    with unleash({"GET /api/admin/projects/default/features": listed}) as (flags, _server):
        assert flags.list_flags() == (
            FlagState("a", "production", True, None, has_strategies=False),
            FlagState("b", "production", True, None, has_strategies=True),
        )


def test_a_list_without_our_environment_is_no_empty_list() -> None:
    features = [{"name": "a", "environments": [{"name": "staging"}]}]
    listed = http(json.dumps({"features": features}).encode())
    with unleash({"GET /api/admin/projects/default/features": listed}) as (flags, _server):
        assert failure(flags.list_flags).message.code == FlagCode.NO_ENVIRONMENT


def test_off_is_one_request_with_the_operation_id_and_an_empty_answer() -> None:
    with unleash({f"POST {FLAG}/off": http(b"")}) as (flags, server):
        flags.turn_off("coupon_v2", operation_id="op-1")
    (seen,) = server.seen
    assert (seen.headers["x-request-id"], seen.headers["content-length"]) == ("op-1", "0")


def test_on_is_sent_when_the_flag_has_a_rollout() -> None:
    answers = {f"GET {FEATURE}": state(rollout(), enabled=False), f"POST {FLAG}/on": http(b"")}
    with unleash(answers) as (flags, server):
        flags.turn_on("coupon_v2", operation_id="op-1")
    assert [seen.method for seen in server.seen] == ["GET", "POST"]


@pytest.mark.parametrize("strategies", [[], [rollout(disabled=True)]], ids=["none", "all off"])
def test_on_is_refused_here_where_unleash_would_give_the_flag_to_everybody(
    strategies: list[object],
) -> None:
    with unleash({f"GET {FEATURE}": state(*strategies)}) as (flags, server):
        error = failure(lambda: flags.turn_on("coupon_v2", operation_id="op-1"))
    assert error.message.code == FlagCode.NO_STRATEGY
    assert [seen.method for seen in server.seen] == ["GET"]


def test_the_share_is_patched_as_a_text() -> None:
    path = f"{FLAG}/strategies/01M7"
    with unleash({f"GET {FEATURE}": state(rollout()), f"PATCH {path}": http(b"{}")}) as (
        flags,
        server,
    ):
        flags.set_exposure("coupon_v2", 20.0, operation_id="op-1")
    assert json.loads(server.seen[1].body) == [
        {"op": "replace", "path": "/parameters/rollout", "value": "20"}
    ]
    assert server.seen[1].headers["x-request-id"] == "op-1"
    assert server.seen[1].headers["content-type"] == "application/json"


@pytest.mark.parametrize("pct", [-1, 100.5, 101, 0.5, float("nan")])
def test_a_share_that_unleash_cannot_keep_is_refused_before_anything_is_sent(pct: float) -> None:
    with unleash({}) as (flags, server):
        error = failure(lambda: flags.set_exposure("coupon_v2", pct, operation_id="op-1"))
    assert (error.message.code, server.seen) == (FlagCode.BAD_EXPOSURE, [])


@pytest.mark.parametrize(
    "strategies",
    [[], [rollout(), rollout()], [rollout(constraints=[{}])], [rollout(id=None)]],
    ids=["none", "two", "constraints", "no id"],
)
def test_a_share_without_one_plain_rollout_is_refused(strategies: list[object]) -> None:
    with unleash({f"GET {FEATURE}": state(*strategies)}) as (flags, server):
        error = failure(lambda: flags.set_exposure("coupon_v2", 20, operation_id="op-1"))
    assert error.message.code == FlagCode.NO_SINGLE_ROLLOUT
    assert len(server.seen) == 1


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


def event(number: int, **more: object) -> dict[str, object]:
    plain = {"id": number, "type": "feature-environment-disabled", "createdBy": "mina"}
    when = {"createdAt": f"2026-11-21T19:29:{number:02}.350Z", "featureName": "coupon_v2"}
    return {**plain, **when, "environment": "production", **more}


def page(*events: object) -> bytes:
    return http(json.dumps({"events": events, "total": len(events)}).encode())


SEARCH = "GET /api/admin/search/events?feature=IS%3Acoupon_v2&from=IS%3A2026-11-21&limit=1000"


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


def refusal(status: int, name: str, sentence: str, **more: object) -> bytes:
    body: dict[str, object] = {"name": name, "message": sentence, **more}
    if not name:
        del body["name"]
    return http(json.dumps(body).encode(), status=status)


NEED = 'To perform this action, you need the "UPDATE_FEATURE_ENVIRONMENT" permission.'
SKIP = 'To perform this action, you need the "SKIP_CHANGE_REQUEST" permission.'

REFUSALS = [
    pytest.param(
        refusal(401, "AuthenticationRequired", "You must log in to use Unleash. Your request had"),
        (FlagCode.TOKEN_MISSING, Refusal.TOKEN_UNKNOWN),
        id="no token",
    ),
    pytest.param(
        refusal(401, "UnauthorizedError", "You must log in to use Unleash."),
        (FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
        id="bad token",
    ),
    pytest.param(
        refusal(401, "", "This endpoint requires an API token."),
        (FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
        id="bad client token",
    ),
    pytest.param(
        refusal(403, "PermissionError", NEED, permissions=["UPDATE_FEATURE_ENVIRONMENT"]),
        (FlagCode.NOT_ALLOWED, Refusal.NOT_ALLOWED),
        id="no right",
    ),
    pytest.param(
        refusal(403, "", "invalid token: expected a different token type for this endpoint"),
        (FlagCode.TOKEN_KIND, Refusal.NOT_ALLOWED),
        id="kind of token",
    ),
    pytest.param(
        refusal(403, "PermissionError", SKIP, permissions=["SKIP_CHANGE_REQUEST"]),
        (FlagCode.APPROVAL_NEEDED, Refusal.APPROVAL_NEEDED),
        id="approval",
    ),
    pytest.param(
        refusal(403, "PermissionError", SKIP),
        (FlagCode.APPROVAL_NEEDED, Refusal.APPROVAL_NEEDED),
        id="approval by sentence",
    ),
    pytest.param(
        refusal(
            404, "NotFoundError", 'There\'s no feature named "coupon_v2" in project "default".'
        ),
        (FlagCode.NO_FLAG, Refusal.NOT_FOUND),
        id="no flag",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "Could not find environment production for feature: a"),
        (FlagCode.NO_ENVIRONMENT, Refusal.NOT_FOUND),
        id="no environment",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "Could not find feature flag with name coupon_v2"),
        (FlagCode.ARCHIVED, Refusal.ARCHIVED),
        id="archived to read",
    ),
    pytest.param(
        refusal(
            404,
            "NotFoundError",
            'There\'s no feature named "a" in project "x", but there\'s a feature with that '
            'name in project "default"',
        ),
        (FlagCode.OTHER_PROJECT, Refusal.NOT_FOUND),
        id="another project",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "The path you were looking for (x) is not available."),
        (FlagCode.NO_PATH, Refusal.NOT_FOUND),
        id="no path",
    ),
    pytest.param(
        http(b"<html>nginx</html>", status=404, kind="text/html"),
        (FlagCode.NO_PATH, Refusal.NOT_FOUND),
        id="a proxy's 404",
    ),
    pytest.param(
        refusal(400, "ArchivedFeatureError", "Cannot perform this operation on archived features"),
        (FlagCode.ARCHIVED, Refusal.ARCHIVED),
        id="archived",
    ),
    pytest.param(
        refusal(400, "BadDataError", "Request validation failed"),
        (SourceCode.BAD_REQUEST, Refusal.BAD_REQUEST),
        id="bad data",
    ),
    pytest.param(
        refusal(409, "NameExistsError", "x"), (FlagCode.CONFLICT, Refusal.CONFLICT), id="conflict"
    ),
    pytest.param(
        refusal(415, "ContentTypeError", "x"),
        (FlagCode.CONTENT_TYPE, Refusal.BAD_REQUEST),
        id="content type",
    ),
    pytest.param(
        refusal(503, "", "Unleash is currently in maintenance mode."),
        (FlagCode.READ_ONLY, Refusal.READ_ONLY),
        id="maintenance",
    ),
    pytest.param(http(b"{}", status=429), (SourceCode.TOO_MANY, Refusal.TOO_MANY), id="too many"),
    pytest.param(
        http(b"no", status=401), (SourceCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN), id="a proxy"
    ),
]


@pytest.mark.parametrize(("response", "meaning"), REFUSALS)
def test_a_refusal_is_told_by_its_reason_and_has_changed_nothing(
    response: bytes, meaning: tuple[FlagCode, Refusal]
) -> None:
    with unleash({f"POST {FLAG}/off": response}) as (flags, _server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert isinstance(error, RefusedError)
    assert ((error.message.code, error.refusal), error.may_have_applied) == (meaning, False)


@pytest.mark.parametrize(
    "response",
    [
        refusal(500, "InternalError", "Knex: Timeout acquiring a connection"),
        http(b"<html>bad gateway</html>", status=502, kind="text/html"),
        http(b"upstream timed out", status=503),
        refusal(503, "", "no maintenance, but busy"),
    ],
    ids=["500", "502", "503 of a proxy", "another 503"],
)
def test_any_other_failure_may_have_applied(response: bytes) -> None:
    with unleash({f"POST {FLAG}/off": response}) as (flags, server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert isinstance(error, UnreachableError)
    assert error.may_have_applied
    assert len(server.seen) == 1


def test_a_page_instead_of_an_empty_answer_may_have_applied() -> None:
    signed_out = http(b"<html>sign in</html>", kind="text/html")
    with unleash({f"POST {FLAG}/off": signed_out}) as (flags, _server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert (error.message.code, error.may_have_applied) == (SourceCode.LOGIN_PAGE, True)


SHAPES: dict[str, bytes] = {
    "another flag": state(name="coupon_v3"),
    "a word for a switch": state(enabled="yes"),
    "no strategies": state(environments=[{"name": "production", "enabled": True}]),
    "no environments": state(environments=None),
    "no parameters": state({"name": "flexibleRollout"}),
}


@pytest.mark.parametrize("response", SHAPES.values(), ids=SHAPES)
def test_a_state_of_another_shape_is_no_answer(response: bytes) -> None:
    with unleash({f"GET {FEATURE}": response}) as (flags, _server):
        error = failure(lambda: flags.read("coupon_v2"))
    assert isinstance(error, BadAnswerError)
    assert error.message.code == SourceCode.SHAPE


@pytest.mark.parametrize("at", ["yesterday", "2026-11-21T19:29:01"])
def test_an_event_without_an_instant_is_no_answer(at: str) -> None:
    with unleash({SEARCH: page(event(1, createdAt=at))}) as (flags, _server):
        error = failure(lambda: flags.events("coupon_v2", since=SINCE))
    assert error.message.code == SourceCode.SHAPE


NAMES: dict[str, Callable[[FlagControl], object]] = {
    "read": lambda flags: flags.read(".."),
    "off": lambda flags: flags.turn_off(".", operation_id="o"),
    "share": lambda flags: flags.set_exposure("a\x00b", 5, operation_id="o"),
}


@pytest.mark.parametrize("call", NAMES.values(), ids=NAMES)
def test_a_name_that_would_lead_elsewhere_is_not_sent(
    call: Callable[[FlagControl], object],
) -> None:
    with unleash({}) as (flags, server):
        assert failure(lambda: call(flags)).message.code == FlagCode.BAD_NAME
    assert server.seen == []


@pytest.mark.parametrize("option", ["project", "environment"])
def test_project_and_environment_must_be_set(option: str) -> None:
    options = tuple(pair for pair in PLACE if pair[0] != option)
    error = failure(lambda: connect(source("http://localhost:1", options=options), CLOCK))
    assert (error.message.code, error.message.value("option")) == (SettingsCode.OPTION, option)


def test_the_settings_may_say_how_the_token_goes_out() -> None:
    with unleash({f"POST {FLAG}/off": http(b"")}, auth=Auth.BEARER) as (flags, server):
        flags.turn_off("coupon_v2", operation_id="op-1")
    assert server.seen[0].headers["authorization"] == "Bearer *:*.admin"
