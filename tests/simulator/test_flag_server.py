import json
from collections.abc import Mapping
from typing import Any

import pytest

from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.flags.store import Author
from cockpit.simulator.web import Reply, Request

ADMIN, PERSON, VIEWER = "*:*.admin", "user:mina", "user:viewer"
CLIENT = "default:production.client"
FLAG = "/api/admin/projects/default/features/new-checkout"
HERE = FLAG + "/environments/production"
WRONG_KIND = {"message": "invalid token: expected a different token type for this endpoint"}


@pytest.fixture
def server() -> FlagServer:
    """Have the flag new-checkout with 5 % in production, and two events."""
    settings = FlagSettings(
        admin_tokens={ADMIN: "nobody", PERSON: "mina@shop.example"},
        viewer_token=VIEWER,
        client_token=CLIENT,
    )
    made = FlagServer(settings, 1, lambda: 1_795_000_000.0)
    author = Author("founder", 1)
    made.store.create("new-checkout", author, description="x")
    rollout = {"name": "flexibleRollout", "parameters": {"rollout": "5"}}
    made.store.add_strategy("new-checkout", "production", author, rollout)
    made.open_to_clients(0.0, 1)
    return made


def ask(
    server: FlagServer,
    method: str,
    path: str,
    body: object = None,
    *,
    token: str | None = ADMIN,
    headers: dict[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> Reply:
    sent = dict(headers or {})
    if token is not None:
        sent["authorization"] = token
    if body is not None:
        sent.setdefault("content-type", "application/json")
    values = {name: [value] for name, value in (query or {}).items()}
    return server.answer(Request(method, path, values, sent, json.dumps(body or {}).encode()))


def read(reply: Reply) -> Any:
    return json.loads(reply.body)


def events(server: FlagServer, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(ask(server, "GET", "/api/admin/search/events", query=query))[
        "events"
    ]
    return found


def without_id(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "id"}


@pytest.mark.parametrize("switch", ["on", "off"])
def test_a_switch_answers_200_with_an_empty_body_and_no_type(
    server: FlagServer, switch: str
) -> None:
    ask(server, "POST", HERE + "/on")
    assert ask(server, "POST", f"{HERE}/{switch}") == Reply(200)


def test_off_again_is_200_without_a_second_event(server: FlagServer) -> None:
    ask(server, "POST", HERE + "/on")
    before = len(events(server))
    assert ask(server, "POST", HERE + "/off").status == 200
    assert ask(server, "POST", HERE + "/off").status == 200
    assert len(events(server)) == before + 1
    assert events(server)[0]["type"] == "feature-environment-disabled"


def test_on_without_a_strategy_adds_a_rollout_to_everybody(server: FlagServer) -> None:
    where = FLAG + "/environments/development"
    assert read(ask(server, "GET", where))["strategies"] == []
    ask(server, "POST", where + "/on")
    (strategy,) = read(ask(server, "GET", where))["strategies"]
    expected = {"groupId": "new-checkout", "rollout": "100", "stickiness": "default"}
    assert (strategy["name"], strategy["parameters"]) == ("flexibleRollout", expected)
    assert [each["type"] for each in events(server)[:2]] == [
        "feature-environment-enabled",
        "feature-strategy-add",
    ]


def test_a_flag_in_an_environment_has_the_measured_shape(server: FlagServer) -> None:
    found = read(ask(server, "GET", HERE))
    assert set(found) == {"name", "environment", "enabled", "strategies"}
    assert set(found["strategies"][0]) == {
        "id", "featureName", "title", "parameters", "constraints", "variants",
        "sortOrder", "disabled", "name",
    }  # fmt: skip


def strategy_id(server: FlagServer) -> str:
    return str(read(ask(server, "GET", HERE + "/strategies"))[0]["id"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_rollout_is_changed_by_put_and_by_patch(server: FlagServer, method: str) -> None:
    body: object = [{"op": "replace", "path": "/parameters/rollout", "value": "20"}]
    if method == "PUT":
        body = {"name": "flexibleRollout", "parameters": {"rollout": "20"}}
    path = f"{HERE}/strategies/{strategy_id(server)}"
    reply = ask(server, method, path, body)
    expected = {"groupId": "new-checkout", "rollout": "20", "stickiness": "default"}
    assert (reply.status, read(reply)["parameters"]) == (200, expected)
    assert read(ask(server, "GET", path))["parameters"] == expected
    newest = events(server)[0]
    assert newest["type"] == "feature-strategy-update"
    assert newest["preData"]["parameters"]["rollout"] == "5"
    assert newest["data"]["parameters"]["rollout"] == "20"


def test_a_strategy_is_added_and_read_by_its_id(server: FlagServer) -> None:
    path = HERE + "/strategies"
    reply = ask(server, "POST", path, {"name": "default", "title": "all"})
    made = read(reply)
    assert (reply.status, made["name"], made["title"], made["sortOrder"]) == (
        200,
        "default",
        "all",
        1,
    )
    assert read(ask(server, "GET", f"{path}/{made['id']}")) == made
    assert ask(server, "GET", path + "/nothing").status == 404
    assert ask(server, "POST", path, {"title": "nameless"}).status == 400
    assert ask(server, "POST", path, {"name": "default", "parameters": "x"}).status == 400


def test_before_it_is_opened_clients_get_nothing() -> None:
    shut = FlagServer(FlagSettings(client_token=CLIENT), 1, lambda: 0.0)
    assert ask(shut, "GET", "/api/client/features", token=CLIENT).status == 404


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


def test_events_name_the_person_or_admin(server: FlagServer) -> None:
    ask(server, "POST", HERE + "/on", token=PERSON)
    ask(server, "POST", HERE + "/off", token=ADMIN)
    off, on = events(server, feature="IS:new-checkout", environment="IS:production")[:2]
    assert (off["createdBy"], off["createdByUserId"]) == ("admin", -42)
    assert (on["createdBy"], on["createdByUserId"]) == ("mina@shop.example", 3)
    assert on["id"] + 1 == off["id"]
    assert (off["label"], off["groupType"]) == ("Flag disabled", "transaction")
    assert off["createdAt"] == "2026-11-18T11:06:40.000Z"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"feature": "IS:ghost"}, 0),
        ({"feature": "IS_ANY_OF:ghost,new-checkout"}, 2),
        ({"type": "IS:feature-created"}, 1),
        ({"project": "IS:other"}, 0),
        ({"from": "IS:2026-11-19"}, 0),
        ({"to": "IS:2026-11-18", "from": "IS:2026-11-18"}, 2),
        ({"createdBy": "IS:1"}, 2),
    ],
)
def test_events_are_filtered(server: FlagServer, query: dict[str, str], count: int) -> None:
    reply = ask(server, "GET", "/api/admin/search/events", query=query)
    assert (read(reply)["total"], len(read(reply)["events"])) == (count, count)


def test_events_come_in_pages_newest_first(server: FlagServer) -> None:
    for switch in ("on", "off", "on", "off"):
        ask(server, "POST", f"{HERE}/{switch}")
    reply = ask(server, "GET", "/api/admin/search/events", query={"limit": "2", "offset": "1"})
    assert [each["id"] for each in read(reply)["events"]] == [5, 4]
    assert read(reply)["total"] == 6
    older = read(ask(server, "GET", "/api/admin/events/new-checkout"))
    assert (older["toggleName"], older["totalEvents"]) == ("new-checkout", 6)
    bad = ask(server, "GET", "/api/admin/search/events", query={"feature": "new-checkout"})
    assert bad.status == 400
    assert ask(server, "GET", "/api/admin/search/events", query={"from": "IS:soon"}).status == 400


def test_many_are_switched_all_or_none(server: FlagServer) -> None:
    ask(server, "POST", "/api/admin/projects/default/features", {"name": "pay"})
    ask(server, "POST", HERE + "/on")
    path = "/api/admin/projects/default/bulk_features/environments/production/off"
    assert ask(server, "POST", path, {"features": ["new-checkout", "ghost"]}).status == 404
    assert read(ask(server, "GET", HERE))["enabled"] is True
    assert ask(server, "POST", path, {"features": ["new-checkout", "pay"]}) == Reply(200)
    assert read(ask(server, "GET", HERE))["enabled"] is False
    assert ask(server, "POST", path, {"features": "pay"}).status == 400


def test_a_body_that_must_be_json_says_so(server: FlagServer) -> None:
    path = "/api/admin/projects/default/bulk_features/environments/production/off"
    form = {"content-type": "application/x-www-form-urlencoded"}
    reply = ask(server, "POST", path, {"features": []}, headers=form)
    assert (reply.status, read(reply)["name"]) == (415, "ContentTypeError")
    assert "application/x-www-form-urlencoded" in read(reply)["message"]


def test_flags_are_created_once_and_with_a_good_name(server: FlagServer) -> None:
    path = "/api/admin/projects/default/features"
    made = ask(server, "POST", path, {"name": "pay", "type": "kill-switch", "description": "y"})
    assert made.status == 201
    assert read(made) == {
        "name": "pay",
        "description": "y",
        "type": "kill-switch",
        "project": "default",
        "stale": False,
        "createdAt": "2026-11-18T11:06:40.000Z",
        "impressionData": False,
        "archived": False,
    }
    again, odd = (
        ask(server, "POST", path, {"name": "pay"}),
        ask(server, "POST", path, {"name": "a b/#"}),
    )
    assert (again.status, read(again)["name"]) == (409, "NameExistsError")
    assert (odd.status, read(odd)["name"]) == (400, "BadDataError")
    assert read(odd)["details"] == [
        {"message": '"name" must be URL friendly. You provided "a b/#".'}
    ]


def test_the_search_pages_and_filters(server: FlagServer) -> None:
    for number in range(5):
        path = "/api/admin/projects/default/features"
        ask(server, "POST", path, {"name": f"pay-{number}"})
    ask(server, "POST", HERE + "/on")

    def found(**query: str) -> tuple[list[str], int]:
        body = read(ask(server, "GET", "/api/admin/search/features", query=query))
        return [each["name"] for each in body["features"]], body["total"]

    assert found(limit="2", offset="1") == (["pay-0", "pay-1"], 6)
    assert found(query="pay-3") == (["pay-3"], 1)
    assert found(**{"status[]": "production:enabled"}) == (["new-checkout"], 1)
    assert found(project="IS:other") == ([], 0)
    assert ask(server, "GET", "/api/admin/search/features", query={"limit": "x"}).status == 400


def test_clients_get_their_environment_with_a_revision(server: FlagServer) -> None:
    ask(server, "POST", HERE + "/on")
    reply = ask(server, "GET", "/api/client/features", token=CLIENT)
    body = read(reply)
    assert (body["version"], body["meta"]["revisionId"]) == (2, 3)
    assert body["query"]["environment"] == "production"
    assert body["features"] == [
        {
            "name": "new-checkout",
            "type": "release",
            "enabled": True,
            "project": "default",
            "stale": False,
            "strategies": [
                {
                    "name": "flexibleRollout",
                    "constraints": [],
                    "parameters": {
                        "groupId": "new-checkout",
                        "rollout": "5",
                        "stickiness": "default",
                    },
                    "variants": [],
                }
            ],
            "variants": [],
            "description": "x",
            "impressionData": False,
        }
    ]
    development = CLIENT.replace("production", "development")
    other = read(ask(server, "GET", "/api/client/features", token=development))
    assert other["features"][0]["enabled"] is False


def test_an_unchanged_answer_is_304_until_something_changes(server: FlagServer) -> None:
    etag = dict(ask(server, "GET", "/api/client/features", token=CLIENT).headers)["ETag"]
    same = {"if-none-match": etag}
    assert ask(server, "GET", "/api/client/features", token=CLIENT, headers=same).status == 304
    ask(server, "POST", HERE + "/on")
    assert ask(server, "GET", "/api/client/features", token=CLIENT, headers=same).status == 200


def test_archived_flags_are_not_served(server: FlagServer) -> None:
    ask(server, "DELETE", FLAG)
    assert read(ask(server, "GET", "/api/client/features", token=CLIENT))["features"] == []


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


def test_it_tells_who_one_is_and_what_it_is(server: FlagServer) -> None:
    me = read(ask(server, "GET", "/api/admin/user", token=PERSON))
    assert me["user"]["username"] == "mina@shop.example"
    assert me["permissions"] == [{"permission": "ADMIN"}]
    assert read(ask(server, "GET", "/api/admin/user", token=VIEWER))["permissions"] == []
    assert read(ask(server, "GET", "/api/admin/user"))["user"]["id"] == -42
    assert read(ask(server, "GET", "/api/admin/ui-config"))["environment"] == "Open Source"
    statistics = read(ask(server, "GET", "/api/admin/instance-admin/statistics"))
    assert (statistics["versionOSS"], statistics["featureToggles"]) == ("8.2.0", 1)
    projects = read(ask(server, "GET", "/api/admin/projects"))["projects"]
    assert [each["id"] for each in projects] == ["default"]
    names = read(ask(server, "GET", "/api/admin/environments"))["environments"]
    assert [each["name"] for each in names] == ["development", "production"]
    assert ask(server, "GET", "/health", token=None) == Reply(
        200, b'{"health":"GOOD"}', "application/json; charset=utf-8"
    )
