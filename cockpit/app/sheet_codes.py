"""The codes of what the checks of a Go/No-Go measure, and of why a wish about it is refused."""

from enum import StrEnum


class MeasuredCode(StrEnum):
    """What a check shows, as short as a figure beside its question."""

    SUCCESS = "measured.success"
    P95 = "measured.p95"
    P95_ABOVE = "measured.p95_above"
    ERRORS = "measured.errors"
    CRASH_FREE = "measured.crash_free"
    KPI = "measured.kpi"
    FLAG_ON = "measured.flag_on"
    FLAG_OFF = "measured.flag_off"
    ROLLBACK_DONE = "measured.rollback_done"
    ROLLBACK_KNOWN = "measured.rollback_known"
    BUILD = "measured.build"
    BUILD_FIRST = "measured.build_first"
    SOURCES = "measured.sources"
    UNRESOLVED = "measured.unresolved"
    ANCHORED = "measured.anchored"
    CHANNEL_TESTED = "measured.channel_tested"


class MeasuredFrom(StrEnum):
    """Where a figure comes from and what it is held against, or why there is none."""

    AT_LEAST = "measured_from.at_least"
    AT_MOST = "measured_from.at_most"
    AT_MOST_S = "measured_from.at_most_s"
    NOT_COUNTED = "measured_from.not_counted"
    TOO_FEW = "measured_from.too_few"
    FLAG_SERVER = "measured_from.flag_server"
    FLAG_NOT_READ = "measured_from.flag_not_read"
    FLAG_READ_LONG_AGO = "measured_from.flag_read_long_ago"
    REHEARSED = "measured_from.rehearsed"
    NOT_REHEARSED = "measured_from.not_rehearsed"
    NO_TARGET = "measured_from.no_target"
    NUMBERING = "measured_from.numbering"
    NOT_IN_SHAPE = "measured_from.not_in_shape"
    NOT_ABOVE = "measured_from.not_above"
    CONNECTIONS = "measured_from.connections"
    CONNECTIONS_BUT = "measured_from.connections_but"
    CONNECTION_DOWN = "measured_from.connection_down"
    JOURNAL = "measured_from.journal"
    NOT_ANCHORED = "measured_from.not_anchored"
    CHANNEL_NOT_TESTED = "measured_from.channel_not_tested"
    CHANNEL_MOVED = "measured_from.channel_moved"
    CHANNEL_TESTED_LONG_AGO = "measured_from.channel_tested_long_ago"
    CHANNEL_IN_DOUBT = "measured_from.channel_in_doubt"
    CHANNEL_TEST_FAILED = "measured_from.channel_test_failed"
    CHANNEL_FAILED_SINCE = "measured_from.channel_failed_since"
    CHANNEL_SHOWN = "measured_from.channel_shown"
    CHANNEL_TOOK_IT = "measured_from.channel_took_it"


class SignCode(StrEnum):
    """Why an answer or a sign-off was not taken."""

    NO_LAUNCH = "sign.no_launch"
    NO_SUCH_ITEM = "sign.no_such_item"
    NO_SUCH_ROLE = "sign.no_such_role"
    STRANGER = "sign.stranger"
    NOT_THE_ROLE = "sign.not_the_role"
    ROLE_VACANT = "sign.role_vacant"
    NOT_SEEN = "sign.not_seen"
    NOT_MEASURED = "sign.not_measured"
    OUT_OF_BOUNDS = "sign.out_of_bounds"
    NO_VALUE = "sign.no_value"
    NO_OBJECTION = "sign.no_objection"
    MOVED_ON = "sign.moved_on"
    NOTHING_SAID = "sign.nothing_said"
