"""Why the figures of a flow cannot be relied on, in as many words as there is room for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.kit.label import Label
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room


class FlowWhy(QWidget):
    """Shows a sentence large, or else small, or else only how it begins; the tip has all of it."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say = room.say
        self._text = ""
        self._large = Label(room.look, Type.BODY, Role.TEXT2, wraps=True)
        self._small = Label(room.look, Type.NOTE, Role.TEXT2, wraps=True)
        for label in (self._large, self._small):
            label.setParent(self)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def say(self, text: str) -> None:
        """Show the text."""
        if text != self._text:
            self._text = text
            tip(self, text)
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        begins = first_sentence(self._text)
        wanted = ((self._large, self._text), (self._small, self._text), (self._small, begins))
        chosen = wanted[-1]
        for label, text in wanted:
            label.say(self._say.wrapping(text))
            if label.heightForWidth(self.width()) <= self.height():
                chosen = (label, text)
                break
        for label in (self._large, self._small):
            label.setVisible(label is chosen[0])
        chosen[0].setGeometry(0, 0, self.width(), self.height())


def first_sentence(text: str) -> str:
    """Return the text up to the end of its first sentence, or of its first half."""
    for mark in (". ", "; "):
        head, found, _ = text.partition(mark)
        if found:
            return f"{head}."
    return text
