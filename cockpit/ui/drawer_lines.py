"""What the drawer says of alerts: worked out without widgets."""

from cockpit.app.alert_view import AlertView
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.way_out import WayOut
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.say import DASH, Say

REASONS = {
    AlertReason.SLO: DrawerCode.SLO,
    AlertReason.KPI: DrawerCode.KPI,
    AlertReason.VERSION: DrawerCode.VERSION,
}


def in_order(alerts: tuple[AlertView, ...]) -> tuple[AlertView, ...]:
    """Return those that need an act first, and of each grade the newest first."""
    newest = sorted(alerts, key=lambda one: one.since_at, reverse=True)
    return tuple(sorted(newest, key=lambda one: one.grade is not AlertGrade.ACT_NOW))


def title(alert: AlertView, say: Say) -> str:
    """Return what it is about."""
    if alert.flow is not None:
        return say.name("flow", alert.flow)
    return DASH if alert.kpi is None else say.name("kpi", alert.kpi)


def advice(alert: AlertView, say: Say) -> str:
    """Return what to do now; to watch it when nothing has to be done."""
    if alert.grade is AlertGrade.WATCH:
        return say(DrawerCode.WATCH)
    if alert.advice is None:
        return say(DrawerCode.ACT_NOW)
    is_off = alert.advice.way_out is WayOut.FLAG_OFF
    code = DrawerCode.ACT_OFF if is_off else DrawerCode.ACT_BACK
    return say(code, target=alert.advice.name)
