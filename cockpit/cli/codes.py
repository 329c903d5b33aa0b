"""The codes of what the command line says by itself."""

from enum import StrEnum


class CliCode(StrEnum):
    """What the program tells about a call."""

    INTERRUPTED = "cli.interrupted"
    INTERNAL = "cli.internal"
    NOT_PRINTED = "cli.not_printed"
    OPTIONS = "cli.options"
    ARGUMENTS = "cli.arguments"
    COMMANDS = "cli.commands"
    MISSING = "cli.missing"
    NO_OPTION = "cli.no_option"
    NO_COMMAND = "cli.no_command"
    NO_VALUE = "cli.no_value"
    TOO_MUCH = "cli.too_much"
    BAD_VALUE = "cli.bad_value"
    BAD_NUMBER = "cli.bad_number"
    BAD_WHOLE = "cli.bad_whole"
    BAD_LEAST = "cli.bad_least"
    BAD_CHOICE = "cli.bad_choice"
    BAD_INSTANT = "cli.bad_instant"
    NO_SCREEN = "cli.no_screen"
    MISUSE = "cli.misuse"

    WORKSPACE_WRITTEN = "cli.workspace_written"
    WORKSPACE_FINE = "cli.workspace_fine"
    WORKSPACE_BROKEN = "cli.workspace_broken"
    SOURCE_FINE = "cli.source_fine"
    SOURCE_BROKEN = "cli.source_broken"
    FLAG_FINE = "cli.flag_fine"
    FLAG_BROKEN = "cli.flag_broken"
    CHANNEL_FINE = "cli.channel_fine"
    ANCHOR_BROKEN = "cli.anchor_broken"
    CHANNEL_UNTESTED = "cli.channel_untested"
    CHANNEL_BROKEN = "cli.channel_broken"
    ASK_SECRET = "cli.ask_secret"  # noqa: S105 - the name of a code
    SECRET_KEPT = "cli.secret_kept"  # noqa: S105 - the name of a code
    SECRET_GONE = "cli.secret_gone"  # noqa: S105 - the name of a code
    SECRET_UNKNOWN = "cli.secret_unknown"  # noqa: S105 - the name of a code
    SECRET_EMPTY = "cli.secret_empty"  # noqa: S105 - the name of a code
    SECRET_LINES = "cli.secret_lines"  # noqa: S105 - the name of a code

    RULES_WRITTEN = "cli.rules_written"
    WHICH_SOURCE = "cli.which_source"

    NOTHING_THERE = "cli.nothing_there"
    NO_SUCH_FLAG = "cli.no_such_flag"
    NO_SUCH_CHANNEL = "cli.no_such_channel"
    NO_SUCH_ROLLBACK = "cli.no_such_rollback"
    NO_BASELINE = "cli.no_baseline"
    NO_LAUNCH = "cli.no_launch"
    NOT_NEXT = "cli.not_next"
    RECORDED = "cli.recorded"
    NOT_RECORDED = "cli.not_recorded"
    RECORD_LOST = "cli.record_lost"
    SENT = "cli.sent"
    ACCEPTED = "cli.accepted"
    OVERTAKEN = "cli.overtaken"
    OVERTAKEN_BY_ANOTHER = "cli.overtaken_by_another"
    CONFIRMED = "cli.confirmed"
    CLIENTS_BY = "cli.clients_by"
    FAILED = "cli.failed"
    UNKNOWN = "cli.unknown"
    SAFE = "cli.safe"
    NOT_YET_SAFE = "cli.not_yet_safe"
    WAITING_FOR_BAND = "cli.waiting_for_band"
    EXPOSURE_REACHED = "cli.exposure_reached"
    STAGE_REACHED = "cli.stage_reached"
    NOTHING_UNRESOLVED = "cli.nothing_unresolved"
    CLOSED = "cli.closed"

    NOT_RECOMPUTABLE = "cli.not_recomputable"
    RECOMPUTED_OTHERWISE = "cli.recomputed_otherwise"
    RECOMPUTED = "cli.recomputed"
    NO_VERDICTS = "cli.no_verdicts"
    CHECK_ACCEPTED = "cli.check_accepted"
    LAUNCH_OPENED = "cli.launch_opened"
    LAUNCH_CLOSED = "cli.launch_closed"
    LAUNCH_LINE = "cli.launch_line"
    LAUNCH_CHILD_LINE = "cli.launch_child_line"
    LAUNCH_HELD = "cli.launch_held"
    NO_LAUNCHES = "cli.no_launches"

    WATCH_HELP = "cli.watch_help"
    WATCH_UNKNOWN = "cli.watch_unknown"

    KEEP_EVIDENCE = "cli.keep_evidence"
    EXPORTED = "cli.exported"

    DECIDE_READS = "cli.decide_reads"
    LINES_BROKEN = "cli.lines_broken"

    SIMULATOR_READY = "cli.simulator_ready"
    SIMULATOR_ADDRESS = "cli.simulator_address"
    SIMULATOR_TOKEN = "cli.simulator_token"  # noqa: S105 - the name of a code


class ChannelsCode(StrEnum):
    """What is said about the channels of the workspace."""

    NONE = "channels.none"
    LINE = "channels.line"
    ALERTS_ACT_NOW = "channels.alerts_act_now"
    ALERTS_WATCH = "channels.alerts_watch"
    ALERTS_NONE = "channels.alerts_none"


class ShapeCode(StrEnum):
    """A state as shape and word; the shape stands before the first blank."""

    OK = "shape.ok"
    WARN = "shape.warn"
    BAD = "shape.bad"
    UNKNOWN = "shape.unknown"
    PASS = "shape.pass"  # noqa: S105 - the name of a state
    FAIL = "shape.fail"
    WAIT = "shape.wait"
    NO_DATA = "shape.no_data"


class StatusCode(StrEnum):
    """The captions and lines of a status page."""

    HEAD = "status.head"
    LAUNCH = "status.launch"
    LAUNCH_PLANNED = "status.launch_planned"
    ADVICE_FLAG_OFF = "status.advice_flag_off"
    ADVICE_ROLLBACK = "status.advice_rollback"
    FLOW = "status.flow"
    STATE = "status.state"
    SUCCESS = "status.success"
    EVENTS = "status.events"
    AGE = "status.age"
    P95 = "status.p95"
    SLOW = "status.slow"
    BURN = "status.burn"
    BUDGET = "status.budget"
    BUDGET_OF = "status.budget_of"
    AT_FULL = "status.at_full"
    TOP_REASON = "status.top_reason"
    REASON = "status.reason"
    NOTE = "status.note"
    HIDDEN = "status.hidden"
    FLAG = "status.flag"
    COMPARED = "status.compared"
    VERDICT = "status.verdict"
    NEW_BAD = "status.new_bad"
    NEW_COUNT = "status.new_count"
    OLD_BAD = "status.old_bad"
    OLD_COUNT = "status.old_count"
    EVIDENCE = "status.evidence"
    EVIDENCE_OF = "status.evidence_of"
    ANSWER_IN = "status.answer_in"
    ROW = "status.row"
    KPI = "status.kpi"
    CRASH_FREE = "status.crash_free"
    OPERATION = "status.operation"
    OPERATION_ID = "status.operation_id"
    SOURCE = "status.source"
    SOURCE_UNASKED = "status.source_unasked"


class StoryCode(StrEnum):
    """What the demo says when it ends early."""

    UNTRUE = "story.untrue"
