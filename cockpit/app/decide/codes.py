"""The codes of what is wrong with a line."""

from enum import StrEnum


class DecideCode(StrEnum):
    """Why a line has no answer."""

    NOT_UTF8 = "decide.not_utf8"
    NOT_JSON = "decide.not_json"
    TOO_DEEP = "decide.too_deep"
    TOO_LONG = "decide.too_long"
    NOT_OBJECT = "decide.not_object"
    TWICE = "decide.twice"
    MISSING = "decide.missing"
    WRONG = "decide.wrong"
    UNKNOWN_FIELD = "decide.unknown_field"
    UNKNOWN_OP = "decide.unknown_op"
    BROKEN = "decide.broken"


class WantedCode(StrEnum):
    """What has to stand in a field."""

    OBJECT = "wanted.object"
    LIST = "wanted.list"
    LIST_OF = "wanted.list_of"
    FILLED_LIST = "wanted.filled_list"
    TEXT = "wanted.text"
    BOOLEAN = "wanted.boolean"
    NUMBER = "wanted.number"
    COUNT = "wanted.count"
    PART_OF = "wanted.part_of"
    WHOLE = "wanted.whole"
    DIVISOR = "wanted.divisor"
    RATIO = "wanted.ratio"
    OPEN_RATIO = "wanted.open_ratio"
    ABOVE = "wanted.above"
    UP_TO = "wanted.up_to"
    NOT_BELOW = "wanted.not_below"
    BOUND = "wanted.bound"
    ONE_OF = "wanted.one_of"
    INSTANT = "wanted.instant"
    MORE_THAN = "wanted.more_than"
    LATER = "wanted.later"
    BLOCKS = "wanted.blocks"
    EQUALLY_LONG = "wanted.equally_long"
    RULE = "wanted.rule"
    LAST_BOUND = "wanted.last_bound"
    A_BOUND_OF = "wanted.a_bound_of"
    UNLIKE = "wanted.unlike"
    NO_CIRCLE = "wanted.no_circle"
