"""A flag server with one flag, and how tests ask it."""

import json
from collections.abc import Mapping
from typing import Any

from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.web import Reply, Request

ADMIN, PERSON, VIEWER = "*:*.admin", "user:mina", "user:viewer"
CLIENT = "default:production.client"
FLAG = "/api/admin/projects/default/features/new-checkout"
HERE = FLAG + "/environments/production"


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


def strategy_id(server: FlagServer) -> str:
    return str(read(ask(server, "GET", HERE + "/strategies"))[0]["id"])
