"""A figure with its unit and its mark, on one baseline."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type

_UNITS = {Type.HERO: Type.HEADING, Type.FIGURE: Type.BODY}
_MARKS = {Type.HERO: 16, Type.FIGURE: 12, Type.HEADING: 12}
UNIT_GAP_PX, MARK_GAP_PX = 3, 7


class Figure(QWidget):
    """A value that matters: `97.8` large, `%` small and quiet, and a mark when it has one."""

    def __init__(self, look: Look, size: Type = Type.FIGURE) -> None:
        super().__init__()
        self._look = look
        self._value = Writing(look, size, 600)
        self._unit = Writing(look, _UNITS.get(size, size))
        self._mark_px = _MARKS.get(size, 10)
        self._shown: tuple[str, str, Shape | None, Role] = ("", "", None, Role.TEXT1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_value(
        self, value: str, unit: str = "", shape: Shape | None = None, role: Role = Role.TEXT1
    ) -> None:
        """Show a value that was put into words already, such as a dash for one that is missing."""
        shown = (value, unit, shape, role)
        if shown == self._shown:
            return
        before, self._shown = self.sizeHint(), shown
        self.setAccessibleName(f"{value} {unit}".strip())
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        value, unit, shape, _ = self._shown
        width = self._value.width(value)
        width += UNIT_GAP_PX + self._unit.width(unit) if unit else 0
        width += MARK_GAP_PX + self._mark_px if shape is not None else 0
        return QSize(math.ceil(width), self._value.line_px)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._value.line_px)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        value, unit, shape, role = self._shown
        painter = QPainter(self)
        middle = self.height() / 2
        right = self._value.write(painter, 0.0, middle, value, role)
        if unit:
            # The baseline is that of the value, not of a line of its own.
            same = self._value.baseline(middle) - self._unit.rise_px
            right = self._unit.write(painter, right + UNIT_GAP_PX, same, unit, Role.TEXT3)
        if shape is not None:
            top = middle - self._mark_px / 2
            place = QRectF(round(right + MARK_GAP_PX), top, self._mark_px, self._mark_px)
            paint_mark(painter, self._look, shape, place)
        painter.end()
