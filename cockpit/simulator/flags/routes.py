"""Finding who answers a path: patterns in which `{name}` stands for one part."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.access import Caller
from cockpit.simulator.flags.store import PROJECT, FlagStore
from cockpit.simulator.web import Reply, Request

HERE = "/api/admin/projects/{project}/features/{flag}/environments/{environment}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request on the admin API: who asks, and the parts of the path by name."""

    caller: Caller
    request: Request
    parts: dict[str, str]


Answer = Callable[[Call], Reply]


class Routes:
    """Answers by method and path."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Answer]] = []

    def add(self, method: str, pattern: str, answer: Answer) -> None:
        """Let `answer` answer what fits the pattern."""
        text = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        self._routes.append((method, re.compile(text), answer))

    def find(self, caller: Caller, request: Request) -> tuple[Answer, Call] | None:
        """Return who answers the request and what is handed over; None when nobody does."""
        for method, pattern, answer in self._routes:
            found = pattern.fullmatch(request.path)
            if found is not None and method == request.method:
                return answer, Call(caller, request, found.groupdict())
        return None


def in_project(call: Call, store: FlagStore) -> None:
    """Raise unless the path names the project in which the flag lives."""
    project, flag = call.parts["project"], call.parts["flag"]
    if project != PROJECT:
        raise refusals.elsewhere(flag, project, PROJECT if flag in store.flags else None)


def json_body(call: Call) -> dict[str, Any]:
    """Return the body, which must be sent as JSON; an empty object when it is no object."""
    given = call.request.headers.get("content-type", "undefined")
    if given.partition(";")[0].strip().lower() != "application/json":
        raise refusals.bad_content_type(given)
    return call.request.json_object()
