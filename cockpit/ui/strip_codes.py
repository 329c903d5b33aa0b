"""The codes of the launch strip: identity, bake, sign-off, harm and the status row."""

from enum import StrEnum


class StripCode(StrEnum):
    """Labels of the strip."""

    RELEASE = "ui.strip.release"
    BASELINE = "ui.strip.baseline"

    BAKE = "ui.strip.bake"
    NOT_BEGUN = "ui.strip.not_begun"
    NOT_DEPLOYED = "ui.strip.not_deployed"
    AT_ZERO = "ui.strip.at_zero"
    HELD = "ui.strip.held"
    WATCHING = "ui.strip.watching"
    CLOSED = "ui.strip.closed"
    STOPPED = "ui.strip.stopped"

    GO = "ui.strip.go"
    GO_BY = "ui.strip.go_by"
    NO_GO = "ui.strip.no_go"
    UNSIGNED = "ui.strip.unsigned"
    POLL = "ui.strip.poll"

    HARM = "ui.strip.harm"
    HARM_COUNT = "ui.strip.harm_count"
    HARM_SHORT = "ui.strip.harm_short"
    HARM_UNIT = "ui.strip.harm_unit"
    HARM_RATE = "ui.strip.harm_rate"
    HARM_OVER = "ui.strip.harm_over"
    HARM_SINCE = "ui.strip.harm_since"
    HARM_UNTIL = "ui.strip.harm_until"

    DATA = "ui.strip.data"
    DATA_UNKNOWN = "ui.strip.data_unknown"
    ALERTS = "ui.strip.alerts"
    UNRESOLVED = "ui.strip.unresolved"
    JOURNAL = "ui.strip.journal"
    JOURNAL_UNKNOWN = "ui.strip.journal_unknown"
    ANCHOR = "ui.strip.anchor"
    NO_ANCHOR = "ui.strip.no_anchor"
    WRITABLE = "ui.strip.writable"
    NOT_WRITABLE = "ui.strip.not_writable"
    DEPLOYED = "ui.strip.deployed"
    EXPOSED = "ui.strip.exposed"
    RELEASED = "ui.strip.released"
    HOLDER = "ui.strip.holder"
    STOOD = "ui.strip.stood"

    OTHERS_OFF = "ui.strip.others_off"
    OTHERS_BACK = "ui.strip.others_back"
    RULE = "ui.strip.rule"
