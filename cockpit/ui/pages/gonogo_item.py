"""One question of the checklist: what was measured or said, its source, and how it is answered."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.gonogo_view import ItemView
from cockpit.domain.standings import ItemState
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Chip, Tag
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape, shape_of
from cockpit.ui.kit.tile import EDGE_PX
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_basis_text import item_basis, item_meaning, item_weight
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_phrase import Phrase
from cockpit.ui.pages.gonogo_text import is_to_answer, question, source, value

ROW_PX, MARK_PX, VALUE_PX = 48, 10, 80
CHIPS = {
    ItemState.OBJECTED: (Shape.WARN, GonogoCode.OBJECTED),
    ItemState.FAILED: (Shape.BAD, GonogoCode.FAILED),
    ItemState.UNKNOWN: (Shape.UNKNOWN, GonogoCode.NOT_MEASURED),
}
UNSURE = {ItemState.UNKNOWN, ItemState.STALE}
TINTS = {ItemState.OBJECTED: Role.TINT_WARN, ItemState.FAILED: Role.TINT_BAD}


class ItemRow(QWidget):
    """A row of 48 px. An open question has its buttons here; any other one opens beside.

    `accepted` has the item and the typed value, "" for what is measured; `objected` and `shown`
    have the item.
    """

    accepted = Signal(str, str)
    objected = Signal(str)
    shown = Signal(str)

    def __init__(self, room: Room, item_id: str) -> None:
        super().__init__()
        self._look, self._say, self._id = room.look, room.say, item_id
        self._item: ItemView | None = None
        self._at: datetime | None = None
        self._refusal = ""
        self.setObjectName(f"gonogo.item.{item_id}")
        self.setFixedHeight(ROW_PX)
        self._build()
        room.look.changed.connect(self.update)

    def show_item(self, item: ItemView, at: datetime) -> None:
        """Show where the question stands `at`."""
        if item == self._item:
            return
        before, self._item, self._at = self._item, item, at
        say = self._say
        asked = question(item, say)
        is_typed = is_to_answer(item) and not item.is_automatic
        role = Role.TEXT3 if item.state in UNSURE else Role.TEXT1
        self._mark.show_shape(shape_of(item.state))
        self._phrase.show_phrase(asked, "" if is_typed else value(item, say, at), role)
        self._write_source()
        self._show_basis(item)
        if before is None or before.state is not item.state:
            self._refusal = ""
            self._write_source()
        self._show_controls(item, asked)
        self.update()

    def refuse(self, told: str) -> None:
        """Say why the answer was not taken; gone with the next change of its state."""
        self._refusal = told
        self._write_source()

    def took(self) -> None:
        """Empty the field: the answer is in the journal."""
        self._field.clear()
        self._refusal = ""
        self._write_source()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint of a row in trouble."""
        tint = None if self._item is None else TINTS.get(self._item.state)
        if tint is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect().adjusted(EDGE_PX, 0, 0, 0), self._look.color(tint))
            painter.end()

    def _write_source(self) -> None:
        if self._item is None:
            return
        is_tinted = self._item.state in TINTS
        self._source.say(self._refusal or source(self._item, self._say, self._at))
        quiet = Role.TEXT2 if is_tinted else Role.TEXT3
        self._source.dress(Role.BAD_TEXT if self._refusal else quiet)

    def _show_basis(self, item: ItemView) -> None:
        word = item_weight(item, self._say)
        means, basis = item_meaning(item, self._say), item_basis(item, self._say.on(self._at))
        self._tag.say(word)
        self._tag.setVisible(bool(word))
        self._tag.setAccessibleDescription(means)
        tip(self._tag, means)
        tip(self, basis)
        self.setAccessibleDescription(" ".join(filter(None, (means, basis))))

    def _show_controls(self, item: ItemView, asked: str) -> None:
        say, is_open = self._say, is_to_answer(item)
        chip = None if is_open else CHIPS.get(item.state)
        is_accepted = item.state is ItemState.ACCEPTED
        self._field.setVisible(is_open and not item.is_automatic)
        self._field.setAccessibleName(say(GonogoCode.VALUE_NAME, question=asked))
        self._accept.setVisible(is_open)
        self._accept.setAccessibleName(say(GonogoCode.ACCEPT_NAME, question=asked))
        self._object.setVisible(is_open)
        self._object.setAccessibleName(say(GonogoCode.OBJECT_NAME, question=asked))
        self._chip.setVisible(chip is not None)
        if chip is not None:
            self._chip.show_state(chip[0], say(chip[1]))
        time = say.on(self._at).time(item.answered_at)
        self._done.setVisible(is_accepted)
        self._done.say(time)
        self._done.setAccessibleName(say(GonogoCode.OPEN_NAME, question=asked, time=time))
        self._more.setVisible(chip is not None)
        self._more.setAccessibleName(f"{asked}: {say(GonogoCode.SHOW)}")

    def _accept_it(self) -> None:
        typed = self._field.text().strip() if self._field.isVisible() else ""
        self.accepted.emit(self._id, typed)

    def _build(self) -> None:
        look, say = self._look, self._say
        self._mark = Mark(look, MARK_PX)
        self._phrase = Phrase(look)
        self._source = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._tag = Tag(look)
        self._chip = Chip(look)
        self._field = Field(look, say(GonogoCode.VALUE))
        self._field.setObjectName(f"gonogo.value.{self._id}")
        self._field.setFixedWidth(VALUE_PX)
        self._field.returnPressed.connect(self._accept_it)
        self._accept = Button(look, Kind.SMALL, say(GonogoCode.ACCEPT))
        self._accept.setObjectName(f"gonogo.accept.{self._id}")
        self._accept.clicked.connect(self._accept_it)
        self._object = Button(look, Kind.SMALL, say(GonogoCode.OBJECT))
        self._object.setObjectName(f"gonogo.object.{self._id}")
        self._object.clicked.connect(lambda: self.objected.emit(self._id))
        self._done = Button(look, Kind.LIGHT, "", "check")
        self._done.clicked.connect(lambda: self.shown.emit(self._id))
        self._more = Button(look, Kind.SMALL, say(GonogoCode.SHOW))
        self._more.clicked.connect(lambda: self.shown.emit(self._id))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._phrase)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._tag)
        below.addWidget(self._source, 1)
        column.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self._mark)
        row.addSpacing(8)
        row.addLayout(column, 1)
        row.addSpacing(4)
        for part in (self._chip, self._field, self._accept, self._object, self._done, self._more):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
