import math

import pytest
from scipy import stats

from cockpit.domain.outlook import (
    gain,
    likely_pass_s,
    median_passage,
    seconds_to_fail,
    seconds_to_pass,
    share_when,
    smallest_visible_times,
)


def failures_per_min(per_s: float, share: float, old_ratio: float, new_ratio: float) -> float:
    return 60 * per_s * (share * new_ratio + (1 - share) * old_ratio)


@pytest.mark.parametrize(
    ("per_s", "share", "new_ratio", "minutes"),
    [(50, 0.01, 0.10, 2.75), (5, 0.05, 0.10, 6.0), (5, 0.01, 0.10, 28.6)],
)
def test_the_time_to_a_fail_is_the_closed_form(
    per_s: float, share: float, new_ratio: float, minutes: float
) -> None:
    per_min = failures_per_min(per_s, share, 0.02, new_ratio)
    found = seconds_to_fail(per_min / 60, share, new_ratio / 0.02, 0.01)
    assert found is not None
    assert found / 60 == pytest.approx(minutes, rel=0.12)


def test_the_time_to_a_pass_is_the_closed_form_for_a_small_share() -> None:
    found = seconds_to_pass(50 * 0.02, 0.01, 2.0)
    new_failures_per_s = 50 * 0.01 * 0.02
    thin = math.log(20) / (new_failures_per_s * (2 - 1 - math.log(2)))
    assert found == pytest.approx(thin, rel=0.02)


def test_what_has_been_gathered_shortens_the_wait() -> None:
    full, half = seconds_to_pass(1.0, 0.05, 1.5), seconds_to_pass(1.0, 0.05, 1.5, math.log(20) / 2)
    assert full is not None
    assert half == pytest.approx(full / 2)
    assert seconds_to_pass(1.0, 0.05, 1.5, 99.0) == 0.0


@pytest.mark.parametrize(("failures_per_s", "share"), [(0.0, 0.5), (1.0, 0.0), (1.0, 1.0)])
def test_without_failures_or_users_no_answer_is_under_way(
    failures_per_s: float, share: float
) -> None:
    assert seconds_to_fail(failures_per_s, share, 5.0, 0.01) is None
    assert seconds_to_pass(failures_per_s, share, 2.0) is None


def test_an_equal_version_is_never_expected_to_fail() -> None:
    assert seconds_to_fail(1.0, 0.5, 1.0, 0.01) is None


def test_a_failure_tells_nothing_when_both_shares_are_the_same() -> None:
    assert gain(0.3, 0.3) == 0.0
    assert share_when(1.0, 0.3) == pytest.approx(0.3)


def test_the_smallest_visible_effect_just_fits_the_time() -> None:
    times = smallest_visible_times(60.0, 0.05, 0.02, 0.01, 60.0)
    assert times is not None
    per_s = failures_per_min(60.0, 0.05, 0.02, 0.02 * times) / 60
    assert seconds_to_fail(per_s, 0.05, times, 0.01) == pytest.approx(60.0, rel=1e-6)


def test_more_time_shows_smaller_effects() -> None:
    one_min = smallest_visible_times(60.0, 0.05, 0.02, 0.01, 60.0)
    five_min = smallest_visible_times(60.0, 0.05, 0.02, 0.01, 300.0)
    assert one_min is not None
    assert five_min is not None
    assert five_min < one_min


def test_at_hardly_any_traffic_nothing_can_be_seen_in_time() -> None:
    assert smallest_visible_times(0.01, 0.01, 0.02, 0.01, 60.0) is None
    assert smallest_visible_times(60.0, 0.05, 0.0, 0.01, 60.0) is None


def test_at_endless_traffic_everything_can_be_seen() -> None:
    assert smallest_visible_times(1e9, 0.5, 0.02, 0.01, 300.0) == 1.01


@pytest.mark.parametrize("unevenness", [0.004, 0.1, 0.5, 1.0, 5.0, 50.0])
def test_the_median_passage_agrees_with_scipy(unevenness: float) -> None:
    expected = stats.invgauss(mu=unevenness, scale=1 / unevenness).median()
    assert median_passage(unevenness) == pytest.approx(expected, rel=1e-6)


def test_an_even_walk_takes_the_mean_time() -> None:
    assert median_passage(0.001) == 1.0


def test_half_of_the_passes_come_before_the_mean() -> None:
    mean_s, likely_s = seconds_to_pass(0.1, 0.05, 2.0), likely_pass_s(0.1, 0.05, 2.0)
    assert mean_s is not None
    assert likely_s is not None
    assert 0.7 * mean_s < likely_s < mean_s


def test_a_pass_that_is_due_or_not_under_way_has_no_median() -> None:
    assert likely_pass_s(0.1, 0.05, 2.0, 99.0) == 0.0
    assert likely_pass_s(0.0, 0.05, 2.0) is None
