"""The Unleash connector: what it sends, believes and refuses.

The bodies are those that Unleash 8.2.0 gave when it was asked.
"""

import json
from collections.abc import Callable

import pytest

from cockpit.connectors.codes import FlagCode, SettingsCode, SourceCode
from cockpit.connectors.flags.unleash import connect
from cockpit.ports.errors import BadAnswerError, RefusedError
from cockpit.ports.flags import FlagControl, FlagState
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, failure, source
from tests.connectors.unleash_server import FEATURE, FLAG, PLACE, rollout, state, unleash
from tests.kit.faulty import http

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
