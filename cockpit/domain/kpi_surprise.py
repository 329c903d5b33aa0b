"""How far the good events of a bin are from what was expected, in standard deviations."""

import math

import numpy as np

from cockpit.domain.blocks import Floats
from cockpit.domain.kpi_season import Flags, Usual

CORRECTION_COUNT = 0.25
"""Counts are whole. Half the usual correction: with all of it, rare events alarm too seldom."""

WAVERING_RATIO = 0.005
"""By half a per cent of its rarer side a share wavers without a reason."""

GONE_RATIO = 0.2
GONE_SIGMAS = 4.5
"""Under a fifth of the usual traffic, and not by chance: what is left is no fair sample."""

HOUR_MINUTES = 60
MAD_SIGMAS = 1.4826
MAD_ERROR = 1.17
"""The standard error of a median absolute deviation, in 1 / sqrt(how many values)."""

FEWEST_SURPRISES = 24


def surprises(total: Floats, good: Floats, usual: Usual) -> Floats:
    """Return the signed root of the deviance of each bin, NaN where nothing was expected.

    It is close to normal for rare events too, where (good - expected) / sqrt(variance) is not
    (P. McCullagh, J. A. Nelder, "Generalized Linear Models" (1989), 2.4.3).
    """
    expected = total * usual.ratio
    below = np.minimum(good + CORRECTION_COUNT, expected)
    above = np.maximum(good - CORRECTION_COUNT, expected)
    near = np.where(good < expected, below, above)
    deviance = 2.0 * (_times_log(near, expected) + _times_log(total - near, total - expected))
    sign = np.where(good < expected, -1.0, 1.0)
    surprise = sign * np.sqrt(np.maximum(deviance, 0.0) / beyond_chance(total, usual))
    return np.where(np.isnan(usual.ratio), np.nan, surprise)


def beyond_chance(total: Floats, usual: Usual) -> Floats:
    """Return how many times the variance is that of chance alone.

    The expectation comes from a number of events of its own, and no share keeps to a hair, which
    shows when a bin has millions of events.
    """
    rarer = np.minimum(usual.ratio, 1.0 - usual.ratio)
    wavering = (WAVERING_RATIO * rarer) ** 2 / (usual.ratio * (1.0 - usual.ratio))
    return np.asarray(1.0 + total / usual.learned_count + total * wavering, dtype=np.float64)


def is_gone(total: Floats, usual: Usual) -> Flags:
    """Return the bins in which nearly all of the usual traffic is missing."""
    expected = np.nan_to_num(usual.total_count)
    by_chance = expected - GONE_SIGMAS * np.sqrt(expected)
    return (total < GONE_RATIO * expected) & (total < by_chance)


def surprise_scale(surprise: Floats, bin_minutes: int) -> float:
    """Return how much larger surprises usually are than chance alone would make them; at least 1.

    The median absolute deviation of the last days, of bins and of hours: what drifts slowly adds
    up in an hour. Each counts as far as it is sure, one standard error below its estimate.
    """
    known = surprise[np.isfinite(surprise)]
    hour_bins = max(1, HOUR_MINUTES // bin_minutes)
    hours = known[known.size % hour_bins :].reshape(-1, hour_bins).sum(axis=1)
    return max(1.0, _sure_spread(known), _sure_spread(hours / np.sqrt(hour_bins)))


def _sure_spread(values: Floats) -> float:
    if values.size < FEWEST_SURPRISES:
        return 0.0
    spread = MAD_SIGMAS * float(np.median(np.abs(values - np.median(values))))
    return spread * (1.0 - MAD_ERROR / math.sqrt(values.size))


def _times_log(found: Floats, expected: Floats) -> Floats:
    """Return found x ln(found / expected), which is zero where nothing was found."""
    share = np.divide(found, expected, out=np.ones_like(found), where=(found > 0) & (expected > 0))
    return np.asarray(found * np.log(share), dtype=np.float64)
