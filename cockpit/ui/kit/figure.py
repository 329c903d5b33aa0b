"""A figure: the value, its unit, and a mark where the value is not as it should be."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type

UNIT_SIZES = {Type.FIGURE: Type.BODY, Type.HERO: Type.HEADING}
MARKS_PX = {Type.HERO: 16, Type.FIGURE: 12, Type.HEADING: 12}
UNIT_GAP_PX, MARK_GAP_PX = 3, 5
LEAST_MARK_PX = 10


class Figure(QWidget):
    """A value with its unit on one base line; what is missing is a dash, which the caller says."""

    def __init__(self, look: Look, size: Type = Type.FIGURE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._value = Writing(look, size, 600)
        self._unit = Writing(look, UNIT_SIZES.get(size, size))
        self._mark_px = MARKS_PX.get(size, LEAST_MARK_PX)
        self._shown: tuple[str, str, Shape | None, Role] = ("", "", None, Role.TEXT1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_value(
        self, value: str, unit: str = "", shape: Shape | None = None, role: Role = Role.TEXT1
    ) -> None:
        """Show the value; `shape` stands behind it, `role` colours it."""
        shown = (value, unit, shape, role)
        if shown == self._shown:
            return
        before, self._shown = self.sizeHint(), shown
        self.setAccessibleName(self.said)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    @property
    def said(self) -> str:
        """Return value and unit as they are read."""
        return f"{self._shown[0]} {self._shown[1]}".strip()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of value, unit and mark."""
        value, unit, shape, _ = self._shown
        width = self._value.width(value)
        width += UNIT_GAP_PX + self._unit.width(unit) if unit else 0
        width += MARK_GAP_PX + self._mark_px if shape is not None else 0
        return QSize(math.ceil(width), self._value.line_px)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size; a figure is never cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint value, unit and mark."""
        value, unit, shape, role = self._shown
        painter = QPainter(self)
        middle = self.height() / 2
        right = self._value.write(painter, 0.0, middle, value, role)
        if unit:
            # The base line is that of the value, not that of a line of its own.
            same = self._value.baseline(middle) - self._unit.rise_px
            right = self._unit.write(painter, right + UNIT_GAP_PX, same, unit, Role.TEXT3)
        if shape is not None:
            top = round(middle - self._mark_px / 2)
            place = QRectF(round(right + MARK_GAP_PX), top, self._mark_px, self._mark_px)
            paint_mark(painter, self._look, shape, place)
        painter.end()
