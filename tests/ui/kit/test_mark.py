"""Every state has a shape, and no two shapes are told apart by colour alone."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.standings import CheckState, ItemState, PollState
from cockpit.domain.verdict import State
from cockpit.ui.kit.mark import SHAPES, Mark, Shape, paint_mark, shape_of
from cockpit.ui.look import Look, Role
from tests.ui.kit.parts import has, look, picture

STATES = [*TileState, *State, *ItemState, *CheckState, *PollState, *SourceState]


def outline(given: Look, shape: Shape, px: int) -> tuple[bool, ...]:
    """Return which points of the square are painted, whatever the colour."""
    image = QImage(px, px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, given, shape, QRectF(0, 0, px, px))
    painter.end()
    spots = ((x, y) for y in range(px) for x in range(px))
    return tuple(image.pixelColor(x, y).alpha() > 128 for x, y in spots)


def test_every_state_has_a_shape_of_its_own_choice() -> None:
    assert len(SHAPES) >= len({(type(one), one.value) for one in STATES})
    assert all(shape_of(one) in Shape for one in STATES)


def test_the_same_word_of_two_kinds_of_state_is_not_mixed_up() -> None:
    assert shape_of(CheckState.WAIT) is Shape.WAIT
    assert shape_of(SourceState.WAITING) is Shape.NONE
    assert shape_of(TileState.UNKNOWN) is shape_of(State.NO_DATA) is Shape.UNKNOWN


def test_what_is_not_known_never_looks_fine() -> None:
    unknown = [TileState.UNKNOWN, State.NO_DATA, ItemState.STALE, PollState.VOID, SourceState.STALE]
    assert {shape_of(one) for one in unknown} == {Shape.UNKNOWN}


@pytest.mark.parametrize("px", [10, 11, 12, 16, 20, 24])
def test_shapes_differ_without_their_colours(qtbot: QtBot, px: int) -> None:
    given = look()
    hollow_alike = {Shape.NONE, Shape.OPEN}  # both are a hollow disc; one is grey
    outlines = {shape: outline(given, shape, px) for shape in Shape}
    different = {one for shape, one in outlines.items() if shape not in hollow_alike}
    assert len(different) == len(Shape) - len(hollow_alike)


@pytest.mark.parametrize("px", [10, 12, 16])
def test_a_mark_stays_within_its_square(qtbot: QtBot, px: int) -> None:
    given = look()
    for shape in Shape:
        image = QImage(px + 8, px + 8, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_mark(painter, given, shape, QRectF(4, 4, px, px))
        painter.end()
        rim = [(x, y) for x in range(px + 8) for y in (0, 1, 2, px + 5, px + 6, px + 7)]
        assert all(image.pixelColor(x, y).alpha() == 0 for x, y in rim)


def test_a_mark_shows_nothing_until_it_has_a_shape(qtbot: QtBot) -> None:
    given = look()
    mark = Mark(given)
    qtbot.addWidget(mark)
    empty = picture(mark)
    mark.show_shape(Shape.BAD)
    assert has(mark, given, Role.BAD)
    mark.show_shape(None)
    assert picture(mark) == empty
