"""The codes of what is wrong with a sign-off file."""

from enum import StrEnum


class SignOffCode(StrEnum):
    """Why a file is no sign-off, or proves nothing."""

    UNREADABLE = "signoff.unreadable"
    TOO_LARGE = "signoff.too_large"
    NOT_OURS = "signoff.not_ours"
    NOT_ONE = "signoff.not_one"
    NO_KEY = "signoff.no_key"
    NOT_SIGNED_BY = "signoff.not_signed_by"
    NO_CHECKPOINT = "signoff.no_checkpoint"
    NOT_WRITABLE = "signoff.not_writable"
