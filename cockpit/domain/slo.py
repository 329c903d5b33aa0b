"""Whether a flow keeps its promise: ok, warning, bad or unknown, and why."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.burn import (
    FEWEST_BAD_COUNT,
    Objective,
    exhaustion_s,
    low_traffic_gate,
)
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
from cockpit.domain.projection import Projection

SLO_RULE_ID = "slo/2"
NOW_WINDOW_S, HOUR_WINDOW_S = 5 * MINUTE_S, HOUR_S
PAGES = (BurnAlert.PAGE_QUICK, BurnAlert.PAGE_SLOW)
SOON_S, SOON_IN_LAUNCH_S = 3 * DAY_S, 4 * HOUR_S
MOST_OF_LAUNCH_RATIO = 0.1
"""What a launch may still take of the budget before that is worth a warning."""


class SloState(StrEnum):
    """UNKNOWN is never OK: a flow without fresh and sufficient data keeps no promise."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


class SloLimits(Struct, frozen=True):
    """From which data on a flow is judged, and how soon an empty budget is worth a warning.

    `max_age_s`: older data are stale. `least_count`: fewer events in an hour are too thin to
    say that all is well. `soon_s`: 72 h, or 4 h while a launch window is open, which then lasts
    `launch_left_s` more; None without one.
    """

    max_age_s: float = 60.0
    least_count: float = 30.0
    soon_s: float = SOON_S
    launch_left_s: float | None = None


class SloVerdict(Struct, frozen=True):
    """The state of one promise, the reasons (the gravest first) and the figures behind them.

    `projection` is what the version that goes out would do at 100 %; None without one.
    """

    state: SloState
    reasons: tuple[Message, ...]
    objective: Objective
    report: BurnReport
    last_hour: Outcomes | None
    projection: Projection | None = None
    rule_id: str = SLO_RULE_ID


def judge_slo(
    objective: Objective,
    windows: Mapping[float, Outcomes | None],
    period: Outcomes | None,
    *,
    age_s: float | None,
    limits: SloLimits | None = None,
    known_s: float | None = None,
    projection: Projection | None = None,
) -> SloVerdict:
    """Return whether the promise is kept now, by the burn rate in all windows.

    `windows`, `period` and `known_s` as in `burn_windows.evaluate`: good and bad answers for a
    promise of success, answers faster and slower than a bucket bound for one of latency. `age_s`
    is the age of the newest sample; None when there is none.
    """
    limits = limits or SloLimits()
    report = evaluate(windows, period, objective, known_s=known_s)
    now, hour = windows.get(NOW_WINDOW_S), windows.get(HOUR_WINDOW_S)

    def verdict(state: SloState, *reasons: Message) -> SloVerdict:
        return SloVerdict(state, reasons, objective, report, hour, projection)

    untold = _untold(now, hour, age_s, limits)
    if untold is not None:
        return verdict(SloState.UNKNOWN, untold)
    alarms = tuple(_alarm(one) for one in report.pairs if one.fires)
    bad = tuple(reason for state, reason in alarms if state is SloState.BAD)
    warning = _projected_reasons(projection)
    warning += tuple(reason for state, reason in alarms if state is SloState.WARNING)
    warning += _budget_reasons(report, limits, hour, objective, known_s)
    if bad:
        return verdict(SloState.BAD, *bad, *warning)
    if warning:
        return verdict(SloState.WARNING, *warning)
    if hour is None or hour.total_count < limits.least_count:
        thin = message(SloCode.TOO_THIN, seen_count=hour.total_count if hour else 0)
        return verdict(SloState.UNKNOWN, thin)
    return verdict(
        SloState.OK, message(SloCode.OK, good_ratio=1.0 - hour.bad_count / hour.total_count)
    )


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


def _projected_reasons(projection: Projection | None) -> tuple[Message, ...]:
    """Return that the new version would break the promise at 100 %, where it is so bad."""
    if projection is None or not projection.breaks:
        return ()
    return (message(SloCode.BREAKS_AT_FULL, burn=projection.burn),)


def _budget_reasons(
    report: BurnReport,
    limits: SloLimits,
    hour: Outcomes | None,
    objective: Objective,
    known_s: float | None,
) -> tuple[Message, ...]:
    """Return what is wrong with the budget: spent, gone soon, or too much of it for this launch.

    What is to come is told from the burn that the failures of the last hour prove, so that one
    failure of a quiet night foretells nothing.
    """
    left_ratio, gone_s = report.budget_left_ratio, report.exhaustion_s
    if left_ratio is not None and left_ratio <= 0:
        if known_s is not None:
            return (message(SloCode.KNOWN_BUDGET_SPENT, left_ratio=left_ratio, known_s=known_s),)
        return (message(SloCode.BUDGET_SPENT, left_ratio=left_ratio),)
    is_soon = gone_s is not None and gone_s < limits.soon_s
    taken_ratio = _taken_ratio(report.now_burn, limits, objective)
    is_greedy = taken_ratio is not None and taken_ratio > MOST_OF_LAUNCH_RATIO
    if not (is_soon or is_greedy) or hour is None or hour.bad_count < FEWEST_BAD_COUNT:
        return ()
    sure_burn = min(report.now_burn or 0.0, low_traffic_gate(hour, objective).lower_burn or 0.0)
    spanned = objective if known_s is None else replace(objective, period_s=known_s)
    sure_s = exhaustion_s(sure_burn, left_ratio, spanned)
    if is_soon and sure_s is not None and sure_s < limits.soon_s:
        return (message(SloCode.BUDGET_SOON_SPENT, exhaustion_s=gone_s),)
    sure_ratio = _taken_ratio(sure_burn, limits, objective)
    if is_greedy and sure_ratio is not None and sure_ratio > MOST_OF_LAUNCH_RATIO:
        left_s = limits.launch_left_s
        return (message(SloCode.LAUNCH_TAKES, taken_ratio=taken_ratio, left_s=left_s),)
    return ()


def _taken_ratio(burn: float | None, limits: SloLimits, objective: Objective) -> float | None:
    """Return what the rest of the launch takes of the budget; None without a launch."""
    if burn is None or limits.launch_left_s is None:
        return None
    return burn * limits.launch_left_s / objective.period_s
