"""The decision beside the roles: what stands in the way, or one item and what to do about it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.gonogo_view import GoNoGoView, ItemView
from cockpit.domain.standings import ItemState
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.field import Field, Lines
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, shape_of
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_basis_text import item_basis, item_meaning, item_weight
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_standing import Standing
from cockpit.ui.pages.gonogo_text import number_of, question, source, value
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.pages.scroll import Scroll
from cockpit.words.safe import safe

LINES_PX, LOW_LINES_PX = 92, 52
LOW_BELOW_PX = 300
"""Below this height the tile leaves away what the row of the item says as well."""


class DecisionTile(Tile):
    """`objected` has the item and what is wrong; `accepted` the item and the value after the fix.

    Without an item it says what is missing for Go. An item with an objection opens by itself when
    nothing else is open, because nobody can sign before it is closed. In a low window it says less,
    so that only the roles have to be scrolled.
    """

    objected = Signal(str, str)
    accepted = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._view: GoNoGoView | None = None
        self._at: datetime | None = None
        self._item_id: str | None = None
        self._is_writing = self._is_to_deploy = self._is_low = False
        self._left: set[str] = set()
        self._build()

    @property
    def item_id(self) -> str | None:
        """Return the item that is open; None when it is the whole sheet."""
        return self._item_id

    def show_sheet(self, view: GoNoGoView, at: datetime, *, is_to_deploy: bool) -> None:
        """Show how things stand `at`; what is being typed stays."""
        self._view, self._at, self._is_to_deploy = view, at, is_to_deploy
        objected = [one.item_id for one in view.items if one.state is ItemState.OBJECTED]
        self._left.intersection_update(objected)
        if self._item_id is None:
            self._item_id = next((one for one in objected if one not in self._left), None)
        self._write()

    def open(self, item_id: str, *, is_writing: bool) -> None:
        """Open an item, to be read or to be objected to."""
        if item_id != self._item_id:
            self._lines.clear()
            self._fixed.clear()
            self._refusal.say("")
        self._item_id, self._is_writing = item_id, is_writing
        self._write()
        if is_writing:
            self._lines.setFocus()

    def leave(self) -> None:
        """Show the whole sheet again."""
        if self._item_id is not None:
            self._left.add(self._item_id)
        self._item_id, self._is_writing = None, False
        for one in (self._lines, self._fixed):
            one.clear()
        self._refusal.say("")
        self._write()

    def took(self) -> None:
        """Close the item: what was said about it is in the journal."""
        if self._item_id is not None:
            self.leave()

    def refuse(self, told: str) -> None:
        """Say in place why the answer was not taken."""
        self._refusal.say(told)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less when there is little room, and all of it again when there is more."""
        super().resizeEvent(event)
        is_low = event.size().height() < LOW_BELOW_PX
        if is_low is not self._is_low:
            self._is_low = is_low
            self._lines.setFixedHeight(LOW_LINES_PX if is_low else LINES_PX)
            self._standing.tighten(is_low=is_low)
            self._write()

    def _write(self) -> None:
        view, at = self._view, self._at
        if view is None or at is None:
            return
        item = next((one for one in view.items if one.item_id == self._item_id), None)
        self._standing.setVisible(item is None)
        self._one.setVisible(item is not None)
        if item is None:
            self._item_id = None
            self._standing.show_sheet(view, at, is_to_deploy=self._is_to_deploy)
            self.set_edge(None)
        else:
            self._show_item(item, view)

    def _show_item(self, item: ItemView, view: GoNoGoView) -> None:
        say, asked = self._room.say, question(item, self._room.say)
        is_objected = item.state is ItemState.OBJECTED
        title = asked
        if is_objected:
            number = number_of(item, view)
            title = say(GonogoCode.OBJECTION, number=number, question=asked)
        elif self._is_writing:
            title = say(GonogoCode.NEW_OBJECTION, question=asked)
        self._mark.show_shape(shape_of(item.state))
        self._title.say(title)
        role, person = say.name("role", item.role), say.person(item.answered_by)
        by = say(GonogoCode.BY, role=role, person=person)
        if item.answered_at is not None:
            time = say.on(self._at).time(item.answered_at)
            by = say(GonogoCode.BY_AT, role=role, person=person, time=time)
        by = role if item.answered_by is None else by
        self._by.say(by)
        self._by.setVisible(not self._is_low)
        self._value.say(value(item, say, self._at))
        self._source.say(by if self._is_low else say.wrapping(source(item, say, self._at)))
        word = item_weight(item, say)
        self._tag.say(word)
        self._tag.setVisible(bool(word))
        told = " ".join(filter(None, (item_meaning(item, say), item_basis(item, say.on(self._at)))))
        self._basis.say(say.wrapping(told))
        self._basis.setVisible(bool(told) and not self._is_low)
        quote = safe(item.objection) if item.objection else ""
        self._quote.setVisible(is_objected and bool(quote))
        self._quote.say(say.wrapping(say(GonogoCode.QUOTE, text=quote)))
        self._show_ways(item, is_objected=is_objected)
        self.set_edge(shape_of(item.state) if is_objected else None)

    def _show_ways(self, item: ItemView, *, is_objected: bool) -> None:
        say, is_writing = self._room.say, self._is_writing and not is_objected
        self._lines.setVisible(is_writing)
        self._save.setVisible(is_writing)
        self._object.setVisible(not is_writing and not is_objected)
        hint = GonogoCode.FIXED_MEASURED if item.is_automatic else GonogoCode.FIXED
        self._hint.setVisible(is_objected and (item.is_automatic or not self._is_low))
        self._hint.say(say.wrapping(say(hint)))
        self._fixed.setVisible(is_objected and not item.is_automatic)
        self._accept.setVisible(is_objected)

    def _save_it(self) -> None:
        if self._item_id is not None:
            self.objected.emit(self._item_id, self._lines.toPlainText().strip())

    def _accept_it(self) -> None:
        if self._item_id is not None:
            self.accepted.emit(self._item_id, self._fixed.text().strip())

    def _write_objection(self) -> None:
        if self._item_id is not None:
            self.open(self._item_id, is_writing=True)

    def _build(self) -> None:
        self._standing = Standing(self._room)
        self._one = self._built_item()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._standing)
        column.addWidget(self._one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroll(inside))

    def _built_item(self) -> QWidget:
        look, say = self._room.look, self._room.say
        self._mark = Mark(look, 12)
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600, elides=True)
        self._by = Label(look, Type.NOTE, Role.TEXT3)
        self._value = Label(look, Type.BODY, Role.TEXT1, 600, elides=True)
        self._source = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._tag = Tag(look)
        self._basis = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._quote = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._hint = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._lines = Lines(look, say(GonogoCode.WHAT_IS_WRONG))
        self._lines.setObjectName("gonogo.objection")
        self._lines.setFixedHeight(LINES_PX)
        self._fixed = Field(look, say(GonogoCode.FIXED_VALUE))
        self._fixed.setObjectName("gonogo.fixed")
        self._fixed.returnPressed.connect(self._accept_it)
        self._refusal = Refusal(self._room, "gonogo.item.refusal")
        self._build_buttons()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(inset(self._mark, self._title, self._by, stretch=1))
        column.addLayout(inset(self._value, self._tag, stretch=0))
        column.addLayout(inset(self._source, stretch=0))
        column.addLayout(inset(self._basis, stretch=0))
        column.addLayout(inset(self._quote, stretch=0))
        column.addSpacing(4)
        column.addLayout(inset(Line(look), stretch=0))
        column.addSpacing(4)
        column.addLayout(inset(self._hint, stretch=0))
        column.addWidget(self._lines)
        column.addWidget(self._fixed)
        column.addLayout(inset(self._refusal, stretch=0))
        column.addLayout(controls(self._save, self._accept, self._object, self._leave))
        column.addStretch(1)
        return whole

    def _build_buttons(self) -> None:
        look, say = self._room.look, self._room.say
        self._save = Button(look, Kind.PRIMARY, say(GonogoCode.SAVE_OBJECTION))
        self._save.setObjectName("gonogo.objection.save")
        self._save.clicked.connect(self._save_it)
        self._accept = Button(look, Kind.PRIMARY, say(GonogoCode.WITHDRAW))
        self._accept.setObjectName("gonogo.fixed.accept")
        self._accept.clicked.connect(self._accept_it)
        self._object = Button(look, Kind.PLAIN, say(GonogoCode.OBJECT))
        self._object.setObjectName("gonogo.objection.write")
        self._object.clicked.connect(self._write_objection)
        self._leave = Button(look, Kind.LIGHT, say(GonogoCode.LEAVE))
        self._leave.setObjectName("gonogo.item.leave")
        self._leave.clicked.connect(self.leave)
