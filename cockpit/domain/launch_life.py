"""The lives of all launches, folded from the journal."""

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.events import (
    Entry,
    Event,
    LaunchClosed,
    LaunchDeployed,
    LaunchHeld,
    LaunchPlanned,
    LaunchResumed,
    ReasonGiven,
    SignedOff,
    StageReached,
    StepApproved,
    WindowTaken,
)
from cockpit.domain.judgements import CheckAccepted, GateJudged, GateJudgedFirst
from cockpit.domain.launch import Accepted, Approval, Launch, Passage, Said, Stage

PRODUCT_OWNER = "pm"
"""The role whose Go lets a launch begin: it speaks last, when all others have."""

ChangeEvent: TypeAlias = (
    WindowTaken
    | SignedOff
    | LaunchDeployed
    | LaunchHeld
    | LaunchResumed
    | ReasonGiven
    | GateJudged
    | GateJudgedFirst
    | CheckAccepted
    | StepApproved
    | StageReached
    | LaunchClosed
)
LifeEvent: TypeAlias = LaunchPlanned | ChangeEvent


class Numbered(Struct, frozen=True):
    """An entry and the number of its row."""

    seq: int
    entry: Entry

    @property
    def said(self) -> Said:
        """Return who wrote the row, and when."""
        return Said(self.entry.at, self.entry.actor, self.seq)


def is_of_a_life(event: Event) -> bool:
    """Return whether the event changes a launch."""
    return isinstance(event, LifeEvent)


def launches(rows: Iterable[Numbered]) -> tuple[Launch, ...]:
    """Return all launches in the order in which they were opened.

    Events of a launch that is not known, or that has ended, change nothing; steps that were
    recorded late take their place by time. When a child is closed its parent goes on, and is
    judged anew from then on: what was seen meanwhile belongs to the child.
    """
    found: dict[str, Launch] = {}
    for row in rows:
        event = row.entry.event
        if isinstance(event, LaunchPlanned):
            found.setdefault(event.launch_id, _planned(event, row))
        elif isinstance(event, ChangeEvent) and event.launch_id in found:
            before = found[event.launch_id]
            after = _lived(before, event, row)
            found[event.launch_id] = after
            parent = found.get(after.parent_id or "")
            if before.is_live and not after.is_live and parent is not None:
                found[parent.launch_id] = replace(parent, returned_at=row.entry.at)
    return tuple(found.values())


def _planned(planned: LaunchPlanned, row: Numbered) -> Launch:
    return Launch(
        launch_id=planned.launch_id,
        service=planned.service,
        version=planned.version,
        build=planned.build,
        baseline_version=planned.baseline_version,
        planned_at=row.entry.at,
        planned_by=row.entry.actor,
        notes=planned.notes,
        is_drill=row.entry.is_drill,
        release_kind=planned.release_kind,
        parent_id=planned.parent_id,
        window_from=planned.window_from,
        window_to=planned.window_to,
        commit=planned.commit,
        holder=row.entry.actor,
    )


def _lived(  # noqa: PLR0911 - one answer for each kind
    launch: Launch, event: ChangeEvent, row: Numbered
) -> Launch:
    """Return the launch after the event; one that has ended takes only steps from before."""
    if isinstance(event, StageReached):
        return _at_stage(launch, event, row)
    if not launch.is_live:
        return launch
    match event:
        case LaunchHeld() | LaunchResumed() | ReasonGiven():
            return _paused(launch, event, row)
        case GateJudged() | GateJudgedFirst() | StepApproved() | CheckAccepted():
            return _let_through(launch, event, row)
        case SignedOff():
            return _signed(launch, event, row)
        case LaunchDeployed():
            return replace(launch, deployed_at=launch.deployed_at or row.entry.at)
        case WindowTaken():
            return replace(launch, holder=row.entry.actor)
        case LaunchClosed():
            return _closed(launch, event, row)


def _at_stage(launch: Launch, reached: StageReached, row: Numbered) -> Launch:
    if launch.closed_at is not None and row.entry.at > launch.closed_at:
        return launch
    stage = Stage(reached.exposure_pct, row.entry.at, reached.operation_id)
    return replace(launch, stages=tuple(sorted((*launch.stages, stage), key=lambda one: one.at)))


def _closed(launch: Launch, closed: LaunchClosed, row: Numbered) -> Launch:
    return replace(
        launch, closed_at=row.entry.at, result=closed.result, way_out=closed.way_out, held=None
    )


def _signed(launch: Launch, signed: SignedOff, row: Numbered) -> Launch:
    """End the Go at a No-Go of anybody; begin it at the product owner's Go to this build alone."""
    if not signed.is_go:
        return replace(launch, go=None, no_go=replace(row.said, reason=signed.reason))
    is_of_it = (signed.version, signed.build) == (launch.version, launch.build)
    if signed.role != PRODUCT_OWNER or not is_of_it:
        return launch
    return replace(launch, go=row.said, no_go=None)


def _paused(
    launch: Launch, event: LaunchHeld | LaunchResumed | ReasonGiven, row: Numbered
) -> Launch:
    """Keep the first hold; give it, or a No-Go, a reason that names the number of its row."""
    match event:
        case LaunchHeld() if launch.held is None:
            return replace(launch, held=replace(row.said, reason=event.reason))
        case LaunchResumed():
            return replace(launch, held=None)
        case ReasonGiven(about=about, reason=reason):
            held, no_go = launch.held, launch.no_go
            if held is not None and about == str(held.seq):
                return replace(launch, held=replace(held, reason=reason))
            if no_go is not None and about == str(no_go.seq):
                return replace(launch, no_go=replace(no_go, reason=reason))
        case _:
            pass
    return launch


def _let_through(
    launch: Launch,
    event: GateJudged | GateJudgedFirst | StepApproved | CheckAccepted,
    row: Numbered,
) -> Launch:
    at, by = row.entry.at, row.entry.actor
    if isinstance(event, CheckAccepted):
        accepted = Accepted(at, by, event.check, event.exposure_pct, event.reason)
        return replace(launch, accepted=(*launch.accepted, accepted))
    if isinstance(event, StepApproved):
        approval = Approval(at, by, event.exposure_pct, event.second_person)
        return replace(launch, approvals=(*launch.approvals, approval))
    if not event.is_open:
        return launch
    return replace(launch, gates=(*launch.gates, Passage(at, by, event)))
