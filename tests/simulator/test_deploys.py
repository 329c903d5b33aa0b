import json
from typing import Any

import pytest

from cockpit.simulator.deploys.jobs import DeployBoard
from cockpit.simulator.deploys.server import deploy_handler
from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.web import Reply, Request

START_S = 1_795_000_000.0


class Desk:
    """A deploy server whose time is set by hand."""

    def __init__(self, settings: DeploySettings | None = None) -> None:
        self.now_s = START_S
        chosen = settings or DeploySettings(token="t")
        versions = ("3.1.4", "3.2.0")
        self.board = DeployBoard(chosen, versions, lambda: self.now_s, is_new_deployed=True)
        self._answer = deploy_handler(self.board, lambda: self.now_s, "t")

    def ask(self, method: str, path: str, body: object = None, **query: str) -> Reply:
        values = {name: [value] for name, value in query.items()}
        headers = {"authorization": "Bearer t"}
        return self._answer(Request(method, path, values, headers, json.dumps(body).encode()))

    def start(self, operation_id: str = "op-1") -> Reply:
        body = {"operation_id": operation_id, "service": "shop", "to_version": "3.1.4"}
        return self.ask("POST", "/rollbacks", body)

    def job(self, job_id: str = "rollback-1") -> Any:
        return json.loads(self.ask("GET", f"/rollbacks/{job_id}").body)

    def deployed(self) -> str:
        return str(json.loads(self.ask("GET", "/deployments/current").body)["version"])


def states(job: dict[str, Any]) -> list[str]:
    return [step["status"] for step in job["steps"]]


def test_a_rollback_is_accepted_and_goes_on_region_by_region() -> None:
    desk = Desk()
    reply = desk.start()
    assert reply.status == 202
    assert json.loads(reply.body)["status"] == "queued"
    assert states(desk.job()) == ["queued"] * 5
    desk.now_s += 20
    assert desk.job()["status"] == "running"
    assert states(desk.job()) == ["succeeded", "succeeded", "running", "queued", "queued"]
    assert desk.deployed() == "3.2.0"
    desk.now_s += 20
    assert desk.job()["status"] == "succeeded"
    assert states(desk.job()) == ["succeeded"] * 5
    assert desk.job()["finished_at"] == "2026-11-18T11:07:20.000+00:00"
    assert desk.deployed() == "3.1.4"


def test_the_same_operation_id_never_starts_a_second_job() -> None:
    desk = Desk()
    first = json.loads(desk.start().body)
    desk.now_s += 100
    again = desk.start()
    assert (again.status, json.loads(again.body)["id"]) == (200, first["id"])
    assert len(json.loads(desk.ask("GET", "/rollbacks").body)["rollbacks"]) == 1


def test_jobs_are_found_by_operation_id() -> None:
    desk = Desk()
    desk.start("op-1")
    found = json.loads(desk.ask("GET", "/rollbacks", operation_id="op-1").body)["rollbacks"]
    none = json.loads(desk.ask("GET", "/rollbacks", operation_id="op-2").body)["rollbacks"]
    assert ([job["operation_id"] for job in found], none) == (["op-1"], [])


def test_two_rollbacks_do_not_run_at_once() -> None:
    desk = Desk()
    desk.start("op-1")
    assert desk.start("op-2").status == 409
    desk.now_s += 100
    assert desk.start("op-2").status == 202


def test_a_job_that_fails_stops_there_and_deploys_nothing() -> None:
    desk = Desk()
    desk.board.fail_at_step = 3
    desk.start()
    desk.now_s += 100
    assert desk.job()["status"] == "failed"
    assert states(desk.job()) == ["succeeded", "succeeded", "failed", "cancelled", "cancelled"]
    assert desk.deployed() == "3.2.0"


def test_a_job_is_cancelled_where_it_is_and_only_once() -> None:
    desk = Desk()
    desk.start()
    desk.now_s += 20
    reply = desk.ask("POST", "/rollbacks/rollback-1/cancel")
    assert json.loads(reply.body)["status"] == "cancelled"
    desk.now_s += 100
    assert states(desk.job()) == ["succeeded", "succeeded", "cancelled", "cancelled", "cancelled"]
    assert desk.ask("POST", "/rollbacks/rollback-1/cancel").status == 409
    assert desk.deployed() == "3.2.0"


def test_a_release_deploys_again_after_a_rollback() -> None:
    desk = Desk()
    desk.start()
    desk.now_s += 100
    desk.board.deploy("3.2.0")
    assert desk.deployed() == "3.2.0"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/rollbacks", {"operation_id": "a", "service": "shop"}, 400),
        ("POST", "/rollbacks", [], 400),
        ("POST", "/rollbacks", {"operation_id": "a", "service": "x", "to_version": "3.1.4"}, 404),
        ("POST", "/rollbacks", {"operation_id": "a", "service": "shop", "to_version": "9"}, 422),
        ("GET", "/rollbacks/rollback-9", None, 404),
        ("GET", "/nowhere", None, 404),
    ],
)
def test_what_makes_no_sense_is_refused(method: str, path: str, body: object, status: int) -> None:
    desk = Desk()
    reply = desk.ask(method, path, body)
    assert reply.status == status
    assert json.loads(reply.body)["message"]
    assert desk.board.jobs() == []


def test_other_methods_on_a_job_are_refused() -> None:
    desk = Desk()
    desk.start()
    assert desk.ask("GET", "/rollbacks/rollback-1/cancel").status == 405
    assert desk.ask("POST", "/rollbacks/rollback-1").status == 405


def test_without_the_token_nothing_is_told() -> None:
    desk = Desk()
    answer = deploy_handler(desk.board, lambda: desk.now_s, "other")
    reply = answer(Request("GET", "/rollbacks", headers={"authorization": "Bearer t"}))
    assert reply.status == 401
