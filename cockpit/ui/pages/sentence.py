"""A mark and a sentence that may wrap, in line with the frames of controls."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room

MARK_PX = 10


class Sentence(QWidget):
    """One line of a list of reasons."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say = room.say
        self._mark = Mark(room.look, MARK_PX)
        self._label = Label(room.look, Type.BODY, Role.TEXT2, wraps=True)
        beside = QVBoxLayout()
        beside.addSpacing((Type.BODY.value[1] - MARK_PX) // 2)
        beside.addWidget(self._mark)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        row.setSpacing(8)
        row.addLayout(beside)
        row.addWidget(self._label, 1)

    def show_told(self, shape: Shape | None, text: str, role: Role = Role.TEXT2) -> None:
        """Show the sentence."""
        self._mark.show_shape(shape)
        self._label.say(self._say.wrapping(text))
        self._label.dress(role)
