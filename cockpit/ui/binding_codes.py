"""The code of the one sentence about a Qt binding that aborts."""

from enum import StrEnum


class BindingCode(StrEnum):
    """Why the window does not open."""

    ABORTS = "ui.binding.aborts"
