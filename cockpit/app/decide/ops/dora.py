"""The measures of change safety over a window of deployments, incidents and actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec.structs import asdict

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.app.decide.ops.ratios import both_ends
from cockpit.domain.dora import (
    PRODUCTION,
    Action,
    Deployment,
    Effect,
    Incident,
    Kind,
    Origin,
    Status,
    Undoing,
    report,
)
from cockpit.domain.message import message

KINDS: tuple[Kind, ...] = ("release", "hotfix", "rollback")
STATUSES: tuple[Status, ...] = ("success", "failed", "cancelled")
ORIGINS: tuple[Origin, ...] = ("change", "external")
EFFECTS: tuple[Effect, ...] = ("done", "refused")

ChoiceT = TypeVar("ChoiceT", bound=str)


def dora(given: Place) -> Mapping[str, object]:
    """Return the report, with the ids and times that it rests on."""
    fields = given.fields("window", "now", "deployments", "incidents", "actions")
    window = fields.needed("window").fields("from", "to")
    from_at, to = window.needed("from").at(), window.needed("to")
    if not to.at() > from_at:
        raise to.wrong(message(WantedCode.LATER, other=window.needed("from").path))
    found = report(
        _deployments(fields.needed("deployments")),
        _incidents(fields.needed("incidents")),
        [_action(one) for one in fields.needed("actions").items()],
        window_from=from_at,
        window_to=to.at(),
        now=fields.needed("now").at(),
    )
    return {**asdict(found), "wilson95": both_ends(found.wilson95)}


def _deployments(place: Place) -> list[Deployment]:
    """Return the deployments; an id may stand for one change only (staging is none)."""
    changes: dict[str, Deployment] = {}
    found = []
    for item in place.items():
        fields = item.fields("id", "at", "kind", "rollback_of", "status", "env", "rehearsal")
        one = Deployment(
            id=fields.needed("id").text(),
            at=fields.needed("at").at(),
            kind=_choice(fields.given("kind"), KINDS, "release"),
            status=_choice(fields.given("status"), STATUSES, "success"),
            environment=_text(fields.given("env")) or PRODUCTION,
            is_rehearsal=_is_so(fields.given("rehearsal")),
        )
        _text(fields.given("rollback_of"))
        if one.is_change and changes.setdefault(one.id, one) != one:
            raise fields.needed("id").wrong(message(WantedCode.UNLIKE))
        found.append(one)
    return found


def _incidents(place: Place) -> list[Incident]:
    found: dict[str, Incident] = {}
    originals: dict[str, Place] = {}
    for item in place.items():
        fields = item.fields(
            "id",
            "deployment",
            "detected_at",
            "mitigated_at",
            "resolved_at",
            "cause",
            "duplicate_of",
            "rehearsal",
        )
        one = Incident(
            id=fields.needed("id").text(),
            detected_at=fields.needed("detected_at").at(),
            mitigated_at=_instant(fields.given("mitigated_at")),
            deployment=_text(fields.given("deployment")),
            cause=_choice(fields.given("cause"), ORIGINS, "change"),
            duplicate_of=_text(fields.given("duplicate_of")),
            is_rehearsal=_is_so(fields.given("rehearsal")),
        )
        _instant(fields.given("resolved_at"))
        if found.setdefault(one.id, one) != one:
            raise fields.needed("id").wrong(message(WantedCode.UNLIKE))
        originals[one.id] = fields.needed("duplicate_of")
    followed: set[str] = set()
    for id_, original in originals.items():
        _follow(id_, original, found, followed)
    return list(found.values())


def _follow(
    id_: str, original: Place, incidents: Mapping[str, Incident], followed: set[str]
) -> None:
    """Refuse duplicates that lead back to themselves: nothing would be left of them.

    Those that were `followed` before are known to end, and so is each that leads there.
    """
    seen: set[str] = set()
    step: Incident | None = incidents[id_]
    while step is not None and step.id not in followed:
        if step.id in seen:
            raise original.wrong(message(WantedCode.NO_CIRCLE))
        seen.add(step.id)
        step = incidents.get(step.duplicate_of or "")
    followed |= seen


def _action(place: Place) -> Action:
    fields = place.fields("type", "deployment", "at", "planned", "rehearsal", "result")
    return Action(
        type=fields.needed("type").one_of(tuple(Undoing)),
        deployment=fields.needed("deployment").text(),
        at=fields.needed("at").at(),
        is_planned=_is_so(fields.given("planned")),
        is_rehearsal=_is_so(fields.given("rehearsal")),
        result=_choice(fields.given("result"), EFFECTS, "done"),
    )


def _choice(place: Place | None, choices: Sequence[ChoiceT], usual: ChoiceT) -> ChoiceT:
    return usual if place is None else place.one_of(choices)


def _text(place: Place | None) -> str | None:
    return None if place is None else place.text()


def _instant(place: Place | None) -> datetime | None:
    return None if place is None else place.at()


def _is_so(place: Place | None) -> bool:
    return place is not None and place.boolean()


OPS.add("dora.report", dora)
