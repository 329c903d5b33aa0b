import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.blocks import Floats
from cockpit.domain.kpi_season import Usual
from cockpit.domain.kpi_surprise import is_gone, surprise_scale, surprises


def usual(ratio: float, learned: float = 1e9, total: float = 100.0) -> Usual:
    return Usual(*(np.array([value]) for value in (ratio, learned, total)))


def surprise(total: float, good: float, ratio: float, learned: float = 1e9) -> float:
    found = surprises(np.array([total]), np.array([good]), usual(ratio, learned))
    return float(found[0])


def test_a_large_bin_surprises_as_much_as_the_normal_approximation_says() -> None:
    expected, sigma = 600.0, math.sqrt(1_000 * 0.6 * 0.4)
    assert surprise(1_000, expected - 3 * sigma, 0.6) == pytest.approx(-3.0, abs=0.1)
    assert surprise(1_000, expected + 3 * sigma, 0.6) == pytest.approx(3.0, abs=0.1)


def test_a_hair_is_no_surprise_however_many_events_tell_it() -> None:
    assert abs(surprise(1e9, 0.5985e9, 0.6)) < 1.0
    assert surprise(1e9, 0.58e9, 0.6) < -8.0


def test_a_few_failures_more_than_rare_surprise_less_than_the_plain_z_says() -> None:
    plain = (26 - 30 * 0.98) / math.sqrt(30 * 0.98 * 0.02)
    assert plain < -4.0
    assert -3.0 < surprise(30, 26, 0.98) < -2.0


def test_what_was_expected_is_no_surprise_and_neither_is_nothing() -> None:
    assert surprise(10, 6, 0.6) == 0.0
    assert surprise(0, 0, 0.6) == 0.0


def test_nothing_surprises_where_nothing_was_expected() -> None:
    assert math.isnan(surprise(10, 0, math.nan))


def test_an_expectation_from_few_events_makes_for_smaller_surprises() -> None:
    assert surprise(100, 40, 0.6, learned=100) == pytest.approx(
        surprise(100, 40, 0.6) / 2**0.5, rel=0.01
    )


@pytest.mark.parametrize(
    ("total", "expected", "is_it"),
    [(0, 50, True), (9, 50, True), (11, 50, False), (0, 10, False), (3, 20, False), (5, 0, False)],
)
def test_traffic_is_gone_below_a_fifth_and_not_by_chance(
    total: float, expected: float, is_it: bool
) -> None:
    assert bool(is_gone(np.array([float(total)]), usual(0.5, total=expected))[0]) is is_it


def test_nothing_is_gone_where_nothing_is_known() -> None:
    assert not is_gone(np.zeros(1), usual(0.5, total=math.nan))[0]


def normal(size: int) -> Floats:
    return np.random.default_rng(1).normal(0, 1, size)


def test_chance_alone_has_the_scale_of_one() -> None:
    assert surprise_scale(normal(1000), 10) == pytest.approx(1.0, abs=0.05)
    assert surprise_scale(normal(1000) / 3, 10) == 1.0


def test_what_varies_more_than_chance_has_a_larger_scale() -> None:
    assert surprise_scale(2 * normal(1000), 10) == pytest.approx(2.0, rel=0.1)


def test_slow_drifts_count_by_what_they_add_up_to_in_an_hour() -> None:
    drift = np.repeat(normal(168), 6) + normal(1008)
    assert surprise_scale(drift, 10) > 2.0


def test_of_too_few_bins_no_scale_is_told_and_gaps_do_not_matter() -> None:
    assert surprise_scale(5 * normal(20), 10) == 1.0
    holes = np.insert(2 * normal(1000), 500, [math.nan] * 50)
    assert surprise_scale(holes, 10) == surprise_scale(2 * normal(1000), 10)


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.001, 0.999))
def test_fewer_good_events_never_surprise_less(total: int, good: int, ratio: float) -> None:
    good = min(good, total)
    more, fewer = surprise(total, good, ratio), surprise(total, max(0, good - 1), ratio)
    assert fewer <= more + 1e-9
    assert math.isfinite(more)


@given(st.integers(1, 500), st.integers(0, 500), st.floats(0.001, 0.999))
def test_good_and_bad_events_mirror_each_other(total: int, good: int, ratio: float) -> None:
    good = min(good, total)
    mirrored = surprise(total, total - good, 1.0 - ratio)
    assert surprise(total, good, ratio) == pytest.approx(-mirrored, abs=1e-6)
