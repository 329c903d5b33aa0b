"""Alerts, folded from snapshots: what somebody has to see, for one of three reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cockpit.app.alert_view import AlertGrade, AlertReason, AlertView
from cockpit.app.release import failure_told, way_out_for, worst_row
from cockpit.app.snapshot import FlowView, KpiView, Snapshot, TileState
from cockpit.app.way_out import Advice, WayOut
from cockpit.domain.cause import Cause
from cockpit.domain.message import Message
from cockpit.domain.slo import SloState
from cockpit.domain.verdict import State
from cockpit.ports.workspace import Workspace

BEGINS_AFTER = timedelta(seconds=10)
"""What is over sooner is no alert."""

ENDS_AFTER = timedelta(seconds=60)
"""So long all has to be well, without a doubt in between, before an alert is over."""

PAST_COUNT = 10

CRASHES = ""
"""Crashes belong to no flow: in the rows of a release they stand under no name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong now: why, how grave, and the way out."""

    reason: AlertReason
    grade: AlertGrade
    told: Message
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One flow or KPI at one instant: what is wrong, and of what nothing is known.

    What is neither found nor unknown is well.
    """

    flow: str | None
    kpi: str | None
    finding: Finding | None
    unknown: frozenset[AlertReason] = frozenset()


@dataclass(frozen=True, slots=True)
class _Tracked:
    """Something wrong since `since_at`: an alert once `is_raised`, and over a while after it."""

    look: Look
    finding: Finding
    since_at: datetime
    loud_at: datetime
    is_raised: bool = False
    fine_since_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alerts after some snapshots: those that go on, and the last that are over."""

    tracked: Mapping[str, _Tracked] = field(default_factory=dict)
    past: tuple[AlertView, ...] = ()

    @property
    def alerts(self) -> tuple[AlertView, ...]:
        """Return those that go on: what needs a hand first, then the one that came first."""
        raised = [_view(key, one) for key, one in self.tracked.items() if one.is_raised]
        return tuple(
            sorted(raised, key=lambda one: (one.grade is AlertGrade.WATCH, one.since_at, one.key))
        )

    def after(self, snapshot: Snapshot, workspace: Workspace) -> "Alarms":
        """Return the alerts after one more snapshot.

        What is not known neither begins nor ends an alert.
        """
        seen, now = looks(snapshot, workspace), snapshot.at
        tracked: dict[str, _Tracked] = {}
        over: list[AlertView] = []
        for key in dict.fromkeys((*self.tracked, *seen)):
            before, look = self.tracked.get(key), seen.get(key)
            found = _next(before, look, now)
            if found is not None:
                tracked[key] = found
            elif before is not None and before.is_raised:
                over.append(replace(_view(key, before), ended_at=before.fine_since_at or now))
        if not over and tracked == self.tracked:
            return self
        return Alarms(tracked, (*over, *self.past)[:PAST_COUNT] if over else self.past)


def looks(snapshot: Snapshot, workspace: Workspace) -> dict[str, Look]:
    """Return what is wrong with each flow and KPI, by the key of its alert."""
    found = {f"flow:{one.name}": _flow_look(snapshot, one, workspace) for one in snapshot.flows}
    if workspace.crashes is not None:
        version, unknown = _version_finding(snapshot, CRASHES, workspace)
        found["crashes"] = Look(None, None, version, unknown)
    return found | {f"kpi:{one.name}": _kpi_look(one) for one in snapshot.kpis}


def _next(before: _Tracked | None, look: Look | None, now: datetime) -> _Tracked | None:
    """Return what is tracked from now on; None when there is nothing (any more)."""
    if look is not None and look.finding is not None:
        return _still(before or _Tracked(look, look.finding, now, now), look, look.finding, now)
    if before is None:
        return None
    if look is not None and before.finding.reason in look.unknown:
        return replace(before, fine_since_at=None)
    if not before.is_raised:
        return None
    since_at = before.fine_since_at or now
    return None if now - since_at >= ENDS_AFTER else replace(before, fine_since_at=since_at)


def _still(before: _Tracked, look: Look, finding: Finding, now: datetime) -> _Tracked:
    is_loud = finding.grade is AlertGrade.ACT_NOW
    if not is_loud and before.finding.grade is AlertGrade.ACT_NOW:
        # Calmer by a hair is not calm: what needed a hand a moment ago still does.
        finding = before.finding if now - before.loud_at < ENDS_AFTER else finding
    return replace(
        before,
        look=look,
        finding=finding,
        loud_at=now if is_loud else before.loud_at,
        is_raised=before.is_raised or now - before.since_at >= BEGINS_AFTER,
        fine_since_at=None,
    )


def _view(key: str, one: _Tracked) -> AlertView:
    finding = one.finding
    return AlertView(
        key=key,
        reason=finding.reason,
        grade=finding.grade,
        flow=one.look.flow,
        kpi=one.look.kpi,
        since_at=one.since_at,
        message=finding.told,
        advice=finding.advice,
    )


def _flow_look(snapshot: Snapshot, flow: FlowView, workspace: Workspace) -> Look:
    """Return the gravest of what is wrong with a flow: its release before its promises."""
    version, unknown = _version_finding(snapshot, flow.name, workspace)
    promises = [one for one in (flow.slo, flow.latency_slo) if one is not None]
    if any(one.state is SloState.UNKNOWN for one in promises) or not promises:
        unknown |= {AlertReason.SLO}
    broken = _promise_finding(flow, workspace)
    if version is not None and version.grade is AlertGrade.WATCH and broken is not None:
        version = None  # it came from outside: then it is the promise that counts
    return Look(flow.name, None, version or broken, unknown)


def _version_finding(
    snapshot: Snapshot, flow: str, workspace: Workspace
) -> tuple[Finding | None, frozenset[AlertReason]]:
    """Return that the new version fails in a flow, until users are safe again."""
    release = snapshot.release
    rows = [row for row in release.rows if row.flow == flow] if release is not None else []
    row = worst_row(rows)
    if release is None or row is None or flow in _mended(snapshot):
        is_unknown = bool(rows) and all(one.state is State.NO_DATA for one in rows)
        return None, frozenset({AlertReason.VERSION} if is_unknown else ())
    is_outside = row.cause is Cause.EXTERNAL
    sides = {"version": release.version, "baseline": release.baseline}
    finding = Finding(
        AlertReason.VERSION,
        AlertGrade.WATCH if is_outside else AlertGrade.ACT_NOW,
        failure_told(row, sides),
        None if is_outside else way_out_for(workspace, flow),
    )
    return finding, frozenset()


def _mended(snapshot: Snapshot) -> frozenset[str]:
    """Return the flows whose users are safe again by what was pulled last for them."""
    mends = {mend.flow: mend.is_back for one in snapshot.operations for mend in one.mends}
    return frozenset(flow for flow, is_back in mends.items() if is_back)


def _promise_finding(flow: FlowView, workspace: Workspace) -> Finding | None:
    promises = [one for one in (flow.slo, flow.latency_slo) if one is not None]
    for state, grade in (
        (SloState.BAD, AlertGrade.ACT_NOW),
        (SloState.WARNING, AlertGrade.WATCH),
    ):
        for promise in promises:
            if promise.state is state:
                advice = way_out_for(workspace, flow.name) if state is SloState.BAD else None
                if advice is not None and advice.way_out is not WayOut.FLAG_OFF:
                    advice = None  # to roll back helps only where the release is to blame
                return Finding(AlertReason.SLO, grade, promise.reasons[0], advice)
    return None


def _kpi_look(kpi: KpiView) -> Look:
    if kpi.state is TileState.WARN:
        finding = Finding(AlertReason.KPI, AlertGrade.WATCH, kpi.messages[0])
        return Look(None, kpi.name, finding)
    is_unknown = kpi.state is not TileState.OK
    return Look(None, kpi.name, None, frozenset({AlertReason.KPI} if is_unknown else ()))
