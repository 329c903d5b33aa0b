"""What the journal tells of each release that went out: when, what was found, how it was undone.

A launch is a deployment from when it stands on the servers, or from its first step. What a drill
does is a rehearsal. A hotfix or a rollback that is a launch of its own undoes its parent.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.dora import Action, Deployment, Incident, Undoing
from cockpit.domain.events import (
    BackInBand,
    Entry,
    LaunchClosed,
    LaunchDeployed,
    LaunchDisputed,
    LaunchPlanned,
    ReleaseKind,
    StageReached,
)
from cockpit.domain.judgements import FaultDetected, FaultDetectedFirst
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Cause, Status
from cockpit.domain.unresolved import Operation

OF_CHANGE = frozenset({Cause.RELEASE.value, Cause.BOTH.value, Cause.RELEASE_OR_EXTERNAL.value})
UNDOES = {Lever.FLAG_OFF: Undoing.FLAG_OFF, Lever.ROLLBACK: Undoing.ROLLBACK}
CHILD_UNDOES: dict[ReleaseKind, Undoing] = {
    "hotfix": Undoing.HOTFIX,
    "rollback": Undoing.ROLLBACK,
}


class Found(Struct, frozen=True):
    """A fault as it was found; `failed_count` are failures beyond the baseline's by then."""

    at: datetime
    flow: str
    platform: str
    cause: str
    failed_count: float


class Undone(Struct, frozen=True):
    """A way out that was seen to its end; `mended` are flows with when they were back in band."""

    id: str
    type: Undoing
    at: datetime
    is_rehearsal: bool = False
    mended: tuple[tuple[str, datetime], ...] = ()


class Dispute(Struct, frozen=True):
    """Who disputes how the launch counts, and why."""

    by: str
    reason: str


class Delivery(Struct, frozen=True):
    """A launch as a change that went out, None in `deployed_at` while it has not."""

    launch_id: str
    service: str
    version: str
    build: str
    kind: ReleaseKind
    parent_id: str | None
    planned_at: datetime
    is_drill: bool = False
    deployed_at: datetime | None = None
    top_pct: float = 0.0
    found: tuple[Found, ...] = ()
    undone: tuple[Undone, ...] = ()
    closed_at: datetime | None = None
    result: Literal["done", "stopped"] | None = None
    dispute: Dispute | None = None


def delivered(
    deliveries: Mapping[str, Delivery], entry: Entry, touched: Iterable[Operation]
) -> tuple[Delivery, ...]:
    """Return the deliveries that `entry` begins or changes, as they are afterwards.

    `touched` are the operations that it begins or changes, as they are afterwards. What is told of
    a launch that is not known changes nothing.
    """
    event, operations = entry.event, tuple(touched)
    if isinstance(event, LaunchPlanned):
        return () if event.launch_id in deliveries else (_planned(event, entry),)
    mended = event.flow if isinstance(event, BackInBand) else None
    changed = [
        _undone(known, one, mended, entry.at)
        for one in operations
        if one.intent.order.lever in UNDOES
        and (known := deliveries.get(one.intent.order.launch_id or "")) is not None
    ]
    known = deliveries.get(getattr(event, "launch_id", None) or "")
    if known is not None:
        changed += _lived(deliveries, known, entry)
    return tuple(changed)


def deployment(delivery: Delivery) -> Deployment | None:
    """Return the launch as a deployment; None while it has not gone out."""
    if delivery.deployed_at is None:
        return None
    return Deployment(
        delivery.launch_id,
        delivery.deployed_at,
        delivery.kind,
        is_rehearsal=delivery.is_drill,
    )


def actions(delivery: Delivery) -> tuple[Action, ...]:
    """Return what was done about the launch once it was out."""
    out_at = delivery.deployed_at
    return tuple(
        Action(
            one.type,
            delivery.launch_id,
            one.at,
            is_rehearsal=one.is_rehearsal or delivery.is_drill,
        )
        for one in delivery.undone
        if out_at is not None and one.at >= out_at
    )


def incidents(delivery: Delivery) -> tuple[Incident, ...]:
    """Return the faults of the launch as incidents, by when they were found.

    What is found before the one before it was mended is the same once more. An incident is
    mitigated by the way out that brought its flow back, else by the first after it was found; one
    that was taken before, and is not known to have helped, makes it invalid rather than open.
    """
    told: list[Incident] = []
    first: tuple[Found, Incident] | None = None
    for number, one in enumerate(sorted(delivery.found, key=lambda found: found.at)):
        is_new = first is None or _is_over(delivery, first[0].flow, one.at)
        incident = Incident(
            id=f"{delivery.launch_id}/{number}",
            detected_at=one.at,
            mitigated_at=_mitigated_at(delivery, one),
            deployment=delivery.launch_id,
            cause="change" if one.cause in OF_CHANGE else "external",
            duplicate_of=None if is_new or first is None else first[1].id,
            is_rehearsal=delivery.is_drill,
        )
        told.append(incident)
        if is_new:
            first = one, incident
    return tuple(told)


def _planned(planned: LaunchPlanned, entry: Entry) -> Delivery:
    return Delivery(
        planned.launch_id,
        planned.service,
        planned.version,
        planned.build,
        planned.release_kind,
        planned.parent_id,
        entry.at,
        is_drill=entry.is_drill,
    )


def _lived(
    deliveries: Mapping[str, Delivery], known: Delivery, entry: Entry
) -> tuple[Delivery, ...]:
    match entry.event:
        case LaunchDeployed():
            return _went_out(deliveries, known, entry.at)
        case StageReached(exposure_pct=exposure_pct) if exposure_pct > 0:
            higher = replace(known, top_pct=max(known.top_pct, exposure_pct))
            return _went_out(deliveries, higher, entry.at)
        case FaultDetected() | FaultDetectedFirst() as fault:
            return (replace(known, found=(*known.found, _found(fault, entry.at))),)
        case LaunchClosed(result=result) if known.closed_at is None:
            return (replace(known, closed_at=entry.at, result=result),)
        case LaunchDisputed(reason=reason):
            return (replace(known, dispute=Dispute(entry.actor, reason)),)
        case _:
            return ()


def _went_out(
    deliveries: Mapping[str, Delivery], known: Delivery, at: datetime
) -> tuple[Delivery, ...]:
    """Return the delivery from then on and, for a child, its parent as undone by it."""
    is_first = known.deployed_at is None
    out = replace(known, deployed_at=at if is_first else min(at, known.deployed_at or at))
    parent, undoing = deliveries.get(known.parent_id or ""), CHILD_UNDOES.get(known.kind)
    if not is_first or parent is None or undoing is None:
        return (out,)
    undone = Undone(known.launch_id, undoing, at, is_rehearsal=known.is_drill)
    return out, replace(parent, undone=(*parent.undone, undone))


def _undone(known: Delivery, operation: Operation, mended: str | None, at: datetime) -> Delivery:
    """Return the delivery with what is known now of this way out of it."""
    order, seen_at = operation.intent.order, operation.stamps.seen_at
    others = tuple(one for one in known.undone if one.id != order.operation_id)
    before = next((one for one in known.undone if one.id == order.operation_id), None)
    if seen_at is None or operation.status not in {Status.CONFIRMED, Status.REVERTED}:
        return replace(known, undone=others)
    back = () if before is None else before.mended
    if mended is not None:
        back = (*back, (mended, at))
    undone = Undone(
        order.operation_id,
        UNDOES[order.lever],
        seen_at,
        is_rehearsal=operation.is_drill,
        mended=back,
    )
    return replace(known, undone=tuple(sorted((*others, undone), key=lambda one: one.at)))


def _found(fault: FaultDetected | FaultDetectedFirst, at: datetime) -> Found:
    usual_ratio = fault.old_bad_count / fault.old_total_count if fault.old_total_count else 0.0
    failed_count = max(0.0, fault.new_bad_count - fault.new_total_count * usual_ratio)
    return Found(at, fault.flow, fault.stratum, fault.cause, failed_count)


def _is_over(delivery: Delivery, flow: str, by: datetime) -> bool:
    """Return whether the flow was seen back in band by then."""
    return any(flow == mended and at <= by for one in delivery.undone for mended, at in one.mended)


def _mitigated_at(delivery: Delivery, found: Found) -> datetime | None:
    after = [one for one in delivery.undone if one.at >= found.at]
    helped = [one for one in after if any(flow == found.flow for flow, _ in one.mended)]
    if helped or after:
        return min(one.at for one in helped or after)
    out_at = delivery.deployed_at
    before = [
        one.at
        for one in delivery.undone
        if out_at is not None and one.at >= out_at and not one.mended
    ]
    return max(before, default=None)
