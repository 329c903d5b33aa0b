"""The codes of alerts on the command line."""

from enum import StrEnum


class LineCode(StrEnum):
    """The lines of a list of alerts, and what was done with one."""

    NONE = "alerts.none"
    FOUND_BY = "alerts.found_by"
    ACT_NOW = "alerts.act_now"
    WATCH = "alerts.watch"
    FLAG_OFF = "alerts.flag_off"
    ROLLBACK = "alerts.rollback"
    ALSO = "alerts.also"
    ASIDE = "alerts.aside"
    OVER = "alerts.over"
    OVER_UNRATED = "alerts.over_unrated"
    RATE = "alerts.rate"
    SHELVED = "alerts.shelved"
    UNSHELVED = "alerts.unshelved"
    RATED = "alerts.rated"
