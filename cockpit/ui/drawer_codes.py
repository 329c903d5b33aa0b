"""The codes of what people do in the drawer: act, put aside, rate."""

from enum import StrEnum


class ShelveCode(StrEnum):
    """Putting an alert aside, and those that are."""

    OPEN = "ui.shelve.open"
    WHO = "ui.shelve.who"
    MINUTES = "ui.shelve.minutes"
    FOR = "ui.shelve.for"
    REASON = "ui.shelve.reason"
    NO_REASON = "ui.shelve.no_reason"
    PUT = "ui.shelve.put"
    LEAVE = "ui.shelve.leave"
    HEAD = "ui.shelve.head"
    UNTIL = "ui.shelve.until"
    BACK = "ui.shelve.back"
    BACK_NAME = "ui.shelve.back_name"


class BesideCode(StrEnum):
    """What stands beside an alert, and below all of them."""

    FIRST = "ui.alert.first"
    NEW = "ui.alert.new"
    ALSO = "ui.alert.also"
    LATCHED = "ui.alert.latched"
    USEFUL = "ui.alert.useful"
    NOISE = "ui.alert.noise"
    CHOSEN = "ui.alert.chosen"
    RATE_NAME = "ui.alert.rate_name"
    OFTEN = "ui.alert.often"
