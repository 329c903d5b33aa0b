"""What the buckets of a latency histogram tell: a quantile, and the share that was too slow."""

import math
from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from cockpit.domain.blocks import Floats
from cockpit.domain.outcomes import Outcomes

SAME = 1e-12


class Bucket(Struct, frozen=True):
    """`count` events took at most `le_s` seconds (cumulative; the last bound is infinite)."""

    le_s: float
    count: float


class Quantile(Struct, frozen=True):
    """A quantile as far as buckets tell it.

    `value_s` is interpolated inside the bucket (`low_s`, `high_s`], which is its resolution.
    When it `is_saturated` the true value lies above `value_s`, the highest bound.
    """

    value_s: float
    low_s: float
    high_s: float
    is_saturated: bool = False


def quantile(q: float, buckets: Iterable[Bucket]) -> Quantile | None:
    """Return the `q` quantile (0..1) as Prometheus does; None when there is none to tell.

    None without events, without a bound at infinity, with one bound only, or with counts that
    are no counts: no data is never 0 ms. Follows `bucketQuantile` of Prometheus 3
    (promql/quantile.go): linear inside a bucket, the lowest from 0, counts forced to rise;
    where that answers infinity, for a q outside 0..1, this raises ValueError.
    """
    if not 0 <= q <= 1:
        msg = f"a quantile lies between 0 and 1, not {q}"
        raise ValueError(msg)
    kept = _in_order(buckets)
    if kept is None or len(kept) == 1 or kept[-1].count <= 0:
        return None
    rank = q * kept[-1].count
    place = next(number for number, bucket in enumerate(kept) if bucket.count >= rank)
    if place == len(kept) - 1:
        highest_s = kept[-2].le_s
        return Quantile(highest_s, highest_s, math.inf, is_saturated=True)
    high_s, below = kept[place].le_s, 0.0
    if place == 0 and high_s <= 0:
        return Quantile(high_s, -math.inf, high_s)
    low_s = 0.0
    if place > 0:
        low_s, below = kept[place - 1].le_s, kept[place - 1].count
    inside = kept[place].count - below
    if inside <= 0:
        return None
    value_s = low_s + (high_s - low_s) * ((rank - below) / inside)
    return Quantile(value_s, low_s, high_s)


def quantiles(q: float, bounds_s: Floats, counts: Floats) -> Floats:
    """Return the `q` quantile of many histograms at once, as `quantile` has it; NaN for None.

    `counts` has a row for each of `bounds_s`, which rise to infinity, and a column for each
    histogram. A quantile above the highest bound is that bound.
    """
    width = counts.shape[1]
    if bounds_s.size < 2 or not math.isinf(bounds_s[-1]):  # noqa: PLR2004 - as `quantile`
        return np.full(width, np.nan)
    usable = np.all(np.isfinite(counts) & (counts >= 0), axis=0)
    rising = np.maximum.accumulate(np.where(usable, counts, 0.0), axis=0)
    usable &= rising[-1] > 0
    rank = q * rising[-1]
    place = np.argmax(rising >= rank, axis=0)
    columns, before = np.arange(width), np.maximum(place - 1, 0)
    is_lowest = place == 0
    low_s = np.where(is_lowest, 0.0, bounds_s[before])
    below = np.where(is_lowest, 0.0, rising[before, columns])
    inside = rising[place, columns] - below
    highest = bounds_s.size - 1
    high_s = np.where(place == highest, bounds_s[-2], bounds_s[place])
    part = np.divide(rank - below, inside, out=np.full(width, np.nan), where=inside > 0)
    found = low_s + (high_s - low_s) * part
    found = np.where((place == highest) | (is_lowest & (high_s <= 0)), high_s, found)
    return np.where(usable, found, np.nan)


def slow_outcomes(slower_than_s: float, buckets: Iterable[Bucket]) -> Outcomes | None:
    """Return all events, with those slower than `slower_than_s` as the bad ones.

    Exact, because `slower_than_s` has to be one of the bounds; None when it is not, or when
    the counts are no counts.
    """
    kept = _in_order(buckets)
    if kept is None or math.isinf(slower_than_s):
        return None
    fast_count = next((one.count for one in kept if _is_same(one.le_s, slower_than_s)), None)
    if fast_count is None:
        return None
    return Outcomes(kept[-1].count, kept[-1].count - fast_count)


def _by_bound(buckets: Iterable[Bucket]) -> dict[float, float]:
    sums: dict[float, float] = {}
    for bucket in buckets:
        sums[bucket.le_s] = sums.get(bucket.le_s, 0.0) + bucket.count
    return sums


def _in_order(buckets: Iterable[Bucket]) -> list[Bucket] | None:
    """Return the buckets by bound, never falling; None when they cannot be read.

    Bounds written in two ways (0.2, 2e-1) are one. Counts of different scrapes may fall from
    one bound to the next: then the higher one holds, as in Prometheus.
    """
    sums = _by_bound(buckets)
    readable = all(
        math.isfinite(count) and count >= 0 and not math.isnan(le_s) for le_s, count in sums.items()
    )
    if not readable or math.inf not in sums:
        return None
    kept = [Bucket(le_s, sums[le_s]) for le_s in sorted(sums)]
    highest = 0.0
    for number, bucket in enumerate(kept):
        highest = highest if bucket.count <= highest * (1.0 + SAME) else bucket.count
        kept[number] = Bucket(bucket.le_s, highest)
    return kept


def _is_same(bound_s: float, other_s: float) -> bool:
    return math.isclose(bound_s, other_s, rel_tol=1e-9)
