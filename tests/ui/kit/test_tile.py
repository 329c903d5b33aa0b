"""Tiles mark trouble on their edge; what is empty says what to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.button import Button
from cockpit.ui.kit.mark import ROLES, Shape
from cockpit.ui.kit.tile import LOUD, Empty, Line, Loading, Tile
from cockpit.ui.look import Role
from tests.ui.kit.parts import has, look, picture


@pytest.mark.parametrize("shape", Shape)
def test_only_trouble_has_an_edge(qtbot: QtBot, shape: Shape) -> None:
    given = look()
    tile = Tile(given)
    qtbot.addWidget(tile)
    tile.resize(60, 40)
    tile.set_edge(shape)
    assert has(tile, given, ROLES[shape]) == (shape in LOUD)
    assert tile.edge is (shape if shape in LOUD else None)
    tile.set_edge(None)
    assert not has(tile, given, ROLES[shape])


def test_there_is_more_room_at_the_side_of_the_edge(qtbot: QtBot) -> None:
    tile = Tile(look(), 12)
    qtbot.addWidget(tile)
    margins = tile.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (16, 12, 12, 12)


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_hairline_is_one_pixel(qtbot: QtBot, is_upright: bool) -> None:
    given = look()
    line = Line(given, is_upright=is_upright)
    qtbot.addWidget(line)
    assert min(line.maximumWidth(), line.maximumHeight()) == 1
    line.resize(40, 40)
    assert has(line, given, Role.LINE)


def test_what_is_empty_offers_one_way_on(qtbot: QtBot) -> None:
    empty = Empty(look())
    qtbot.addWidget(empty)
    empty.show()
    empty.say("Nothing yet", "The app has sent no event.", "Open sources")
    button = empty.findChild(Button)
    assert button is not None
    with qtbot.waitSignal(empty.pressed, timeout=500):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    empty.say("Nothing yet")
    assert not button.isVisible()
    assert [one.text() for one in empty.findChildren(QLabel) if one.isVisible()] == ["Nothing yet"]


def test_what_is_loading_shows_only_the_bars_that_have_room(qtbot: QtBot) -> None:
    given = look()
    loading = Loading(given)
    qtbot.addWidget(loading)
    loading.resize(200, 40)
    small = picture(loading).copy(0, 0, 200, 40)
    loading.resize(200, 120)
    assert picture(loading).copy(0, 36, 200, 80) != small.copy(0, 0, 200, 80)
    assert has(loading, given, Role.RAISED)
