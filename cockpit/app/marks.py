"""What happened, as charts mark it, folded from the journal."""

from collections.abc import Mapping
from datetime import datetime

from cockpit.app.chart_view import Mark, MarkKind
from cockpit.domain.events import Entry, LaunchDeployed, OutcomeRecorded, StageReached
from cockpit.domain.judgements import FaultDetected, FaultDetectedFirst
from cockpit.domain.operations import Lever, Outcome
from cockpit.domain.unresolved import Operation

KINDS = {
    Lever.FLAG_OFF: MarkKind.FLAG,
    Lever.FLAG_ON: MarkKind.FLAG,
    Lever.ROLLBACK: MarkKind.ROLLBACK,
}
"""Steps of exposure are not among them: the stage that they lead to is."""


class Marks:
    """Takes rows as they come; `all` has the marks by time."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Mark] = {}
        self._all: tuple[Mark, ...] | None = ()

    @property
    def all(self) -> tuple[Mark, ...]:
        """Return the marks by time."""
        if self._all is None:
            self._all = tuple(sorted(self._found.values(), key=lambda one: one.at))
        return self._all

    def take(self, entry: Entry, operations: Mapping[str, Operation]) -> None:
        """Add what the entry tells, once; `operations` are as they are after it."""
        found = _marked(entry, operations)
        if found is None or found[0] in self._found:
            return
        self._found[found[0]] = found[1]
        self._all = None


def within(marks: tuple[Mark, ...], start: datetime, end: datetime) -> tuple[Mark, ...]:
    """Return the marks after `start` up to `end`."""
    return tuple(one for one in marks if start < one.at <= end)


def _marked(
    entry: Entry, operations: Mapping[str, Operation]
) -> tuple[tuple[object, ...], Mark] | None:
    """Return the mark of an entry, and what makes it the same as another."""
    match entry.event:
        case StageReached(operation_id=operation_id, exposure_pct=exposure_pct):
            mark = Mark(entry.at, MarkKind.STAGE, exposure_pct=exposure_pct)
            return ("stage", operation_id, exposure_pct), mark
        case LaunchDeployed(launch_id=launch_id):
            return ("deployed", launch_id), Mark(entry.at, MarkKind.DEPLOY)
        case (
            FaultDetected(launch_id=launch_id, flow=flow)
            | FaultDetectedFirst(launch_id=launch_id, flow=flow)
        ):
            mark = Mark(entry.at, MarkKind.DETECTED, name=flow or None)
            return ("detected", launch_id, flow), mark
        case OutcomeRecorded(outcome=Outcome.CONFIRMED, operation_id=operation_id) as outcome:
            operation = operations.get(operation_id)
            kind = None if operation is None else KINDS.get(operation.intent.order.lever)
            if operation is None or kind is None:
                return None
            at = outcome.stamps.seen_at or entry.at
            return ("pulled", operation_id), Mark(at, kind, name=operation.target.name)
        case _:
            return None
