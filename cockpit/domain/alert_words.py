"""The words of an alert: one of three reasons, whether somebody must act now, what is wrong."""

from collections.abc import Collection
from enum import StrEnum

from msgspec import Struct

from cockpit.domain.alert_codes import AlertCode
from cockpit.domain.message import Message, message
from cockpit.domain.way_out import Advice

FLOW, KPI, CRASHES = "flow:", "kpi:", "crashes"
"""How the key of an alert begins; crashes belong to no flow."""


class AlertReason(StrEnum):
    """Why there is an alert; there is no fourth reason."""

    SLO = "slo"
    KPI = "kpi"
    VERSION = "version"


class AlertGrade(StrEnum):
    """How loud it is."""

    ACT_NOW = "act_now"
    WATCH = "watch"


class Finding(Struct, frozen=True):
    """Something that is wrong now: which of the things that can be, why, how grave, the way out.

    `name` is the same for as long as it is the same trouble.
    """

    name: str
    reason: AlertReason
    grade: AlertGrade
    told: Message
    advice: Advice | None = None

    @property
    def gravity(self) -> int:
        """Return how grave it is: 0 to watch, 1 to act now, 2 when the release is to blame."""
        if self.grade is AlertGrade.WATCH:
            return 0
        return 2 if self.reason is AlertReason.VERSION else 1


def leading(findings: tuple[Finding, ...]) -> Finding:
    """Return the one to speak of: the gravest, of equals the promise, of these the first.

    What is worse in the new version and came from outside says less than the promise it breaks.
    """
    return min(findings, key=lambda one: (-one.gravity, one.reason is not AlertReason.SLO))


def about(key: str) -> Message:
    """Return what the alert of this key is about, by its name."""
    if key.startswith(KPI):
        return message(AlertCode.ABOUT_KPI, kpi=key.removeprefix(KPI))
    flow = key.removeprefix(FLOW) if key.startswith(FLOW) else ""
    return message(AlertCode.ABOUT_FLOW, flow=flow)


def key_of(given: str, keys: Collection[str]) -> str | None:
    """Return the key that was meant: itself, or the name of its flow or figure alone."""
    tried = (given, f"{FLOW}{given}", f"{KPI}{given}")
    return next((one for one in tried if one in keys), None)
