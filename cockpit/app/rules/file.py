"""The whole file of rules for one metric source of the workspace."""

from collections.abc import Iterator

from cockpit.app.plan import FlowPlan, planned
from cockpit.app.rules.absence import kpi_gone_alert, no_data_alerts
from cockpit.app.rules.burning import burn_alert, impossible_pairs, possible_pairs
from cockpit.app.rules.codes import NoteCode
from cockpit.app.rules.counts import counts_of
from cockpit.app.rules.kpis import kpi_rules
from cockpit.app.rules.labelled import flow_subject, kpi_subject
from cockpit.app.rules.thresholds import threshold_alerts
from cockpit.domain.burn_windows import DAY_S, HOUR_S, MINUTE_S, BurnAlert
from cockpit.domain.message import Message, message
from cockpit.ports.rules import Rule, RuleFile, RuleGroup
from cockpit.ports.workspace import Workspace

PARTS = (
    ("now", 15.0, (5 * MINUTE_S, HOUR_S), (BurnAlert.PAGE_QUICK,)),
    ("hours", 60.0, (30 * MINUTE_S, 6 * HOUR_S), (BurnAlert.PAGE_SLOW,)),
    (
        "days",
        120.0,
        (2 * HOUR_S, DAY_S, 3 * DAY_S),
        (BurnAlert.TICKET_QUICK, BurnAlert.TICKET_SLOW),
    ),
)
"""Groups of a flow: how often each is worked out, and which windows and pairs are in it.

A pair stands where its slower window is kept. Nothing may be rarer than every five minutes: a
record is found for no longer.
"""

PERIOD_EVERY_S, KPI_EVERY_S = 240.0, 60.0


def sources_with_rules(workspace: Workspace) -> tuple[str, ...]:
    """Return the metric sources that flows or KPIs are counted at, sorted."""
    flows = {one.source for one in workspace.flows}
    return tuple(sorted(flows | {one.source for one in workspace.kpis}))


def rules_of(workspace: Workspace, source: str, policy_hash: str) -> RuleFile:
    """Return the rules for what is counted at `source`; the same workspace gives the same rules."""
    plan = planned(workspace)
    flows = [one for one in plan.flows if one.flow.source == source]
    groups = [group for one in flows for group in _flow_groups(workspace, one)]
    for kpi, part in plan.kpis:
        if kpi.source == source:
            subject = kpi_subject(workspace, kpi.name)
            gone = kpi_gone_alert(subject, part.events.selector)
            rules = (*kpi_rules(subject, kpi, part), gone)
            groups.append(RuleGroup(_name(workspace, f"kpi {kpi.name}"), KPI_EVERY_S, rules))
    notes = (*_notes(workspace, policy_hash), *_never(workspace, flows))
    return RuleFile(notes, tuple(groups))


def _flow_groups(workspace: Workspace, plan: FlowPlan) -> Iterator[RuleGroup]:
    service, flow = workspace.service.name, plan.flow.name
    subject = flow_subject(workspace, flow)
    promises = tuple(counts_of(plan, service))
    for part, every_s, windows_s, pairs in PARTS:
        rules: list[Rule] = []
        for counts in promises:
            rules += [rule for range_s in windows_s for rule in counts.recordings(range_s)]
        for counts in promises:
            possible = possible_pairs(counts.objective)
            rules += [burn_alert(subject, counts, one) for one in possible if one.alert in pairs]
            if BurnAlert.PAGE_QUICK in pairs:
                rules += no_data_alerts(subject, counts)
        if BurnAlert.PAGE_QUICK in pairs:
            rules += threshold_alerts(workspace, subject, plan, promises)
        yield RuleGroup(_name(workspace, f"{flow} {part}"), every_s, tuple(rules))
    period = tuple(rule for counts in promises for rule in counts.period_recordings())
    if period:
        yield RuleGroup(_name(workspace, f"{flow} period"), PERIOD_EVERY_S, period)


def _name(workspace: Workspace, rest: str) -> str:
    return f"cockpit {workspace.service.name} {rest}"


def _notes(workspace: Workspace, policy_hash: str) -> Iterator[Message]:
    yield from (
        message(NoteCode.WRITTEN, service=workspace.service.name, policy=policy_hash),
        message(NoteCode.LOAD),
        message(NoteCode.ROUTE),
        message(NoteCode.GATE),
        message(NoteCode.BIRTH),
        message(NoteCode.PERIOD),
        message(NoteCode.KPI),
        message(NoteCode.VERSIONS),
    )
    if (zone := workspace.service.time_zone) is not None:
        yield message(NoteCode.KPI_CLOCKS, zone=zone)


def _never(workspace: Workspace, flows: list[FlowPlan]) -> Iterator[Message]:
    for plan in flows:
        for counts in counts_of(plan, workspace.service.name):
            for pair in impossible_pairs(counts.objective):
                yield message(
                    NoteCode.NEVER,
                    flow=plan.flow.name,
                    burn=pair.burn,
                    target_ratio=counts.objective.target_ratio,
                )
