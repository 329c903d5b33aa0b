"""What is left of an error budget, over as much of its period as the server still knows."""

import math
from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cockpit.app.board_codes import BudgetCode
from cockpit.app.doubts import Desk
from cockpit.app.periods import Hours, hourly
from cockpit.app.plan import BUCKET_LABEL, Counted, FlowPlan
from cockpit.domain.burn_windows import DAY_S, HOUR_S
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Outcomes, known_outcomes
from cockpit.ports.workspace import LatencySlo

LEAST_KNOWN_S = DAY_S
"""Less of a period says nothing about it."""

WHOLE_RATIO = 0.97
"""A server that was away for some hours knows the period all the same."""


class Period(Struct, frozen=True):
    """The events of the period, None when they are not known, and what has to be said of them.

    Where not all of it is known, `known_s` says of how much; `note` says why, or why nothing is.
    """

    outcomes: Outcomes | None
    known_s: float | None = None
    note: Message | None = None


UNREAD = Period(None)


def success_period(desk: Desk, plan: FlowPlan, windows: Mapping[float, Outcomes | None]) -> Period:
    """Return the period of the promise of success.

    `windows` are the events of the last so many seconds: what is newer than the last hour that
    was read is taken from them.
    """
    part, period_s = plan.success, plan.flow.slo.period_days * DAY_S
    events, good, bad = (_hours(desk, ask, period_s) for ask in (part.events, part.good, part.bad))
    if events is None:
        return UNREAD
    total, read = events.count(), [events]
    if good is not None:
        left, read = total - good.count(), [events, good]
    elif bad is not None:
        # Bad events have no series before the first of them.
        left, read = np.where(bad.is_read, np.nan_to_num(bad.count()), np.nan), [events, bad]
    else:
        left = np.zeros_like(total)
    since_s = desk.there_s(part.events.source) - events.end_s
    return _period(total, left, read, windows, since_s)


def slow_period(
    desk: Desk, slow: Counted, slo: LatencySlo, windows: Mapping[float, Outcomes | None]
) -> Period:
    """Return the period of the promise of speed, of which slow events are the bad ones."""
    hours = _hours(desk, slow, slo.period_days * DAY_S, (BUCKET_LABEL,))
    if hours is None:
        return UNREAD
    total, fast = _at_bound(hours, math.inf), _at_bound(hours, slo.faster_than_s)
    return _period(total, total - fast, [hours], windows, desk.there_s(slow.source) - hours.end_s)


def _hours(
    desk: Desk, ask: Counted | None, period_s: float, by: tuple[str, ...] = ()
) -> Hours | None:
    if ask is None or desk.periods is None:
        return None
    return desk.periods.hours(hourly(ask, by), period_s)


def _at_bound(hours: Hours, bound_s: float) -> NDArray[np.float64]:
    """Return the counts of the buckets with this bound, however it is written."""
    same = [text for text in hours.counts if _number(text) == bound_s]
    return np.sum([hours.count(text) for text in same], axis=0) if same else hours.count()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _period(
    total: NDArray[np.float64],
    bad: NDArray[np.float64],
    read: list[Hours],
    windows: Mapping[float, Outcomes | None],
    since_s: float,
) -> Period:
    """Return what is known of the period; `since_s` is how long ago the last hour ended."""
    known = np.isfinite(total) & np.isfinite(bad)
    known_s, period_s = float(known.sum()) * HOUR_S, total.size * HOUR_S
    is_read = all(bool(one.is_read.all()) for one in read)
    trouble = next((one.trouble for one in read if one.trouble is not None), None)
    if not is_read and trouble is None:
        return Period(None, note=message(BudgetCode.READING, known_s=known_s, period_s=period_s))
    if known_s < min(LEAST_KNOWN_S, WHOLE_RATIO * period_s):
        short = message(BudgetCode.SHORT, known_s=known_s, period_s=period_s)
        return Period(None, note=short if trouble is None else _refused(trouble))
    # Each is an estimate of its own, so that only all hours together are never below nothing.
    all_count, bad_count = float(total[known].sum()), max(0.0, float(bad[known].sum()))
    found = known_outcomes(all_count, min(bad_count, all_count))
    newer = _newer(windows, since_s)
    if found is not None and newer is not None:
        found += newer
    if known_s >= WHOLE_RATIO * period_s:
        return Period(found)
    partly = Period(found, known_s, message(BudgetCode.KNOWN, known_s=known_s, period_s=period_s))
    return partly if trouble is None else replace(partly, note=_refused(trouble))


def _newer(windows: Mapping[float, Outcomes | None], since_s: float) -> Outcomes | None:
    """Return what came since for sure: the longest window that began after the last hour."""
    fitting = [window_s for window_s, one in windows.items() if one and window_s <= since_s]
    return windows[max(fitting)] if fitting else None


def _refused(trouble: Message) -> Message:
    return message(BudgetCode.REFUSED, why=trouble)
