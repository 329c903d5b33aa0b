"""The roles of the Go/No-Go, two beside each other: each with its questions."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
from cockpit.domain.standings import ItemState, PollState
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape, shape_of
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_item import ItemRow
from cockpit.ui.pages.gonogo_text import people
from cockpit.ui.pages.scroll import Scroll

TWO_COLUMNS_PX = 720
"""From this width on there is room for two roles beside each other."""

HEAD_PX, GAP_PX, BAR_PX = 36, 12, 8
AWAY_PX = 2
"""How far the scroll bar is from what stands on its right."""

SIGNS = {
    ItemState.FAILED: Shape.BAD,
    ItemState.OBJECTED: Shape.WARN,
    ItemState.UNKNOWN: Shape.UNKNOWN,
    ItemState.STALE: Shape.UNKNOWN,
    ItemState.OPEN: Shape.OPEN,
    ItemState.ACCEPTED: Shape.OK,
}
"""The mark of a role is that of its gravest question."""


class RoleBoard(Scroll):
    """All roles; scrolls when there are more than fit. Signals are those of the rows."""

    accepted = Signal(str, str)
    objected = Signal(str)
    shown = Signal(str)

    def __init__(self, room: Room) -> None:
        inside = QWidget()
        super().__init__(inside)
        self._room = room
        self._tiles: dict[str, RoleTile] = {}
        self._order: tuple[str, ...] = ()
        self._columns = 0
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, GAP_PX - AWAY_PX, 0)
        self._grid.setSpacing(GAP_PX)
        self.verticalScrollBar().rangeChanged.connect(self._keep_gap)

    def show_sheet(self, view: GoNoGoView, at: datetime) -> None:
        """Show every role with what it is asked, as it stands `at`."""
        roles = tuple(one.role for one in view.poll)
        for one in view.poll:
            if one.role not in self._tiles:
                self._tiles[one.role] = self._made(one.role)
            mine = tuple(item for item in view.items if item.role == one.role)
            self._tiles[one.role].show_role(one, mine, at)
        if roles != self._order:
            self._order = roles
            self._lay_out(self._fitting())

    def row(self, item_id: str) -> ItemRow | None:
        """Return the row of a question."""
        found = (tile.row(item_id) for tile in self._tiles.values())
        return next((one for one in found if one is not None), None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column when two would be too narrow."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._lay_out(self._fitting())

    def _keep_gap(self, _least: int, most: int) -> None:
        """Leave the same gap on the right with a scroll bar as without one."""
        right = GAP_PX - AWAY_PX - (BAR_PX if most > 0 else 0)
        self._grid.setContentsMargins(0, 0, right, 0)

    def _fitting(self) -> int:
        return 2 if self.width() >= TWO_COLUMNS_PX else 1

    def _made(self, role: str) -> "RoleTile":
        tile = RoleTile(self._room, role)
        tile.accepted.connect(self.accepted)
        tile.objected.connect(self.objected)
        tile.shown.connect(self.shown)
        return tile

    def _lay_out(self, columns: int) -> None:
        self._columns = columns
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            if tile.role not in self._order:
                tile.hide()
        for place, role in enumerate(self._order):
            tile = self._tiles[role]
            self._grid.addWidget(tile, place // columns, place % columns)
            tile.show()  # only now that it has a parent: it would be a window of its own before
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        last = (len(self._order) + columns - 1) // columns
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row == last else 0)


class RoleTile(Tile):
    """One role: who answers for it, how far it is, and its questions."""

    accepted = Signal(str, str)
    objected = Signal(str)
    shown = Signal(str)

    def __init__(self, room: Room, role: str) -> None:
        super().__init__(room.look, 0)
        self._room, self.role = room, role
        self._rows: dict[str, ItemRow] = {}
        self._lines: dict[str, QWidget] = {}
        self.setContentsMargins(0, 0, 0, 0)
        look = room.look
        self._name = Label(look, Type.BODY, Role.TEXT1, 600)
        self._name.say(room.say.name("role", role))
        self._person = Label(look, Type.BODY, Role.TEXT3, elides=True)
        self._mark = Mark(look, 10)
        self._count = Label(look, Type.NOTE, Role.TEXT2)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 12, 0)
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._person, 1)
        head.addWidget(self._mark)
        head.addWidget(self._count)
        holder = QWidget()
        holder.setLayout(head)
        holder.setFixedHeight(HEAD_PX)
        self._none = Label(look, Type.BODY, Role.TEXT3, wraps=True)
        self._none.say(room.say.wrapping(room.say(GonogoCode.NO_ITEMS)))
        self._none.setContentsMargins(16, 0, 12, 8)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self._column.addWidget(holder)
        self._column.addWidget(self._none)
        self._column.addStretch(1)

    def row(self, item_id: str) -> ItemRow | None:
        """Return the row of a question of this role."""
        return self._rows.get(item_id)

    def show_role(self, poll: PollView, items: tuple[ItemView, ...], at: datetime) -> None:
        """Show the role and its questions."""
        self._person.say(people(poll, self._room.say))
        self._none.setVisible(not items)
        states = {one.state for one in items}
        gravest = next((SIGNS[state] for state in SIGNS if state in states), Shape.NONE)
        self._mark.show_shape(gravest)
        count = self._room.say(
            GonogoCode.PASSED_OF, passed_count=poll.accepted_count, all_count=poll.item_count
        )
        self._count.say(count)
        loud = gravest if gravest in {Shape.BAD, Shape.WARN} else None
        self.set_edge(shape_of(poll.state) if poll.state in _EDGES else loud)
        for item in items:
            self._row_of(item.item_id).show_item(item, at)
        shown = {one.item_id for one in items}
        for item_id, row in self._rows.items():
            row.setVisible(item_id in shown)
            self._lines[item_id].setVisible(item_id in shown)

    def _row_of(self, item_id: str) -> ItemRow:
        if item_id not in self._rows:
            row, line = ItemRow(self._room, item_id), QWidget()
            hair = Line(self._room.look, parent=line)
            holder = QHBoxLayout(line)
            holder.setContentsMargins(16, 0, 12, 0)
            holder.addWidget(hair)
            line.setFixedHeight(1)
            row.accepted.connect(self.accepted)
            row.objected.connect(self.objected)
            row.shown.connect(self.shown)
            self._rows[item_id] = row
            self._lines[item_id] = line
            place = self._column.count() - 1
            self._column.insertWidget(place, line)
            self._column.insertWidget(place + 1, row)
        return self._rows[item_id]


_EDGES = {PollState.NO_GO, PollState.VOID}
