"""Glyphs above a plot never cover each other."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.chart.glyphs import NUDGE_PX, Wanted, placed

GLYPHS = st.lists(
    st.builds(Wanted, st.floats(-20.0, 250.0), st.floats(5.0, 40.0)), max_size=12
).map(lambda found: sorted(found, key=lambda one: one.left))


@given(GLYPHS)
def test_what_is_placed_does_not_overlap_and_stays_inside(wanted: list[Wanted]) -> None:
    edge = 0.0
    for glyph, left in zip(wanted, placed(wanted, 246.0), strict=True):
        if left is not None:
            assert left >= edge
            edge = left + glyph.width
    assert edge <= 246.0


@given(GLYPHS)
def test_a_glyph_stands_near_its_own_line_or_not_at_all(wanted: list[Wanted]) -> None:
    for glyph, left in zip(wanted, placed(wanted, 246.0), strict=True):
        assert left is None or 0.0 <= glyph.left - left <= NUDGE_PX


def test_the_newest_glyph_wins_where_two_would_collide() -> None:
    assert placed([Wanted(100.0, 30.0), Wanted(101.0, 30.0)], 246.0) == [None, 101.0]


def test_a_glyph_makes_a_little_room_for_the_next() -> None:
    assert placed([Wanted(100.0, 12.0), Wanted(108.0, 30.0)], 246.0) == [95.0, 108.0]
