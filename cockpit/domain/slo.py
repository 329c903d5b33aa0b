"""Whether a flow keeps its promise: ok, warning, bad or unknown, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import (
    DAY_S,
    HOUR_S,
    MINUTE_S,
    BurnAlert,
    BurnReport,
    PairBurn,
    evaluate,
)
from cockpit.domain.codes import SloCode
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Outcomes

SLO_RULE_ID = "slo/1"
NOW_WINDOW_S, HOUR_WINDOW_S = 5 * MINUTE_S, HOUR_S
PAGES = (BurnAlert.PAGE_QUICK, BurnAlert.PAGE_SLOW)


class SloState(StrEnum):
    """UNKNOWN is never OK: a flow without fresh and sufficient data keeps no promise."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SloLimits:
    """From which data on a flow is judged, and how soon an empty budget is worth a warning.

    `max_age_s`: older data are stale. `least_count`: fewer events in an hour are too thin to
    say that all is well. `soon_s`: 72 h, or 4 h while a launch window is open.
    """

    max_age_s: float = 60.0
    least_count: float = 30.0
    soon_s: float = 3 * DAY_S


@dataclass(frozen=True, slots=True)
class SloVerdict:
    """The state of one promise, the reasons (the gravest first) and the figures behind them."""

    state: SloState
    reasons: tuple[Message, ...]
    objective: Objective
    report: BurnReport
    last_hour: Outcomes | None
    rule_id: str = SLO_RULE_ID


def judge_slo(
    objective: Objective,
    windows: Mapping[float, Outcomes | None],
    period: Outcomes | None,
    *,
    age_s: float | None,
    limits: SloLimits | None = None,
) -> SloVerdict:
    """Return whether the promise is kept now, by the burn rate in all windows.

    `windows` and `period` as in `burn_windows.evaluate`: good and bad answers for a promise of
    success, answers faster and slower than a bucket bound for one of latency. `age_s` is the
    age of the newest sample; None when there is none.
    """
    limits = limits or SloLimits()
    report = evaluate(windows, period, objective)
    now, hour = windows.get(NOW_WINDOW_S), windows.get(HOUR_WINDOW_S)
    untold = _untold(now, hour, age_s, limits)
    if untold is not None:
        return SloVerdict(SloState.UNKNOWN, (untold,), objective, report, hour)
    alarms = tuple(_alarm(one) for one in report.pairs if one.fires)
    bad = tuple(reason for state, reason in alarms if state is SloState.BAD)
    warning = tuple(reason for state, reason in alarms if state is SloState.WARNING)
    warning += _budget_reasons(report, limits)
    if bad:
        return SloVerdict(SloState.BAD, bad + warning, objective, report, hour)
    if warning:
        return SloVerdict(SloState.WARNING, warning, objective, report, hour)
    if hour is None or hour.total_count < limits.least_count:
        thin = message(SloCode.TOO_THIN, seen_count=hour.total_count if hour else 0)
        return SloVerdict(SloState.UNKNOWN, (thin,), objective, report, hour)
    fine = message(SloCode.OK, good_ratio=1.0 - hour.bad_count / hour.total_count)
    return SloVerdict(SloState.OK, (fine,), objective, report, hour)


def _untold(
    now: Outcomes | None, hour: Outcomes | None, age_s: float | None, limits: SloLimits
) -> Message | None:
    """Return why nothing can be said; None when something can."""
    if age_s is None or now is None or hour is None:
        return message(SloCode.NO_DATA)
    if not age_s <= limits.max_age_s:
        return message(SloCode.STALE, age_s=age_s)
    if now.total_count <= 0:
        return message(SloCode.NO_TRAFFIC, window_s=NOW_WINDOW_S)
    return None


def _alarm(one: PairBurn) -> tuple[SloState, Message]:
    """Return how grave a firing pair is; few failures are worth a look, but wake nobody."""
    values = {"burn": one.long_burn, "window_s": one.pair.long_s}
    if not one.gate.is_open:
        return SloState.WARNING, message(SloCode.FEW_FAILURES, **values)
    if one.pair.alert in PAGES:
        return SloState.BAD, message(SloCode.BURNING_FAST, **values)
    return SloState.WARNING, message(SloCode.BURNING_SLOWLY, **values)


def _budget_reasons(report: BurnReport, limits: SloLimits) -> tuple[Message, ...]:
    left_ratio, gone_s = report.budget_left_ratio, report.exhaustion_s
    if left_ratio is not None and left_ratio <= 0:
        return (message(SloCode.BUDGET_SPENT, left_ratio=left_ratio),)
    if gone_s is not None and gone_s < limits.soon_s:
        return (message(SloCode.BUDGET_SOON_SPENT, exhaustion_s=gone_s),)
    return ()
