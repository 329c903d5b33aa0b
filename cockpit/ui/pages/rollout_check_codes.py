"""The codes of what the rollout page says about the checks of a gate."""

from enum import StrEnum


class CheckLineCode(StrEnum):
    """The weight of a comparison, what it rested on, and accepting what it has found."""

    VETO = "ui.check.veto"
    BLOCK = "ui.check.block"
    HOLD = "ui.check.hold"
    WATCH = "ui.check.watch"
    VETO_MEANS = "ui.check.veto_means"
    BLOCK_MEANS = "ui.check.block_means"
    HOLD_MEANS = "ui.check.hold_means"
    WATCH_MEANS = "ui.check.watch_means"
    BASIS = "ui.check.basis"
    WATCHED_NTH = "ui.check.watched_nth"
    SHOW_BASIS = "ui.check.show_basis"
    HIDE_BASIS = "ui.check.hide_basis"
    ACCEPT = "ui.check.accept"
    EXCEPT = "ui.check.except"
    WHO = "ui.check.who"
    REASON = "ui.check.reason"
    NO_REASON = "ui.check.no_reason"
    PUT = "ui.check.put"
    LEAVE = "ui.check.leave"
