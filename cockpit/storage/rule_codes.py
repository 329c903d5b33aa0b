"""The codes of what keeps a file of rules from being written."""

from enum import StrEnum


class RuleFileCode(StrEnum):
    """Why the file was not written."""

    NOT_OURS = "rules.not_ours"
    NOT_WRITTEN = "rules.not_written"
