"""The cross-check: what the flag server recorded of our flags against what the journal tells."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from cockpit.app.codes import CheckCode
from cockpit.app.findings import KIND_OFF, KIND_ON, KINDS
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Outcome, Target
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from cockpit.ports.errors import SourceError
from cockpit.ports.flags import FlagControl, FlagEvent

EARLY_S = 2.0
"""How far before its operation an event may stand: clocks are compared by whole seconds."""

LATE_S = 660.0
"""How long after it was asked for an operation may still cause its event: repeats included."""

HISTORY = timedelta(days=30)
"""How much older events are read, to know whether a flag was on before."""


class CrossCheck(Struct, frozen=True):
    """What the comparison found.

    `findings` are disagreements: an event in our own name without a row, a row without its event.
    `by_others` are changes that other people made, which is no disagreement. `not_read` are the
    targets whose events could not be read, so nothing is known of them.
    """

    findings: tuple[Message, ...]
    by_others: tuple[Message, ...]
    not_read: tuple[Message, ...]


def cross_checked(
    flags: Mapping[str, FlagControl],
    operations: Mapping[str, Operation],
    targets: Sequence[Target],
    *,
    since: datetime,
    own_names: frozenset[str] = frozenset(),
) -> CrossCheck:
    """Compare the servers' events since `since`, the first row of the journal, with the journal.

    `targets` are the flags of the workspace; those that the journal names are added. `own_names`
    are the names that our tokens go by on the servers; a name that a row's own event bears is one
    of them too.
    """
    named = [one.target for one in operations.values() if one.target.source in flags]
    findings: list[Message] = []
    by_others: list[Message] = []
    not_read: list[Message] = []
    for target in dict.fromkeys((*targets, *named)):
        try:
            events = flags[target.source].events(target.name, since=since - HISTORY)
        except SourceError as error:
            not_read.append(message(CheckCode.NOT_READ, flag=target.name, reason=error.message))
            continue
        ours = tuple(one for one in operations.values() if one.target == target)
        pairs = _pairs(ours, events)
        names = own_names | {event.by for event in pairs.values()}
        findings += [_row_alone(one) for one in ours if _lacks_event(one, pairs, events)]
        matched = {event.event_id for event in pairs.values()}
        for event in events:
            if event.event_id in matched or event.at < since:
                continue
            if event.kind in KINDS.values() and event.by in names:
                findings.append(_told(CheckCode.EVENT_WITHOUT_ROW, event))
            else:
                by_others.append(_told(CheckCode.BY_OTHERS, event))
    return CrossCheck(tuple(findings), tuple(by_others), tuple(not_read))


def _pairs(operations: Sequence[Operation], events: Sequence[FlagEvent]) -> dict[str, FlagEvent]:
    """Return each operation's event: the one its row names, else the first that fits in time."""
    by_id = {event.event_id: event for event in events}
    pairs: dict[str, FlagEvent] = {}
    for one in operations:
        named = one.outcome.server_event_id if one.outcome else None
        if named in by_id and by_id[named].kind == _kind(one):
            pairs[one.operation_id] = by_id[named]
    for one in operations:
        # An operation that failed has changed nothing, so no event can be its own.
        if one.operation_id not in pairs and one.status is not Status.FAILED:
            taken = {event.event_id for event in pairs.values()}
            free = (e for e in events if e.event_id not in taken and _fits(one, e))
            event = next(free, None)
            if event is not None:
                pairs[one.operation_id] = event
    return pairs


def _kind(operation: Operation) -> str | None:
    return KINDS.get(operation.intent.order.lever)


def _fits(operation: Operation, event: FlagEvent) -> bool:
    skew_s = (operation.outcome.skew_s if operation.outcome else None) or 0.0
    asked_at = operation.intent.order.asked_at + timedelta(seconds=skew_s)
    after_s = (event.at - asked_at).total_seconds()
    return event.kind == _kind(operation) and -EARLY_S <= after_s <= LATE_S


def _lacks_event(
    operation: Operation, pairs: Mapping[str, FlagEvent], events: Sequence[FlagEvent]
) -> bool:
    """Return whether the row tells of a change that the server has no record of.

    A switch to where the flag was already makes no event, and one whose state before is not known
    proves nothing; a row that names an event which the server does not have always does.
    """
    outcome = operation.outcome
    if outcome is None or outcome.outcome is not Outcome.CONFIRMED or not outcome.attempts_count:
        return False
    if operation.operation_id in pairs:
        return False
    if outcome.server_event_id is not None:
        return True
    order, known = operation.intent.order, operation.intent.before
    if order.lever is Lever.EXPOSURE:
        before_pct = known.value("exposure_pct") if known else None
        return before_pct is not None and before_pct != order.exposure_pct
    skew = timedelta(seconds=(outcome.skew_s or 0.0) - EARLY_S)
    before = [e for e in events if e.kind in {KIND_OFF, KIND_ON} and e.at < order.asked_at + skew]
    return bool(before) and before[-1].kind != KINDS[order.lever]


def _row_alone(operation: Operation) -> Message:
    order = operation.intent.order
    return message(
        CheckCode.ROW_WITHOUT_EVENT,
        flag=order.target.name,
        operation_id=order.operation_id,
        asked_at=order.asked_at,
    )


def _told(code: CheckCode, event: FlagEvent) -> Message:
    return message(code, flag=event.flag, by=event.by, changed_at=event.at, event_id=event.event_id)
