"""One sentence about a wish that was not granted, where the wish was made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room


class Refusal(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, room: Room, name: str) -> None:
        super().__init__()
        self._room = room
        self.setObjectName(name)
        mark = Mark(room.look, 10)
        mark.show_shape(Shape.BAD)
        self._label = Label(room.look, Type.NOTE, Role.BAD_TEXT, wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    @property
    def said(self) -> str:
        """Return what is shown; "" when nothing is."""
        return "" if self.isHidden() else self._label.said

    def say(self, told: str) -> None:
        """Say why not; "" when there is nothing to say any more."""
        if told:
            self._label.say(self._room.say.wrapping(told))
        self.setVisible(bool(told))
