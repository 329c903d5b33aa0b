"""The codes of names: what a value that is a code itself is called."""

from enum import StrEnum


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
