"""How the KPI rule for a metrics server does on the bench of drops, beside the cockpit's own way.

The rule is worked out here bin by bin as a server does: hours that end with the bin, the same
hour of three weeks, the spread of seven days. It has no CUSUM, so small drops take it longer.
"""

from collections.abc import Iterable
from statistics import mean, median

import numpy as np
import pytest

from cockpit.app.rules.kpis import (
    DAY_COUNT,
    FEWEST_EXPECTED,
    FEWEST_WEEKS,
    IQR_OF_NORMAL,
    ODD,
    WEEKS,
)
from cockpit.domain.kpi_surprise import GONE_RATIO
from tests.kit.kpi_streams import (
    AFTER_BINS,
    BIN_MINUTES,
    BINS,
    DAY_BINS,
    DAYS,
    Floats,
    Stream,
    bench,
)

HOUR_BINS, WEEK_BINS = 60 // BIN_MINUTES, 7 * DAY_BINS
MONTH_DAYS = 30
CHANGE = 3 * WEEK_BINS
"""When clocks change: from then on what is usual at an hour comes an hour earlier, or later."""

MOST_FALSE_A_WEEK = 0.5


def hourly(counts: list[int]) -> Floats:
    """Return the sum of the hour that ends with each bin; NaN before there is a whole one."""
    sums = np.convolve(np.array(counts, dtype=np.float64), np.ones(HOUR_BINS))[: len(counts)]
    sums[: HOUR_BINS - 1] = np.nan
    return sums


def before(values: Floats, weeks: int) -> Floats:
    """Return what the values were so many weeks earlier."""
    away = weeks * WEEK_BINS
    return np.concatenate([np.full(away, np.nan), values])[: values.size]


def oddness(total: list[int], good: list[int]) -> Floats:
    """Return the recorded oddness of each bin, NaN where the rule gives no result."""
    events, fine = hourly(total), hourly(good)
    with np.errstate(invalid="ignore", divide="ignore"):
        past = np.array([before(fine, one) / before(events, one) for one in WEEKS])
        known = np.isfinite(past).sum(axis=0) >= FEWEST_WEEKS
        usual = np.full(events.size, np.nan)
        usual[known] = np.nanmedian(past[:, known], axis=0)
        variance = usual * (1 - usual) * events
        odd = (fine - usual * events) / np.sqrt(variance)
        is_told = (variance >= FEWEST_EXPECTED) & ~(events < GONE_RATIO * before(events, 1))
    return np.where(is_told & np.isfinite(odd), odd, np.nan)


def alarms(stream: Stream) -> list[int]:
    """Return the bins in which the alert begins."""
    odd = oddness(stream.total, stream.good)
    is_on = np.zeros(odd.size, dtype=bool)
    for at in np.flatnonzero(odd < -ODD):
        week = odd[max(0, at + 1 - WEEK_BINS) : at + 1]
        week = week[np.isfinite(week)]
        if week.size >= DAY_COUNT:
            spread = np.subtract(*np.quantile(week, [0.75, 0.25])) / IQR_OF_NORMAL
            is_on[at] = abs(odd[at]) > ODD * spread
    return [int(at) for at in np.flatnonzero(is_on & ~np.concatenate([[False], is_on[:-1]]))]


def scored(seed: int) -> tuple[int, float, list[int]]:
    """Return how many of ten drops were found in time, false alarms per series, and delays."""
    found, false, delays = 0, 0, []
    for stream in bench(seed):
        label, begun = stream.label, alarms(stream)
        if label is None:
            false += len(begun)
            continue
        in_time = [at for at in begun if label.start <= at < label.start + label.within_bins]
        found += bool(in_time)
        delays += [(at - label.start + 1) * BIN_MINUTES for at in in_time[:1]]
        false += sum(not label.start <= at < label.end + AFTER_BINS for at in begun)
    return found, false / 16 * MONTH_DAYS / DAYS, delays


def told(scores: Iterable[tuple[int, float, list[int]]]) -> str:
    scores = list(scores)
    delays = [minutes for _, _, some in scores for minutes in some]
    return (
        f"rule of the server, found of 10: {mean(one for one, _, _ in scores):5.2f}   "
        f"false/series/30 d: {mean(one for _, one, _ in scores):4.2f}   "
        f"median delay {median(delays):.0f} min"
    )


def test_nothing_is_odd_before_two_weeks_are_known() -> None:
    stream = bench(3000)[0]
    odd = oddness(stream.total, stream.good)
    assert odd.size == BINS
    assert not np.isfinite(odd[: 2 * WEEK_BINS]).any()
    assert np.isfinite(odd[2 * WEEK_BINS + HOUR_BINS :]).mean() > 0.9


@pytest.mark.slow
def test_the_rule_finds_most_drops_in_time_and_is_seldom_wrong() -> None:
    scores = [scored(seed) for seed in (3000, 3001, 3002)]
    assert min(found for found, _, _ in scores) >= 8
    assert max(false for _, false, _ in scores) <= 1.5


def moved(stream: Stream, bins: int) -> Stream:
    """Return the stream with everything so many bins earlier from CHANGE on, or later."""

    def counted(counts: list[int]) -> list[int]:
        return counts[:CHANGE] + counts[CHANGE + bins :]

    return Stream(stream.name, counted(stream.total), counted(stream.good))


@pytest.mark.slow
@pytest.mark.parametrize("bins", [HOUR_BINS, -HOUR_BINS], ids=["forward", "back"])
def test_in_the_week_after_clocks_change_few_alerts_of_the_rule_are_false(bins: int) -> None:
    quiet = [
        stream
        for seed in (3000, 3001, 3002, 3003)
        for stream in bench(seed)
        if stream.label is None and stream.strange is None
    ]
    after = [[at for at in alarms(moved(one, bins)) if at >= CHANGE] for one in quiet]
    assert sum(map(len, after)) / len(quiet) <= MOST_FALSE_A_WEEK


@pytest.mark.long
def test_the_figures_of_the_rule_hold_over_many_benches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scores = [scored(seed) for seed in range(3000, 3020)]
    with capsys.disabled():
        print(f"\n{told(scores)}")
    assert mean(found for found, _, _ in scores) >= 8.5
    assert max(false for _, false, _ in scores) <= 1.5
