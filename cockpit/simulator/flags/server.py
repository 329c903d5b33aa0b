"""The flag server over HTTP: who asks, where to, and what the server says of itself."""

from collections.abc import Callable

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.access import ADMIN, WRONG_KIND, Access, Caller, WrongTokenKindError
from cockpit.simulator.flags.admin import AdminApi
from cockpit.simulator.flags.client_view import ClientView
from cockpit.simulator.flags.ids import Ids
from cockpit.simulator.flags.routes import Call, Routes
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.flags.store import ENVIRONMENTS, PROJECT, FlagStore
from cockpit.simulator.flags.strategies import StrategiesApi
from cockpit.simulator.web import Reply, Request, json_reply

VERSION = "8.2.0"
_BORN_AT = "2026-01-01T00:00:00.000Z"


class FlagServer:
    """A server of one project that answers as Unleash 8.2 (open edition) does.

    While `in_maintenance` is True it refuses every POST, PUT and DELETE.
    """

    def __init__(self, settings: FlagSettings, seed: int, now_s: Callable[[], float]) -> None:
        self._ids = Ids(seed)
        self._access = Access(settings)
        self.store = FlagStore(self._ids, now_s)
        self.in_maintenance = False
        self._routes = Routes()
        AdminApi(self.store, self._routes)
        StrategiesApi(self.store, self._routes)
        self._routes.add("GET", "/api/admin/user", _who)
        self._routes.add("GET", "/api/admin/ui-config", _about_itself)
        self._routes.add("GET", "/api/admin/instance-admin/statistics", self._statistics)
        self._routes.add("GET", "/api/admin/environments", _environments)
        self._routes.add("GET", "/api/admin/projects", self._projects)
        self._view: ClientView | None = None

    def open_to_clients(self, delay_s: float, seed: int) -> None:
        """Serve the flags as they are now; later changes are served up to `delay_s` late."""
        self._view = ClientView(self.store, delay_s, seed)

    def answer(self, request: Request) -> Reply:
        """Return the answer to any request."""
        try:
            return self._answer(request)
        except refusals.RefusalError as error:
            return refusals.refused(error, self._ids)
        except WrongTokenKindError:
            return refusals.bare(WRONG_KIND, 403)

    def _answer(self, request: Request) -> Reply:
        if request.path in {"/health", "/ready"}:
            return json_reply({"health": "GOOD"})
        if request.path == "/api/client/features":
            return self._client_features(request)
        if not request.path.startswith("/api/admin/"):
            raise refusals.no_path(request.path)
        caller = self._access.caller(request)
        if self.in_maintenance and request.method in {"POST", "PUT", "DELETE"}:
            return refusals.bare("Unleash is currently in maintenance mode.", 503)
        found = self._routes.find(caller, request)
        if found is None:
            raise refusals.no_path(request.path)
        answer, call = found
        return answer(call)

    def _client_features(self, request: Request) -> Reply:
        environment = self._access.environment(request)
        if self._view is None:
            raise refusals.no_path(request.path)
        picture = self._view.picture(environment)
        etag = str(picture["meta"]["etag"])
        if request.headers.get("if-none-match") == etag:
            return Reply(304, headers=(("ETag", etag),))
        return json_reply(picture, headers=(("ETag", etag),))

    def _statistics(self, _call: Call) -> Reply:
        count = sum(not flag.is_archived for flag in self.store.flags.values())
        about = {"versionOSS": VERSION, "versionEnterprise": "", "featureToggles": count}
        return json_reply({"timestamp": self.store.now_text(), "instanceId": "simulator", **about})

    def _projects(self, _call: Call) -> Reply:
        count = sum(not flag.is_archived for flag in self.store.flags.values())
        project = {
            "id": PROJECT,
            "name": "Default",
            "description": "Default project",
            "featureCount": count,
            "createdAt": _BORN_AT,
            "mode": "open",
        }
        return json_reply({"version": 1, "projects": [project]})


def _who(call: Call) -> Reply:
    return json_reply(
        {
            "user": _user(call.caller),
            "permissions": [{"permission": "ADMIN"}] if call.caller.may_write else [],
            "feedback": [],
            "splash": {},
        }
    )


def _user(caller: Caller) -> dict[str, object]:
    author = caller.author
    if author is ADMIN:
        return {"isAPI": True, "id": author.user_id, "username": author.name}
    return {
        "accountType": "User",
        "id": author.user_id,
        "username": author.name,
        "email": author.name,
        "imageUrl": "",
        "seenAt": None,
        "loginAttempts": 0,
        "createdAt": _BORN_AT,
    }


def _about_itself(_call: Call) -> Reply:
    info = {"current": {"oss": VERSION, "enterprise": ""}, "instanceId": "simulator"}
    return json_reply(
        {"name": "Unleash", "version": VERSION, "environment": "Open Source", "versionInfo": info}
    )


def _environments(_call: Call) -> Reply:
    shown = [
        {"name": name, "type": name, "sortOrder": order, "enabled": True, "protected": False}
        for order, name in enumerate(ENVIRONMENTS, start=2)
    ]
    return json_reply({"version": 1, "environments": shown})
