"""Buttons are pressed by mouse and keyboard, and show how much they ask for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.button import HEIGHTS_PX, Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.look import Role
from tests.ui.kit.parts import has, look, picture


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_it(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button(look(), Kind.PLAIN, "읽기")
    qtbot.addWidget(button)
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.clicked, timeout=500):
        QTest.keyClick(button, key)


def test_a_click_presses_it_unless_it_is_off(qtbot: QtBot) -> None:
    button = Button(look(), Kind.PRIMARY, "출시")
    qtbot.addWidget(button)
    told: list[str] = []
    button.clicked.connect(lambda: told.append("clicked"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setEnabled(False)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(told) == 1


@pytest.mark.parametrize("kind", Kind)
def test_its_frame_has_the_height_of_its_kind_and_room_for_the_ring(
    qtbot: QtBot, kind: Kind
) -> None:
    button = Button(look(), kind, "읽기")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == HEIGHTS_PX[kind] + 2 * MARGIN_PX
    assert button.minimumSizeHint() == button.sizeHint()


def test_only_the_main_deed_is_filled_with_the_colour_of_actions(qtbot: QtBot) -> None:
    given = look()
    button = Button(given, Kind.PLAIN, "읽기")
    qtbot.addWidget(button)
    assert not has(button, given, Role.ACTION)
    button.become(Kind.PRIMARY)
    assert has(button, given, Role.ACTION)
    button.setEnabled(False)
    assert not has(button, given, Role.ACTION)


def test_its_text_is_its_name(qtbot: QtBot) -> None:
    button = Button(look(), Kind.SMALL, "다시\n읽기")
    qtbot.addWidget(button)
    assert button.accessibleName() == "다시 읽기"
    before = button.sizeHint().width()
    button.say("지금 다시 읽기")
    assert button.accessibleName() == "지금 다시 읽기"
    assert button.sizeHint().width() > before


def test_an_icon_alone_makes_a_square(qtbot: QtBot) -> None:
    button = Button(look(), icon="close")
    qtbot.addWidget(button)
    size = button.sizeHint()
    assert size.width() == size.height()
    before = picture(button)
    button.bear("plus")
    assert picture(button) != before


def test_the_ring_is_seen_while_it_has_the_keyboard(qtbot: QtBot) -> None:
    given = look()
    button = Button(given, Kind.PLAIN, "")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    assert not has(button, given, Role.FOCUS)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert has(button, given, Role.FOCUS)
