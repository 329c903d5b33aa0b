"""The codes of what is said through channels, and of what is said about them."""

from enum import StrEnum


class TrialCode(StrEnum):
    """A message that only shows that the channel is there."""

    TITLE = "channel_test.title"
    TEXT = "channel_test.text"
    NOT_SHOWN = "channel_test.not_shown"


class ChannelNote(StrEnum):
    """What is said about a channel."""

    BROKEN = "channel.broken"
    ELSEWHERE = "channel.elsewhere"


class TellingCode(StrEnum):
    """What an alert says outside of the window."""

    ACT_NOW = "notice.act_now"
    WATCH = "notice.watch"
    GRAVER = "notice.graver"
    STORM = "notice.storm"
    ALARM = "notice.alarm"
    FLAG_OFF = "notice.flag_off"
    ROLLBACK = "notice.rollback"


class LogCode(StrEnum):
    """The lines of the launch log."""

    OPENED = "log.opened"
    GO = "log.go"
    NO_GO = "log.no_go"
    NO_GO_BECAUSE = "log.no_go_because"
    STAGE = "log.stage"
    GATE_HELD = "log.gate_held"
    HELD = "log.held"
    HELD_BECAUSE = "log.held_because"
    RESUMED = "log.resumed"
    OFF_CONFIRMED = "log.off_confirmed"
    OFF_FAILED = "log.off_failed"
    OFF_UNKNOWN = "log.off_unknown"
    BACK_CONFIRMED = "log.back_confirmed"
    BACK_FAILED = "log.back_failed"
    BACK_UNKNOWN = "log.back_unknown"
    TO_ZERO_CONFIRMED = "log.to_zero_confirmed"
    TO_ZERO_FAILED = "log.to_zero_failed"
    TO_ZERO_UNKNOWN = "log.to_zero_unknown"
    LATE = "log.late"
    CLOSED_DONE = "log.closed_done"
    CLOSED_STOPPED = "log.closed_stopped"
