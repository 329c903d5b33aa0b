"""The codes of the panel that plans a launch."""

from enum import StrEnum


class PlanCode(StrEnum):
    """What the panel says."""

    TITLE = "ui.plan.title"
    CHILD_TITLE = "ui.plan.child_title"
    HINT = "ui.plan.hint"
    VERSION = "ui.plan.version"
    BUILD = "ui.plan.build"
    BASELINE = "ui.plan.baseline"
    BASELINE_SEEN = "ui.plan.baseline_seen"
    BASELINE_UNKNOWN = "ui.plan.baseline_unknown"
    KIND = "ui.plan.kind"
    RELEASE = "ui.plan.release"
    HOTFIX = "ui.plan.hotfix"
    ROLLBACK = "ui.plan.rollback"
    FROM = "ui.plan.from"
    TO = "ui.plan.to"
    WINDOW_HINT = "ui.plan.window_hint"
    BAD_TIME = "ui.plan.bad_time"
    COMMIT = "ui.plan.commit"
    NOTES = "ui.plan.notes"
    OPEN = "ui.plan.open"
