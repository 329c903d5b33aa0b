"""The codes of why a finding of a gate cannot be accepted."""

from enum import StrEnum


class AcceptCode(StrEnum):
    """Why what a check has found cannot be accepted, by this person or now."""

    NO_REASON = "accept.no_reason"
    NO_SUCH_CHECK = "accept.no_such_check"
    NOTHING_TO_ACCEPT = "accept.nothing_to_accept"
    NOTHING_FOUND = "accept.nothing_found"
    NOT_KNOWN = "accept.not_known"
    VETO = "accept.veto"
    NOT_THE_OWNER = "accept.not_the_owner"
