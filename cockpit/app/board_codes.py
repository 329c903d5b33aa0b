"""The codes of what boards and the command line tell about flows, releases and sources."""

from enum import StrEnum


class DataCode(StrEnum):
    """Why numbers cannot be relied on."""

    NOT_ASKED = "data.not_asked"
    EMPTY = "data.empty"
    STALE = "data.stale"
    PARTIAL = "data.partial"
    SKEWED = "data.skewed"
    THIN = "data.thin"
    NO_TRAFFIC = "data.no_traffic"
    GAP = "data.gap"
    PLATFORM_SILENT = "data.platform_silent"
    MISFIT = "data.misfit"
    SOURCE_DOWN = "data.source_down"
    DROPPED = "data.dropped"


class BudgetCode(StrEnum):
    """Why an error budget is not known, or only for a part of its period."""

    READING = "budget.reading"
    SHORT = "budget.short"
    KNOWN = "budget.known"
    REFUSED = "budget.refused"


class BoardCode(StrEnum):
    """What a board says about a flow, a release or a lever."""

    NO_LAUNCH = "board.no_launch"
    FLOW_FIRST = "board.flow_first"
    SPEED_BURNS_FAST = "board.speed_burns_fast"
    SPEED_BURNS_SLOWLY = "board.speed_burns_slowly"
    FLAGS_UNREAD = "board.flags_unread"
    JOURNAL_READING = "board.journal_reading"
    RELEASE_FAILS = "board.release_fails"
    RELEASE_FAILS_IN = "board.release_fails_in"
    OUTSIDE = "board.outside"
    SHARED = "board.shared"
    BOTH = "board.both"
    RELEASE_PASSES = "board.release_passes"
    RELEASE_WAITS = "board.release_waits"
    RELEASE_WAITS_UNTIL = "board.release_waits_until"
    RELEASE_WAITS_SOME = "board.release_waits_some"
    RELEASE_WAITS_SOME_UNTIL = "board.release_waits_some_until"
    RELEASE_UNKNOWN = "board.release_unknown"
    RELEASE_OPENED = "board.release_opened"
    NO_CONTROL = "board.no_control"
    NO_CONTROL_WORSE = "board.no_control_worse"
    FAILED_BEFORE = "board.failed_before"
    NOT_EXPOSED = "board.not_exposed"
    SETTLING = "board.settling"
    FIRST_RESULTS = "board.first_results"
    TOO_FEW = "board.too_few"
    UNHEALTHY_SPLIT = "board.unhealthy_split"
    RETRIES_COUNTED = "board.retries_counted"
    BACK_IN_BAND = "board.back_in_band"
    MENDING = "board.mending"
    JOURNAL_UNREAD = "board.journal_unread"
    JOURNAL_BROKEN = "board.journal_broken"
    UNRESOLVED = "board.unresolved"
    KPI_LOW = "board.kpi_low"
    KPI_HIGH = "board.kpi_high"
    KPI_SINKS = "board.kpi_sinks"
    KPI_RISES = "board.kpi_rises"
    KPI_READING = "board.kpi_reading"
    KPI_YOUNG = "board.kpi_young"
    KPI_UNTAUGHT = "board.kpi_untaught"
    LEVER_ON = "board.lever_on"
    LEVER_OFF = "board.lever_off"
    LEVER_DIFFERS = "board.lever_differs"
    LEVER_NOT_READ = "board.lever_not_read"


class SourceNote(StrEnum):
    """What a connection is like."""

    OK = "source_state.ok"
    WAITING = "source_state.waiting"
    ASKING = "source_state.asking"
    SLOW = "source_state.slow"
    STALE = "source_state.stale"
    PARTIAL = "source_state.partial"
    SKEWED = "source_state.skewed"
    SKEW_SEEN = "source_state.skew_seen"
    BROKEN = "source_state.broken"


class LaunchNote(StrEnum):
    """Why a launch cannot be opened, led on or closed as asked."""

    VERSION_SHAPE = "launch.version_shape"
    BUILD_SHAPE = "launch.build_shape"
    BASELINE_SHAPE = "launch.baseline_shape"
    BASELINE_UNKNOWN = "launch.baseline_unknown"
    BASELINE_SAME = "launch.baseline_same"
    ALREADY_LIVE = "launch.already_live"
    NONE_LIVE = "launch.none_live"
    SAME_AS_PARENT = "launch.same_as_parent"
    WINDOW_BACKWARDS = "launch.window_backwards"
    DEPLOYED_ALREADY = "launch.deployed_already"
    HELD_ALREADY = "launch.held_already"
    NOT_HELD = "launch.not_held"
    HOLDS_ALREADY = "launch.holds_already"
    NOT_DONE = "launch.not_done"
    NO_WAY_OUT = "launch.no_way_out"
    NO_TEXT = "launch.no_text"
    NOT_OUT = "launch.not_out"
