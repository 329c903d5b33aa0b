"""The band in which a ratio is expected, from how it has been before."""

import math
from collections.abc import Sequence
from statistics import NormalDist

from cockpit.domain.intervals import Interval
from cockpit.domain.outcomes import NOTHING, Outcomes

BAND_SURE_RATIO = 0.99
Z_BAND = NormalDist().inv_cdf(0.5 + BAND_SURE_RATIO / 2.0)

FEWEST_WINDOWS = 6
"""With fewer windows nothing can be said of how much they differ from each other."""


def expected_band(past: Sequence[Outcomes], total_count: float) -> Interval | None:
    """Return where the bad share of a window with `total_count` events lies in 99 of 100 cases.

    `past` are windows of the same length. Chance alone makes a variance of p (1 - p) / n; by what
    windows differ beyond that, they will differ again (the method of moments). The mean of the
    past is itself uncertain. None with fewer than six windows that have events, or without events
    now.
    """
    known = [one for one in past if one.total_count > 0]
    if len(known) < FEWEST_WINDOWS or total_count <= 0:
        return None
    whole = sum(known, NOTHING)
    mean = whole.bad_count / whole.total_count
    chance = mean * (1.0 - mean)
    ratios = [one.bad_count / one.total_count for one in known]
    spread = sum((ratio - mean) ** 2 for ratio in ratios) / (len(known) - 1)
    expected_spread = sum(chance / one.total_count for one in known) / len(known)
    beyond = max(0.0, spread - expected_spread)
    variance = chance * (1.0 / total_count + 1.0 / whole.total_count)
    variance += beyond * (1.0 + 1.0 / len(known))
    half = _student(len(known) - 1) * math.sqrt(variance)
    return Interval(max(0.0, mean - half), min(1.0, mean + half))


def _student(freedom: int) -> float:
    """Return how many standard deviations the band is wide on each side.

    A spread that is itself estimated from few windows needs a wider one: Student's t, by the
    expansion 26.7.5 of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964).
    """
    z = Z_BAND
    first = (z**3 + z) / 4.0
    second = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    return z + first / freedom + second / freedom**2
