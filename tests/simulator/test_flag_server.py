import pytest

from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.web import Reply
from tests.simulator.flag_server import (
    ADMIN,
    CLIENT,
    FLAG,
    HERE,
    PERSON,
    VIEWER,
    ask,
    events,
    read,
    strategy_id,
)


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
