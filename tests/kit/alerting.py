"""Rows of alerts, and findings, for tests."""

from datetime import datetime, timedelta
from typing import Literal

from cockpit.domain.alert_events import (
    AlertEnded,
    AlertRaised,
    AlertRated,
    AlertShelved,
    AlertUnshelved,
)
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding
from cockpit.domain.events import Entry, Event
from cockpit.domain.message import Message
from cockpit.domain.way_out import Advice, WayOut
from tests.kit.fakes_acting import NOON

WHY = Message("test.why")
OFF = Advice(WayOut.FLAG_OFF, "coupon_v2")


def at_s(second: float) -> datetime:
    """Return the instant so many seconds after noon."""
    return NOON + timedelta(seconds=second)


def row(second: float, event: Event, actor: str = "cockpit") -> Entry:
    """Return a row of the journal at that second."""
    return Entry(at_s(second), second, "run", actor, event)


def raised(
    second: float,
    flow: str = "coupon",
    *,
    alert_id: str = "",
    grade: Literal["act_now", "watch"] = "act_now",
    reason: Literal["slo", "kpi", "version"] = "slo",
) -> Entry:
    """Return that the alert of a flow began, or got graver."""
    event = AlertRaised(
        alert_id=alert_id or f"{flow}-1",
        key=f"flow:{flow}",
        reason=reason,
        grade=grade,
        finding=reason,
        since_at=at_s(second - 10),
        told=WHY,
        flow=flow,
        way_out="flag_off",
        target="coupon_v2",
        launch_id="l1",
    )
    return row(second, event)


def ended(second: float, flow: str = "coupon", *, alert_id: str = "") -> Entry:
    """Return that it is over."""
    id_ = alert_id or f"{flow}-1"
    return row(second, AlertEnded(id_, f"flow:{flow}", at_s(second - 60)))


def shelved(second: float, until: float, flow: str = "coupon", *, alert_id: str = "") -> Entry:
    """Return that mina put it aside."""
    id_ = alert_id or f"{flow}-1"
    return row(second, AlertShelved(id_, f"flow:{flow}", at_s(until), "known"), "mina")


def unshelved(second: float, why: Literal["time", "graver", "person"] = "time") -> Entry:
    """Return that the coupon's is put aside no longer."""
    return row(second, AlertUnshelved("coupon-1", "flow:coupon", why))


def rated(second: float, person: str, *, is_useful: bool, alert_id: str = "coupon-1") -> Entry:
    """Return what a person says of it."""
    return row(second, AlertRated(alert_id, "flow:coupon", is_useful), person)


def finding(
    name: str = "slo",
    grade: AlertGrade = AlertGrade.ACT_NOW,
    reason: AlertReason = AlertReason.SLO,
) -> Finding:
    """Return something that is wrong."""
    return Finding(name, reason, grade, Message(f"test.{name}"))
