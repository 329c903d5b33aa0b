"""What is wrong at one instant, for one of three reasons: looked up in a snapshot."""

from collections.abc import Callable

from msgspec import Struct

from cockpit.app.promise_view import SloView
from cockpit.app.release import failure_told
from cockpit.app.snapshot import (
    ComparisonView,
    FlowView,
    KpiView,
    Metric,
    Snapshot,
    TileState,
)
from cockpit.app.thresholds import crossed
from cockpit.app.way_out import way_out_for
from cockpit.domain.alarms import Look
from cockpit.domain.alert_words import CRASHES, FLOW, KPI, AlertGrade, AlertReason, Finding
from cockpit.domain.slo import PAGES, SloState
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.workspace import Workspace

NO_FLOW = ""
"""Crashes belong to no flow: in the rows of a release they stand under no name."""

PROMISES = {Metric.SUCCESS: "slo", Metric.SLOW: "latency_slo"}
"""The names of findings about a flow's promises, by what is promised."""

GRADES = {SloState.BAD: AlertGrade.ACT_NOW, SloState.WARNING: AlertGrade.WATCH}


class _Found(Struct):
    """What is wrong with one flow, and of what nothing is known, while it is looked up."""

    findings: list[Finding]
    unknown: set[str]

    def look(self, flow: str | None) -> Look:
        return Look(flow, None, tuple(self.findings), frozenset(self.unknown))


def looks(
    snapshot: Snapshot, workspace: Workspace, held: Callable[[str], frozenset[str]]
) -> dict[str, Look]:
    """Return what is wrong with each flow and KPI, by the key of its alert.

    `held` gives the names of what was wrong there already: that has to get better to be well.
    """
    found: dict[str, Look] = {}
    for flow in snapshot.flows:
        key = f"{FLOW}{flow.name}"
        found[key] = _flow_look(snapshot, flow, workspace, held(key))
    if workspace.crashes is not None:
        crashes = _Found([], set())
        _look_at_release(snapshot, NO_FLOW, workspace, crashes)
        found[CRASHES] = crashes.look(None)
    return found | {f"{KPI}{one.name}": _kpi_look(one) for one in snapshot.kpis}


def _flow_look(
    snapshot: Snapshot, flow: FlowView, workspace: Workspace, held: frozenset[str]
) -> Look:
    found = _Found([], set())
    _look_at_release(snapshot, flow.name, workspace, found)
    is_outside = any(
        row.cause is Cause.EXTERNAL for row in _failing(snapshot, flow.name)
    ) and not any(row.cause is Cause.RELEASE for row in _failing(snapshot, flow.name))
    advice = None if is_outside else _flag(workspace, flow.name)
    for metric, promise in ((Metric.SUCCESS, flow.slo), (Metric.SLOW, flow.latency_slo)):
        name = PROMISES[metric]
        if promise is None or promise.state is SloState.UNKNOWN:
            found.unknown.add(name)
        elif _is_settling(snapshot, flow.name, metric, promise):
            continue
        elif (grade := GRADES.get(promise.state)) is not None:
            exit_ = advice if grade is AlertGrade.ACT_NOW else None
            told = promise.reasons[0]
            found.findings.append(Finding(name, AlertReason.SLO, grade, told, exit_))
    for one in crossed(flow, workspace.alerts.of_flow(flow.name), held, advice):
        if isinstance(one, Finding):
            found.findings.append(one)
        else:
            found.unknown.add(one)
    return found.look(flow.name)


def _look_at_release(snapshot: Snapshot, flow: str, workspace: Workspace, found: _Found) -> None:
    """Add where the new version fails in a flow, until users are safe again."""
    release = snapshot.release
    if release is None:
        return
    rows = [row for row in release.rows if row.flow == flow]
    found.unknown |= {_name(row) for row in rows if row.state is State.NO_DATA}
    if flow in _mended(snapshot):
        return
    sides = {"version": release.version, "baseline": release.baseline}
    for row in sorted(_failing(snapshot, flow), key=lambda one: one.cause is Cause.EXTERNAL):
        is_outside = row.cause is Cause.EXTERNAL
        found.findings.append(
            Finding(
                _name(row),
                AlertReason.VERSION,
                AlertGrade.WATCH if is_outside else AlertGrade.ACT_NOW,
                failure_told(row, sides),
                None if is_outside else way_out_for(workspace, flow),
            )
        )


def _failing(snapshot: Snapshot, flow: str) -> list[ComparisonView]:
    """Return the comparisons of the flow that fail, the surest first."""
    rows = snapshot.release.rows if snapshot.release is not None else ()
    failing = [row for row in rows if row.flow == flow and row.state is State.FAIL]
    return sorted(failing, key=lambda row: row.evidence / row.needed_evidence, reverse=True)


def _name(row: ComparisonView) -> str:
    return f"version:{row.metric.value}"


def _mended(snapshot: Snapshot) -> frozenset[str]:
    """Return the flows whose users are safe again by what was pulled last for them."""
    safe: dict[str, bool] = {}
    for one in snapshot.operations:
        left = {mend.flow for mend in one.mends if not mend.is_back}
        safe |= {mend.flow: mend.flow not in left for mend in one.mends}
    return frozenset(flow for flow, is_safe in safe.items() if is_safe)


def _is_settling(snapshot: Snapshot, flow: str, metric: Metric, promise: SloView) -> bool:
    """Return whether all that burns so fast is what burnt before a way out had helped.

    An hour that holds a fault burns on when the fault is over; the short windows tell that it is,
    once they have left it behind.
    """
    safe_at = max(
        (
            one.back_in_band_at
            for one in snapshot.operations
            for mend in one.mends
            if one.back_in_band_at is not None
            and mend.is_back
            and (mend.flow, mend.metric) == (flow, metric)
        ),
        default=None,
    )
    if safe_at is None or promise.state is not SloState.BAD:
        return False
    safe_s = (snapshot.at - safe_at).total_seconds()
    return all(
        safe_s < one.short_s for one in promise.burns if one.is_firing and one.alert in PAGES
    )


def _flag(workspace: Workspace, flow: str) -> Advice | None:
    """Return the flag of the flow; to roll back helps only where the release is to blame."""
    advice = way_out_for(workspace, flow)
    return advice if advice is not None and advice.way_out is WayOut.FLAG_OFF else None


def _kpi_look(kpi: KpiView) -> Look:
    """Return what is wrong with a figure; alone it is never a reason to act (it is late)."""
    if kpi.state in {TileState.WARN, TileState.BAD}:
        told = kpi.messages[0]
        return Look(None, kpi.name, (Finding("kpi", AlertReason.KPI, AlertGrade.WATCH, told),))
    return Look(None, kpi.name, (), frozenset(() if kpi.state is TileState.OK else ("kpi",)))
