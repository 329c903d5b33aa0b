import math

import pytest
from scipy import stats

from cockpit.domain.outlook import (
    gain,
    likely_pass_s,
    median_passage,
    seconds_to_pass,
    share_when,
)


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


def test_a_failure_tells_nothing_when_both_shares_are_the_same() -> None:
    assert gain(0.3, 0.3) == 0.0
    assert share_when(1.0, 0.3) == pytest.approx(0.3)


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


@pytest.mark.parametrize(("failures_per_s", "share"), [(0.0, 0.5), (1.0, 0.0), (1.0, 1.0)])
def test_without_failures_or_users_no_proof_is_under_way(
    failures_per_s: float, share: float
) -> None:
    assert seconds_to_pass(failures_per_s, share, 2.0) is None
