"""What a stage asks, and what each comparison weighs, as the workspace says."""

import hashlib
import json
from collections.abc import Iterable

from msgspec import Struct, to_builtins

from cockpit.domain.launch import Launch
from cockpit.domain.weighing import check_name
from cockpit.domain.weight import Weight
from cockpit.ports.workspace import SecondPerson, Workspace
from cockpit.ports.workspace_gates import GateCheck

KPI_WATCH_COUNT = 3
"""So many releases a business figure only reports: each has a shape that has to be known first."""

USUAL = {
    "success": GateCheck(metric="success", weight=Weight.VETO),
    "slow": GateCheck(metric="slow", weight=Weight.BLOCK),
    "crash": GateCheck(metric="crash", weight=Weight.BLOCK),
    "kpi": GateCheck(metric="kpi", weight=Weight.HOLD, watch_releases=KPI_WATCH_COUNT),
}


class Policy(Struct, frozen=True):
    """What the stage asks before the next; `approval` is a role, None when none is asked."""

    bake_s: float
    minimum_events: int
    must_pass: tuple[str, ...]
    approval: str | None


class Weighing(Struct, frozen=True):
    """What a comparison weighs after `watch_count` releases; `watched_count` are behind it."""

    weight: Weight
    watch_count: int = 0
    watched_count: int = 0

    @property
    def weighs(self) -> Weight:
        """Return what it weighs now."""
        return Weight.WATCH if self.watched_count < self.watch_count else self.weight


def policy_at(workspace: Workspace, exposure_pct: float) -> Policy:
    """Return what the stage asks."""
    rollout = workspace.rollout
    own = next((one for one in rollout.stages if one.exposure_pct == exposure_pct), None)
    if own is None:
        return Policy(rollout.bake_s, rollout.minimum_events, rollout.must_pass, None)
    return Policy(
        rollout.bake_s if own.bake_s is None else own.bake_s,
        rollout.minimum_events if own.minimum_events is None else own.minimum_events,
        rollout.must_pass if own.must_pass is None else own.must_pass,
        None if own.approval is None else own.approval.value,
    )


def weighing_of(
    workspace: Workspace, metric: str, of: str, launches: Iterable[Launch] = ()
) -> Weighing:
    """Return what the comparison weighs, after those of `launches` that watched it to their end."""
    lines = [one for one in workspace.gates.checks if one.metric == metric]
    own = next((one for one in lines if one.of == of), None)
    line = own or next((one for one in lines if one.of is None), None) or USUAL[metric]
    if not line.watch_releases:
        return Weighing(line.weight)
    name = check_name(metric, of)
    watched = sum(_has_watched(one, name, workspace.service.name) for one in launches)
    return Weighing(line.weight, line.watch_releases, min(watched, line.watch_releases))


def standing_by(workspace: Workspace, approval: str | None, actor: str) -> tuple[str, ...]:
    """Return who may stand by a step of `actor`: with an approval, those who can give it."""
    others = tuple(one for one in workspace.people if one.id != actor)
    if approval is None or has_role(workspace, actor, approval):
        return tuple(one.id for one in others)
    return tuple(one.id for one in others if approval in one.roles)


def needs_second(workspace: Workspace, approval: str | None, actor: str) -> bool:
    """Return whether somebody has to stand by: the team asks for it, or the approval does."""
    is_asked = workspace.rollout.second_person is not SecondPerson.OFF
    return is_asked or (approval is not None and not has_role(workspace, actor, approval))


def has_role(workspace: Workspace, person: str, role: str) -> bool:
    """Return whether the person holds the role."""
    return any(one.id == person and role in one.roles for one in workspace.people)


def gate_policy_hash(workspace: Workspace) -> str:
    """Return the SHA-256, in hex, of what gates are judged by: rollout and gates."""
    content = {
        "gates": to_builtins(workspace.gates),
        "rollout": to_builtins(workspace.rollout),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _has_watched(launch: Launch, name: str, service: str) -> bool:
    """Whether the launch is over, was no rehearsal, and a gate that opened had the check."""
    is_over = not launch.is_live and not launch.is_drill and launch.service == service
    return is_over and any(
        one.check == name for passage in launch.gates for one in passage.judged.checks
    )
