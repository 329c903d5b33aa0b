"""The eye that looks at pictures sees what is wrong, and nothing where nothing is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.kit.inspection import findings
from tests.kit.painting import count_of, painted, texts


class Canvas(QWidget):
    """A widget that paints as it is told."""

    def __init__(self, paint: Callable[[QPainter], object]) -> None:
        super().__init__()
        self._paint = paint
        self.resize(200, 100)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(13)
        painter.setFont(font)
        self._paint(painter)
        painter.end()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


def test_a_label_with_room_is_fine_and_a_narrow_one_is_cut(
    shown: Callable[[QWidget], QWidget],
) -> None:
    outer = QWidget()
    label = QLabel("이번 릴리즈 때문입니다", outer)
    label.setStyleSheet("font-size: 13px")
    label.adjustSize()
    outer.resize(400, 100)
    shown(outer)
    assert findings(outer) == ()
    assert texts(outer) == ("이번 릴리즈 때문입니다",)
    label.resize(30, label.height())
    assert any("cut" in one for one in findings(outer))


def test_a_label_without_any_room_is_found(shown: Callable[[QWidget], QWidget]) -> None:
    outer = QWidget()
    outer.resize(200, 100)
    label = QLabel("결제 성공률", outer)
    shown(outer)
    label.resize(0, 20)
    assert findings(outer) == ("QLabel: no room for 결제 성공률",)


def test_painted_text_that_its_box_cuts_is_found(shown: Callable[[QWidget], QWidget]) -> None:
    box = QRectF(10, 10, 40, 20)
    canvas = shown(Canvas(lambda painter: painter.drawText(box, 0, "much too long for it")))
    assert [one.is_cut for one in painted(canvas)] == [True]
    assert len(findings(canvas)) == 1


def test_painted_text_beyond_the_widget_is_found(shown: Callable[[QWidget], QWidget]) -> None:
    canvas = shown(Canvas(lambda painter: painter.drawText(180, 50, "out of sight")))
    assert len(findings(canvas)) == 1


def test_two_texts_on_one_place_are_found(shown: Callable[[QWidget], QWidget]) -> None:
    def paint(painter: QPainter) -> None:
        painter.drawText(10, 50, "one")
        painter.drawText(14, 52, "other")

    assert findings(shown(Canvas(paint))) == ("Canvas: one over other",)


def test_small_print_is_found(shown: Callable[[QWidget], QWidget]) -> None:
    def paint(painter: QPainter) -> None:
        font = painter.font()
        font.setPixelSize(9)
        painter.setFont(font)
        painter.drawText(10, 50, "n")

    assert findings(shown(Canvas(paint))) == ("Canvas: 9 px: n",)


def test_a_control_needs_a_name_and_some_height(shown: Callable[[QWidget], QWidget]) -> None:
    outer = QWidget()
    button = QPushButton("", outer)
    button.resize(40, 12)
    outer.resize(100, 100)
    shown(outer)
    assert len(findings(outer)) == 2
    button.setAccessibleName("끄기")
    button.resize(40, 24)
    assert findings(outer) == ()


def test_siblings_that_lie_on_each_other_are_found(shown: Callable[[QWidget], QWidget]) -> None:
    outer = QWidget()
    column = QVBoxLayout(outer)
    column.addWidget(QLabel("a"))
    column.addWidget(QLabel("b"))
    shown(outer)
    assert findings(outer) == ()
    above = QLabel("c", outer)
    above.resize(outer.size())
    above.show()
    assert any("lies over" in one for one in findings(outer))
    above.setProperty("floats", True)
    assert not any("lies over" in one for one in findings(outer))


def test_pixels_of_a_colour_are_counted(shown: Callable[[QWidget], QWidget]) -> None:
    blue = QColor("#5AA9E6")
    canvas = shown(Canvas(lambda painter: painter.fillRect(0, 0, 5, 4, blue)))
    image = canvas.grab().toImage()
    assert count_of(image, blue) == 20
    assert count_of(image, QColor(Qt.GlobalColor.red)) == 0
