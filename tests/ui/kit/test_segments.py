"""Segments choose one of a few, by mouse and by arrows."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.segments import Segments
from tests.ui.kit.parts import look, picture

OPTIONS = (("15", "15분"), ("60", "1시간"), ("360", "6시간"))


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    part = Segments(look(), OPTIONS)
    qtbot.addWidget(part)
    part.resize(part.sizeHint())
    part.show()
    return part


def test_a_click_tells_the_key_once(segments: Segments) -> None:
    told: list[str] = []
    segments.chosen.connect(told.append)
    place = QPoint(segments.width() - 12, segments.height() // 2)
    for _ in range(2):
        QTest.mouseClick(segments, Qt.MouseButton.LeftButton, pos=place)
    assert told == ["360"]
    assert segments.key == "360"


def test_arrows_move_and_stop_at_the_ends(segments: Segments) -> None:
    told: list[str] = []
    segments.chosen.connect(told.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(segments, key)
    assert told == ["60", "360"]
    assert segments.accessibleName() == "6시간"


def test_being_told_tells_nobody(segments: Segments) -> None:
    told: list[str] = []
    segments.chosen.connect(told.append)
    before = picture(segments)
    segments.choose("60")
    assert told == []
    assert picture(segments) != before


def test_other_words_for_the_same_keys_make_room(segments: Segments) -> None:
    before = segments.sizeHint().width()
    segments.rename(tuple((key, word * 2) for key, word in OPTIONS))
    assert segments.sizeHint().width() > before
    assert segments.key == "15"


def test_keys_that_are_not_ours_go_on(segments: Segments) -> None:
    QTest.keyClick(segments, Qt.Key.Key_A)
    assert segments.key == "15"
