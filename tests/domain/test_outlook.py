import math
from functools import cache

import numpy as np
import pytest
from scipy import stats

from cockpit.domain.evidence import NOT_WORSE
from cockpit.domain.outlook import (
    PASS_EVIDENCE,
    Passage,
    gain,
    last_of,
    passage,
    share_when,
    together,
)

THIN = 1e-4
"""A share of the new version so small that its failures alone bring the evidence."""


@cache
def exact_passage(margin: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return when a PASS comes, in failures of the new version, and how likely each time is.

    Exact for a small share: after n failures the evidence reaches its mark at a certain time, and
    a Poisson process has passed when it has had no more than n failures by then.
    """
    limits = [_limit(count, margin) for count in range(400)]
    waiting, chances, last = np.array([1.0]), [], 0.0
    for count, limit in enumerate(limits):
        step = stats.poisson.pmf(np.arange(450), limit - last)
        waiting = np.convolve(waiting, step)[:450]
        chances.append(float(waiting[: count + 1].sum()))
        waiting[: count + 1] = 0.0
        last = limit
    return tuple(limits), tuple(chances)


def _limit(count: int, margin: float) -> float:
    low, high = 0.0, 5_000.0
    for _ in range(60):
        middle = (low + high) / 2
        logs = [count * math.log(r / margin) - middle * (r - margin) for r in NOT_WORSE]
        mean = math.log(sum(math.exp(one - max(logs)) for one in logs) / len(logs)) + max(logs)
        low, high = (low, middle) if mean >= math.log(PASS_EVIDENCE) else (middle, high)
    return high


def exact_quantile(margin: float, part: float) -> float:
    limits, chances = exact_passage(margin)
    return limits[int(np.searchsorted(np.cumsum(chances), part))]


@pytest.mark.slow
@pytest.mark.parametrize("margin", [1.5, 2.0, 3.0])
@pytest.mark.parametrize("part", [0.5, 0.75, 0.9, 0.95])
def test_the_time_to_a_pass_agrees_with_the_exact_distribution(margin: float, part: float) -> None:
    one = passage(1.0 / THIN, THIN, margin)
    assert one is not None
    assert last_of([one], part) == pytest.approx(exact_quantile(margin, part), rel=0.12)


def test_the_last_of_several_comes_later_than_the_last_of_fewer() -> None:
    one = Passage(600.0, 0.8)
    times = [last_of([one] * count) for count in (1, 3, 12)]
    assert times == sorted(times)
    assert times[2] > 2 * times[0]


def test_a_proof_that_may_slip_back_takes_longer_to_stand() -> None:
    one = Passage(600.0, 0.8)
    first, standing = one.reached(300.0), one.reached(300.0, 0.0)
    assert standing < one.reached(300.0, 0.5) < first


def test_the_mean_time_to_a_pass_is_near_the_closed_form_for_a_small_share() -> None:
    found = passage(50 * 0.02, 0.01, 2.0)
    new_failures_per_s = 50 * 0.01 * 0.02
    thin = math.log(20) / (new_failures_per_s * (2 - 1 - math.log(2)))
    assert found is not None
    assert found.mean_s == pytest.approx(1.13 * thin, rel=0.02)


def test_what_has_been_gathered_shortens_the_wait() -> None:
    full, half = passage(1.0, 0.05, 1.5), passage(1.0, 0.05, 1.5, math.log(20) / 2)
    assert full is not None
    assert half is not None
    assert half.mean_s == pytest.approx(full.mean_s / 2)


def test_a_failure_tells_nothing_when_both_shares_are_the_same() -> None:
    assert gain(0.3, 0.3) == 0.0
    assert share_when(1.0, 0.3) == pytest.approx(0.3)


@pytest.mark.parametrize("unevenness", [0.004, 0.1, 0.5, 1.0, 5.0])
@pytest.mark.parametrize("within", [0.3, 1.0, 2.5])
def test_the_chance_of_a_passage_agrees_with_scipy(unevenness: float, within: float) -> None:
    exact = stats.invgauss(mu=unevenness, scale=1 / unevenness).cdf(within)
    assert Passage(1.0, unevenness).reached(within) == pytest.approx(exact, abs=1e-9)


def test_an_even_walk_takes_the_mean_time() -> None:
    assert last_of([Passage(60.0, 1e-4)]) == pytest.approx(60.0, rel=0.01)
    assert Passage(60.0, 0.5).reached(0.0) == 0.0


def test_a_proof_that_is_due_takes_no_time() -> None:
    due = passage(0.1, 0.05, 2.0, 99.0)
    assert due is not None
    assert due.reached(0.0) == 1.0
    assert last_of([due]) == 0.0
    assert last_of([]) == 0.0


def test_nine_of_ten_answers_come_later_than_half_of_them_and_none_too_early() -> None:
    one = Passage(600.0, 0.8)
    when = together((one,))
    assert when.likely_s < 600.0 < when.late_s
    assert one.reached(when.late_s) == pytest.approx(0.9, abs=0.01)
    assert together((one,), 5_000.0).likely_s == 5_000.0


@pytest.mark.parametrize(("failures_per_s", "share"), [(0.0, 0.5), (1.0, 0.0), (1.0, 1.0)])
def test_without_failures_or_users_no_proof_is_under_way(
    failures_per_s: float, share: float
) -> None:
    assert passage(failures_per_s, share, 2.0) is None
