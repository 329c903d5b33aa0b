"""Object names of the controls that a launch is walked by; tests and the demo find them so."""

from enum import StrEnum


class Name(StrEnum):
    """A control, by its part of the window and what it does."""

    OFF = "strip.off"
    ROLLBACK = "strip.rollback"
    PLAN_VERSION = "plan.version"
    PLAN_BUILD = "plan.build"
    PLAN_BASELINE = "plan.baseline"
    PLAN_OPEN = "plan.open"
    SIGN = "gonogo.sign"
    NO_GO = "gonogo.no_go"
    MINUTES = "gonogo.minutes"
    DEPLOYED = "rollout.deployed"
    SECOND_PERSON = "rollout.second_person"
    TYPED_PCT = "rollout.typed_pct"
    ADVANCE = "rollout.advance"
    HOLD = "rollout.hold"
    RESUME = "rollout.resume"
    TAKE_OVER = "rollout.take_over"
    CLOSE = "rollout.close"
    VERIFY = "journal.verify"
    EXPORT = "journal.export"
