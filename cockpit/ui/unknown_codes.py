"""The codes of the block about an operation of which nobody knows the outcome."""

from enum import StrEnum


class UnknownCode(StrEnum):
    """What is known, what is not, and the ways out."""

    WHY = "ui.unknown.why"
    FOLDED = "ui.unknown.folded"
    UNFOLD = "ui.unknown.unfold"
    PUSHED = "ui.unknown.pushed"

    ASKED = "ui.unknown.asked"
    SENT = "ui.unknown.sent"
    ACCEPTED = "ui.unknown.accepted"
    SEEN = "ui.unknown.seen"
    BACK = "ui.unknown.back"
    STAMP_UNKNOWN = "ui.unknown.stamp_unknown"
    STAMP_NOT_YET = "ui.unknown.stamp_not_yet"
    OPERATION = "ui.unknown.operation"

    KNOWN = "ui.unknown.known"
    WANTED = "ui.unknown.wanted"
    WANTED_OFF = "ui.unknown.wanted_off"
    WANTED_ON = "ui.unknown.wanted_on"
    WANTED_STEP = "ui.unknown.wanted_step"
    WANTED_BACK = "ui.unknown.wanted_back"
    LAST_SEEN = "ui.unknown.last_seen"
    METRIC = "ui.unknown.metric"
    METRIC_SAYS = "ui.unknown.metric_says"
    METRIC_NOTE = "ui.unknown.metric_note"
    METRIC_NONE = "ui.unknown.metric_none"
    LOCKED = "ui.unknown.locked"
    LOCKED_WHAT = "ui.unknown.locked_what"

    WAYS = "ui.unknown.ways"
    WAYS_ORDER = "ui.unknown.ways_order"
    READ = "ui.unknown.read"
    READ_NOTE = "ui.unknown.read_note"
    READ_BUTTON = "ui.unknown.read_button"
    AGAIN = "ui.unknown.again"
    AGAIN_NOTE = "ui.unknown.again_note"
    AGAIN_BUTTON = "ui.unknown.again_button"
    ON_CALL = "ui.unknown.on_call"
    CLOSE = "ui.unknown.close"
    CLOSE_HINT = "ui.unknown.close_hint"
    CLOSE_BUTTON = "ui.unknown.close_button"
    NO_ON_CALL = "ui.unknown.no_on_call"
