"""The codes of the channels on the page of connections."""

from enum import StrEnum


class ChannelsUiCode(StrEnum):
    """What is said about the ways to people away from the window."""

    TITLE = "ui.channels.title"
    NONE = "ui.channels.none"
    STATE = "ui.channels.state"
    NAME = "ui.channels.name"
    CARRIES = "ui.channels.carries"
    TOLD = "ui.channels.told"
    TESTED = "ui.channels.tested"
    ERROR = "ui.channels.error"
    TEST = "ui.channels.test"
    TESTING = "ui.channels.testing"
    NOT_TESTED = "ui.channels.not_tested"
    TEST_SHOWN = "ui.channels.test_shown"
    TEST_TAKEN = "ui.channels.test_taken"
    TEST_FAILED = "ui.channels.test_failed"
    TEST_IN_DOUBT = "ui.channels.test_in_doubt"
    QUEUE = "ui.channels.queue"
    LOST = "ui.channels.lost"


class CarriesWord(StrEnum):
    """What a channel carries, one word each."""

    ACT_NOW = "ui.channels.carries_act_now"
    WATCH = "ui.channels.carries_watch"
    SUMMARIES = "ui.channels.carries_summaries"
    LAUNCH_LOG = "ui.channels.carries_launch_log"
    DRILLS = "ui.channels.carries_drills"
    NOTHING = "ui.channels.carries_nothing"


class ChannelWord(StrEnum):
    """What the states of a channel are called."""

    FAILING = "ui.channels.state.failing"
    ELSEWHERE = "ui.channels.state.elsewhere"
    TOLD = "ui.channels.state.told"
    PROVED = "ui.channels.state.proved"
    NOT_PROVED = "ui.channels.state.not_proved"
    IN_DOUBT = "ui.channels.state.in_doubt"
    UNTRIED = "ui.channels.state.untried"
