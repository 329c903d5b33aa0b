"""Labels show plain text, each line as high as its type says."""

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.chip import Chip
from cockpit.ui.kit.label import MOST_WIDTHS, Label
from cockpit.ui.kit.mark import Mark
from cockpit.ui.look import Role, Theme, Type
from tests.ui.kit.parts import has, look, picture, say

LONG = "쿠폰 성공률이 이전 버전보다 낮습니다 " * 6
HOSTILE = '<img src="x"><b>bold</b>'


def test_markup_is_shown_as_it_was_sent(qtbot: QtBot) -> None:
    label = Label(look())
    qtbot.addWidget(label)
    label.say(HOSTILE)
    assert label.said == HOSTILE
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.sizeHint().width() > 100


def test_a_line_break_does_not_make_a_second_line(qtbot: QtBot) -> None:
    label = Label(look())
    qtbot.addWidget(label)
    label.say("one\ntwo\r\nthree")
    assert label.said == "one two three"
    assert label.height() == Type.BODY.value[1]


def test_text_that_is_cut_has_its_whole_as_a_tool_tip(qtbot: QtBot) -> None:
    label = Label(look(), elides=True)
    qtbot.addWidget(label)
    label.say(HOSTILE + LONG)
    label.resize(120, 20)
    label.show()
    assert "&lt;img" in label.toolTip()
    label.resize(4_000, 20)
    assert label.toolTip() == ""


def test_wrapping_lines_are_as_high_as_their_type(qtbot: QtBot) -> None:
    label = Label(look(), Type.BODY, wraps=True)
    qtbot.addWidget(label)
    label.say("첫 줄\n둘째 줄\n셋째 줄")
    assert label.heightForWidth(400) == 3 * 20
    label.say(say().wrapping(LONG))
    assert label.heightForWidth(150) > label.heightForWidth(300) > 20
    label.say("")
    assert label.heightForWidth(150) == 20


def test_alignment_moves_what_is_painted(qtbot: QtBot) -> None:
    label = Label(look())
    qtbot.addWidget(label)
    label.resize(200, 20)
    label.say("98.0")
    left = picture(label)
    for flag in (Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter):
        label.setAlignment(flag | Qt.AlignmentFlag.AlignVCenter)
        assert picture(label) != left


def test_a_label_takes_another_role_and_weight(qtbot: QtBot) -> None:
    given = look()
    label = Label(given)
    qtbot.addWidget(label)
    label.say("137 failed")
    before = label.sizeHint().width()
    label.dress(Role.BAD_TEXT, 700)
    assert label.sizeHint().width() > before
    assert has(label, given, Role.BAD_TEXT)


def test_another_theme_paints_it_anew(qtbot: QtBot) -> None:
    given = look()
    label = Label(given, Type.HEADING, weight=700)
    qtbot.addWidget(label)
    label.say("████")
    dark = picture(label)
    given.switch(Theme.LIGHT)
    assert picture(label) != dark


def test_saying_the_same_again_lays_nothing_out(qtbot: QtBot) -> None:
    label = Label(look(), wraps=True)
    qtbot.addWidget(label)
    label.say(LONG)
    laid_out = label._laid_out(200)
    label.say(LONG)
    assert label._laid_out(200) is laid_out


def test_text_is_as_high_at_each_width_however_often_it_was_asked(qtbot: QtBot) -> None:
    label = Label(look(), wraps=True)
    qtbot.addWidget(label)
    label.say(LONG)
    widths = [20 * number for number in range(1, MOST_WIDTHS + 5)]
    heights = [label.heightForWidth(width) for width in widths]
    assert [label.heightForWidth(width) for width in widths] == heights
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]
    label.say("short")
    assert {label.heightForWidth(width) for width in widths[3:]} == {20}
    label.say(LONG)
    assert [label.heightForWidth(width) for width in reversed(widths)] == heights[::-1]


def test_two_hundred_parts_are_made_in_a_blink(qtbot: QtBot) -> None:
    given = look()
    Label(given).say("warm")
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    began = time.process_time()
    for number in range(67):
        label, mark, chip = Label(given), Mark(given), Chip(given)
        label.say(str(number))
        for part in (label, mark, chip):
            row.addWidget(part)
    assert time.process_time() - began < 0.1
