"""The launch under way as boards show it: its stages, its gate and the flags that carry it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from cockpit.app.gating import Sight, carrier, gate_basis, gate_facts, served_pct, set_pct, told_pct
from cockpit.app.launch_view import (
    CheckView,
    GateView,
    LaunchView,
    StageView,
    TargetView,
)
from cockpit.app.stage_policy import needs_second, policy_at, standing_by
from cockpit.domain.gate import CheckName, Gate, GateFacts, baked_s, judge_gate
from cockpit.domain.judgements import CheckResult, GateJudged
from cockpit.domain.launch import Approval, Launch
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState, StageState
from cockpit.domain.weight import Weight
from cockpit.ports.workspace import RolloutTarget


def launch_view(launch: Launch, sight: Sight) -> LaunchView:
    """Return the launch with its stages, its gate and its targets."""
    rollout = sight.workspace.rollout
    facts = gate_facts(launch, sight)
    gate = judge_gate(facts)
    approval = policy_at(sight.workspace, launch.exposure_pct).approval
    view = replace(_gate(gate, sight, approval), basis=gate_basis(launch, sight, facts))
    stage, held, go = launch.stage, launch.held, launch.go
    parent = next((one for one in sight.past.launches if one.launch_id == launch.parent_id), None)
    return LaunchView(
        launch_id=launch.launch_id,
        version=launch.version,
        build=launch.build,
        baseline=launch.baseline_version,
        planned_at=launch.planned_at,
        exposure_pct=None if stage is None else stage.exposure_pct,
        served_exposure_pct=served_pct(rollout, sight.read),
        stage_at=None if stage is None else stage.at,
        bake_elapsed_s=None if stage is None else baked_s(facts),
        bake_needed_s=facts.bake_needed_s,
        ladder_pct=rollout.ladder,
        next_exposure_pct=gate.next_exposure_pct,
        next_refusal=_refusal(view, launch),
        is_drill=launch.is_drill,
        phase=launch.phase,
        release_kind=launch.release_kind,
        parent_version=None if parent is None else parent.version,
        window_from=launch.window_from,
        window_to=launch.window_to,
        commit=launch.commit,
        notes=launch.notes,
        holder=launch.holder,
        is_held=held is not None,
        held_by=None if held is None else held.by,
        hold_reason="" if held is None else held.reason,
        go_at=None if go is None else go.at,
        go_by=None if go is None else go.by,
        deployed_at=launch.deployed_at,
        stages=tuple(_stage(launch, rung, facts, gate, sight) for rung in rollout.ladder),
        gate=view,
        targets=tuple(_target(launch, one, sight) for one in rollout.targets),
    )


def against(gate: GateView) -> CheckView | None:
    """Return the gravest check that keeps the gate shut; None when none does."""
    for state in (CheckState.FAIL, CheckState.UNKNOWN, CheckState.WAIT):
        for one in gate.checks:
            if one.state is state:
                return one
    return None


def recorded(gate: GateView) -> tuple[CheckResult, ...]:
    """Return the checks as the journal keeps them."""
    return tuple(CheckResult(one.check, one.state.value, one.message) for one in gate.checks)


def _refusal(gate: GateView, launch: Launch) -> Message | None:
    if gate.next_exposure_pct is None:
        return message(LadderCode.AT_TOP, exposure_pct=launch.exposure_pct)
    found = against(gate)
    return None if found is None else found.message


def _gate(gate: Gate, sight: Sight, approval: str | None) -> GateView:
    return GateView(
        next_exposure_pct=gate.next_exposure_pct,
        is_open=gate.is_open,
        must_leave=gate.must_leave,
        checks=_checks(gate),
        needs_second_person=needs_second(sight.workspace, approval, sight.actor),
        may_be=standing_by(sight.workspace, approval, sight.actor),
        earliest_at=gate.earliest_at,
        approval=approval,
    )


def _stage(
    launch: Launch, rung_pct: float, facts: GateFacts, gate: Gate, sight: Sight
) -> StageView:
    """Return a rung: what it asks, when it was on, and what let it through."""
    policy = policy_at(sight.workspace, rung_pct)
    ahead = StageView(
        exposure_pct=rung_pct,
        state=StageState.AHEAD,
        reached_at=None,
        left_at=None,
        bake_needed_s=policy.bake_s,
        bake_elapsed_s=None,
        minimum_events=policy.minimum_events,
        event_count=None,
        approval=policy.approval,
    )
    if rung_pct > launch.exposure_pct:
        return ahead
    (reached_at, left_at), approval = _span(launch, rung_pct), _approval(launch, rung_pct)
    taken = replace(
        ahead,
        reached_at=reached_at,
        left_at=left_at,
        first_person=None if approval is None else approval.by,
        second_person=None if approval is None else approval.second_person,
    )
    if rung_pct == launch.exposure_pct:
        return replace(
            taken,
            state=StageState.FAILED if gate.must_leave else StageState.CURRENT,
            bake_elapsed_s=baked_s(facts),
            event_count=facts.event_count,
            checks=_checks(gate),
        )
    checks = _as_recorded(launch, rung_pct)
    lasted = None if reached_at is None or left_at is None else left_at - reached_at
    return replace(
        taken,
        state=StageState.DONE,
        bake_elapsed_s=None if lasted is None else lasted.total_seconds(),
        event_count=_recorded_count(checks),
        checks=checks,
    )


def _checks(gate: Gate) -> tuple[CheckView, ...]:
    return tuple(CheckView(one.check, one.state, one.told, one.weight) for one in gate.checks)


def _span(launch: Launch, rung_pct: float) -> tuple[datetime | None, datetime | None]:
    """Return when the rung was reached the last time, and when it was left."""
    reached_at = left_at = None
    for stage in launch.stages:
        if stage.exposure_pct == rung_pct:
            reached_at, left_at = stage.at, None
        elif reached_at is not None and left_at is None:
            left_at = stage.at
    return reached_at, left_at


def _approval(launch: Launch, rung_pct: float) -> Approval | None:
    return next((one for one in reversed(launch.approvals) if one.exposure_pct == rung_pct), None)


def _as_recorded(launch: Launch, rung_pct: float) -> tuple[CheckView, ...]:
    """Return the checks of the gate that last led on from the rung; empty when none is known."""
    judged = [one.judged for one in launch.gates if one.judged.exposure_pct == rung_pct]
    if not judged:
        return ()
    basis = judged[-1].basis if isinstance(judged[-1], GateJudged) else None
    weights = {} if basis is None else {one.check: Weight(one.weight) for one in basis.compared}
    return tuple(
        CheckView(one.check, CheckState(one.state), one.told, weights.get(one.check))
        for one in judged[-1].checks
    )


def _recorded_count(checks: Sequence[CheckView]) -> float | None:
    for one in checks:
        count = one.message.value("events_count")
        if one.check == CheckName.SAMPLE and isinstance(count, int | float):
            return float(count)
    return None


def _target(launch: Launch, target: RolloutTarget, sight: Sight) -> TargetView:
    flag = carrier(launch, target, sight)
    read = sight.read(target.source, target.flag)
    share = next((one for one in sight.versions if one.version == launch.version), None)
    effective_pct = 100.0 * share.share_ratio if share is not None else None
    if share is None and sight.versions:
        effective_pct = 0.0
    is_adrift = flag.is_adrift(launch.exposure_pct)
    return TargetView(
        flag=target.flag,
        source=target.source,
        policy_pct=launch.exposure_pct,
        set_pct=set_pct(read),
        served_pct=told_pct(read),
        effective_pct=effective_pct,
        read_age_s=None if read.at is None else max(0.0, (sight.now - read.at).total_seconds()),
        is_adrift=is_adrift,
        drifted_by=flag.drifted_by if is_adrift else None,
    )
