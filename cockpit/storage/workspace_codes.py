"""The codes of everything that can be said about a workspace file."""

from enum import StrEnum


class FileCode(StrEnum):
    """What is wrong with the file as a whole."""

    NOT_FOUND = "workspace.not_found"
    NOT_A_FILE = "workspace.not_a_file"
    UNREADABLE = "workspace.unreadable"
    TOO_LARGE = "workspace.too_large"
    NOT_UTF8 = "workspace.not_utf8"
    WORLD_WRITABLE = "workspace.world_writable"
    EMPTY = "workspace.empty"
    NO_SECTIONS = "workspace.no_sections"
    EXISTS = "workspace.exists"
    NOT_WRITTEN = "workspace.not_written"


class NotationCode(StrEnum):
    """What is wrong with how the file is written."""

    NOT_YAML = "workspace.not_yaml"
    TAB = "workspace.tab"
    CONTROL_CHARACTER = "workspace.control_character"
    SEVERAL_DOCUMENTS = "workspace.several_documents"
    ALIAS = "workspace.alias"
    TAG = "workspace.tag"
    TOO_DEEP = "workspace.too_deep"
    KEY_NOT_TEXT = "workspace.key_not_text"
    DUPLICATE_FIELD = "workspace.duplicate_field"
    SECRET = "workspace.secret"  # noqa: S105 - the name of a code


class FieldCode(StrEnum):
    """What is wrong with one field."""

    MISSING = "workspace.missing"
    UNKNOWN = "workspace.unknown_field"
    NO_VALUE = "workspace.no_value"
    NOT_A_SECTION = "workspace.not_a_section"
    NOT_A_LIST = "workspace.not_a_list"
    EMPTY_LIST = "workspace.empty_list"
    NOT_TEXT = "workspace.not_text"
    EMPTY_TEXT = "workspace.empty_text"
    LONG_TEXT = "workspace.long_text"
    NOT_A_NAME = "workspace.not_a_name"
    NOT_A_NUMBER = "workspace.not_a_number"
    NOT_WHOLE = "workspace.not_whole"
    NOT_ABOVE = "workspace.not_above"
    NOT_BELOW = "workspace.not_below"
    TOO_SMALL = "workspace.too_small"
    TOO_BIG = "workspace.too_big"
    NOT_ONE_OF = "workspace.not_one_of"
    NOT_AN_INSTANT = "workspace.not_an_instant"
    NOT_A_ZONE = "workspace.not_a_zone"
    NOT_A_SELECTOR = "workspace.not_a_selector"
    NOT_AN_ADDRESS = "workspace.not_an_address"
    USER_IN_ADDRESS = "workspace.user_in_address"
    WRONG = "workspace.wrong_value"


class RuleCode(StrEnum):
    """What does not fit together."""

    DUPLICATE_NAME = "workspace.duplicate_name"
    UNKNOWN_KIND = "workspace.unknown_kind"
    NO_SUCH_SOURCE = "workspace.no_such_source"
    NO_SUCH_FLOW = "workspace.no_such_flow"
    NO_SUCH_LEVER = "workspace.no_such_lever"
    NO_SUCH_PERSON = "workspace.no_such_person"
    NO_SUCH_KPI = "workspace.no_such_kpi"
    NO_SUCH_ROLLBACK = "workspace.no_such_rollback"
    NO_SUCH_CHANNEL = "workspace.no_such_channel"
    CHECK_NEEDS_CRASHES = "workspace.check_needs_crashes"
    CHECK_NEEDS_LATENCY = "workspace.check_needs_latency"
    CHECK_NEEDS_ANCHOR = "workspace.check_needs_anchor"
    NOT_FOR_METRICS = "workspace.not_for_metrics"
    NOT_FOR_FLAGS = "workspace.not_for_flags"
    NOT_FOR_ROLLBACKS = "workspace.not_for_rollbacks"
    CHANNEL_NEEDS = "workspace.channel_needs"
    NOT_FOR_CHANNEL = "workspace.not_for_channel"
    WEBHOOK_IN_FILE = "workspace.webhook_in_file"
    NOT_A_LABEL = "workspace.not_a_label"
    NEEDED_FOR_AUTH = "workspace.needed_for_auth"
    NEEDED_FOR_FLAGS = "workspace.needed_for_flags"
    SECRET_NOT_SENT = "workspace.secret_not_sent"  # noqa: S105 - the name of a code
    SECRET_HEADER = "workspace.secret_header"  # noqa: S105 - the name of a code
    CLEARTEXT = "workspace.cleartext"
    LINK_LOCAL = "workspace.link_local"
    QUERY_IN_ADDRESS = "workspace.query_in_address"
    NO_SUCH_FILE = "workspace.no_such_file"
    GOOD_OR_BAD = "workspace.good_or_bad"
    NEEDS_LATENCY = "workspace.needs_latency"
    NOT_A_BUCKET = "workspace.not_a_bucket"
    BOUND_IN_LATENCY = "workspace.bound_in_latency"
    NOT_A_PATTERN = "workspace.not_a_pattern"
    PATTERN_TOO_CLEVER = "workspace.pattern_too_clever"
    LADDER_NOT_RISING = "workspace.ladder_not_rising"
    LADDER_NOT_COMPLETE = "workspace.ladder_not_complete"
    STAGE_NOT_ON_LADDER = "workspace.stage_not_on_ladder"
    APPROVAL_VACANT = "workspace.approval_vacant"
    NEEDED_AND_WATCHED = "workspace.needed_and_watched"
    FREEZE_NOT_FORWARD = "workspace.freeze_not_forward"
    CLEARS_ABOVE = "workspace.clears_above"
    THRESHOLD_NEEDS = "workspace.threshold_needs"
    ANCHOR_WITH_JOURNAL = "workspace.anchor_with_journal"


class HintCode(StrEnum):
    """What may have been meant."""

    NEAREST = "workspace.hint.nearest"
    KNOWN = "workspace.hint.known"
    NONE = "workspace.hint.none"
    HIDDEN = "workspace.hint.hidden"


class WarningCode(StrEnum):
    """What is allowed, and seldom wanted."""

    LEVER_GUARDS_NOTHING = "workspace.warning.lever_guards_nothing"
    FLOW_WITHOUT_FLAG = "workspace.warning.flow_without_flag"
    GUARD_NOT_MUTUAL = "workspace.warning.guard_not_mutual"
    NEVER_FIRES = "workspace.warning.never_fires"
    NO_CLIENT_SECRET = "workspace.warning.no_client_secret"  # noqa: S105 - the name of a code
    NO_TARGET = "workspace.warning.no_target"
    NO_ROLLBACK = "workspace.warning.no_rollback"
    NO_ANCHOR = "workspace.warning.no_anchor"
    UNUSED_SOURCE = "workspace.warning.unused_source"
    RETRIES_COUNTED = "workspace.warning.retries_counted"
    ROLE_WITHOUT_PERSON = "workspace.warning.role_without_person"
