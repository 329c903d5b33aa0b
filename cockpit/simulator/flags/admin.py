"""The admin API: flags and their switches."""

import re

from cockpit.simulator.flags import events, pictures, refusals
from cockpit.simulator.flags.routes import HERE, Call, Routes, in_project, json_body
from cockpit.simulator.flags.store import PROJECT, Flag, FlagStore
from cockpit.simulator.web import Reply, json_reply

UPDATE = "UPDATE_FEATURE_ENVIRONMENT"
MAX_FOUND = 100
USUAL_FOUND = 50
_NAME = re.compile(r"[\w.~-]+", re.ASCII)
_BULK = "/api/admin/projects/{project}/bulk_features/environments/{environment}"


class AdminApi:
    """Answers about the flags of one store."""

    def __init__(self, store: FlagStore, routes: Routes) -> None:
        self._store = store
        add = routes.add
        features = "/api/admin/projects/{project}/features"
        add("GET", features, self._list)
        add("POST", features, self._create)
        add("GET", features + "/{flag}", self._one)
        add("DELETE", features + "/{flag}", self._archive)
        add("GET", HERE, self._one_here)
        add("POST", HERE + "/on", lambda call: self._switch(call, on=True))
        add("POST", HERE + "/off", lambda call: self._switch(call, on=False))
        add("POST", _BULK + "/on", lambda call: self._switch_many(call, on=True))
        add("POST", _BULK + "/off", lambda call: self._switch_many(call, on=False))
        add("GET", "/api/admin/search/features", self._search)
        add("GET", "/api/admin/search/events", self._events)
        add("GET", "/api/admin/events/{flag}", self._events_of_flag)

    def _list(self, _call: Call) -> Reply:
        shown = [pictures.listed(flag) for flag in self._live()]
        return json_reply({"version": 2, "features": shown})

    def _search(self, call: Call) -> Reply:
        wanted, project = call.request.first("query") or "", call.request.first("project")
        found = [flag for flag in self._live() if wanted in flag.name]
        if project is not None and project != f"IS:{PROJECT}":
            found = []
        for status in call.request.query.get("status[]", []):
            environment, _, state = status.partition(":")
            found = [
                flag
                for flag in found
                if environment in flag.here
                and flag.here[environment].enabled == (state == "enabled")
            ]
        offset, limit = call.request.first("offset") or "0", call.request.first("limit") or ""
        if not offset.isdigit() or (limit and not limit.isdigit()):
            refusals.refuse_data("The `/query/limit` property must be a number")
        count = min(int(limit or USUAL_FOUND), MAX_FOUND)
        page = found[int(offset) : int(offset) + count]
        shown = [pictures.searched(flag) for flag in page]
        return json_reply({"features": shown, "total": len(found)})

    def _create(self, call: Call) -> Reply:
        call.caller.need("CREATE_FEATURE", call.parts["project"])
        body = json_body(call)
        name = body.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            refusals.refuse_data(f'"name" must be URL friendly. You provided "{name}".')
        flag = self._store.create(
            name,
            call.caller.author,
            kind=str(body.get("type", "release")),
            description=body.get("description"),
        )
        return json_reply(pictures.created(flag), 201)

    def _one(self, call: Call) -> Reply:
        with self._store.guard:
            in_project(call, self._store)
            return json_reply(pictures.one(self._store.existing(call.parts["flag"])))

    def _archive(self, call: Call) -> Reply:
        call.caller.need("DELETE_FEATURE", call.parts["project"])
        in_project(call, self._store)
        self._store.archive(call.parts["flag"], call.caller.author)
        return Reply(202)

    def _one_here(self, call: Call) -> Reply:
        with self._store.guard:
            in_project(call, self._store)
            flag, environment = call.parts["flag"], call.parts["environment"]
            here = self._store.here(flag, environment)
            return json_reply(pictures.in_environment(self._store.flags[flag], environment, here))

    def _switch(self, call: Call, *, on: bool) -> Reply:
        call.caller.need(UPDATE, call.parts["project"])
        in_project(call, self._store)
        author = call.caller.author
        self._store.switch(call.parts["flag"], call.parts["environment"], author, on=on)
        return Reply(200)  # empty, in spite of the published schema

    def _switch_many(self, call: Call, *, on: bool) -> Reply:
        call.caller.need(UPDATE, call.parts["project"])
        names = json_body(call).get("features")
        if not isinstance(names, list):
            refusals.refuse_data('The `/body` object must have required property "features"')
        with self._store.guard:
            for name in names:  # all or nothing
                self._store.changeable(str(name), call.parts["environment"])
            group_id = self._store.ids.ulid()
            for name in names:
                where, author = call.parts["environment"], call.caller.author
                self._store.switch(str(name), where, author, on=on, group_id=group_id)
        return Reply(200)

    def _events(self, call: Call) -> Reply:
        return json_reply(events.search(self._store, call.request))

    def _events_of_flag(self, call: Call) -> Reply:
        return json_reply(events.of_flag(self._store, call.parts["flag"]))

    def _live(self) -> list[Flag]:
        with self._store.guard:
            return [flag for flag in self._store.flags.values() if not flag.is_archived]
