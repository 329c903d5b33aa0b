"""The poll: every role in its fixed order, what it has said and when, the product owner last."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.gonogo_view import GoNoGoView, PollView
from cockpit.domain.standings import PollState
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape, shape_of
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_text import people, said

HEIGHT_PX = 72
MARK_PX, ARROW_PX = 16, 16
LOUD = {
    PollState.NO_GO: Role.BAD_TEXT,
    PollState.OBJECTS: Role.WARN,
    PollState.VOID: Role.UNKNOWN_TEXT,
    PollState.WAITING: Role.TEXT2,
}
"""The colour of the word; of all others it is that of values."""


class PollTile(Tile):
    """Roles side by side, all equally wide, with an arrow between two."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        self._cells: list[_Cell] = []
        self._arrows: list[_Arrow] = []
        self.setFixedHeight(HEIGHT_PX)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def show_poll(self, view: GoNoGoView, at: datetime) -> None:
        """Show what every role has said, to somebody who looks at it `at` that time."""
        while len(self._cells) < len(view.poll):
            if self._cells:
                self._arrows.append(_Arrow(self._room.look))
                self._row.addWidget(self._arrows[-1])
            self._cells.append(_Cell(self._room))
            self._row.addWidget(self._cells[-1], 1)
        for place, cell in enumerate(self._cells):
            is_there = place < len(view.poll)
            cell.setVisible(is_there)
            if place:
                self._arrows[place - 1].setVisible(is_there)
            if is_there:
                cell.show_role(view.poll[place], view, at)


class _Cell(QWidget):
    """One role: its mark, its name and person, its word and time."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._say = room.look, room.say
        self._mark = Mark(look, MARK_PX)
        self._role = Label(look, Type.BODY, Role.TEXT1, 600)
        self._person = Label(look, Type.BODY, Role.TEXT3, elides=True)
        self._word = Label(look, Type.BODY, Role.TEXT1, 600)
        self._note = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((upper, (self._role, self._person)), (lower, (self._word, self._note))):
            row.setSpacing(8)
            row.addWidget(parts[0])
            row.addWidget(parts[1], 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(upper)
        column.addLayout(lower)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(column, 1)

    def show_role(self, poll: PollView, view: GoNoGoView, at: datetime) -> None:
        """Show what the role has said."""
        word, note = said(poll, view, self._say.on(at))
        role = self._say.name("role", poll.role)
        is_waiting = poll.state is PollState.WAITING
        self._mark.show_shape(Shape.NONE if is_waiting else shape_of(poll.state))
        self._role.say(role)
        self._person.say(people(poll, self._say))
        self._word.say(word)
        self._word.dress(LOUD.get(poll.state, Role.TEXT1))
        self._note.say(note)
        void = "" if poll.void is None else self._say.text(poll.void)
        self.setAccessibleName(f"{role} {word} {note} {void}".strip())


class _Arrow(QWidget):
    """The order in which roles speak."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(ARROW_PX, ARROW_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        pixmap = self._look.icon("chevron-right", Role.TEXT3, ARROW_PX, ratio)
        top = (self.height() - ARROW_PX) // 2
        painter.drawPixmap(QRectF(0, top, ARROW_PX, ARROW_PX).toRect(), pixmap)
        painter.end()
