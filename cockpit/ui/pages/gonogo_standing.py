"""What is missing for Go, in sentences: what the product owner waits for, and what became void."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.gonogo_view import GoNoGoView
from cockpit.domain.standings import ItemState, PollState
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape, shape_of
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_text import question
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.sentence import Sentence

MOST_COUNT, LOW_COUNT = 8, 2
GRAVITY = (
    ItemState.OBJECTED,
    ItemState.FAILED,
    ItemState.UNKNOWN,
    ItemState.STALE,
    ItemState.OPEN,
)


class Standing(QWidget):
    """One sentence for the whole sheet, one for each Go that is void, and what is open."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        look, say = room.look, room.say
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(GonogoCode.STANDING))
        self._first = Sentence(room)
        self._next = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._next.say(say.wrapping(say(GonogoCode.STANDING_NEXT)))
        self._most_count = MOST_COUNT
        self._lines: list[Sentence] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(inset(title))
        self._column.addWidget(self._first)
        self._column.addLayout(inset(self._next, stretch=0))
        self._column.addStretch(1)

    def tighten(self, *, is_low: bool) -> None:
        """Name fewer questions from the next time on that the sheet is shown, or all again."""
        self._most_count = LOW_COUNT if is_low else MOST_COUNT

    def show_sheet(self, view: GoNoGoView, at: datetime, *, is_to_deploy: bool) -> None:
        """Show what is missing `at`, and the next step once nothing is."""
        say = self._room.say
        if view.is_go:
            self._first.show_told(Shape.OK, say(GonogoCode.STANDING_GO))
        elif view.why_not is None:
            self._first.show_told(Shape.OPEN, say(GonogoCode.STANDING_CLEAR))
        else:
            shape = Shape.BAD if view.is_no_go else Shape.WAIT
            self._first.show_told(shape, say.text(view.why_not, at))
        self._next.setVisible(view.is_go and is_to_deploy)
        lines = [*self._void_lines(view), *self._item_lines(view)]
        while len(self._lines) < len(lines):
            self._lines.append(Sentence(self._room))
            self._column.insertWidget(self._column.count() - 1, self._lines[-1])
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(lines))
            if place < len(lines):
                line.show_told(*lines[place])

    def _void_lines(self, view: GoNoGoView) -> Iterator[tuple[Shape | None, str]]:
        for one in view.poll:
            if one.state is PollState.VOID and one.void is not None:
                text = self._room.say(GonogoCode.VOID_LINE, role=one.role, told=one.void)
                yield Shape.UNKNOWN, text

    def _item_lines(self, view: GoNoGoView) -> Iterator[tuple[Shape | None, str]]:
        """Yield the questions that are in the way, the gravest first, as many as there is room."""
        say = self._room.say
        items = [one for state in GRAVITY for one in view.items if one.state is state]
        for item in items[: self._most_count]:
            asked = question(item, say)
            text = say(GonogoCode.ITEM_LINE, question=asked, role=item.role)
            yield shape_of(item.state), text
        if len(items) > self._most_count:
            yield None, say(GonogoCode.MORE_ITEMS, count=len(items) - self._most_count)
