"""The side column of change safety: what was stopped in time, and what was not counted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from cockpit.app.safety_view import SafetyView
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.table import Table
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.safety_codes import SafetyCode
from cockpit.ui.pages.safety_rows import prevented_columns, prevented_row

HEAD_PX, GAP_PX, ROW_PX = 24, 8, 28
LINE_GAP_PX = 8


class PreventedTile(Tile):
    """Releases that were stopped before everybody had them.

    `asked` tells that somebody wants them in the table, `chosen` which one.
    """

    asked = Signal()
    chosen = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        look, say = room.look, room.say
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._count = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._note = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self.all = Button(look, Kind.SMALL, say(SafetyCode.SHOW_ALL))
        self.all.clicked.connect(self.asked)
        name = say(SafetyCode.PREVENTED)
        self.table = Table(look, prevented_columns(say), name=name)
        self.table.chosen.connect(self.chosen)
        self._title.say(name)
        for part in (self._title, self._count, self._note, self.all, self.table):
            part.setParent(self)

    def show_view(self, view: SafetyView) -> None:
        """Show what was stopped in the window."""
        say = self._room.say
        self._count.say(say.count(len(view.prevented)))
        has_any = bool(view.prevented)
        code = SafetyCode.PREVENTED_NOTE if has_any else SafetyCode.PREVENTED_NONE
        self._note.say(say(code))
        self.table.show_rows([prevented_row(one, say) for one in view.prevented])
        self.table.setVisible(has_any)
        self.all.setVisible(has_any)
        self._put()

    @property
    def wanted_px(self) -> int:
        """Return how high the tile wants to be."""
        rows = len(self.table.rows)
        return 2 * 12 + HEAD_PX + 20 + (GAP_PX + ROW_PX * (rows + 1) if rows else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        inner = self.contentsRect()
        left, top, width = inner.left(), inner.top(), inner.width()
        title = self._title.sizeHint().width()
        self._title.setGeometry(left, top, title, HEAD_PX)
        count = self._count.sizeHint().width()
        self._count.setGeometry(left + title + GAP_PX, top, count, HEAD_PX)
        hint = self.all.sizeHint()
        self.all.setGeometry(
            left + width - hint.width() + 4,
            top + (HEAD_PX - hint.height()) // 2,
            hint.width(),
            hint.height(),
        )
        top += HEAD_PX
        self._note.setGeometry(left, top + 4, width, 16)
        top += 20 + GAP_PX
        height = max(1, inner.bottom() + 1 - top)
        self.table.setGeometry(left - GAP_PX, top, width + 2 * GAP_PX, height)


class CountedTile(Tile):
    """What is not in the times: faults that are still open, and those whose times are wrong."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        look, say = room.look, room.say
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._title.say(say(SafetyCode.COUNTED))
        self._upto = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._lines = []
        for code, note in (
            (SafetyCode.OPEN, SafetyCode.OPEN_NOTE),
            (SafetyCode.INVALID, SafetyCode.INVALID_NOTE),
        ):
            mark, text = Mark(look, 10), Label(look)
            small = Label(look, Type.NOTE, Role.TEXT3, elides=True)
            count = Label(look, weight=600)
            count.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.say(say(code))
            small.say(say(note))
            self._lines.append((Line(look), mark, text, small, count))
        parts = (one for line in self._lines for one in line)
        for part in (self._title, self._upto, *parts):
            part.setParent(self)

    def show_view(self, view: SafetyView) -> None:
        """Show the counts of a window."""
        say = self._room.say
        self._upto.say(say(SafetyCode.COUNTED_NOTE, seq=str(view.seq)))
        counts = (view.open_count, view.invalid_count)
        for (_, mark, _, _, count), number in zip(self._lines, counts, strict=True):
            mark.show_shape(Shape.WARN if number else Shape.NONE)
            count.say(say.count(number))
            count.dress(Role.TEXT1 if number else Role.TEXT3)
        self._put()

    @property
    def wanted_px(self) -> int:
        """Return how high the tile wants to be."""
        return 2 * 12 + HEAD_PX + 4 + ROW_PX * len(self._lines)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        inner = self.contentsRect()
        left, top, width = inner.left(), inner.top(), inner.width()
        title = min(self._title.sizeHint().width(), width)
        self._title.setGeometry(left, top, title, HEAD_PX)
        rest = max(0, width - title - GAP_PX)
        upto = min(self._upto.sizeHint().width(), rest)
        self._upto.setGeometry(left + title + GAP_PX, top + 5, upto, 16)
        top += HEAD_PX + 4
        for line, mark, text, small, count in self._lines:
            line.setGeometry(left, top, width, 1)
            mark.move(left, top + 9)
            number = count.sizeHint().width()
            at = left + 18
            wide = min(text.sizeHint().width(), max(0, width - 18 - number - GAP_PX))
            text.setGeometry(at, top + 4, wide, 20)
            at += wide + LINE_GAP_PX
            room = left + width - number - LINE_GAP_PX - at
            wanted = small.sizeHint().width()
            small.setVisible(room >= wanted)
            small.setGeometry(at, top + 7, max(0, min(wanted, room)), 16)
            count.setGeometry(left + width - number, top + 4, number, 20)
            top += ROW_PX
