"""How small a worsening would be seen at this traffic, and how soon.

A new version that fails r times as often is seen within t seconds when its evidence passes 1 /
alpha in nine of ten cases. Failures are counted at the unlucky end of what chance allows: the
point at which nine of ten cases have more evidence (a first-order reliability method), as many
standard deviations from the mean as a normal distribution needs, spread over both versions by how
much each adds to the variance. `tests/domain/test_visible.py` holds this against simulation.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

from msgspec import Struct

from cockpit.domain.evidence import WORSE, Logs, added, log_mean_exp, log_ratios
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule

SURE_RATIO = 0.9
Z_SURE = NormalDist().inv_cdf(SURE_RATIO)
FIRST_START_LOG = -math.log(2.0)
"""The weight of the first start of the search (`Comparison`)."""

SHORT_S, LONG_S = 60.0, 300.0
MOST_TIMES = 200.0
LONGEST_S = 86_400.0
SEARCH_STEPS = 10


class Traffic(Struct, frozen=True):
    """What one stratum brings: events a second of each version, and the usual bad share."""

    new_per_s: float
    old_per_s: float
    bad_ratio: float


class Visible(Struct, frozen=True):
    """What would be seen at this traffic, in nine of ten cases.

    `short_times` and `long_times`: how many times as bad a version must be to be seen within
    `SHORT_S` and `LONG_S`; `margin_s`: how soon one is seen that is `margin_times` as bad. None
    when no worsening is seen that soon.
    """

    short_times: float | None
    long_times: float | None
    margin_times: float
    margin_s: float | None


def visible(traffic: Sequence[Traffic], rule: Rule, margin_times: float) -> Visible:
    """Return what would be seen at this traffic."""
    short_times = visible_times(traffic, rule, SHORT_S)
    long_times = visible_times(traffic, rule, LONG_S)
    return Visible(short_times, long_times, margin_times, visible_s(traffic, rule, margin_times))


def visible_times(traffic: Sequence[Traffic], rule: Rule, within_s: float) -> float | None:
    """Return the least times as bad that is seen within that time; None when nothing is.

    Nothing can fail more often than always: `MOST_TIMES` and 1 / the bad share are the ends.
    """
    known = [one for one in traffic if one.bad_ratio > 0 and one.new_per_s > 0 < one.old_per_s]
    most = min([MOST_TIMES, *(1.0 / one.bad_ratio for one in known)])
    if not known or most <= 1.0 or not is_seen(known, rule, most, within_s):
        return None
    low, high = 0.0, math.log(most)
    for _ in range(SEARCH_STEPS):
        middle = (low + high) / 2.0
        is_enough = is_seen(known, rule, math.exp(middle), within_s)
        low, high = (low, middle) if is_enough else (middle, high)
    return math.exp(high)


def visible_s(traffic: Sequence[Traffic], rule: Rule, times: float) -> float | None:
    """Return how soon a version is seen that is `times` as bad, in whole blocks; None in a day."""
    known = [one for one in traffic if one.bad_ratio > 0 and one.new_per_s > 0 < one.old_per_s]
    block_s = rule.block_s
    low, high = 0.0, math.log(LONGEST_S / block_s)
    if not known or not is_seen(known, rule, times, LONGEST_S):
        return None
    for _ in range(SEARCH_STEPS):
        middle = (low + high) / 2.0
        is_enough = is_seen(known, rule, times, block_s * math.exp(middle))
        low, high = (low, middle) if is_enough else (middle, high)
    return block_s * math.ceil(math.exp(high) - 0.05)


def is_seen(traffic: Sequence[Traffic], rule: Rule, times: float, within_s: float) -> bool:
    """Return whether nine of ten versions that are `times` as bad are seen within that time."""
    slopes = [_slopes(one, times) for one in traffic]
    counts = [_expected(one, times, within_s / rule.discount) for one in traffic]
    variance = sum(
        new_slope**2 * _variance(pair.new) + old_slope**2 * _variance(pair.old)
        for pair, (new_slope, old_slope) in zip(counts, slopes, strict=True)
    )
    if variance <= 0:
        return False
    unlucky = Z_SURE / math.sqrt(variance)
    logs: Logs = (FIRST_START_LOG,) * len(WORSE)
    for pair, (new_slope, old_slope) in zip(counts, slopes, strict=True):
        new = _moved(pair.new, -unlucky * new_slope)
        old = _moved(pair.old, -unlucky * old_slope)
        logs = added(logs, log_ratios(Pair(new, old), WORSE))
    return log_mean_exp(logs) >= -math.log(rule.alpha)


def _expected(one: Traffic, times: float, seen_s: float) -> Pair:
    new_ratio = min(1.0, times * one.bad_ratio)
    new_count, old_count = one.new_per_s * seen_s, one.old_per_s * seen_s
    return Pair(
        Outcomes(new_count, new_ratio * new_count), Outcomes(old_count, one.bad_ratio * old_count)
    )


def _slopes(one: Traffic, times: float) -> tuple[float, float]:
    """Return how much evidence one failure of each version adds."""
    share = one.new_per_s / (one.new_per_s + one.old_per_s)
    cost = math.log1p(share * (times - 1.0))
    return math.log(times) - cost, -cost


def _variance(side: Outcomes) -> float:
    return side.bad_count * (1.0 - side.bad_count / side.total_count)


def _moved(side: Outcomes, by_slope: float) -> Outcomes:
    """Return the counts moved along their variance, within what is possible."""
    bad_count = side.bad_count + by_slope * _variance(side)
    return Outcomes(side.total_count, min(side.total_count, max(0.0, bad_count)))
