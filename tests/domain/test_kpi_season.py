import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.blocks import Floats
from cockpit.domain.kpi_season import usual_day

SLOTS = 144


def days(count: int, total: float = 500.0) -> Floats:
    return np.full((count, SLOTS), total)


def test_three_days_are_too_few_to_expect_anything() -> None:
    usual = usual_day(days(3), days(3, 300.0), 10)
    assert np.isnan(usual.ratio).all()
    assert not np.isnan(usual_day(days(4), days(4, 300.0), 10).ratio).any()


def test_a_steady_share_is_expected_to_stay() -> None:
    usual = usual_day(days(21), days(21, 300.0), 10)
    assert usual.ratio == pytest.approx(0.6, abs=0.001)
    assert usual.total_count == pytest.approx(500.0)
    assert (usual.learned_count > 10 * 500).all()


def test_the_hour_of_the_day_has_its_own_share() -> None:
    hour = np.arange(SLOTS) / 6
    ratio = 0.5 + 0.2 * np.sin(hour / 12 * np.pi)
    usual = usual_day(days(21), days(21) * ratio, 10)
    assert usual.ratio[36] == pytest.approx(0.7, abs=0.01)
    assert usual.ratio[108] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(("next_weekday", "expected"), [(5, 0.7), (6, 0.7), (0, 0.6), (4, 0.6)])
def test_a_weekend_is_compared_with_weekends(next_weekday: int, expected: float) -> None:
    weekday = (np.arange(21) + next_weekday) % 7
    good = days(21) * np.where(weekday >= 5, 0.7, 0.6)[:, None]
    assert usual_day(days(21), good, 10).ratio == pytest.approx(expected, abs=0.012)


def test_a_weekend_with_another_shape_of_the_day_is_compared_with_its_like() -> None:
    weekday = (np.arange(21) + 5) % 7
    is_morning = np.arange(SLOTS) < 72
    weekend = np.where(is_morning, 0.7, 0.5)
    good = np.where((weekday >= 5)[:, None], weekend, 0.6) * days(21)
    usual = usual_day(days(21), good, 10)
    assert usual.ratio[36] == pytest.approx(0.7, abs=0.03)
    assert usual.ratio[108] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("ago", [1, 3, 7, 14])
def test_one_bad_day_that_nobody_noticed_leads_nobody_astray(ago: int) -> None:
    good = days(21, 300.0)
    good[-ago] = 100.0
    assert usual_day(days(21), good, 10).ratio == pytest.approx(0.6, abs=0.005)


def test_a_new_level_is_learned_within_the_week() -> None:
    good = days(21, 300.0)
    good[-7:] = 350.0
    assert usual_day(days(21), good, 10).ratio == pytest.approx(0.7, abs=0.01)


def test_bins_that_taught_nothing_are_left_out() -> None:
    total, good = days(21), days(21, 300.0)
    total[-5:, 50:60], good[-5:, 50:60] = 0.0, 0.0
    usual = usual_day(total, good, 10)
    assert usual.ratio == pytest.approx(0.6, abs=0.001)
    assert usual.learned_count[55] < usual.learned_count[100]


def test_where_no_day_taught_anything_nothing_is_expected() -> None:
    total = days(21)
    total[:, 50:60] = 0.0
    usual = usual_day(total, 0.6 * total, 10)
    assert np.isnan(usual.ratio[55])
    assert not np.isnan(usual.ratio[100])
    assert np.isnan(usual_day(days(21, 0.0), days(21, 0.0), 10).ratio).all()


def test_rare_events_are_pooled_over_a_longer_time() -> None:
    chance = np.random.default_rng(4)
    total = chance.poisson(5.0, (21, SLOTS)).astype(np.float64)
    good = chance.binomial(total.astype(int), 0.1).astype(np.float64)
    usual = usual_day(total, good, 10)
    assert usual.ratio == pytest.approx(0.1, abs=0.05)


@given(st.integers(0, 25), st.sampled_from([1, 10, 60, 1440]), st.integers(0, 2**32 - 1))
def test_whatever_was_learned_the_expected_share_is_a_share(
    count: int, bin_minutes: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    slots = min(48, 1440 // bin_minutes)
    total = chance.integers(0, 5, (count, slots)).astype(np.float64)
    good = np.floor(total * chance.random((count, slots)))
    usual = usual_day(total, good, bin_minutes)
    known = ~np.isnan(usual.ratio)
    assert usual.ratio.shape == (slots,)
    assert ((usual.ratio[known] > 0) & (usual.ratio[known] < 1)).all()
    assert (usual.learned_count[known] > 0).all()
