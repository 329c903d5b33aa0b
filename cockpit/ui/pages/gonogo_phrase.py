"""A question and its value on one line; when there is not enough room the question is cut."""

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.writing import Writing, tip
from cockpit.ui.look import Look, Role, Type

GAP_PX, LEAST_PX = 8, 40
LEAST_SHARE = 0.4
"""What a long value leaves the question of the width."""


class Phrase(QWidget):
    """The question in regular type, the value after it in strong type."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._plain, self._strong = Writing(look), Writing(look, Type.BODY, 600)
        self._question, self._value, self._role = "", "", Role.TEXT1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_phrase(self, question: str, value: str, role: Role) -> None:
        """Show both; `role` is the colour of the value, "" no value."""
        if (question, value, role) != (self._question, self._value, self._role):
            self._question, self._value, self._role = question, value, role
            self.setAccessibleName(f"{question} {value}".strip())
            self._tell()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return what the whole takes."""
        return QSize(math.ceil(self._whole_px), self._plain.line_px)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: it may be cut."""
        return QSize(LEAST_PX, self._plain.line_px)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole by the tool tip when it is cut now."""
        super().resizeEvent(event)
        self._tell()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the question, then the value."""
        painter, width, middle = QPainter(self), float(self.width()), self.height() / 2
        value_px = self._strong.width(self._value) + GAP_PX if self._value else 0.0
        asked = self._plain.fitting(self._question, max(width * LEAST_SHARE, width - value_px))
        left = self._plain.write(painter, 0.0, middle, asked, Role.TEXT1)
        if self._value:
            left = round(left + GAP_PX)
            value = self._strong.fitting(self._value, width - left)
            self._strong.write(painter, left, middle, value, self._role)
        painter.end()

    @property
    def _whole_px(self) -> float:
        value_px = GAP_PX + self._strong.width(self._value) if self._value else 0.0
        return self._plain.width(self._question) + value_px

    def _tell(self) -> None:
        is_cut = self._whole_px > self.width()
        tip(self, f"{self._question}  {self._value}".strip() if is_cut else "")
