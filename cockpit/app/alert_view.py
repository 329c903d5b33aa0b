"""Alerts, as the drawer shows them: one of three reasons, and whether somebody must act now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.app.way_out import Advice
from cockpit.domain.message import Message


class AlertReason(StrEnum):
    """Why there is an alert; there is no fourth reason."""

    SLO = "slo"
    KPI = "kpi"
    VERSION = "version"


class AlertGrade(StrEnum):
    """How loud it is."""

    ACT_NOW = "act_now"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert about a flow or a KPI: since when, what is wrong, and the way out if there is one.

    `ended_at` is set once it is over; then it stands among the past ones.
    """

    key: str
    reason: AlertReason
    grade: AlertGrade
    flow: str | None
    kpi: str | None
    since_at: datetime
    message: Message
    advice: Advice | None = None
    ended_at: datetime | None = None
