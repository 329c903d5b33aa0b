"""Ranges of panels: what they hold, when they stay, and what stands at their axis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.chart.scale import (
    LOWS_PCT,
    Scale,
    duration_scale,
    nice_step,
    success_scale,
    tick_text,
)

RATIOS = st.floats(0.0, 100.0)
MILLISECONDS = st.floats(0.1, 1e6)


@given(RATIOS, RATIOS)
def test_a_success_scale_holds_the_lowest_value_and_the_target(low: float, target: float) -> None:
    scale = success_scale(low, target)
    assert scale.low <= min(low, target)
    assert scale.high == 100.0
    assert scale.low < scale.high


@given(RATIOS, RATIOS, RATIOS)
def test_a_scale_that_was_kept_still_holds_everything(
    before: float, low: float, target: float
) -> None:
    scale = success_scale(low, target, success_scale(before, target))
    assert scale.low <= min(low, target)


@pytest.mark.parametrize(
    ("lowest", "target", "ticks"),
    [
        (91.0, 97.5, (90.0, 95.0, 100.0)),
        (98.3, 99.5, (98.0, 99.0, 100.0)),
        (99.7, 99.5, (99.0, 99.5, 100.0)),
        (99.97, None, (99.9, 99.95, 100.0)),
        (3.0, None, (0.0, 50.0, 100.0)),
        (None, None, (99.0, 99.5, 100.0)),
    ],
)
def test_a_success_axis_begins_at_a_figure_that_people_know(
    lowest: float | None, target: float | None, ticks: tuple[float, ...]
) -> None:
    assert success_scale(lowest, target).ticks == ticks


def test_a_target_does_not_lie_on_the_bottom_line() -> None:
    for target in (90.0, 95.0, 99.0, 99.5, 99.9):
        assert success_scale(None, target).low < target or target == LOWS_PCT[-1]


def test_a_range_stays_while_values_move_inside_it() -> None:
    first = success_scale(95.2, 97.5)
    assert success_scale(96.4, 97.5, first) is first


def test_a_range_that_is_far_too_wide_is_given_up() -> None:
    wide = success_scale(40.0, 99.5)
    assert success_scale(99.2, 99.5, wide).low == 99.0


@given(MILLISECONDS, MILLISECONDS, st.none() | MILLISECONDS)
def test_a_duration_scale_holds_values_and_limit(
    one: float, other: float, limit: float | None
) -> None:
    low, high = min(one, other), max(one, other)
    scale = duration_scale(low, high, limit)
    assert 0.0 <= scale.low <= low
    assert scale.high > max(high, limit or 0.0)
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


def test_a_limit_stands_in_place_of_the_middle_figure() -> None:
    assert duration_scale(380.0, 412.0, 600.0).ticks == (300.0,)
    assert len(duration_scale(380.0, 412.0, None).ticks) == 2


def test_a_figure_stands_far_above_a_limit_that_was_left_behind() -> None:
    assert duration_scale(408.0, 2_100.0, 600.0).ticks == (0.0, 2_000.0)
    assert duration_scale(380.0, 700.0, 600.0).ticks == (200.0,)


def test_nothing_known_still_has_a_range() -> None:
    scale = duration_scale(None, None, None)
    assert scale.low < scale.high


def test_a_duration_range_stays_until_a_value_leaves_it() -> None:
    first = duration_scale(380.0, 412.0, 600.0)
    assert duration_scale(390.0, 500.0, 600.0, first) is first
    assert duration_scale(390.0, 5_000.0, 600.0, first).high > 5_000.0
    assert duration_scale(150.0, 412.0, 600.0, first).low <= 150.0


def test_a_duration_range_shrinks_after_a_spike_has_left() -> None:
    spiky = duration_scale(380.0, 9_000.0, 600.0)
    assert duration_scale(380.0, 412.0, 600.0, spiky).high < 1_000.0


@given(st.floats(1e-3, 1e9))
def test_a_nice_step_is_at_least_what_was_asked_and_not_far_more(least: float) -> None:
    step = nice_step(least)
    assert least * (1 - 1e-6) <= step <= least * 2.5 * (1 + 1e-6)


@pytest.mark.parametrize(
    ("value", "text"),
    [(100.0, "100"), (97.5, "97.5"), (99.95, "99.95"), (800.0, "800"), (0.0, "0"), (-2.5, "−2.5")],  # noqa: RUF001
)
def test_a_tick_shows_no_digit_too_many(value: float, text: str) -> None:
    assert tick_text(value) == text


def test_a_share_is_nothing_at_the_bottom_and_one_at_the_top() -> None:
    scale = Scale(90.0, 100.0, ())
    assert [scale.share(value) for value in (90.0, 95.0, 100.0)] == [0.0, 0.5, 1.0]
