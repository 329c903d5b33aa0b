"""A page that comes is painted part by part, and none of it before it was filled."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.ui.curtain import PARTS_COUNT, Curtain
from cockpit.ui.look import Role
from tests.kit.story.setting import look


class Painted(QWidget):
    """Keeps which parts of it were painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts: list[QRect] = []

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.parts.append(event.rect())


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_what_lies_behind_is_painted_in_parts_from_the_top(qtbot: QtBot, ground: QWidget) -> None:
    behind = Painted(ground)
    behind.setGeometry(ground.rect())
    curtain = Curtain(look(), ground)
    curtain.fall()
    behind.show()
    curtain.rise()
    qtbot.waitUntil(curtain.isHidden)
    qtbot.waitUntil(lambda: len(behind.parts) == PARTS_COUNT)
    height = ground.height() // PARTS_COUNT
    assert [part.top() for part in behind.parts] == [0, height, 2 * height]
    assert all(part.height() == height for part in behind.parts)


def test_it_is_the_ground_of_the_window(ground: QWidget) -> None:
    curtain = Curtain(look(), ground)
    curtain.fall()
    color = ground.grab().toImage().pixelColor(150, 290)
    assert color == look().color(Role.WINDOW)


def test_it_lets_presses_through(ground: QWidget) -> None:
    pressed: list[bool] = []
    button = QPushButton("x")
    button.clicked.connect(lambda: pressed.append(True))
    QVBoxLayout(ground).addWidget(button)
    button.show()
    Curtain(look(), ground).fall()
    window = ground.windowHandle()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=button.geometry().center())
    assert pressed == [True]


def test_it_covers_what_becomes_larger_meanwhile(ground: QWidget) -> None:
    curtain = Curtain(look(), ground)
    ground.resize(320, 300)
    assert curtain.isHidden()
    curtain.fall()
    ground.resize(400, 360)
    assert curtain.geometry() == ground.rect()


def test_it_falls_again_as_a_whole(qtbot: QtBot, ground: QWidget) -> None:
    curtain = Curtain(look(), ground)
    curtain.fall()
    curtain.rise()
    qtbot.waitUntil(lambda: curtain.y() > 0 or curtain.isHidden())
    curtain.fall()
    assert curtain.geometry() == ground.rect()
    curtain.rise()
    qtbot.waitUntil(curtain.isHidden)


def test_it_stays_until_it_is_told_to_rise(qtbot: QtBot, ground: QWidget) -> None:
    curtain = Curtain(look(), ground)
    curtain.fall()
    qtbot.wait(20)
    assert curtain.geometry() == ground.rect()
    assert not curtain.isHidden()


def test_where_nothing_fell_nothing_rises(ground: QWidget) -> None:
    curtain = Curtain(look(), ground)
    curtain.rise()
    assert curtain.isHidden()
