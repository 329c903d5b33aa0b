"""Where figures stand on the scale of the comparison: how many times as bad.

It is logarithmic. Worse is always left: 8 times as bad at the left end, a quarter at the right.
"""

import math

from msgspec import Struct

from cockpit.app.snapshot import KpiView
from cockpit.domain.intervals import Interval

MOST_TIMES, LEAST_TIMES = 8.0, 0.25
TICKS = (8.0, 4.0, 2.0, 1.0, 0.25)


class Whisker(Struct, frozen=True):
    """How many times as bad the new version is: the best guess, and between what it lies.

    `worst` is at least `times`, which is at least `best`; none is below 0.
    """

    worst: float
    times: float
    best: float


def whisker(
    difference_ratio: float | None, between: Interval | None, old_ratio: float | None
) -> Whisker | None:
    """Return the difference of two bad shares as times of the old share.

    None when one of them is not known, or when the old version has nothing bad to compare with.
    """
    if difference_ratio is None or between is None or not old_ratio:
        return None

    def times(ratio: float) -> float:
        return max(0.0, 1.0 + ratio / old_ratio)

    return Whisker(times(between.high), times(difference_ratio), times(between.low))


def kpi_whisker(kpi: KpiView) -> Whisker | None:
    """Return how many times worse than expected a figure is; it reaches 1 within its band."""
    value, band = kpi.ratio, kpi.expected
    if not value or band is None or band.low <= 0:
        return None
    middle = (band.low + band.high) / 2.0
    if kpi.is_worse_low:
        return Whisker(band.high / value, middle / value, band.low / value)
    return Whisker(value / band.low, value / middle, value / band.high)


def place(times: float) -> float:
    """Return where so many times as bad stand: 0 at the left end, 1 at the right, kept inside."""
    kept = min(max(times, LEAST_TIMES), MOST_TIMES)
    return math.log(MOST_TIMES / kept) / math.log(MOST_TIMES / LEAST_TIMES)


def is_beyond(times: float) -> bool:
    """Return whether it lies outside of the scale, where an arrow says so."""
    return not LEAST_TIMES <= times <= MOST_TIMES
