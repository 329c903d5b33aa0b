"""The vertical range of a panel, and the figures at its axis."""

import math
from bisect import bisect_right

from msgspec import Struct

LOWS_PCT = (0.0, 20.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 96.0, 98.0, 99.0, 99.5, 99.8, 99.9)
"""Where the axis of a success ratio may begin; it always ends at 100."""

BELOW_TARGET = 0.3
"""What is left free below a target, as a part of the distance from it to 100."""

ROOM = 0.06
"""What is left free below the lowest duration, as a part of the range."""

ROOM_ABOVE = 0.3
"""What is left free above the highest duration or the limit, as a part of the range."""

FAR_ABOVE = 0.4
"""A round figure that is farther above the limit, as a part of the range, stands at the axis."""

SHRINK_BELOW = 0.5
"""A range is kept until less than this part of it is needed."""

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_HALVES = 2
_NEARER = 0.8
"""A step may be a little less than wanted when it is rounder."""


class Scale(Struct, frozen=True):
    """From `low` to `high` in the unit of the axis, with grid lines at `ticks`."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where the value lies: 0 at the bottom, 1 at the top."""
        return (value - self.low) / (self.high - self.low)


class Scales(Struct, frozen=True):
    """The ranges of both panels of a chart: success in per cent, p95 in milliseconds."""

    success: Scale
    p95: Scale


def success_scale(
    lowest_pct: float | None, target_pct: float | None, before: Scale | None = None
) -> Scale:
    """Return the range for success ratios in per cent that holds the lowest value and the target.

    `before` is kept as long as it holds everything and is not far too wide.
    """
    wanted_pct = [100.0 - 1.0] if lowest_pct is None and target_pct is None else []
    if lowest_pct is not None:
        wanted_pct.append(lowest_pct)
    if target_pct is not None:
        wanted_pct.append(target_pct - BELOW_TARGET * (100.0 - target_pct))
    low = LOWS_PCT[max(0, bisect_right(LOWS_PCT, min(wanted_pct)) - 1)]
    if before is not None and before.low <= low and _is_used(100.0 - low, before):
        return before
    return Scale(low, 100.0, (low, (low + 100.0) / _HALVES, 100.0))


def duration_scale(
    lowest: float | None, highest: float | None, limit: float | None, before: Scale | None = None
) -> Scale:
    """Return the range for durations that holds lowest and highest value and the limit.

    It begins at a round figure. `before` is kept as long as it holds everything and is not far
    too wide.
    """
    known = [value for value in (lowest, highest, limit) if value is not None]
    least, most = (min(known), max(known)) if known else (0.0, 1.0)
    step = nice_step(max((most - least) / _HALVES, most * 0.1, 1e-3) * _NEARER)
    low = max(0.0, math.floor(least / step) * step)
    if least - low <= ROOM * (most - low):
        low = max(0.0, low - step)
    high = most + ROOM_ABOVE * max(most - low, step)
    if before is not None and _holds(before, least, most) and _is_used(high - low, before):
        return before
    if limit is not None:
        top = low + step * math.floor((most - low) / step)
        is_far = top - limit >= FAR_ABOVE * (high - low)
        return Scale(low, high, (low, top) if is_far else (low,))
    middle = low + step * math.ceil((most - low) / step / _HALVES)
    return Scale(low, high, (low, middle) if middle <= high else (low,))


def nice_step(least: float) -> float:
    """Return the least of 1, 2, 2.5 and 5 times a power of ten that is at least this."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((one * power for one in _NICE if one * power >= least * (1 - 1e-9)), 10 * power)


def tick_text(value: float) -> str:
    """Return the figure at the axis, with no more digits than it has and at most four decimals."""
    return f"{value:.4f}".rstrip("0").rstrip(".").replace("-", "\u2212")


def _holds(scale: Scale, least: float, most: float) -> bool:
    return scale.low <= least and most <= scale.high


def _is_used(needed: float, scale: Scale) -> bool:
    return needed >= SHRINK_BELOW * (scale.high - scale.low)
