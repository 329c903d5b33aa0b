"""The codes of what the parts of pages say themselves."""

from enum import StrEnum


class KitCode(StrEnum):
    """Hints of a hold button, and the ladder in words."""

    HOLD_HINT = "ui.kit.hold_hint"
    HOLD_SHORT = "ui.kit.hold_short"
    HOLD_LEFT = "ui.kit.hold_left"
    TARGET_CHANGED = "ui.kit.target_changed"
    PREPARE = "ui.kit.prepare"
    ONCE_MORE = "ui.kit.once_more"
    LADDER = "ui.kit.ladder"
