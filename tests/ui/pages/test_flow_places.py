"""Where everything stands in a tile: nothing overlaps, nothing leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.pages.flow_places import LEAST_HEIGHT_PX, TIGHT_BELOW_PX, places

WIDTHS, HEIGHTS = st.integers(440, 900), st.integers(LEAST_HEIGHT_PX, 700)


@given(WIDTHS, HEIGHTS)
def test_parts_stay_inside_the_tile_and_apart(width: int, height: int) -> None:
    at = places(width, height)
    assert at.chart.left + at.chart.width < at.side.left
    assert at.side.left + at.side.width <= width
    for box in (*at.figures, at.chart, at.side):
        assert box.left >= 0
        assert box.top >= 0
        assert box.width > 0
        assert box.top + box.height <= height
    assert all(box.top + box.height <= at.chart.top for box in at.figures)


@given(WIDTHS, HEIGHTS)
def test_causes_end_above_the_lever(width: int, height: int) -> None:
    at = places(width, height)
    end = at.causes_top + at.cause_count * at.cause_px
    assert end <= at.side.top + at.side.height - at.lever_px


def test_the_usual_tile_is_that_of_the_design() -> None:
    at = places(490, 286)
    assert (at.chart.left, at.chart.width, at.side.width) == (16, 279, 167)
    assert [box.left for box in at.figures] == [16, 130, 244, 358]
    assert (at.figures[3].width, at.cause_count, at.cause_px) == (120, 3, 28)


@pytest.mark.parametrize("height", [LEAST_HEIGHT_PX, TIGHT_BELOW_PX - 1])
def test_a_tight_tile_leaves_room_for_at_least_one_cause(height: int) -> None:
    at = places(484, height)
    assert at.is_tight
    assert at.cause_count >= 1
