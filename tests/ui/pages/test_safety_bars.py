"""Bars stay inside, grow with their values, and stand for every release once."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cockpit.ui.pages.safety_bars import Bar, BarKind, Bars, squares, upright

WIDTH, HEIGHT = 200.0, 48.0
WEEKS = st.lists(st.none() | st.floats(0.0, 1e6), min_size=1, max_size=60)
COUNTS = st.lists(st.none() | st.integers(0, 12).map(float), min_size=1, max_size=60)
SIZES = st.tuples(st.floats(40.0, 600.0), st.floats(16.0, 200.0))


def are_inside(found: Bars, width: float, height: float) -> bool:
    return all(
        one.left >= -1e-6
        and one.left + one.width <= width + 1e-6
        and one.top >= -1e-6
        and one.top + one.height <= height + 1e-6
        for one in found.bars
    )


def by_left(found: Bars) -> dict[float, list[Bar]]:
    columns: dict[float, list[Bar]] = {}
    for one in found.bars:
        columns.setdefault(one.left, []).append(one)
    return columns


@given(WEEKS, st.none() | st.floats(0.0, 1e6), SIZES)
@example([5e-324], None, (40.0, 17.5))  # the smallest number there is
def test_upright_bars_stay_inside_and_there_is_one_for_each_week(
    weeks: list[float | None], history: float | None, size: tuple[float, float]
) -> None:
    found = upright(weeks, history, *size)
    assert len(found.bars) == len(weeks)
    assert are_inside(found, *size)
    assert found.history_y is None or 0.0 <= found.history_y <= size[1]


@given(WEEKS)
def test_a_greater_value_is_never_a_lower_bar(weeks: list[float | None]) -> None:
    found = upright(weeks, None, WIDTH, HEIGHT)
    known = [
        (value, bar.height)
        for value, bar in zip(weeks, found.bars, strict=True)
        if value is not None and value > 0
    ]
    heights = [height for _, height in sorted(known)]
    assert heights == sorted(heights)


def test_a_week_without_anything_is_a_hairline_and_the_last_week_is_now() -> None:
    kinds = [one.kind for one in upright((3.0, None, 0.0, 2.0), None, WIDTH, HEIGHT).bars]
    assert kinds == [BarKind.PAST, BarKind.EMPTY, BarKind.EMPTY, BarKind.NOW]
    assert upright((3.0, None), None, WIDTH, HEIGHT).bars[1].kind is BarKind.EMPTY


def test_the_history_is_a_line_at_its_own_height() -> None:
    found = upright((10.0, 5.0), 5.0, WIDTH, HEIGHT)
    assert found.history_y == HEIGHT / 2
    assert found.bars[1].top == found.history_y
    higher = upright((5.0,), 10.0, WIDTH, HEIGHT)
    assert higher.history_y == 0.0
    assert higher.bars[0].height == HEIGHT / 2
    assert upright((5.0,), 0.0, WIDTH, HEIGHT).history_y is None
    assert upright((None,), None, WIDTH, HEIGHT).history_y is None


@given(COUNTS, SIZES)
def test_columns_rise_from_left_to_right_and_end_at_the_right_edge(
    weeks: list[float | None], size: tuple[float, float]
) -> None:
    found = upright(weeks, None, *size).bars
    lefts = [one.left for one in found]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == len(lefts)
    if len(found) > 1:
        assert abs(found[-1].left + found[-1].width - size[0]) < 1e-6
    assert all(later.left >= one.left + one.width - 1 for one, later in pairwise(found))


@pytest.mark.slow
@given(COUNTS, st.data())
def test_there_is_a_square_for_each_release_and_a_bad_one_for_each_that_failed(
    weeks: list[float | None], data: st.DataObject
) -> None:
    failed = [
        number
        for number, count in enumerate(weeks)
        for _ in range(data.draw(st.integers(0, int(count or 0))))
    ]
    found = squares(weeks, failed, WIDTH, HEIGHT)
    kinds = Counter(one.kind for one in found.bars)
    assert kinds[BarKind.BAD] == len(failed)
    assert sum(kinds.values()) - kinds[BarKind.EMPTY] == sum(int(one or 0) for one in weeks)
    assert kinds[BarKind.EMPTY] == sum(not one for one in weeks)
    assert are_inside(found, WIDTH, HEIGHT)


@given(COUNTS)
def test_squares_of_a_week_do_not_lie_on_each_other(weeks: list[float | None]) -> None:
    for column in by_left(squares(weeks, (), WIDTH, HEIGHT)).values():
        tops = sorted((one.top, one.height) for one in column)
        for (top, height), (below, _) in pairwise(tops):
            assert top + height <= below + 1e-6


def test_failed_releases_stand_on_top() -> None:
    column = squares((3.0,), (0,), WIDTH, HEIGHT).bars
    highest = min(column, key=lambda one: one.top)
    assert [one.kind for one in column].count(BarKind.BAD) == 1
    assert highest.kind is BarKind.BAD


def test_a_failure_in_a_week_that_counts_nothing_is_still_shown() -> None:
    found = squares((None, 1.0), (0,), WIDTH, HEIGHT).bars
    assert [one.kind for one in found] == [BarKind.BAD, BarKind.NOW]


def test_no_weeks_are_no_bars() -> None:
    assert upright((), 3.0, WIDTH, HEIGHT).bars == ()
    assert squares((), (), WIDTH, HEIGHT).bars == ()
