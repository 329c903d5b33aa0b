"""What the flag server refuses, in the words of the real one."""

from typing import Any

import pytest

from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.web import Reply
from tests.simulator.flag_server import (
    ADMIN,
    CLIENT,
    FLAG,
    HERE,
    PERSON,
    VIEWER,
    ask,
    read,
    strategy_id,
)

WRONG_KIND = {"message": "invalid token: expected a different token type for this endpoint"}


def without_id(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "id"}


@pytest.mark.parametrize(
    "operations",
    [
        {},
        [{"op": "remove", "path": "/title"}],
        [{"op": "replace", "path": "/nothing/here", "value": "x"}],
        [{"op": "replace", "path": "/parameters/rollout", "value": 20}],
        [{"op": "replace", "path": "/parameters/rollout", "value": "120"}],
        [{"op": "test", "path": "/parameters/rollout", "value": "99"}],
        ["x"],
    ],
)
def test_a_patch_that_cannot_be_applied_is_bad_data(server: FlagServer, operations: object) -> None:
    path = f"{HERE}/strategies/{strategy_id(server)}"
    reply = ask(server, "PATCH", path, operations, headers={"content-type": "application/json"})
    assert (reply.status, read(reply)["name"]) == (400, "BadDataError")
    assert read(ask(server, "GET", path))["parameters"]["rollout"] == "5"


NO_FLAG = 'There\'s no feature named "ghost" in project "default".'


ELSEWHERE = (
    'There\'s no feature named "new-checkout" in project "nope", '
    'but there\'s a feature with that name in project "default"'
)


NO_ENVIRONMENT = "Could not find environment mars for feature: new-checkout"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (HERE.replace("new-checkout", "ghost") + "/off", NO_FLAG),
        (HERE.replace("production", "mars") + "/off", NO_ENVIRONMENT),
        (HERE.replace("default", "nope") + "/off", ELSEWHERE),
    ],
)
def test_what_is_not_there_is_404_without_an_id(
    server: FlagServer, path: str, sentence: str
) -> None:
    reply = ask(server, "POST", path)
    expected = {"name": "NotFoundError", "message": sentence, "details": [{"message": sentence}]}
    assert (reply.status, read(reply)) == (404, expected)


@pytest.mark.parametrize("path", ["/api/admin/roles", "/api/admin/service-account", "/nowhere"])
def test_what_the_open_edition_lacks_is_404_with_an_id(server: FlagServer, path: str) -> None:
    reply = ask(server, "GET", path)
    text = f"The path you were looking for ({path}) is not available."
    assert (reply.status, read(reply)["message"]) == (404, text)
    assert read(reply)["id"]


def test_an_archived_flag_cannot_be_read_or_switched(server: FlagServer) -> None:
    assert ask(server, "DELETE", FLAG) == Reply(202)
    gone = ask(server, "GET", FLAG)
    assert gone.status == 404
    assert read(gone)["message"] == "Could not find feature flag with name new-checkout"
    for switch in ("on", "off"):
        reply = ask(server, "POST", f"{HERE}/{switch}")
        text = "Cannot perform this operation on archived features"
        expected = {"name": "ArchivedFeatureError", "message": text, "details": [{"message": text}]}
        assert (reply.status, read(reply)) == (400, expected)
    assert read(ask(server, "GET", "/api/admin/projects/default/features"))["features"] == []


def test_no_token_and_a_bad_token_are_two_kinds_of_401(server: FlagServer) -> None:
    none, bad = ask(server, "GET", FLAG, token=None), ask(server, "GET", FLAG, token="user:nobody")
    assert (none.status, bad.status) == (401, 401)
    assert read(none)["name"] == "AuthenticationRequired"
    assert read(none)["path"] == "/auth/simple/login"
    assert without_id(read(bad)) == {
        "name": "UnauthorizedError",
        "message": "You must log in to use Unleash.",
        "details": [{"message": "You must log in to use Unleash."}],
    }


def test_a_bearer_in_front_of_the_token_is_accepted(server: FlagServer) -> None:
    assert ask(server, "GET", FLAG, token=f"Bearer {PERSON}").status == 200


def test_tokens_of_the_other_kind_are_told_so(server: FlagServer) -> None:
    admin_api = ask(server, "POST", HERE + "/off", token=CLIENT)
    client_api = ask(server, "GET", "/api/client/features", token=ADMIN)
    assert (admin_api.status, read(admin_api)) == (403, WRONG_KIND)
    assert (client_api.status, read(client_api)) == (403, WRONG_KIND)


def test_a_viewer_reads_and_changes_nothing(server: FlagServer) -> None:
    assert ask(server, "GET", FLAG, token=VIEWER).status == 200
    reply = ask(server, "POST", HERE + "/on", token=VIEWER)
    assert (reply.status, read(reply)["name"]) == (403, "PermissionError")
    assert read(reply)["permissions"] == ["UPDATE_FEATURE_ENVIRONMENT"]
    assert read(ask(server, "GET", HERE))["enabled"] is False


def test_a_person_has_no_rights_in_other_projects(server: FlagServer) -> None:
    reply = ask(server, "POST", HERE.replace("default", "nope") + "/off", token=PERSON)
    assert (reply.status, read(reply)["name"]) == (403, "PermissionError")


def test_a_body_that_must_be_json_says_so(server: FlagServer) -> None:
    path = "/api/admin/projects/default/bulk_features/environments/production/off"
    form = {"content-type": "application/x-www-form-urlencoded"}
    reply = ask(server, "POST", path, {"features": []}, headers=form)
    assert (reply.status, read(reply)["name"]) == (415, "ContentTypeError")
    assert "application/x-www-form-urlencoded" in read(reply)["message"]


@pytest.mark.parametrize(
    ("method", "status"), [("POST", 503), ("PUT", 503), ("DELETE", 503), ("GET", 200)]
)
def test_in_maintenance_only_reading_goes_on(server: FlagServer, method: str, status: int) -> None:
    server.in_maintenance = True
    path = {"POST": HERE + "/off", "PUT": f"{HERE}/strategies/{strategy_id(server)}"}
    reply = ask(server, method, path.get(method, FLAG))
    assert reply.status == status
    if status == 503:
        assert read(reply) == {"message": "Unleash is currently in maintenance mode."}
