"""The admin API: the strategies of a flag in one environment."""

import copy
from typing import Any

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.routes import HERE, Call, Routes, in_project, json_body
from cockpit.simulator.flags.store import FlagStore
from cockpit.simulator.web import Reply, json_reply

MAX_PCT = 100


class StrategiesApi:
    """Answers about the strategies of one store."""

    def __init__(self, store: FlagStore, routes: Routes) -> None:
        self._store = store
        routes.add("GET", HERE + "/strategies", self._all)
        routes.add("POST", HERE + "/strategies", self._add)
        routes.add("GET", HERE + "/strategies/{strategy}", self._one)
        routes.add("PUT", HERE + "/strategies/{strategy}", self._put)
        routes.add("PATCH", HERE + "/strategies/{strategy}", self._patch)

    def _all(self, call: Call) -> Reply:
        with self._store.guard:
            in_project(call, self._store)
            here = self._store.here(call.parts["flag"], call.parts["environment"])
            return json_reply(here.strategies)

    def _one(self, call: Call) -> Reply:
        with self._store.guard:
            in_project(call, self._store)
            return json_reply(self._store.strategy(**_names(call)))

    def _add(self, call: Call) -> Reply:
        call.caller.need("CREATE_FEATURE_STRATEGY", call.parts["project"])
        in_project(call, self._store)
        body = _checked(json_body(call))
        where = call.parts["environment"]
        author = call.caller.author
        return json_reply(self._store.add_strategy(call.parts["flag"], where, author, body))

    def _put(self, call: Call) -> Reply:
        call.caller.need("UPDATE_FEATURE_STRATEGY", call.parts["project"])
        in_project(call, self._store)
        return self._replace(call, _checked(json_body(call)))

    def _patch(self, call: Call) -> Reply:
        call.caller.need("UPDATE_FEATURE_STRATEGY", call.parts["project"])
        in_project(call, self._store)
        json_body(call)
        with self._store.guard:
            strategy = self._store.strategy(**_names(call))
            return self._replace(call, _checked(_patched(strategy, call.request.json())))

    def _replace(self, call: Call, body: dict[str, Any]) -> Reply:
        names = _names(call)
        author = call.caller.author
        done = self._store.put_strategy(
            names["name"], names["environment"], author, names["strategy_id"], body
        )
        return json_reply(done)


def _names(call: Call) -> dict[str, str]:
    parts = call.parts
    return {
        "name": parts["flag"],
        "environment": parts["environment"],
        "strategy_id": parts["strategy"],
    }


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(body.get("name"), str):
        refusals.refuse_data("The `/body` object must have required property 'name'")
    parameters = body.get("parameters", {})
    if not isinstance(parameters, dict):
        refusals.refuse_data("The `/body/parameters` property must be object")
    for name, value in parameters.items():
        if not isinstance(value, str):  # Unleash's parameters are texts, percentages too
            refusals.refuse_data(f"The `/body/parameters/{name}` property must be string")
    rollout = parameters.get("rollout", "0")
    if not rollout.isdigit() or int(rollout) > MAX_PCT:
        refusals.refuse_data("The `/body/parameters/rollout` property must be 0 to 100")
    return body


def _patched(strategy: dict[str, Any], operations: object) -> dict[str, Any]:
    """Return the strategy with a JSON patch (RFC 6902) of replace, add and test applied."""
    if not isinstance(operations, list):
        refusals.refuse_data("The `/body` property must be array")
    changed = copy.deepcopy(strategy)
    for operation in operations:
        path = operation.get("path") if isinstance(operation, dict) else None
        kind = operation.get("op") if isinstance(operation, dict) else None
        if not isinstance(path, str) or kind not in {"replace", "add", "test"}:
            refusals.refuse_data("The `/body` property must hold operations with op and path")
        *outer, last = path.strip("/").split("/")
        holder: Any = changed
        for part in outer:
            holder = holder.get(part) if isinstance(holder, dict) else None
        if not isinstance(holder, dict) or (kind != "add" and last not in holder):
            refusals.refuse_data(f"The path {path} does not exist")
        if kind == "test" and holder[last] != operation.get("value"):
            refusals.refuse_data(f"The test of {path} failed")
        if kind != "test":
            holder[last] = operation.get("value")
    return changed
