"""The codes of what may be done with a launch, and why not."""

from enum import StrEnum


class LadderCode(StrEnum):
    """Why a step may not be taken now."""

    NO_LAUNCH = "ladder.no_launch"
    NO_TARGETS = "ladder.no_targets"
    NOT_NEXT = "ladder.not_next"
    NOT_BACK = "ladder.not_back"
    NOT_ON_LADDER = "ladder.not_on_ladder"
    AT_TOP = "ladder.at_top"
    FROZEN = "ladder.frozen"
    NOT_JUDGED = "ladder.not_judged"
    JUDGED_LONG_AGO = "ladder.judged_long_ago"
    ASKED_LONG_AGO = "ladder.asked_long_ago"
    JUDGED_BEFORE = "ladder.judged_before"
    GATE_SHUT = "ladder.gate_shut"
    NO_APPROVAL = "ladder.no_approval"
    NO_SECOND_PERSON = "ladder.no_second_person"
    SAME_PERSON = "ladder.same_person"
    NOT_A_PERSON = "ladder.not_a_person"
    TYPED_OTHERWISE = "ladder.typed_otherwise"
