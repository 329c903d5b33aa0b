"""The codes of the demo's guide: what one sees, and what to press."""

from enum import StrEnum


class GuideCode(StrEnum):
    """One lesson for each moment of the demo."""

    TITLE = "ui.guide.title"
    WAITING = "ui.guide.waiting"
    SHOW_ME = "ui.guide.show_me"
    PLAN = "ui.guide.plan"
    SIGN = "ui.guide.sign"
    NO_GO = "ui.guide.no_go"
    DEPLOY = "ui.guide.deploy"
    FIRST_STEP = "ui.guide.first_step"
    BAKING = "ui.guide.baking"
    NEXT_STEP = "ui.guide.next_step"
    WATCH_FOR = "ui.guide.watch_for"
    WATCH_FOR_OUTAGE = "ui.guide.watch_for_outage"
    WATCH_FOR_SLOWNESS = "ui.guide.watch_for_slowness"
    NO_CONTROL = "ui.guide.no_control"
    BREAKING = "ui.guide.breaking"
    BREAKING_FIRST = "ui.guide.breaking_first"
    BREAKING_LATE = "ui.guide.breaking_late"
    OUTSIDE = "ui.guide.outside"
    BROKEN = "ui.guide.broken"
    SENT = "ui.guide.sent"
    OFF = "ui.guide.off"
    UNKNOWN = "ui.guide.unknown"
    SAFE = "ui.guide.safe"
    HELD = "ui.guide.held"
    OVER = "ui.guide.over"
