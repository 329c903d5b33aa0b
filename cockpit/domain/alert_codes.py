"""The codes of what is said about alerts."""

from enum import StrEnum


class AlertCode(StrEnum):
    """What an alert is about, and what there is to say of many together."""

    ABOUT_FLOW = "alert.about_flow"
    ABOUT_KPI = "alert.about_kpi"
    STORM = "alert.storm"
    ERRORS = "alert.errors"
    P95 = "alert.p95"
    SLOW = "alert.slow"
    LIMITED = "alert.limited"


class DeskCode(StrEnum):
    """Why a person cannot do with an alert what was asked."""

    TOO_LONG = "alert.too_long"
    NO_REASON = "alert.no_reason"
    LONG_REASON = "alert.long_reason"
    NOT_RUNNING = "alert.not_running"
    NOT_ASIDE = "alert.not_aside"
    NONE_RUNNING = "alert.none_running"
    NONE_EVER = "alert.none_ever"
    NO_SUCH_ALERT = "alert.no_such_alert"
