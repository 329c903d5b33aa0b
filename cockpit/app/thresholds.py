"""The thresholds of the workspace held against the figures of a flow."""

from collections.abc import Iterator

from cockpit.app.snapshot import FlowView
from cockpit.domain.alert_codes import AlertCode
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding
from cockpit.domain.levels import Level
from cockpit.domain.message import Message, message
from cockpit.domain.way_out import Advice
from cockpit.ports.workspace_alerts import RatioThreshold, SecondsThreshold, Thresholds


def crossed(
    flow: FlowView, thresholds: Thresholds, held: frozenset[str], advice: Advice | None
) -> Iterator[Finding | str]:
    """Yield what is wrong, and the name alone of what nothing is known of.

    `held` are the names of what was wrong already. `advice` is the way out of this flow, for what
    needs a hand at once.
    """
    ratios = (
        ("errors", thresholds.errors, _bad_ratio(flow), AlertCode.ERRORS),
        ("slow", thresholds.slow, flow.slow_ratio, AlertCode.SLOW),
        ("limited", thresholds.limited, flow.limited_ratio, AlertCode.LIMITED),
    )
    for name, threshold, ratio, code in ratios:
        if threshold is None:
            continue
        level = Level(threshold.above_ratio, threshold.clear_below_ratio, threshold.minimum_events)
        is_crossed = _crossed(flow, level, ratio, was_crossed=name in held)
        if is_crossed is None:
            yield name
        elif is_crossed:
            told = message(
                code,
                bad_ratio=ratio,
                above_ratio=threshold.above_ratio,
                events_count=flow.event_count,
            )
            yield _finding(name, threshold, told, advice)
    if (long := thresholds.p95) is not None:
        level = Level(long.above_s, long.clear_below_s, long.minimum_events)
        is_crossed = _crossed(flow, level, flow.p95_s, was_crossed="p95" in held)
        if flow.p95_is_above and not is_crossed:
            is_crossed = None  # it is longer than the histogram can tell
        if is_crossed is None:
            yield "p95"
        elif is_crossed:
            told = message(
                AlertCode.P95,
                took_s=flow.p95_s,
                above_s=long.above_s,
                events_count=flow.event_count,
            )
            yield _finding("p95", long, told, advice)


def _crossed(
    flow: FlowView, level: Level, value: float | None, *, was_crossed: bool
) -> bool | None:
    if not flow.is_current:
        return None
    return level.is_crossed(value, flow.event_count, was_crossed=was_crossed)


def _finding(
    name: str,
    threshold: RatioThreshold | SecondsThreshold,
    told: Message,
    advice: Advice | None,
) -> Finding:
    grade = AlertGrade(threshold.grade)
    exit_ = advice if grade is AlertGrade.ACT_NOW else None
    return Finding(name, AlertReason.SLO, grade, told, exit_)


def _bad_ratio(flow: FlowView) -> float | None:
    return None if flow.success_ratio is None else 1.0 - flow.success_ratio
