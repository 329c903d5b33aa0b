"""How the height of a small chart is divided."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.chart.panels import GUTTER_PX, panels

HEIGHTS = st.integers(40, 400)


def test_the_usual_tile_has_everything() -> None:
    parts = panels(280, 175, has_p95=True)
    assert parts.width == 280 - GUTTER_PX
    assert parts.caption is not None
    assert parts.glyphs is not None
    assert parts.p95 is not None
    assert parts.success is not None
    assert 70 <= parts.success.height <= 84
    assert 32 <= parts.p95.height <= 40


def test_p95_goes_first_then_the_glyphs_then_the_caption() -> None:
    shown = [
        (parts.p95 is not None, parts.glyphs is not None, parts.caption is not None)
        for parts in (panels(280, height, has_p95=True) for height in range(175, 60, -1))
    ]
    assert sorted(shown, reverse=True) == shown
    assert set(shown) == {
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    }


@given(HEIGHTS, st.booleans(), st.booleans())
def test_parts_follow_each_other_and_fill_the_height(
    height: int, has_p95: bool, is_p95_first: bool
) -> None:
    parts = panels(280, height, has_p95=has_p95, is_p95_first=is_p95_first)
    bands = [
        band
        for band in (parts.caption, parts.glyphs, parts.success, parts.p95, parts.times)
        if band is not None
    ]
    assert all(one.bottom <= other.top for one, other in itertools.pairwise(bands))
    assert bands[-1].bottom == height


@given(HEIGHTS)
def test_where_speed_is_the_matter_a_small_chart_shows_p95_instead(height: int) -> None:
    usual = panels(280, height, has_p95=True)
    parts = panels(280, height, has_p95=True, is_p95_first=True)
    assert parts.p95 is not None
    if usual.p95 is not None:
        assert parts == usual
    else:
        assert parts.plots() == usual.plots()
        assert panels(280, height, has_p95=False, is_p95_first=True) == usual


def test_without_p95_there_is_one_plot() -> None:
    assert len(panels(280, 175, has_p95=False).plots()) == 1
    assert len(panels(280, 175, has_p95=True).plots()) == 2
