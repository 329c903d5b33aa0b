"""Alerts of the server about data that do not come: nobody watches then, so somebody must know."""

from collections.abc import Iterator

from cockpit.app.rules.codes import RuleAlertCode
from cockpit.app.rules.counts import Counts
from cockpit.app.rules.labelled import Subject, alert
from cockpit.app.rules.series import SLOW, increased
from cockpit.domain.burn_windows import MINUTE_S
from cockpit.domain.message import message
from cockpit.ports.metrics import Selector
from cockpit.ports.rules import Alerting
from cockpit.ports.selectors import rendered

NO_DATA_ALERT = "CockpitNoData"
MISSING_S = 5 * MINUTE_S
KPI_MISSING_S = 15 * MINUTE_S


def no_data_alerts(subject: Subject, counts: Counts) -> Iterator[Alerting]:
    """Yield the alerts for a promise: no events counted at all, or no good ones among them.

    No bad ones are good news; no good ones are a selector that finds nothing, or an outage since
    the counter was born. Without speed alone nobody is woken.
    """
    subject, is_speed = subject.without_lever, counts.bad_of == SLOW
    if not is_speed:
        yield alert(
            NO_DATA_ALERT,
            absent(counts.events),
            subject,
            message(RuleAlertCode.NO_EVENTS, flow=subject.name),
            is_page=True,
            more={"missing": "events"},
            for_s=MISSING_S,
        )
    if counts.good is not None:
        code = RuleAlertCode.NO_BOUND if is_speed else RuleAlertCode.NO_GOOD
        some = f"{increased(counts.events, MISSING_S)} > 0"
        yield alert(
            NO_DATA_ALERT,
            f"({some})\nunless\nsum({rendered(counts.good)})",
            subject,
            message(code, flow=subject.name),
            is_page=not is_speed,
            more={"missing": "bound" if is_speed else "good"},
            for_s=MISSING_S,
        )


def kpi_gone_alert(subject: Subject, events: Selector) -> Alerting:
    """Return the alert that nothing is counted for a KPI: unknown, which is no drop."""
    return alert(
        NO_DATA_ALERT,
        absent(events),
        subject,
        message(RuleAlertCode.KPI_GONE, kpi=subject.name),
        is_page=False,
        more={"missing": "events"},
        for_s=KPI_MISSING_S,
    )


def absent(selector: Selector) -> str:
    """Return the expression that has a result when no series of the selector is there."""
    return f"absent(sum({rendered(selector)}))"
