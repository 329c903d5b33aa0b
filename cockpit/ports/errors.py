"""What can go wrong with a system outside.

SourceError
├── UnreachableError   no answer, or none in time
├── RefusedError       it answered, and said no
└── BadAnswerError     it answered something that cannot be used

`may_have_applied` is the part that matters for a change: False promises that nothing has
happened there, True says that only a look can tell.
"""

from enum import StrEnum

from cockpit.domain.message import Message


class Refusal(StrEnum):
    """Why a system said no."""

    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105 - the name of a refusal
    NOT_ALLOWED = "not_allowed"
    APPROVAL_NEEDED = "approval_needed"
    NOT_FOUND = "not_found"
    ARCHIVED = "archived"
    CONFLICT = "conflict"
    READ_ONLY = "read_only"
    TOO_MANY = "too_many"
    BAD_REQUEST = "bad_request"
    OTHER = "other"


class SourceError(Exception):
    """A system outside did not do, or did not tell, what it was asked."""

    def __init__(self, message: Message, *, may_have_applied: bool = False) -> None:
        super().__init__(message.code)
        self.message = message
        self.may_have_applied = may_have_applied


class UnreachableError(SourceError):
    """No answer: refused, unknown name, cut off, or out of time."""


class RefusedError(SourceError):
    """The system answered and said no; nothing was changed there."""

    def __init__(
        self, message: Message, refusal: Refusal, *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, may_have_applied=False)
        self.refusal = refusal
        self.retry_after_s = retry_after_s


class BadAnswerError(SourceError):
    """The system answered, but not with what it should: HTML, cut JSON, too much, another shape."""
