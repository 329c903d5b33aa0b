"""Searching the record of changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.store import PROJECT, FlagStore
from cockpit.simulator.web import Request

MAX_EVENTS = 1000
USUAL_EVENTS = 50
_FIELDS = {
    "feature": "featureName",
    "project": "project",
    "type": "type",
    "environment": "environment",
    "createdBy": "createdByUserId",
}
_LABELS = {
    "feature-created": ("Flag created", "created"),
    "feature-archived": ("Flag archived", "archived"),
    "feature-environment-enabled": ("Flag enabled", "enabled"),
    "feature-environment-disabled": ("Flag disabled", "disabled"),
    "feature-strategy-add": ("Flag strategy added", "added a strategy to"),
    "feature-strategy-update": ("Flag strategy updated", "updated a strategy of"),
}


def search(store: FlagStore, request: Request) -> dict[str, Any]:
    """Return a page of the events that fit, newest first, and how many fit in all."""
    with store.guard:
        fitting: Iterable[dict[str, Any]] = list(store.events)
    for parameter, field in _FIELDS.items():
        wanted = _wanted(request, parameter)
        if wanted is not None:
            fitting = [each for each in fitting if str(each[field]) in wanted]
    from_day, to_day = _day(request, "from"), _day(request, "to")
    found = [
        _labelled(each)
        for each in reversed(list(fitting))
        if (from_day is None or each["createdAt"][:10] >= from_day)
        and (to_day is None or each["createdAt"][:10] <= to_day)
    ]
    offset, limit = _number(request, "offset", 0), _number(request, "limit", USUAL_EVENTS)
    return {"events": found[offset : offset + min(limit, MAX_EVENTS)], "total": len(found)}


def of_flag(store: FlagStore, name: str) -> dict[str, Any]:
    """Return the events of one flag in the older form."""
    with store.guard:
        found = [each for each in reversed(store.events) if each["featureName"] == name]
    return {"version": 1, "toggleName": name, "events": found, "totalEvents": len(found)}


def _labelled(event: dict[str, Any]) -> dict[str, Any]:
    label, verb = _LABELS[event["type"]]
    name, environment = event["featureName"], event["environment"]
    link = f"http://localhost:4242/projects/{PROJECT}"
    where = f" for the **{environment}** environment" if environment else ""
    summary = (
        f"**{event['createdBy']}** {verb} **[{name}]({link}/features/{name})**{where} "
        f"in project **[{PROJECT}]({link})**"
    )
    return {**event, "label": label, "summary": summary}


def _wanted(request: Request, parameter: str) -> set[str] | None:
    """Read filters such as IS:x and IS_ANY_OF:x,y."""
    text = request.first(parameter)
    if text is None:
        return None
    operator, _, values = text.partition(":")
    if operator not in {"IS", "IS_ANY_OF"}:
        refusals.refuse_data(f"The `/query/{parameter}` property must match pattern `^IS:(.*)`")
    return set(values.split(",")) if operator == "IS_ANY_OF" else {values}


def _day(request: Request, parameter: str) -> str | None:
    wanted = _wanted(request, parameter)
    if wanted is None:
        return None
    text = next(iter(wanted))
    try:
        return datetime.strptime(text + "+0000", "%Y-%m-%d%z").date().isoformat()
    except ValueError:
        detail = f"The `/query/{parameter}` property must be a day such as IS:2026-11-21"
        refusals.refuse_data(detail)


def _number(request: Request, parameter: str, usual: int) -> int:
    text = request.first(parameter)
    return int(text) if text is not None and text.isdigit() else usual
