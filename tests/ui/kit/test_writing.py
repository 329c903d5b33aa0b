"""One line of text: measured, cut where it must be, and never markup."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.writing import Writing, one_line, plain_tip, tip
from cockpit.ui.look import Type
from tests.ui.kit.parts import look


def test_text_that_fits_is_left_alone(qtbot: QtBot) -> None:
    writing = Writing(look())
    assert writing.fitting("coupon_v2", writing.width("coupon_v2")) == "coupon_v2"
    cut = writing.fitting("coupon_v2 for everybody", 60)
    assert cut.endswith("…")
    assert writing.width(cut) <= 60
    assert writing.fitting("", -5) == ""


def test_small_and_large_type_can_share_a_base_line(qtbot: QtBot) -> None:
    given = look()
    large, small = Writing(given, Type.FIGURE), Writing(given, Type.NOTE)
    base = large.baseline(14.0)
    assert small.baseline(base - small.rise_px) == base
    assert large.line_px == 28


def test_every_kind_of_line_break_becomes_a_space() -> None:
    assert one_line("a\nb\r\nc") == "a b c"
    assert one_line("nothing to do") == "nothing to do"


def test_a_tool_tip_shows_markup_as_it_was_sent(qtbot: QtBot) -> None:
    assert plain_tip("<img src=x>") == "<span>&lt;img src=x&gt;</span>"
    widget = QWidget()
    qtbot.addWidget(widget)
    tip(widget, "5 % & more")
    assert widget.toolTip() == "5 % & more"
