"""The codes of what the words need for themselves."""

from enum import StrEnum


class WordsCode(StrEnum):
    """How a value is written when a unit belongs to it."""

    UNKNOWN = "words.unknown"
    YES = "words.yes"
    NO = "words.no"
    ENDLESS = "words.endless"
    SECONDS = "words.seconds"
    MINUTES = "words.minutes"
    MINUTES_SECONDS = "words.minutes_seconds"
    HOURS = "words.hours"
    HOURS_MINUTES = "words.hours_minutes"
    DAYS = "words.days"
    DAYS_HOURS = "words.days_hours"


class NameCode(StrEnum):
    """How a value that is a code itself is called: its place's name, a dot, the value."""

    FLOW_NONE = "flow."
    METRIC_SUCCESS = "metric.success"
    METRIC_SLOW = "metric.slow"
    METRIC_CRASH = "metric.crash"
    PLATFORM_ANDROID = "platform.android"
    PLATFORM_IOS = "platform.ios"
    PLATFORM_WEB = "platform.web"
    LEVER_FLAG_OFF = "lever.flag_off"
    LEVER_FLAG_ON = "lever.flag_on"
    LEVER_EXPOSURE = "lever.exposure"
    LEVER_ROLLBACK = "lever.rollback"
