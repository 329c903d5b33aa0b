"""One row of the journal in full: its sentence, its stamps, its seal, and how it stands there."""

import json
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.detect import ACTOR
from cockpit.app.row_sentences import sentence
from cockpit.domain.events import BackInBand, IntentRecorded, OutcomeRecorded
from cockpit.domain.operations import Order, Stamps
from cockpit.ports.journal import Row
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Lines
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.news import RowText
from cockpit.ui.pages.journal_codes import JournalPageCode
from cockpit.ui.pages.journal_rows import who
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

STAMPS = (
    JournalPageCode.ASKED,
    JournalPageCode.SENT,
    JournalPageCode.ACCEPTED,
    JournalPageCode.SEEN,
    JournalPageCode.BACK,
)
HASH_END = 4
MOST_LINES, MOST_LENGTH = 500, 1_000
RAW_LEAST_PX = 48


class RowDetail(Tile):
    """The row that was picked; its raw text comes a moment later."""

    def __init__(self, look: Look, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._look, self._say = look, say
        self._row: Row | None = None
        self._text = ""
        self._head = Label(look, Type.HEADING, weight=600)
        self._time = Label(look, Type.BODY, Role.TEXT3, elides=True)
        self._copy = Button(look, Kind.LIGHT, say(JournalPageCode.COPY), "copy")
        self._copy.clicked.connect(self._copy_text)
        self._sentence = Label(look, Type.BODY, wraps=True)
        self._who = Label(look, Type.NOTE, Role.TEXT3)
        self._stamps = _Stamps(look, say)
        self._seal = _Seal(look, say)
        self._raw_title = Label(look, Type.NOTE, Role.TEXT3)
        self._raw_title.say(say(JournalPageCode.RAW))
        self._raw = _Raw(look, say(JournalPageCode.RAW))
        self._raw.setReadOnly(True)
        self._raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._raw.setFont(look.font(Type.NOTE))
        self._pick = Label(look, Type.BODY, Role.TEXT3, wraps=True)
        self._pick.say(say.wrapping(say(JournalPageCode.PICK)))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._head)
        head.addWidget(self._time, 1)
        head.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._pick)
        layout.addLayout(head)
        for part in (self._sentence, self._who, self._stamps, self._seal):
            layout.addWidget(part)
        layout.addWidget(self._raw_title)
        line = Line(look)
        layout.addWidget(line)
        layout.addWidget(self._raw, 1)
        layout.addStretch(0)  # below what to do, while no row is shown
        self._parts = (
            line,
            self._head,
            self._time,
            self._copy,
            self._sentence,
            self._who,
            self._seal,
            self._raw,
            self._raw_title,
        )
        self.show_row(None, {}, ())

    def show_row(
        self, row: Row | None, orders: Mapping[str, Order], known: tuple[Row, ...]
    ) -> None:
        """Show a row; `known` are the rows around it, which may tell of the same operation."""
        self._row, self._text = row, ""
        self._pick.setVisible(row is None)
        for part in self._parts:
            part.setVisible(row is not None)
        self._stamps.setVisible(False)
        if row is None:
            return
        say, entry = self._say, row.entry
        self._head.say(say(JournalPageCode.ROW, row=str(row.seq)))
        at = say.local(entry.at)
        self._time.say(f"{at:%Y-%m-%d %H:%M:%S} {say.zone_name(at)}")  # the raw text has the rest
        self._sentence.say(say.wrapping(say.text(sentence(entry, orders))))
        person = who(say, entry.actor)
        is_program = entry.actor == ACTOR
        self._who.say(person if is_program else say(JournalPageCode.SELF_DECLARED, person=person))
        self._seal.show_hashes("", row.hash_hex)
        self._raw.setPlainText("")
        operation = _operation_of(row)
        if operation is not None:
            self._stamps.show_stamps(*stamps_of(operation, (*known, row)))
            self._stamps.setVisible(True)

    def show_text(self, told: RowText) -> None:
        """Show the row as it stands in the journal."""
        if self._row is None or told.seq != self._row.seq:
            return
        self._text = told.text
        self._seal.show_hashes(told.previous_hash_hex, self._row.hash_hex)
        if told.error is not None:
            self._raw.setPlainText(self._say.text(told.error))
        elif told.text:
            pretty = json.dumps(json.loads(told.text), ensure_ascii=False, indent=1)
            lines = (_indented(line) for line in pretty.splitlines()[:MOST_LINES])
            self._raw.setPlainText("\n".join(lines))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text or self._sentence.text())


class _Raw(Lines):
    """Text that scrolls in whatever height is left; the page is not scrolled for it."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), RAW_LEAST_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), RAW_LEAST_PX)


class _Stamps(QWidget):
    """The five stamps of an operation, each with its time."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self._say = say
        title = Label(look, Type.NOTE, Role.TEXT3)
        title.say(say(JournalPageCode.STAMPS))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(title, 0, 0, 1, 3)
        grid.addWidget(Line(look), 1, 0, 1, 3)
        self._marks, self._times = [], []
        for place, code in enumerate(STAMPS, start=2):
            mark, name, time = Mark(look, 10), Label(look), Label(look)
            name.say(say(code))
            grid.addWidget(mark, place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, place, 1)
            grid.addWidget(time, place, 2, Qt.AlignmentFlag.AlignRight)
            self._marks.append(mark)
            self._times.append(time)

    def show_stamps(self, stamps: Stamps, back_at: datetime | None) -> None:
        """Show when what happened."""
        times = (stamps.asked_at, stamps.sent_at, stamps.accepted_at, stamps.seen_at, back_at)
        for mark, label, at in zip(self._marks, self._times, times, strict=True):
            mark.show_shape(Shape.NONE if at is None else Shape.OK)
            label.say(DASH if at is None else self._say.time_s(at))


class _Seal(QWidget):
    """The hashes that chain the row to the one before."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        title = Label(look, Type.NOTE, Role.TEXT3)
        title.say(say(JournalPageCode.SEAL))
        grid.addWidget(title, 0, 0, 1, 2)
        grid.addWidget(Line(look), 1, 0, 1, 2)
        self._values = []
        for place, code in enumerate((JournalPageCode.ROW_BEFORE, JournalPageCode.THIS_ROW), 2):
            name, value = Label(look, role=Role.TEXT3), Label(look, elides=True)
            name.say(say(code))
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
            self._values.append(value)

    def show_hashes(self, before_hex: str, own_hex: str) -> None:
        """Show both, short enough to be compared by eye; the tool tip has the whole."""
        for label, whole in zip(self._values, (before_hex, own_hex), strict=True):
            label.say(short_hash(whole))
            label.setToolTip(whole)


def short_hash(whole_hex: str) -> str:
    """Return the first eight and the last four digits, in groups of four."""
    if not whole_hex:
        return DASH
    return f"{whole_hex[:4]} {whole_hex[4:8]} … {whole_hex[-HASH_END:]}"


def stamps_of(operation_id: str, rows: tuple[Row, ...]) -> tuple[Stamps, datetime | None]:
    """Return the newest stamps of an operation that these rows tell, and when it was back."""
    stamps: Stamps | None = None
    back_at = None
    for row in sorted(rows, key=lambda one: one.seq):
        match row.entry.event:
            case IntentRecorded(order=order) if order.operation_id == operation_id:
                stamps = stamps or Stamps(order.asked_at)
            case OutcomeRecorded() as outcome if outcome.operation_id == operation_id:
                stamps = outcome.stamps
            case BackInBand() as back if back.operation_id == operation_id:
                back_at = row.entry.at
            case _:
                pass
    return stamps or Stamps(rows[-1].entry.at), back_at


def _indented(line: str) -> str:
    """Return a line of raw text with everything invisible in it spelled out."""
    text = line.lstrip(" ")
    return " " * (len(line) - len(text)) + safe(text, max_length=MOST_LENGTH)


def _operation_of(row: Row) -> str | None:
    match row.entry.event:
        case IntentRecorded(order=order):
            return order.operation_id
        case OutcomeRecorded(operation_id=id_) | BackInBand(operation_id=id_):
            return id_
        case _:
            return None
