"""The band comes from the past: wider with less of it, and none with too little."""

import numpy as np
import pytest

from cockpit.domain.band import FEWEST_WINDOWS, expected_band
from cockpit.domain.outcomes import Outcomes

RATIO = 0.03


def windows(count: int, total: int = 5_000, ratios: tuple[float, ...] = (RATIO,)) -> list[Outcomes]:
    random = np.random.default_rng(11)
    return [
        Outcomes(total, float(random.binomial(total, ratios[number % len(ratios)])))
        for number in range(count)
    ]


def test_with_too_few_windows_nothing_is_expected() -> None:
    assert expected_band(windows(FEWEST_WINDOWS - 1), 5_000) is None
    empty = [Outcomes(0, 0)] * 10
    assert expected_band([*windows(FEWEST_WINDOWS - 1), *empty], 5_000) is None


def test_without_events_now_nothing_is_expected() -> None:
    assert expected_band(windows(36), 0) is None


def test_an_unchanged_ratio_leaves_its_band_in_about_one_of_a_hundred_windows() -> None:
    random = np.random.default_rng(3)
    band = expected_band(windows(36), 5_000)
    assert band is not None
    later = random.binomial(5_000, RATIO, 20_000) / 5_000
    outside = float(np.mean((later < band.low) | (later > band.high)))
    assert outside < 0.02


def test_few_events_now_are_expected_less_sharply() -> None:
    many, few = expected_band(windows(36), 50_000), expected_band(windows(36), 500)
    assert many is not None
    assert few is not None
    assert few.high - few.low > 2.0 * (many.high - many.low)


def test_a_figure_that_wanders_by_itself_gets_a_wider_band() -> None:
    steady = expected_band(windows(36), 5_000)
    wandering = expected_band(windows(36, ratios=(0.02, 0.03, 0.04)), 5_000)
    assert steady is not None
    assert wandering is not None
    assert wandering.high - wandering.low > 1.5 * (steady.high - steady.low)


def test_fewer_windows_make_the_band_wider() -> None:
    pattern = (0.02, 0.04)
    few = expected_band(windows(FEWEST_WINDOWS, ratios=pattern), 5_000)
    many = expected_band(windows(36, ratios=pattern), 5_000)
    assert few is not None
    assert many is not None
    assert few.high - few.low > many.high - many.low


@pytest.mark.parametrize("ratio", [0.0, 1.0])
def test_the_band_stays_between_nothing_and_all(ratio: float) -> None:
    band = expected_band([Outcomes(100, 100 * ratio)] * 10, 100)
    assert band is not None
    assert (band.low, band.high) == (ratio, ratio)
