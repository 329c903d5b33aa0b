"""The codes of what stands against a Go."""

from enum import StrEnum


class PollCode(StrEnum):
    """Why a role cannot say Go now, or why its Go has become void."""

    NO_GO_STANDS = "poll.no_go_stands"
    OBJECTED = "poll.objected"
    FAILED = "poll.failed"
    STALE = "poll.stale"
    UNANSWERED = "poll.unanswered"
    NOT_YET = "poll.not_yet"
    SAID_ALREADY = "poll.said_already"
    NOT_POLLED = "poll.not_polled"
    OTHER_BUILD = "poll.other_build"
    OTHER_POLICY = "poll.other_policy"
    OTHER_EVIDENCE = "poll.other_evidence"
    NOT_LAST = "poll.not_last"
