import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.evidence import (
    NOT_WORSE,
    WORSE,
    log_mean_exp,
    log_ratios,
    log_ratios_against_margin,
)
from cockpit.domain.outcomes import Outcomes, Pair


def test_it_is_the_likelihood_ratio_of_two_coins() -> None:
    pair = Pair(Outcomes(100, 7), Outcomes(900, 20))
    theta = 0.1
    for times, found in zip(WORSE, log_ratios(pair, WORSE), strict=True):
        worse = times * theta / (times * theta + 1 - theta)
        expected = 7 * math.log(worse / theta) + 20 * math.log((1 - worse) / (1 - theta))
        assert found == pytest.approx(expected)


@given(st.integers(1, 12), st.integers(1, 60), st.sampled_from([*WORSE, 0.3, 0.5]))
def test_under_equal_failure_rates_the_mean_evidence_is_one(
    bad_count: int, new_share_pct: int, times: float
) -> None:
    new_count, old_count = 100.0 * new_share_pct, 100.0 * (100 - new_share_pct)
    theta = new_share_pct / 100
    mean = 0.0
    for new_bad in range(bad_count + 1):
        chance = (
            math.comb(bad_count, new_bad) * theta**new_bad * (1 - theta) ** (bad_count - new_bad)
        )
        pair = Pair(Outcomes(new_count, new_bad), Outcomes(old_count, bad_count - new_bad))
        mean += chance * math.exp(log_ratios(pair, (times,))[0])
    assert mean == pytest.approx(1.0)


@pytest.mark.parametrize(
    "pair",
    [Pair(Outcomes(0, 0), Outcomes(9, 3)), Pair(Outcomes(9, 3), Outcomes(0, 0))],
)
def test_one_version_alone_is_no_evidence(pair: Pair) -> None:
    assert log_ratios(pair, WORSE) == (0.0,) * 7
    assert log_ratios_against_margin(pair, 2.0) == (0.0,) * 6


def test_at_the_margin_the_evidence_against_it_is_one_on_average() -> None:
    theta, margin = 0.2, 2.0
    worse = margin * theta / (margin * theta + 1 - theta)
    new = Pair(Outcomes(20, 1), Outcomes(80, 0))
    old = Pair(Outcomes(20, 0), Outcomes(80, 1))
    mean = worse * np.exp(log_ratios_against_margin(new, margin))
    mean = mean + (1 - worse) * np.exp(log_ratios_against_margin(old, margin))
    assert mean == pytest.approx(np.ones(len(NOT_WORSE)))


def test_huge_evidence_does_not_overflow() -> None:
    assert log_mean_exp((5000.0, 4000.0)) == pytest.approx(5000 - math.log(2))
