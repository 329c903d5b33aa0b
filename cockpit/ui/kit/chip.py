"""Chips and tags: a word with its mark, on a tint where it should be seen."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

TINTS = {
    Shape.BAD: (Role.TINT_BAD, Role.BAD_TEXT),
    Shape.WARN: (Role.TINT_WARN, Role.WARN),
    Shape.UNKNOWN: (Role.TINT_UNKNOWN, Role.UNKNOWN_TEXT),
}
CHIP_PX, TAG_PX = 20, 18
RADIUS_PX, TAG_RADIUS_PX = 4, 3
MARK_PX, GAP_PX, LEFT_PX, RIGHT_PX = 11, 6, 6, 8


class Chip(QWidget):
    """A state in a word: loud states on a tint, quiet ones without."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._loud, self._quiet = Writing(look, Type.NOTE, 600), Writing(look, Type.NOTE)
        self._shape: Shape | None = None
        self._word = ""
        self.setFixedHeight(CHIP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def said(self) -> str:
        """Return the word."""
        return self._word

    @property
    def shape(self) -> Shape | None:
        """Return the shape."""
        return self._shape

    def show_state(self, shape: Shape | None, word: str) -> None:
        """Show a state; None and "" show nothing."""
        plain = one_line(word)
        if (shape, plain) != (self._shape, self._word):
            self._shape, self._word = shape, plain
            self.setAccessibleName(plain)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of mark and word."""
        if not self._word:
            return QSize(0, CHIP_PX)
        width = MARK_PX + GAP_PX if self._shape is not None else 0
        if self._shape in TINTS:
            return QSize(
                LEFT_PX + width + math.ceil(self._loud.width(self._word)) + RIGHT_PX, CHIP_PX
            )
        return QSize(width + math.ceil(self._quiet.width(self._word)), CHIP_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tint, mark and word."""
        if not self._word:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, writing, text = 0.0, self._quiet, Role.TEXT2
        if self._shape is not None and self._shape in TINTS:
            tint, text = TINTS[self._shape]
            left, writing = LEFT_PX, self._loud
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(tint))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        if self._shape is not None:
            top = (CHIP_PX - MARK_PX) / 2
            paint_mark(painter, self._look, self._shape, QRectF(left, top, MARK_PX, MARK_PX))
            left += MARK_PX + GAP_PX
        writing.write(painter, left, CHIP_PX / 2, self._word, text)
        painter.end()


class Tag(QWidget):
    """A word on a raised ground, such as the reason of an alert."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._writing = Writing(look, Type.NOTE)
        self._word = ""
        self.setFixedHeight(TAG_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def said(self) -> str:
        """Return the word."""
        return self._word

    def say(self, text: str) -> None:
        """Show a word."""
        plain = one_line(text)
        if plain != self._word:
            self._word = plain
            self.setAccessibleName(plain)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of the word and its ground."""
        width = math.ceil(self._writing.width(self._word)) + 2 * LEFT_PX
        return QSize(width if self._word else 0, TAG_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and word."""
        if not self._word:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.RAISED))
        painter.drawRoundedRect(QRectF(self.rect()), TAG_RADIUS_PX, TAG_RADIUS_PX)
        self._writing.write(painter, LEFT_PX, TAG_PX / 2, self._word, Role.TEXT2)
        painter.end()
