"""A figure: the value, its unit, and a mark where the value is not as it should be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Look, Role, Type

UNIT_SIZES = {Type.FIGURE: Type.BODY, Type.HERO: Type.HEADING}


class Figure(QWidget):
    """A value with its unit on one base line."""

    def __init__(self, look: Look, size: Type = Type.FIGURE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        unit_size = UNIT_SIZES.get(size, size)
        self._value = Label(look, size, Role.TEXT1, 600, parent=self)
        self._unit = Label(look, unit_size, Role.TEXT3, parent=self)
        self._mark = Mark(look, 12, parent=self)
        # Both texts stand on one base line: the small one is pushed down by the difference.
        drop_px = (size.value[1] - unit_size.value[1]) // 2 - 1 if size is not unit_size else 0
        self._unit.setContentsMargins(0, max(0, drop_px), 0, 0)
        self._unit.setFixedHeight(unit_size.value[1] + max(0, drop_px))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._value)
        layout.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(2)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self._mark.hide()

    def show_value(
        self, value: str, unit: str = "", shape: Shape | None = None, role: Role = Role.TEXT1
    ) -> None:
        """Show the value; `shape` stands behind it, `role` colours it."""
        self._value.say(value)
        self._value.dress(role)
        self._unit.say(unit)
        self._mark.show_shape(shape)
        self._mark.setVisible(shape is not None)

    @property
    def said(self) -> str:
        """Return value and unit as they are read."""
        return f"{self._value.said} {self._unit.said}".strip()
