"""Alerts of the server about the team's own levels: errors, p95, slow answers, HTTP 429.

Each has two levels. Above the first it fires; between the two it goes on if it was firing, which
the server's own series ALERTS tells.
"""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.plan import BUCKET_LABEL, SHOWN_S, FlowPlan
from cockpit.app.rules.codes import RuleAlertCode
from cockpit.app.rules.counts import Counts
from cockpit.app.rules.labelled import Subject, alert
from cockpit.app.rules.series import FLOW, SERVICE, increased, number, series, span
from cockpit.domain.message import message
from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.rules import SECONDS, VALUE, Alerting
from cockpit.ports.selectors import parsed, rendered
from cockpit.ports.workspace import Flow, Workspace
from cockpit.ports.workspace_alerts import RatioThreshold, SecondsThreshold

ERRORS, P95, SLOW, LIMITED = "CockpitErrors", "CockpitP95", "CockpitSlow", "CockpitLimited"


class Share(Struct, frozen=True):
    """A share that has a level: the expressions for it and for the events that it is one of."""

    ratio: str
    events: str
    level: RatioThreshold


def threshold_alerts(
    workspace: Workspace, subject: Subject, plan: FlowPlan, promises: tuple[Counts, ...]
) -> Iterator[Alerting]:
    """Yield the alerts for the levels that are set for the flow and that it can be held to."""
    flow, levels = plan.flow, workspace.alerts.of_flow(plan.flow.name)
    success = promises[0]
    speed = promises[1] if len(promises) > 1 else None
    events = increased(success.events, SHOWN_S)
    if levels.errors is not None:
        failed = Share(success.bad_ratio(SHOWN_S), _kept(success), levels.errors)
        yield _share_alert(ERRORS, subject, RuleAlertCode.ERRORS, failed)
    if levels.slow is not None and speed is not None:
        slow = Share(speed.bad_ratio(SHOWN_S), _kept(speed), levels.slow)
        yield _share_alert(SLOW, subject, RuleAlertCode.SLOW, slow)
    if levels.p95 is not None and plan.buckets is not None:
        yield _p95(subject, plan.buckets.selector, levels.p95)
    limited = _limited(workspace, flow)
    if levels.limited is not None and limited is not None:
        refused = Share(f"{increased(limited, SHOWN_S)} / {events}", events, levels.limited)
        yield _share_alert(LIMITED, subject, RuleAlertCode.LIMITED, refused)


def _kept(counts: Counts) -> str:
    return rendered(counts.record(counts.events_of, SHOWN_S))


def _share_alert(name: str, subject: Subject, code: RuleAlertCode, share: Share) -> Alerting:
    level = share.level
    return alert(
        name,
        _between(name, subject, share.ratio, level.above_ratio, level.clear_below_ratio)
        + f"\nand\n{share.events} >= {level.minimum_events}",
        subject,
        message(code, flow=subject.name, value=VALUE, above_ratio=level.above_ratio),
        is_page=level.grade == "act_now",
    )


def _p95(subject: Subject, latency: Selector, level: SecondsThreshold) -> Alerting:
    buckets = f"sum by ({BUCKET_LABEL}) (increase({rendered(latency)}[{span(SHOWN_S)}]))"
    whole = Matcher(BUCKET_LABEL, "=", "+Inf")
    timed = increased(replace(latency, matchers=(*latency.matchers, whole)), SHOWN_S)
    p95 = f"histogram_quantile(0.95, {buckets})"
    return alert(
        P95,
        _between(P95, subject, p95, level.above_s, level.clear_below_s)
        + f"\nand\n{timed} >= {level.minimum_events}",
        subject,
        message(RuleAlertCode.P95, flow=subject.name, value=SECONDS, above_s=level.above_s),
        is_page=level.grade == "act_now",
    )


def _between(name: str, subject: Subject, figure: str, above: float, clear: float) -> str:
    labels = {label: subject.labels[label] for label in (SERVICE, FLOW)}
    firing = series("ALERTS", {"alertname": name, "alertstate": "firing", **labels})
    going_on = f"({figure} >= {number(clear)} and on () {rendered(firing)})"
    return f"({figure} > {number(above)} or {going_on})"


def _limited(workspace: Workspace, flow: Flow) -> Selector | None:
    """Return what counts the attempts refused as too many; None when nothing does."""
    if flow.limited is not None:
        return parsed(flow.limited)
    if flow.reasons is None:
        return None
    pattern = "|".join(re.escape(reason) for reason in workspace.alerts.limited_reasons)
    reasons = parsed(flow.reasons)
    means_429 = Matcher(workspace.labels.reason, "=~", pattern)
    return replace(reasons, matchers=(*reasons.matchers, means_429))
