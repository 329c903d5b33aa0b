"""Bars above the page: one that asks before the window closes, one with what to read once."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.frame_codes import ClosingCode, NoticeCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room

BAR_PX = 44


class Bar(QWidget):
    """A sentence with its mark, and buttons at the right; a long one makes it higher."""

    def __init__(self, room: Room, shape: Shape, *buttons: Button) -> None:
        super().__init__()
        look = room.look
        self._look, self._say = look, room.say
        self._told = ""
        self._mark = Mark(look, 12)
        self._mark.show_shape(shape)
        self._text = Label(look, Type.BODY, Role.TEXT1, 600, wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 2, 12, 2)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self._text, 1)
        for button in buttons:
            layout.addWidget(button)
        self.setMinimumHeight(BAR_PX)
        self.setVisible(False)
        look.changed.connect(self.update)

    @property
    def said(self) -> str:
        """Return the sentence."""
        return self._told

    def say(self, text: str) -> None:
        """Show the bar with this sentence."""
        self._told = text
        self._text.say(self._say.wrapping(text))
        self.setVisible(True)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the raised ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.RAISED))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.color(Role.BORDER))
        painter.end()


class ClosingBar(QWidget):
    """Asks in place whether the window may close; `answered` tells that it may."""

    answered = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        say = room.say
        self.stay = Button(room.look, Kind.PRIMARY, say(ClosingCode.STAY))
        self.stay.setObjectName("closing.stay")
        self.close_it = Button(room.look, Kind.PLAIN, say(ClosingCode.CLOSE))
        self.close_it.setObjectName("closing.close")
        self._say = say
        self._bar = Bar(room, Shape.WARN, self.stay, self.close_it)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._bar)
        self.stay.clicked.connect(self.withdraw)
        self.close_it.clicked.connect(self.answered)
        self.setVisible(False)

    def ask(self, *, has_unresolved: bool) -> None:
        """Ask; the answer that changes nothing has the focus."""
        self.tell(has_unresolved=has_unresolved)
        self.setVisible(True)
        self.stay.setFocus()

    def tell(self, *, has_unresolved: bool) -> None:
        """Say why it is asked."""
        code = ClosingCode.ASK_UNRESOLVED if has_unresolved else ClosingCode.ASK
        self._bar.say(self._say(code))

    def withdraw(self) -> None:
        """Go on as before."""
        self.setVisible(False)


class NoticeBar(QWidget):
    """The newest thing that everybody should read once; it stays until it was read."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.dismiss = Button(room.look, Kind.PLAIN, room.say(NoticeCode.DISMISS))
        self.dismiss.setObjectName("notice.dismiss")
        self._bar = Bar(room, Shape.WARN, self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._bar)
        self.dismiss.clicked.connect(lambda: self.setVisible(False))
        self.setVisible(False)

    @property
    def said(self) -> str:
        """Return the sentence."""
        return self._bar.said

    def say(self, text: str) -> None:
        """Show this, unless it is a part of what is shown already."""
        if self.isHidden() or text not in self.said:
            self._bar.say(text)
            self.setVisible(True)
