"""The codes of what the ladder of a launch allows."""

from enum import StrEnum


class LadderCode(StrEnum):
    """Why a step may not be taken now."""

    NO_LAUNCH = "ladder.no_launch"
    NOT_NEXT = "ladder.not_next"
    NOT_ON_LADDER = "ladder.not_on_ladder"
    AT_TOP = "ladder.at_top"
    FROZEN = "ladder.frozen"
