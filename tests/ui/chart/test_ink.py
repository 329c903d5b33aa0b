"""Pens and small text."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cockpit.ui.chart.columns import Stroke
from cockpit.ui.chart.ink import MOST_TEXTS, Ink, pen
from cockpit.ui.look import Look, Role, Theme
from tests.kit.story.setting import RESOURCES, look


@pytest.mark.usefixtures("qapp")
def test_pens_follow_the_theme() -> None:
    own = Look(RESOURCES)
    ink = Ink(own)
    dark = ink.new[Stroke.PLAIN].color()
    own.switch(Theme.LIGHT)
    assert ink.new[Stroke.PLAIN].color() == own.color(Role.CHART_NEW) != dark


def test_the_thin_pen_leaves_the_colour_of_the_look_alone() -> None:
    ink = Ink(look())
    assert ink.new[Stroke.THIN].color().alphaF() < 1.0
    assert look().color(Role.CHART_NEW).alphaF() == 1.0


def test_dashes_are_as_long_whatever_the_width() -> None:
    narrow, wide = (pen(QColor("white"), width, (4.0, 3.0)).dashPattern() for width in (1.0, 2.0))
    assert narrow == [4.0, 3.0]
    assert wide == [2.0, 1.5]


def test_text_ends_where_it_says() -> None:
    ink = Ink(look())
    made = QImage(80, 20, QImage.Format.Format_RGB32)
    made.fill(0)
    painter = QPainter(made)
    end = ink.write(painter, 4.0, 10.0, "97.5", Role.TEXT1)
    painter.end()
    lit = [x for x in range(80) for y in range(20) if QColor(made.pixel(x, y)).value() > 60]
    assert end == 4.0 + ink.width("97.5")
    assert min(lit) >= 4
    assert max(lit) <= end
    rows = [y for x in range(80) for y in range(20) if QColor(made.pixel(x, y)).value() > 60]
    assert abs((min(rows) + max(rows)) / 2 - 10) <= 1.5


def test_texts_that_come_and_go_do_not_pile_up() -> None:
    ink = Ink(look())
    widths = {number: ink.width(f"10:{number:04}") for number in range(2 * MOST_TEXTS)}
    assert len(set(widths.values())) == 1


def test_a_tag_is_filled_and_written_on() -> None:
    made = QImage(40, 20, QImage.Format.Format_RGB32)
    made.fill(0)
    painter = QPainter(made)
    Ink(look()).tag(painter, QRectF(2, 2, 36, 16), "5 %", Role.ACTIVE, Role.TEXT1)
    painter.end()
    assert QColor(made.pixel(4, 10)) == look().color(Role.ACTIVE)
