"""Worse is left, equal is in its place, and nothing leaves the scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.app.snapshot import KpiView
from cockpit.domain.intervals import Interval, contrast
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.ui.pages.release_scale import (
    LEAST_TIMES,
    MOST_TIMES,
    TICKS,
    is_beyond,
    kpi_whisker,
    place,
    whisker,
)
from tests.kit.story.figures import kpis
from tests.kit.story.times import NOW

TIMES = st.floats(0.0, 1e6)


def figure(ratio: float | None, band: Interval | None, *, is_worse_low: bool = True) -> KpiView:
    return replace(kpis(NOW)[0], ratio=ratio, expected=band, is_worse_low=is_worse_low)


@pytest.mark.parametrize(
    ("times", "expected"), [(8.0, 0.0), (4.0, 0.2), (2.0, 0.4), (1.0, 0.6), (0.5, 0.8), (0.25, 1.0)]
)
def test_each_doubling_takes_the_same_way(times: float, expected: float) -> None:
    assert place(times) == pytest.approx(expected)


@given(TIMES, TIMES)
def test_worse_is_never_right_of_better(one: float, other: float) -> None:
    worse, better = max(one, other), min(one, other)
    assert 0.0 <= place(worse) <= place(better) <= 1.0


@given(TIMES)
def test_what_is_outside_stands_at_an_end_and_says_so(times: float) -> None:
    if is_beyond(times):
        assert place(times) == (1.0 if times < LEAST_TIMES else 0.0)
    else:
        assert LEAST_TIMES <= times <= MOST_TIMES


def test_the_ticks_are_on_the_scale() -> None:
    assert not any(is_beyond(one) for one in TICKS)


@given(st.integers(1, 5_000), st.integers(1, 50_000), st.data())
def test_a_whisker_reaches_equal_exactly_when_the_difference_reaches_zero(
    new: int, old: int, data: st.DataObject
) -> None:
    counts = Pair(
        Outcomes(new, data.draw(st.integers(0, new))), Outcomes(old, data.draw(st.integers(1, old)))
    )
    seen = contrast(counts)
    found = whisker(seen.difference_ratio, seen.difference, counts.old.bad_ratio)
    assert found is not None
    assert seen.difference is not None
    assert found.worst >= found.times >= found.best >= 0.0
    if abs(seen.difference.low) > 1e-9:
        assert (found.best > 1.0) == (seen.difference.low > 0.0)
    if abs(seen.difference.high) > 1e-9:
        assert (found.worst < 1.0) == (seen.difference.high < 0.0)


def test_nothing_bad_before_leaves_no_whisker() -> None:
    between = Interval(-0.01, 0.02)
    assert whisker(0.01, between, 0.0) is None
    assert whisker(0.01, between, None) is None
    assert whisker(None, between, 0.02) is None
    assert whisker(0.01, None, 0.02) is None


def test_a_figure_within_its_band_reaches_equal() -> None:
    band = Interval(0.70, 0.73)
    for is_worse_low in (True, False):
        within = kpi_whisker(figure(0.715, band, is_worse_low=is_worse_low))
        assert within is not None
        assert within.best < 1.0 < within.worst
        assert within.times == pytest.approx(1.0)


def test_a_figure_on_the_bad_side_of_its_band_is_left_of_equal() -> None:
    band = Interval(0.70, 0.73)
    low = kpi_whisker(figure(0.60, band))
    high = kpi_whisker(figure(0.80, band, is_worse_low=False))
    for one in (low, high):
        assert one is not None
        assert one.worst > one.times > one.best > 1.0
    better = kpi_whisker(figure(0.80, band))
    assert better is not None
    assert better.worst < 1.0


@pytest.mark.parametrize(
    ("ratio", "band"),
    [(None, Interval(0.7, 0.8)), (0.0, Interval(0.7, 0.8)), (0.7, None), (0.7, Interval(0.0, 0.8))],
)
def test_a_figure_without_value_or_band_has_no_whisker(
    ratio: float | None, band: Interval | None
) -> None:
    assert kpi_whisker(figure(ratio, band)) is None
