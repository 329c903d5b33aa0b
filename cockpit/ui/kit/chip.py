"""Chips say a state in shape and word; tags name a kind."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import TINTS, Shape, paint_mark
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

CHIP_PX, TAG_PX = 20, 18
_CHIP_RADIUS, _TAG_RADIUS = 4, 3
_MARK_PX, _GAP_PX, _LEFT_PX, _RIGHT_PX = 10, 6, 6, 8
_TAG_PADDING_PX = 6


class Chip(QWidget):
    """A state: on a tint when somebody has to see it, without any ground otherwise."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._loud, self._quiet = Writing(look, Type.NOTE, 600), Writing(look, Type.NOTE)
        self._shown: tuple[Shape | None, str] = (None, "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_state(self, shape: Shape | None, word: str) -> None:
        """Show the shape with its word."""
        shown = (shape, one_line(word))
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(shown[1])
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        shape, word = self._shown
        width = 0.0 if shape is None else _MARK_PX + _GAP_PX
        if shape in TINTS:
            width += _LEFT_PX + self._loud.width(word) + _RIGHT_PX
        else:
            width += self._quiet.width(word)
        return QSize(math.ceil(width), CHIP_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shape, word = self._shown
        painter = QPainter(self)
        left, middle, writing, role = 0.0, self.height() / 2, self._quiet, Role.TEXT1
        if shape in TINTS:
            ground, role = TINTS[shape]
            box = QRectF(0, (self.height() - CHIP_PX) / 2, self.width(), CHIP_PX)
            _fill(painter, box, self._look, ground, _CHIP_RADIUS)
            left, writing = _LEFT_PX, self._loud
        if shape is not None:
            place = QRectF(left, middle - _MARK_PX / 2, _MARK_PX, _MARK_PX)
            paint_mark(painter, self._look, shape, place)
            left += _MARK_PX + _GAP_PX
        writing.write(painter, left, middle, word, role)
        painter.end()


class Tag(QWidget):
    """A word that names a kind, such as the reason of an alert."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._writing = Writing(look, Type.NOTE)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def say(self, text: str) -> None:
        """Show the word."""
        plain = one_line(text)
        if plain != self._text:
            self._text = plain
            self.setAccessibleName(plain)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._writing.width(self._text)) + 2 * _TAG_PADDING_PX, TAG_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _fill(painter, QRectF(self.rect()), self._look, Role.RAISED, _TAG_RADIUS)
        middle = self.height() / 2
        self._writing.write(painter, _TAG_PADDING_PX, middle, self._text, Role.TEXT2)
        painter.end()


def _fill(painter: QPainter, box: QRectF, look: Look, role: Role, radius: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(role))
    painter.drawRoundedRect(box, radius, radius)
