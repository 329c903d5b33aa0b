"""Chips and tags: a word with its mark, on a tint where it should be seen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type

TINTS = {
    Shape.BAD: (Role.TINT_BAD, Role.BAD_TEXT),
    Shape.WARN: (Role.TINT_WARN, Role.WARN),
    Shape.UNKNOWN: (Role.TINT_UNKNOWN, Role.UNKNOWN_TEXT),
}
CHIP_PX, TAG_PX, MARK_PX, RADIUS_PX = 20, 18, 10, 4


class Chip(QWidget):
    """A state in a word: loud states on a tint, quiet ones without."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
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
        if (shape, word) != (self._shape, self._word):
            self._shape, self._word = shape, word
            self.setAccessibleName(word)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of mark and word."""
        if not self._word:
            return QSize(0, CHIP_PX)
        font = self._look.font(Type.NOTE, 600)
        padding = 8 if self._shape in TINTS else 0
        mark = MARK_PX + 6 if self._shape is not None else 0
        width = QFontMetricsF(font).horizontalAdvance(self._word)
        return QSize(round(width) + mark + 2 * padding + 1, CHIP_PX)

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
        tint, text = TINTS.get(self._shape or Shape.NONE, (None, Role.TEXT2))
        left = 0.0
        if tint is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(tint))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
            left = 8.0
        if self._shape is not None:
            top = (CHIP_PX - MARK_PX) / 2
            paint_mark(painter, self._look, self._shape, QRectF(left, top, MARK_PX, MARK_PX))
            left += MARK_PX + 6
        painter.setPen(self._look.color(text))
        painter.setFont(self._look.font(Type.NOTE, 600))
        rect = QRectF(left, 0, self.width() - left, CHIP_PX)
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word
        )
        painter.end()


class Tag(QWidget):
    """A word on a raised ground, such as the reason of an alert."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
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
        if text != self._word:
            self._word = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of the word and its ground."""
        width = QFontMetricsF(self._look.font(Type.NOTE)).horizontalAdvance(self._word)
        return QSize(round(width) + 12 if self._word else 0, TAG_PX)

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
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setPen(self._look.color(Role.TEXT2))
        painter.setFont(self._look.font(Type.NOTE))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._word)
        painter.end()
