"""The codes of what the parts themselves say."""

from enum import StrEnum


class HoldCode(StrEnum):
    """What a hold button says of itself."""

    HOLD_FOR = "ui.hold.hold_for"
    HOLD_FOR_SHORT = "ui.hold.hold_for_short"
    LEFT = "ui.hold.left"
    CHANGED = "ui.hold.changed"
    PREPARE = "ui.hold.prepare"
    ONCE_MORE = "ui.hold.once_more"
    NAME = "ui.hold.name"
