"""Whether a share of bad events is back where a healthy one lies, after something was mended."""

import math
from collections.abc import Iterable
from statistics import NormalDist

from cockpit.domain.intervals import wilson
from cockpit.domain.outcomes import Outcomes

RULE_ID = "band/2"
LEAST_COUNT = 30.0
"""Fewer events prove nothing, neither of what was mended nor of what it is compared with."""

LEFT_OF_HARM_RATIO = 0.1
"""What may be left of what a fault had put on top of a healthy share: shares drift by themselves,
and among millions of events no two are alike."""

Z_ONE_SIDED_95 = NormalDist().inv_cdf(0.95)


def band_limit(
    mended_count: float,
    *,
    promised_ratio: float | None,
    compared: Iterable[Outcomes],
    faulty_ratio: float,
) -> float | None:
    """Return the highest bad share that counts as healthy; None when there is nothing to go by.

    That is what chance (95 %, normal approximation) makes of the promise, or of those that it is
    compared with, among `mended_count` events; or what may be left of the harm that `faulty_ratio`
    had done to them, unless that would break a promise which they keep.
    """
    if mended_count <= 0:
        return None
    limits: list[float] = []
    if promised_ratio is not None:
        limits.append(_with_chance(promised_ratio, mended_count))
    for one in compared:
        ratio = one.bad_ratio
        if ratio is None or one.total_count < LEAST_COUNT:
            continue
        limits.append(_with_chance(ratio, mended_count))
        left_ratio = ratio + LEFT_OF_HARM_RATIO * max(0.0, faulty_ratio - ratio)
        if promised_ratio is None or left_ratio <= promised_ratio or ratio >= promised_ratio:
            limits.append(left_ratio)
    return min(1.0, max(limits)) if limits else None


def is_surely_below(mended: Outcomes, ratio: float) -> bool:
    """Whether the bad share is lower, by the upper end of its Wilson interval (95 %)."""
    interval = wilson(mended)
    return interval is not None and interval.high < ratio


def is_surely_above(mended: Outcomes, ratio: float) -> bool:
    """Whether the bad share is higher, by the lower end of its Wilson interval (95 %)."""
    interval = wilson(mended)
    return interval is not None and interval.low > ratio


def _with_chance(ratio: float, count: float) -> float:
    """Return the highest share that chance (95 %, one-sided) makes of `ratio` among so many."""
    return ratio + Z_ONE_SIDED_95 * math.sqrt(ratio * (1.0 - ratio) / count)
