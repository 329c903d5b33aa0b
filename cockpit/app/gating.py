"""What the gate of a launch rests on, gathered from the journal and from what is seen now."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from cockpit.app.basis import GateBasis
from cockpit.app.board_codes import BoardCode, DataCode
from cockpit.app.ladder import frozen_times
from cockpit.app.past import Fault as Recorded
from cockpit.app.past import Past
from cockpit.app.reading import STALE_S, FlagRead
from cockpit.app.snapshot import (
    ComparisonView,
    FlowView,
    Metric,
    ReleaseView,
    TileState,
    VersionView,
)
from cockpit.app.stage import SETTLE_S
from cockpit.app.stage_policy import USUAL, Policy, policy_at, weighing_of
from cockpit.domain.codes import JudgeCode
from cockpit.domain.gate import Fault, GateFacts, Target, in_time
from cockpit.domain.launch import Launch, next_pct
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.operations import Target as Side
from cockpit.domain.standings import Cause, Status
from cockpit.domain.unresolved import Operation, begun_order, in_the_way
from cockpit.domain.verdict import State
from cockpit.domain.weighing import Compared, check_name, weighed
from cockpit.domain.weight import Weight
from cockpit.ports.workspace import Rollout, RolloutTarget, Workspace

THIN = frozenset({DataCode.THIN, DataCode.NO_TRAFFIC})
"""Few events are no fault of the data: whether they are enough is another check's question."""

OUTSIDE = frozenset(
    {Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED, Cause.BOTH, Cause.RELEASE_OR_EXTERNAL}
)
HARMLESS_WAITS = frozenset(
    {JudgeCode.WAIT, JudgeCode.WAIT_LONG, BoardCode.SETTLING, BoardCode.TOO_FEW}
)
"""Waits for a proof against which nothing speaks, and no data are missing."""


class Sight(Struct, frozen=True):
    """What is seen at `now`; the gate rests on it.

    `read` tells a flag by source and name. `actor` is who sits here, empty when nobody is known.
    """

    workspace: Workspace
    past: Past
    now: datetime
    release: ReleaseView | None
    flows: Sequence[FlowView]
    versions: Sequence[VersionView]
    read: Callable[[str, str], FlagRead]
    is_go_void: bool = False
    actor: str = ""


def gate_facts(launch: Launch, sight: Sight) -> GateFacts:
    """Return everything that the gate of the launch rests on now."""
    rollout, release = sight.workspace.rollout, sight.release
    policy = policy_at(sight.workspace, launch.exposure_pct)
    rows = () if release is None else release.rows
    ages = [one.age_s for one in sight.flows if one.age_s is not None]
    return GateFacts(
        launch=launch,
        now=sight.now,
        next_exposure_pct=next_pct(launch.exposure_pct, rollout.ladder),
        is_go_void=sight.is_go_void,
        bake_needed_s=policy.bake_s,
        minimum_events=policy.minimum_events,
        event_count=_first_attempts(rows),
        compared=tuple(weighed(one) for one in comparisons(launch, sight)) or None,
        is_outside=_is_outside(release),
        verdict=None if release is None else release.verdict,
        fault=_fault(launch, sight),
        freezes=frozen_times(rollout),
        targets=tuple(carrier(launch, one, sight) for one in rollout.targets),
        stale=_stale(sight.flows),
        data_age_s=max(ages, default=None),
        unseen_s=_unseen_s(rows, policy),
    )


def comparisons(launch: Launch, sight: Sight) -> tuple[Compared, ...]:
    """Return the comparisons with the baseline as the gate takes them."""
    policy = policy_at(sight.workspace, launch.exposure_pct)
    rows = () if sight.release is None else sight.release.rows
    return tuple(_compared(row, launch, policy, sight) for row in rows)


def gate_basis(launch: Launch, sight: Sight, facts: GateFacts) -> GateBasis:
    """Return what the gate rests on, as a row of the journal will keep it."""
    return GateBasis(
        elapsed_s=max(0.0, (sight.now - launch.since_at).total_seconds()),
        unseen_s=facts.unseen_s,
        bake_needed_s=facts.bake_needed_s,
        settle_s=SETTLE_S,
        event_count=facts.event_count,
        minimum_events=facts.minimum_events,
        compared=comparisons(launch, sight) if facts.is_exposed else (),
    )


def served_pct(rollout: Rollout, read: Callable[[str, str], FlagRead]) -> float | None:
    """Return the largest exposure that clients are told; None when one target is not known."""
    told = [told_pct(read(one.source, one.flag)) for one in rollout.targets]
    known = [one for one in told if one is not None]
    return max(known, default=None) if len(known) == len(told) else None


def _is_outside(release: ReleaseView | None) -> bool | None:
    """Return whether trouble comes from elsewhere too; None where not one comparison has data."""
    if release is None or all(row.state is State.NO_DATA for row in release.rows):
        return None
    return release.cause in OUTSIDE


def _first_attempts(rows: Sequence[ComparisonView]) -> float | None:
    """Return how often the new version was tried in this stage; None when nothing tells."""
    counts = [row.new.event_count for row in rows if row.metric is Metric.SUCCESS]
    return sum(counts) if counts else None


def _unseen_s(rows: Sequence[ComparisonView], policy: Policy) -> float:
    """Return how much of the stage is without data in one of the comparisons that must pass."""
    asked = [row for row in rows if row.metric.value in policy.must_pass]
    return max((row.unseen_s for row in asked or rows), default=0.0)


def _compared(row: ComparisonView, launch: Launch, policy: Policy, sight: Sight) -> Compared:
    """Return a comparison as the gate gets it."""
    metric, flow = row.metric.value, row.flow
    weighing = weighing_of(sight.workspace, metric, flow, sight.past.launches)
    return Compared(
        metric=metric,
        flow=flow,
        state=row.state,
        told=row.message,
        weight=weighing.weight,
        platform=row.worst_stratum,
        event_count=row.new.event_count,
        is_quiet=row.state is State.WAIT and row.message.code in HARMLESS_WAITS,
        must_pass=metric in policy.must_pass,
        watched_count=weighing.watched_count,
        watch_count=weighing.watch_count,
        accepted=launch.accepted_now(check_name(metric, flow)),
        until_at=in_time(sight.now, row.expected_s),
    )


def _fault(launch: Launch, sight: Sight) -> Fault | None:
    """Return the newest fault of the launch after which neither way out was taken.

    What a signal found is a matter of its own check, and so is what a guardrail found and the
    product owner excepted.
    """
    past = sight.past
    mine = [
        one
        for one in past.faults
        if one.event.launch_id == launch.launch_id and _weighs(one, launch, sight)
    ]
    if not mine:
        return None
    newest = max(mine, key=lambda one: one.entry.at)
    for operation in past.operations.values():
        order = operation.intent.order
        is_way_out = order.lever in {Lever.FLAG_OFF, Lever.ROLLBACK}
        is_after = order.launch_id == launch.launch_id and operation.begun_at >= newest.entry.at
        if is_way_out and is_after and operation.status is Status.CONFIRMED:
            return None
    return Fault(newest.event.flow, newest.entry.at)


def _weighs(fault: Recorded, launch: Launch, sight: Sight) -> bool:
    """Whether the fault is of a comparison that shuts the gate by itself."""
    event, metric = fault.event, fault.event.rule.rpartition(" ")[2]
    if metric not in USUAL:
        return True
    weight = weighing_of(sight.workspace, metric, event.flow, sight.past.launches).weighs
    if weight is Weight.BLOCK:
        name = check_name(metric, event.flow)
        excepted = (one for one in launch.accepted if one.check == name)
        return not any(one.at >= fault.entry.at for one in excepted)
    return weight is Weight.VETO


def _stale(flows: Sequence[FlowView]) -> tuple[Message, ...]:
    """Return why the data of the flows cannot be relied on; empty when they can."""
    return tuple(
        told
        for one in flows
        if one.state is TileState.UNKNOWN
        for told in one.messages
        if told.code not in THIN
    )


def carrier(launch: Launch, target: RolloutTarget, sight: Sight) -> Target:
    """Return a flag that carries the exposure as it was read last, and our own last step of it."""
    read = sight.read(target.source, target.flag)
    is_old = read.at is None or (sight.now - read.at).total_seconds() > STALE_S
    side = _side(target, sight.workspace)
    steps = _steps(launch, side, sight.past)
    own = [one for one in steps if one.status is Status.CONFIRMED]
    reverted = steps[-1].reverted if steps else None
    return Target(
        flag=target.flag,
        set_pct=None if is_old else set_pct(read),
        served_pct=None if is_old else told_pct(read),
        own_pct=own[-1].intent.order.exposure_pct if own else None,
        is_unresolved=bool(in_the_way(sight.past.operations, side)),
        drifted_by=None if reverted is None else reverted.by,
    )


def _side(target: RolloutTarget, workspace: Workspace) -> Side:
    return Side(target.source, workspace.sources[target.source].environment or "", target.flag)


def _steps(launch: Launch, side: Side, past: Past) -> list[Operation]:
    """Return the steps of this launch on the target, by when they were begun."""
    mine = [
        one
        for one in past.operations.values()
        if one.intent.order.lever is Lever.EXPOSURE
        and one.intent.order.launch_id == launch.launch_id
        and one.target == side
    ]
    return sorted(mine, key=begun_order)


def set_pct(read: FlagRead) -> float | None:
    """Return what the server holds; None when it is no single percentage, or was not read."""
    if read.state is None:
        return None
    return read.state.exposure_pct if read.state.enabled else 0.0


def told_pct(read: FlagRead) -> float | None:
    """Return what clients are told; None when it is no single percentage, or was not read."""
    if read.served is None:
        return None
    return read.served.exposure_pct if read.served.enabled else 0.0
