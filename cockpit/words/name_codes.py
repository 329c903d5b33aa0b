"""The codes of names: what a value that is a code itself is called."""

from enum import StrEnum


class NameCode(StrEnum):
    """How a value that is a code itself is called: its place's name, a dot, the value."""

    FLOW_NONE = "flow."
    METRIC_SUCCESS = "metric.success"
    METRIC_SLOW = "metric.slow"
    METRIC_CRASH = "metric.crash"
    METRIC_KPI = "metric.kpi"
    PLATFORM_ANDROID = "platform.android"
    PLATFORM_IOS = "platform.ios"
    PLATFORM_WEB = "platform.web"
    LEVER_FLAG_OFF = "lever.flag_off"
    LEVER_FLAG_ON = "lever.flag_on"
    LEVER_EXPOSURE = "lever.exposure"
    LEVER_ROLLBACK = "lever.rollback"


class RoleName(StrEnum):
    """What the roles of a Go/No-Go are called."""

    QA = "role.qa"
    MOBILE_LEAD = "role.mobile_lead"
    BACKEND_LEAD = "role.backend_lead"
    DEVOPS = "role.devops"
    PM = "role.pm"


class WayOutName(StrEnum):
    """What the two ways out are called, and what is done where neither is left."""

    FLAG_OFF = "way_out.flag_off"
    HOTFIX = "way_out.hotfix"
    ROLLBACK = "way_out.rollback"


class PhaseName(StrEnum):
    """What the phases of a launch are called."""

    PLANNED = "phase.planned"
    GO = "phase.go"
    DEPLOYED = "phase.deployed"
    STAGE = "phase.stage"
    WATCHING = "phase.watching"
    CLOSED = "phase.closed"
    STOPPED = "phase.stopped"


class ChannelKindName(StrEnum):
    """What the ways to people are called."""

    DESKTOP = "channel_kind.desktop"
    SLACK = "channel_kind.slack"
    ALERTMANAGER = "channel_kind.alertmanager"


class KindName(StrEnum):
    """What the kinds of a release are called."""

    RELEASE = "release_kind.release"
    HOTFIX = "release_kind.hotfix"
    ROLLBACK = "release_kind.rollback"


class ReasonName(StrEnum):
    """Why a system refuses, in its own English words; what is not here stays as it says it."""

    BAD_FILE_DESCRIPTOR = "reason.Bad file descriptor"
    BROKEN_PIPE = "reason.Broken pipe"
    DEVICE_OR_RESOURCE_BUSY = "reason.Device or resource busy"
    DISK_QUOTA_EXCEEDED = "reason.Disk quota exceeded"
    FILE_EXISTS = "reason.File exists"
    FILE_NAME_TOO_LONG = "reason.File name too long"
    FILE_TOO_LARGE = "reason.File too large"
    INPUT_OUTPUT_ERROR = "reason.Input/output error"
    IS_A_DIRECTORY = "reason.Is a directory"
    NO_SUCH_FILE_OR_DIRECTORY = "reason.No such file or directory"
    NO_SPACE_LEFT_ON_DEVICE = "reason.No space left on device"
    NOT_A_DIRECTORY = "reason.Not a directory"
    OPERATION_NOT_PERMITTED = "reason.Operation not permitted"
    PERMISSION_DENIED = "reason.Permission denied"
    READ_ONLY_FILE_SYSTEM = "reason.Read-only file system"
    TOO_MANY_OPEN_FILES = "reason.Too many open files"
