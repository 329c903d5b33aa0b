"""What is missing for Go, in sentences: what the product owner waits for, and what became void."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.gonogo_view import GoNoGoView, PollState
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.inset import inset


class Standing(QWidget):
    """One sentence for the whole sheet, and one for each sign-off that counts no more."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        look, say = room.look, room.say
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(GonogoCode.STANDING))
        self._first = _Sentence(room)
        self._next = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._next.say(say.wrapping(say(GonogoCode.STANDING_NEXT)))
        self._voids: list[_Sentence] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(inset(title))
        self._column.addWidget(self._first)
        self._column.addLayout(inset(self._next, stretch=0))
        self._column.addStretch(1)

    def show_sheet(self, view: GoNoGoView) -> None:
        """Show what is missing."""
        say = self._room.say
        if view.is_go:
            self._first.show_told(Shape.OK, say(GonogoCode.STANDING_GO))
        elif view.why_not is None:
            self._first.show_told(Shape.OPEN, say(GonogoCode.STANDING_CLEAR))
        else:
            shape = Shape.BAD if view.is_no_go else Shape.WAIT
            self._first.show_told(shape, say.text(view.why_not))
        self._next.setVisible(view.is_go)
        voids = [one for one in view.poll if one.state is PollState.VOID and one.void is not None]
        while len(self._voids) < len(voids):
            self._voids.append(_Sentence(self._room))
            self._column.insertWidget(self._column.count() - 1, self._voids[-1])
        for place, line in enumerate(self._voids):
            line.setVisible(place < len(voids))
            if place < len(voids):
                told = voids[place].void
                assert told is not None
                text = say(GonogoCode.VOID_LINE, role=voids[place].role, told=told)
                line.show_told(Shape.UNKNOWN, text)


class _Sentence(QWidget):
    """A mark and a sentence."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say = room.say
        self._mark = Mark(room.look, 10)
        self._label = Label(room.look, Type.BODY, Role.TEXT2, wraps=True)
        QVBoxLayout(self).addLayout(inset(self._mark, self._label, stretch=1))
        self.layout().setContentsMargins(0, 0, 0, 0)

    def show_told(self, shape: Shape, text: str) -> None:
        """Show the sentence."""
        self._mark.show_shape(shape)
        self._label.say(self._say.wrapping(text))
