"""What share of good events is usual at a time of day and week, learned from the weeks before."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cockpit.domain.blocks import Floats, Ints

Flags = NDArray[np.bool_]

DAY_MINUTES = 1440
WEEK_DAYS = 7
LEARNED_DAYS = 28
"""What is older says little about the next day."""

RECENT_DAYS, SAME_WEEKDAYS = 7, 3
"""So many of the last days that taught something count, and of the same weekday among them."""

NEAR_MINUTES = 20
FAR_MINUTES = 90
"""A bin is pooled with its neighbours this near, and farther where events are rare."""

POOLED_COUNT = 10.0
"""Where a pool holds fewer good or fewer bad events than this, the share of one day is a guess."""

SAME_WEEKDAY_WEIGHT = 2.0
"""The three same weekdays together outweigh the last seven days by just a little."""

FEWEST_DAYS = 4
MEDIAN_VARIANCE = np.pi / 2.0
"""The variance of a median, in variances of the mean of as many normal values."""


class Usual(Struct, frozen=True, eq=False):
    """What a day is expected to be like, one value for each of its bins; NaN where not known.

    `ratio` is the share of good events, `learned_count` the number of events that it rests on,
    and `total_count` how many events such a bin usually has.
    """

    ratio: Floats
    learned_count: Floats
    total_count: Floats

    def first(self, bin_count: int) -> "Usual":
        """Return the beginning of the day."""
        return Usual(
            self.ratio[:bin_count], self.learned_count[:bin_count], self.total_count[:bin_count]
        )

    def at(self, bin_number: int) -> "Usual":
        """Return one bin of the day."""
        place = slice(bin_number, bin_number + 1)
        return Usual(self.ratio[place], self.learned_count[place], self.total_count[place])


def usual_day(total: Floats, good: Floats, bin_minutes: int) -> Usual:
    """Return what the day after these days is expected to be like.

    Rows are the days before, the oldest first, and columns their bins; a bin with no events has
    taught nothing. What is usual is the weighted median, over the same weekday of three weeks
    and the last seven days, of the log odds in the bins around the same time of day. Days that
    taught nothing at all, such as those of a long launch, make room for older ones. A median
    is not led astray by a bad day that nobody noticed. Weekdays that differ as a whole are put
    on one level first.
    """
    total, good = total[-LEARNED_DAYS:], good[-LEARNED_DAYS:]
    if len(total) < FEWEST_DAYS:
        return nothing_usual(total.shape[1])
    ago = np.arange(len(total), 0, -1)
    weekday = _weekday_effects(total, good, ago)
    has_taught = np.asarray(total.sum(axis=1) > 0)
    is_recent = _last(has_taught, RECENT_DAYS)
    is_same = _last(has_taught & (ago % WEEK_DAYS == 0), SAME_WEEKDAYS)
    weight = np.where(is_recent, 1.0, 0.0) + np.where(is_same, SAME_WEEKDAY_WEIGHT, 0.0)
    half = _half_width(total, good, bin_minutes)
    rows = np.flatnonzero(weight)
    if rows.size < FEWEST_DAYS:
        return nothing_usual(total.shape[1])
    pooled, pooled_good = _pooled(total[rows], half), _pooled(good[rows], half)
    pooled_bins = _pooled((total[rows] > 0).astype(np.float64), half)
    weights = np.where(pooled > 0, weight[rows, None], 0.0)
    levels = _log_odds(pooled, pooled_good) - weekday[ago[rows] % WEEK_DAYS, None]
    level = _weighted_median(levels, weights) + weekday[0]
    is_known = (weights > 0).sum(axis=0) >= FEWEST_DAYS
    squares = np.divide(weights**2, pooled, out=np.zeros_like(pooled), where=pooled > 0)
    learned = weights.sum(axis=0) ** 2 / np.maximum(squares.sum(axis=0), 1e-12)
    return Usual(
        ratio=np.where(is_known, 1.0 / (1.0 + np.exp(-level)), np.nan),
        learned_count=np.where(is_known, learned / MEDIAN_VARIANCE, np.nan),
        total_count=np.where(
            is_known, _weighted_median(pooled / np.maximum(pooled_bins, 1.0), weights), np.nan
        ),
    )


def nothing_usual(bin_count: int) -> Usual:
    """Return a day of which nothing is known."""
    unknown = np.full(bin_count, np.nan)
    return Usual(unknown, unknown, unknown)


def _weekday_effects(total: Floats, good: Floats, ago: Ints) -> Floats:
    """Return by how much weekdays differ from the usual day, in log odds, by `ago` modulo seven.

    What seven weekdays of few events differ by is mostly chance; so each is drawn towards
    none by as much as chance explains (the shrinkage of James and Stein).
    """
    totals, goods = total.sum(axis=1), good.sum(axis=1)
    is_told = totals > 0
    effects, chances = np.zeros(WEEK_DAYS), np.full(WEEK_DAYS, np.inf)
    if not is_told.any():
        return effects
    levels = _log_odds(totals, goods)
    chance = 1.0 / (goods + 0.5) + 1.0 / (totals - goods + 0.5)
    usual = np.median(levels[is_told])
    for residue in range(WEEK_DAYS):
        days = is_told & (ago % WEEK_DAYS == residue)
        if days.any():
            effects[residue] = np.median(levels[days]) - usual
            chances[residue] = MEDIAN_VARIANCE * chance[days].mean() / days.sum()
    told = np.isfinite(chances)
    real = max(0.0, float((effects[told] ** 2 - chances[told]).mean()))
    shrunk: Floats = effects * real / (real + chances)
    return shrunk if real > 0 else np.zeros(WEEK_DAYS)


def _last(is_chosen: Flags, most: int) -> Flags:
    """Return the last `most` of the chosen days."""
    return np.asarray(is_chosen & (np.cumsum(is_chosen[::-1])[::-1] <= most))


def _half_width(total: Floats, good: Floats, bin_minutes: int) -> int:
    """Return how many bins on either side are pooled, so that a pool holds enough events."""
    half, most = NEAR_MINUTES // bin_minutes, FAR_MINUTES // bin_minutes
    known = total > 0
    rarer = np.minimum(good, total - good)[known]
    if not rarer.size:
        return half
    needed = POOLED_COUNT / max(float(rarer.mean()), 1e-9)
    return int(min(max(half, np.ceil((needed - 1.0) / 2.0)), max(half, most)))


def _pooled(counts: Floats, half: int) -> Floats:
    """Return each count with those of the bins around it on the same day."""
    sums = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    at = np.arange(counts.shape[1])
    until, since = np.minimum(at + half + 1, at.size), np.maximum(at - half, 0)
    return np.asarray(sums[:, until] - sums[:, since], dtype=np.float64)


def _log_odds(total: Floats, good: Floats) -> Floats:
    """Return the log odds, with half an event on either side so that none is infinite."""
    return np.asarray(np.log((good + 0.5) / (total - good + 0.5)), dtype=np.float64)


def _weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the median of each column, between two values where the weight says so."""
    known = weights > 0
    highest = np.where(known, values, -np.inf).max(axis=0)
    values = np.where(known, values, np.where(np.isfinite(highest), highest, 0.0))
    order = np.argsort(values, axis=0, kind="stable")
    values = np.take_along_axis(values, order, axis=0)
    weights = np.take_along_axis(weights, order, axis=0)
    sums = np.cumsum(weights, axis=0)
    middles = sums - weights / 2.0
    half = sums[-1] / 2.0
    upper = np.maximum(np.argmax(middles >= half, axis=0), 1)
    column = np.arange(values.shape[1])
    below, above = middles[upper - 1, column], middles[upper, column]
    share = np.clip((half - below) / np.where(above > below, above - below, 1.0), 0.0, 1.0)
    low, high = values[upper - 1, column], values[upper, column]
    return np.asarray(low + share * (high - low), dtype=np.float64)
