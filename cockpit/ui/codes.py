"""The codes of words that every part of the window uses."""

from enum import StrEnum


class UnitCode(StrEnum):
    """Durations as screens show them."""

    SECONDS = "ui.unit.seconds"
    MINUTES = "ui.unit.minutes"
    MINUTES_SECONDS = "ui.unit.minutes_seconds"
    HOURS = "ui.unit.hours"
    HOURS_MINUTES = "ui.unit.hours_minutes"
    DAYS = "ui.unit.days"
    AGO = "ui.unit.ago"
    MANY = "ui.unit.many"
    MOST = "ui.unit.most"


class WordCode(StrEnum):
    """The words of states; a shape and a colour stand beside each."""

    OK = "ui.word.ok"
    WARN = "ui.word.warn"
    BAD = "ui.word.bad"
    UNKNOWN = "ui.word.unknown"
    WAIT = "ui.word.wait"
    SAME = "ui.word.same"
    NO_DATA = "ui.word.no_data"
    LOCKED = "ui.word.locked"
    EXCEPTED = "ui.word.excepted"


class UnreadCode(StrEnum):
    """What a page says while it is not known whether there is a launch."""

    HEAD = "ui.unread.head"
    BODY = "ui.unread.body"
