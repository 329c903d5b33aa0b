"""What the drawer says of alerts: worked out without widgets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.way_out import WayOut
from cockpit.ui.aim import Aim, Aiming, Wanted, back_aim, off_aim
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.say import Say

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


REASONS = {
    AlertReason.SLO: DrawerCode.SLO,
    AlertReason.KPI: DrawerCode.KPI,
    AlertReason.VERSION: DrawerCode.VERSION,
}


def listed(
    alerts: "Sequence[AlertView]", latched: "Sequence[AlertView]", most: int
) -> "tuple[tuple[AlertView, ...], int]":
    """Return the alerts to show in their order, and how many have no room.

    What needs a hand is never left out, and of each grade what came first stands first. What is
    over and was not seen stands between those that need a hand and those to be watched.
    """
    urgent = [one for one in alerts if one.grade is AlertGrade.ACT_NOW]
    running = {one.key for one in alerts}
    missed = list({one.key: one for one in reversed(latched) if one.key not in running}.values())
    watched = [one for one in alerts if one.grade is not AlertGrade.ACT_NOW]
    room = max(0, most - len(urgent) - len(missed))
    return (*urgent, *missed, *watched[:room]), len(watched[room:])


def exit_aim(alert: "AlertView", aiming: Aiming) -> Aim | None:
    """Return the aim of the way out of this alert, never another one; None when there is none."""
    if alert.advice is None or alert.ended_at is not None:
        return None
    name, snapshot = alert.advice.name, aiming.snapshot
    if alert.advice.way_out is WayOut.FLAG_OFF:
        if name not in {one.flag for one in snapshot.levers}:
            return None
        return off_aim(replace(aiming, wanted=Wanted(flag=name)))
    if name not in {one.name for one in snapshot.rollbacks}:
        return None
    return back_aim(replace(aiming, wanted=Wanted(rollback=name)))


def title(alert: "AlertView", say: Say) -> str:
    """Return what it is about."""
    if alert.flow is not None:
        return say.name("flow", alert.flow)
    name = say.name("flow", "") if alert.kpi is None else say.name("kpi", alert.kpi)
    return f"{name[:1].upper()}{name[1:]}"


def advice(alert: "AlertView", say: Say) -> str:
    """Return what to do now; to watch it when nothing has to be done."""
    if alert.grade is AlertGrade.WATCH:
        return say(DrawerCode.WATCH)
    if alert.advice is None:
        return say(DrawerCode.ACT_NOW)
    is_off = alert.advice.way_out is WayOut.FLAG_OFF
    code = DrawerCode.ACT_OFF if is_off else DrawerCode.ACT_BACK
    return say(code, target=alert.advice.name)
