"""Fields are named, reached by Tab, and ringed while they have the keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.field import Choice, Field, Lines
from cockpit.ui.look import Look, Role, Theme
from tests.ui.kit.parts import has, look, picture

Make = Callable[[Look], QWidget]


@pytest.mark.parametrize("make", [Field, Choice, Lines])
def test_the_ring_is_seen_while_it_has_the_keyboard(qtbot: QtBot, make: Make) -> None:
    given = look()
    part = make(given)
    qtbot.addWidget(part)
    part.show()
    part.activateWindow()
    part.clearFocus()
    assert not has(part, given, Role.FOCUS)
    part.setFocus()
    qtbot.waitUntil(part.hasFocus)
    assert has(part, given, Role.FOCUS)


@pytest.mark.parametrize("make", [Field, Choice, Lines])
def test_its_border_is_seen_and_follows_the_theme(qtbot: QtBot, make: Make) -> None:
    given = look()
    part = make(given)
    qtbot.addWidget(part)
    dark = picture(part)
    assert has(part, given, Role.INPUT_BORDER)
    given.switch(Theme.LIGHT)
    assert picture(part) != dark
    assert has(part, given, Role.INPUT_BORDER)


@pytest.mark.parametrize("make", [Field, Choice, Lines])
def test_what_belongs_there_is_its_name(qtbot: QtBot, make: Callable[[Look, str], QWidget]) -> None:
    part = make(look(), "reason")
    qtbot.addWidget(part)
    assert part.accessibleName() == "reason"


def test_lines_let_tab_go_on(qtbot: QtBot) -> None:
    lines = Lines(look())
    qtbot.addWidget(lines)
    assert lines.tabChangesFocus()


def test_a_choice_keeps_its_key_when_others_come_and_tells_nobody(qtbot: QtBot) -> None:
    choice = Choice(look())
    qtbot.addWidget(choice)
    told: list[int] = []
    choice.currentIndexChanged.connect(told.append)
    assert choice.key == ""
    choice.offer([("a", "flag a"), ("b", "flag b")])
    choice.setCurrentIndex(1)
    choice.offer([("c", "flag c"), ("b", "flag b"), ("a", "flag a")])
    assert choice.key == "b"
    choice.offer([("c", "flag c")])
    assert choice.key == "c"
    assert told == [1]
