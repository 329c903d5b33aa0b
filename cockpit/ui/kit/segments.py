"""Segments: one of a few, side by side."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type

HEIGHT_PX, PADDING_PX, RADIUS_PX = 28, 12, 4


class Segments(QWidget):
    """Keys with their words; one is chosen. Left and right move the choice."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, options: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._plain, self._strong = Writing(look, Type.BODY), Writing(look, Type.BODY, 600)
        self._options = tuple(options)
        self._key = options[0][0] if options else ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()
        look.changed.connect(self.update)

    @property
    def key(self) -> str:
        """Return the key that is chosen."""
        return self._key

    def choose(self, key: str) -> None:
        """Show that a key is chosen; tells nobody."""
        if key != self._key:
            self._key = key
            self._name()
            self.update()

    def rename(self, options: Sequence[tuple[str, str]]) -> None:
        """Show other words for the same keys."""
        if tuple(options) != self._options:
            self._options = tuple(options)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of all words."""
        return QSize(sum(self._widths()) + 2 * MARGIN_PX, HEIGHT_PX + 2 * MARGIN_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size."""
        return self.sizeHint()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is pressed."""
        left = float(MARGIN_PX)
        for (key, _), width in zip(self._options, self._widths(), strict=True):
            if left <= event.position().x() < left + width:
                self._take(key)
                return
            left += width

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice."""
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(event.key())
        keys = [key for key, _ in self._options]
        if step is None or self._key not in keys:
            super().keyPressEvent(event)
            return
        self._take(keys[min(max(keys.index(self._key) + step, 0), len(keys) - 1)])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the chosen one and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        border = look.color(Role.LINE2)
        whole = QPainterPath()
        whole.addRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        left = frame.left()
        for (key, word), width in zip(self._options, self._widths(), strict=True):
            is_chosen = key == self._key
            if is_chosen:
                part = QPainterPath()
                part.addRect(QRectF(left, frame.top(), width, frame.height()))
                painter.fillPath(whole.intersected(part), look.color(Role.ACTIVE))
            if left > frame.left():
                painter.fillRect(QRectF(left, frame.top(), 1, frame.height()), border)
            writing = self._strong if is_chosen else self._plain
            role = Role.TEXT1 if is_chosen else Role.TEXT2
            start = round(left + (width - writing.width(word)) / 2)
            writing.write(painter, start, frame.center().y(), word, role)
            left += width
        painter.setPen(QPen(border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        if self.hasFocus():
            paint_ring(painter, look, frame, RADIUS_PX)
        painter.end()

    def _take(self, key: str) -> None:
        if key != self._key:
            self.choose(key)
            self.chosen.emit(key)

    def _widths(self) -> list[int]:
        words = [word for _, word in self._options]
        return [math.ceil(self._strong.width(word)) + 2 * PADDING_PX for word in words]

    def _name(self) -> None:
        word = next((word for key, word in self._options if key == self._key), "")
        self.setAccessibleName(word)
