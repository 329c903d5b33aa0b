"""What became of every operation, folded from the journal, and what is still unresolved."""

from collections.abc import Mapping
from datetime import datetime
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.events import (
    BackInBand,
    Entry,
    IntentRecorded,
    OperationClosed,
    OperationReverted,
    OutcomeRecorded,
)
from cockpit.domain.operations import Aspect, Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import Status


class Operation(Struct, frozen=True):
    """One operation and everything that the journal tells of it.

    `run_id` is the run that recorded the intent. `is_overtaken` says that a later intent names it
    and has not failed; an overtaker that failed has changed nothing, so what it overtook counts
    again. `outcome_at` is when the outcome was recorded.
    """

    intent: IntentRecorded
    actor: str
    run_id: str
    begun_at: datetime
    is_drill: bool = False
    is_late: bool = False
    is_overtaken: bool = False
    outcome: OutcomeRecorded | None = None
    outcome_at: datetime | None = None
    closed: OperationClosed | None = None
    reverted: OperationReverted | None = None
    back_in_band_at: datetime | None = None

    @property
    def operation_id(self) -> str:
        """Return the id that the request carried."""
        return self.intent.order.operation_id

    @property
    def target(self) -> Target:
        """Return what the operation changes."""
        return self.intent.order.target

    @property
    def status(self) -> Status:
        """Return where the operation stands; what is certain outweighs what is not."""
        if self.outcome is not None and self.outcome.outcome is Outcome.CONFIRMED:
            return Status.REVERTED if self.reverted else Status.CONFIRMED
        if self.outcome is not None and self.outcome.outcome is Outcome.FAILED:
            return Status.FAILED
        if self.closed is not None:
            return Status.CLOSED
        if self.is_overtaken:
            return Status.SUPERSEDED
        return Status.OPEN if self.outcome is None else Status.UNKNOWN

    @property
    def stamps(self) -> Stamps:
        """Return the stamps of the last outcome; before the first one, that of the press alone."""
        return self.outcome.stamps if self.outcome else Stamps(self.intent.order.asked_at)

    @property
    def is_settled(self) -> bool:
        """Whether an outcome is certain: it was seen, or nothing was changed."""
        return self.outcome is not None and self.outcome.outcome is not Outcome.UNKNOWN

    @property
    def is_unresolved(self) -> bool:
        """Whether only a look, or a person, can tell what is true."""
        return self.status in {Status.OPEN, Status.UNKNOWN}


def changes(operations: Mapping[str, Operation], entry: Entry) -> tuple[Operation, ...]:
    """Return the operations that `entry` begins or changes, as they are afterwards.

    Entries that were recorded late may come twice, and an outcome of them may come after a newer
    one: neither changes anything. An event of an operation that is not known changes nothing.
    """
    match entry.event:
        case IntentRecorded() as intent:
            return _begun(operations, entry, intent)
        case OutcomeRecorded() as outcome:
            return _ended(operations, entry, outcome)
        case OperationClosed() as closed if closed.operation_id in operations:
            return (replace(operations[closed.operation_id], closed=closed),)
        case OperationReverted() as reverted if reverted.operation_id in operations:
            return (replace(operations[reverted.operation_id], reverted=reverted),)
        case BackInBand() as back if back.operation_id in operations:
            return (replace(operations[back.operation_id], back_in_band_at=entry.at),)
        case _:
            return ()


def unresolved(operations: Mapping[str, Operation]) -> tuple[Operation, ...]:
    """Return what is open or unknown, oldest first."""
    left = (one for one in operations.values() if one.is_unresolved)
    return tuple(sorted(left, key=lambda one: one.begun_at))


def in_the_way(operations: Mapping[str, Operation], target: Target) -> tuple[Operation, ...]:
    """Return the unresolved operations of this very target, oldest first.

    They keep back a riskier change of it, and nothing else.
    """
    wanted = _stored(target)
    return tuple(one for one in unresolved(operations) if _stored(one.target) == wanted)


def overtaken(operations: Mapping[str, Operation], order: Order) -> tuple[Operation, ...]:
    """Return the unresolved operations that a safer order makes pointless, oldest first.

    A flag that is off is off whatever its exposure is; but a step back to a smaller exposure says
    nothing about a switch that is unknown, so that one stays unresolved.
    """
    return tuple(
        one
        for one in in_the_way(operations, order.target)
        if order.lever is Lever.FLAG_OFF or one.intent.order.side[1] is order.side[1]
    )


def newest(operations: Mapping[str, Operation]) -> dict[tuple[Target, Aspect], Operation]:
    """Return the operation that was begun last on each side of each target.

    Told by when they were begun, not by their rows: rows that are recorded late come in any order.
    """
    ordered = sorted(operations.values(), key=begun_order)
    return {one.intent.order.side: one for one in ordered}


def begun_order(operation: Operation) -> tuple[datetime, str]:
    """Return what sorts operations by when they were begun; no two are equal."""
    return operation.begun_at, operation.operation_id


def _stored(target: Target) -> Target:
    """Return the target as it comes back from a journal, which keeps texts in the form NFC."""
    return replace(target, name=normalize("NFC", target.name))


def _begun(
    operations: Mapping[str, Operation], entry: Entry, intent: IntentRecorded
) -> tuple[Operation, ...]:
    if intent.order.operation_id in operations:
        return ()
    operation = Operation(
        intent,
        entry.actor,
        entry.run_id,
        entry.at,
        is_drill=entry.is_drill,
        is_late=entry.is_late,
    )
    return (operation, *_overtaken(operations, intent, is_overtaken=True))


def _ended(
    operations: Mapping[str, Operation], entry: Entry, outcome: OutcomeRecorded
) -> tuple[Operation, ...]:
    operation = operations.get(outcome.operation_id)
    if operation is None:
        return ()
    if entry.is_late and operation.outcome_at is not None and entry.at <= operation.outcome_at:
        return ()
    if outcome.settled_by == "superseded" and operation.is_settled:
        return ()  # who overtook it had not read yet how it ended
    ended = replace(operation, outcome=outcome, outcome_at=entry.at)
    if outcome.outcome is not Outcome.FAILED:
        return (ended,)
    return (ended, *_overtaken(operations, operation.intent, is_overtaken=False))


def _overtaken(
    operations: Mapping[str, Operation], intent: IntentRecorded, *, is_overtaken: bool
) -> tuple[Operation, ...]:
    return tuple(
        replace(operations[operation_id], is_overtaken=is_overtaken)
        for operation_id in intent.supersedes
        if operation_id in operations
    )
