"""The labels and annotations of an alert: whom it concerns, how soon, and the way out."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.rules.series import FLOW, KPI, SERVICE, definition
from cockpit.app.way_out import way_out_for
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.message import Message
from cockpit.domain.way_out import WayOut
from cockpit.ports.rules import Alerting
from cockpit.ports.workspace import Workspace

SEVERITY, REASON, RULE = "severity", "reason", "rule"
PAGE, TICKET = "page", "ticket"
RUNBOOK = "runbook_url"


class Subject(Struct, frozen=True):
    """The flow or the KPI that alerts are about, and what stands on each of them."""

    name: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

    @property
    def without_lever(self) -> "Subject":
        """Return the same subject, where no lever could help."""
        kept = {name: text for name, text in self.annotations.items() if name == RUNBOOK}
        return replace(self, annotations=kept)


def flow_subject(workspace: Workspace, flow: str) -> Subject:
    """Return the flow, with its runbook and the lever that guards it."""
    annotations: dict[str, str] = {}
    advice = way_out_for(workspace, flow)
    if advice is not None:
        order = "off" if advice.way_out is WayOut.FLAG_OFF else "rollback"
        annotations = {"lever": advice.name, "command": f"cockpit {order} {advice.name}"}
    for one in workspace.flows:
        if one.name == flow and one.runbook is not None:
            annotations[RUNBOOK] = one.runbook
    labels = {SERVICE: workspace.service.name, FLOW: flow, REASON: AlertReason.SLO.value}
    return Subject(flow, labels, annotations)


def kpi_subject(workspace: Workspace, kpi: str) -> Subject:
    """Return the KPI."""
    labels = {SERVICE: workspace.service.name, KPI: kpi, REASON: AlertReason.KPI.value}
    return Subject(kpi, labels, {})


def alert(
    name: str,
    expr: str,
    subject: Subject,
    summary: Message,
    *,
    is_page: bool,
    more: Mapping[str, str] | None = None,
    for_s: float = 0.0,
) -> Alerting:
    """Return an alert about the subject.

    Its annotation `rule` is a hash of all that makes it fire: the cockpit knows by it whether the
    server has the rules of this workspace.
    """
    labels = {SEVERITY: PAGE if is_page else TICKET, **subject.labels, **(more or {})}
    rule = definition(name, expr, labels, for_s)
    return Alerting(
        name=name,
        expr=expr,
        labels=labels,
        summary=summary,
        annotations={**subject.annotations, RULE: rule},
        for_s=for_s,
    )
