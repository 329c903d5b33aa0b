"""A level is crossed above one value and left below another."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.levels import Level

LEVEL = Level(above=0.05, clear_below=0.03, minimum_count=100)


def test_it_is_crossed_above_and_stays_so_until_below() -> None:
    seen, is_crossed = [], False
    for value in (0.05, 0.051, 0.04, 0.03, 0.029, 0.04, 0.06):
        is_crossed = bool(LEVEL.is_crossed(value, 100, was_crossed=is_crossed))
        seen.append(is_crossed)
    assert seen == [False, True, True, True, False, False, True]


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
@pytest.mark.parametrize("was_crossed", [True, False])
def test_what_is_not_known_crosses_nothing(value: float | None, was_crossed: bool) -> None:
    assert LEVEL.is_crossed(value, 1_000, was_crossed=was_crossed) is None


@pytest.mark.parametrize("count", [None, 0, 99.9, math.nan, math.inf])
def test_too_few_events_say_nothing(count: float | None) -> None:
    assert LEVEL.is_crossed(1.0, count, was_crossed=False) is None


@given(st.lists(st.floats(0.03, 0.05), min_size=2), st.booleans())
def test_a_value_that_wavers_between_the_two_levels_changes_nothing(
    values: list[float],
    was_crossed: bool,
) -> None:
    for value in values:
        assert LEVEL.is_crossed(value, 100, was_crossed=was_crossed) is was_crossed


@given(st.lists(st.floats(0, 1), min_size=2))
def test_between_two_changes_the_value_has_gone_from_one_level_to_the_other(
    values: list[float],
) -> None:
    is_crossed, changes = False, []
    for value in values:
        then = LEVEL.is_crossed(value, 100, was_crossed=is_crossed)
        if then is not is_crossed:
            changes.append(value)
        is_crossed = bool(then)
    assert all(abs(later - sooner) > 0.02 for sooner, later in pairwise(changes))
