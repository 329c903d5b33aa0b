"""The codes of what the words need for themselves."""

from enum import StrEnum


class WordsCode(StrEnum):
    """How a value is written when a unit belongs to it."""

    UNKNOWN = "words.unknown"
    YES = "words.yes"
    NO = "words.no"
    ENDLESS = "words.endless"
    SECONDS = "words.seconds"
    MINUTES = "words.minutes"
    MINUTES_SECONDS = "words.minutes_seconds"
    HOURS = "words.hours"
    HOURS_MINUTES = "words.hours_minutes"
    DAYS = "words.days"
    DAYS_HOURS = "words.days_hours"
