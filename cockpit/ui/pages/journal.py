"""The journal page: every row as a sentence, found by text or kind, and verified on demand."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cockpit.app.row_search import RowFilter, RowsRead, RowsWanted
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ports.journal import Row
from cockpit.ui.hands import Granted, News, Wish
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Align, Column, Table
from cockpit.ui.kit.tile import Empty, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.news import Exported, RowText, Verified
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.journal_codes import JournalPageCode
from cockpit.ui.pages.journal_detail import RowDetail
from cockpit.ui.pages.journal_rows import line, orders_of

TYPING_MS = 250
MARKS = "●▲■◇ "
"""The marks that sentences begin with on a terminal; here a painted one stands beside them."""

DETAIL_PX, DETAIL_LEAST_PX = 388, 300
SHAPES = {0: Shape.OK, 1: Shape.BAD, 2: Shape.UNKNOWN}
RESULTS = {
    0: JournalPageCode.SOUND,
    1: JournalPageCode.BROKEN,
    2: JournalPageCode.NOT_ANCHORED,
}
FILTERS = {
    RowFilter.ALL: JournalPageCode.ALL,
    RowFilter.ACTIONS: JournalPageCode.ACTIONS,
    RowFilter.GATES: JournalPageCode.GATES,
    RowFilter.ALERTS: JournalPageCode.ALERTS,
    RowFilter.LAUNCHES: JournalPageCode.LAUNCHES,
    RowFilter.SIGN_OFFS: JournalPageCode.SIGN_OFFS,
    RowFilter.NOTES: JournalPageCode.NOTES,
}


class JournalPage:
    """Asks for rows when it is shown, and again whenever the journal has grown."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: tuple[Row, ...] = ()
        self._next_seq: int | None = None
        self._wanted = RowsWanted()
        self._seen_seq: int | None = None
        self._at: datetime | None = None
        self._is_row_seen = False
        self._build()

    @property
    def widget(self) -> QWidget:
        """Return what stands in the middle of the window."""
        return self._widget

    def show(self, snapshot: Snapshot) -> None:
        """Ask for what is new, if anything is."""
        say, journal = self._room.say, snapshot.journal
        is_new_day = say.day(self._at) != say.day(snapshot.at)
        self._at = snapshot.at
        if is_new_day and self._rows:
            self._show_rows()
        seq = None if journal is None else journal.seq
        if self._seen_seq is None or seq != self._seen_seq:
            self._seen_seq = seq if seq is not None else -1
            self._ask()
        zone = say.zone_name(snapshot.at)
        self._table.retitle(_columns(self._room, zone))

    def hear(self, news: News | ActionEvent) -> None:
        """Take rows, raw texts, verifications and exports."""
        match news:
            case RowsRead():
                self._take(news)
            case RowText():
                self._detail.show_text(news)
            case Verified():
                self._verified(news)
            case Exported():
                self._exported(news)
            case Granted(wish=Wish.NOTE):
                self._note.clear()
            case _:
                pass

    # ------------------------------------------------------------ asking

    def _ask(self) -> None:
        self._wanted = RowsWanted(
            filter=RowFilter(self._filters.key),
            text=self._search.text(),
            has_drills=self._drills.key == "with",
        )
        self._room.hands.rows(self._wanted)

    def _ask_older(self) -> None:
        if self._next_seq is None:
            return
        wanted = self._wanted
        self._wanted = RowsWanted(
            wanted.filter,
            wanted.text,
            wanted.launch_id,
            wanted.has_drills,
            before_seq=self._next_seq,
        )
        self._next_seq = None
        self._room.hands.rows(self._wanted)

    def _take(self, read: RowsRead) -> None:
        if read.wanted != self._wanted:
            return  # an answer to a question that was asked before
        older = read.wanted.before_seq is not None
        self._rows = (*self._rows, *read.rows) if older else read.rows
        self._next_seq = read.next_seq
        self._older.setVisible(read.next_seq is not None)
        self._show_rows()
        self._choose_newest()
        if read.error is not None:
            self._empty.say(self._room.say.text(read.error))
            self._stack.setCurrentWidget(self._empty_tile)

    def _show_rows(self) -> None:
        room, say = self._room, self._room.say.on(self._at)
        orders = orders_of(self._rows)
        self._table.show_rows([line(room.look, say, row, orders) for row in self._rows])
        is_search = bool(self._wanted.text) or self._wanted.filter is not RowFilter.ALL
        code = JournalPageCode.NOTHING_FOUND if is_search else JournalPageCode.EMPTY
        self._empty.say(room.say(code))
        self._stack.setCurrentWidget(self._list if self._rows else self._empty_tile)

    def _choose_newest(self) -> None:
        """Choose the newest row, again and again until somebody has come to see it."""
        if self._rows and not self._is_row_seen:
            self._table.choose(str(self._rows[0].seq))
            self._pick(str(self._rows[0].seq))
            self._is_row_seen = self._widget.isVisible()

    def _pick(self, key: str) -> None:
        self._is_row_seen = True
        row = next((one for one in self._rows if str(one.seq) == key), None)
        self._detail.show_row(row, orders_of(self._rows), self._rows)
        if row is not None:
            self._room.hands.row_text(row.seq)

    # ------------------------------------------------------------ verifying, exporting, notes

    def _verify(self) -> None:
        self._verdict.say(self._room.say(JournalPageCode.VERIFYING))
        self._verdict_mark.show_shape(Shape.NONE)
        self._sentences.say("")
        self._when.say("")
        self._room.hands.verify()

    def _verified(self, told: Verified) -> None:
        say = self._room.say
        self._verdict_mark.show_shape(SHAPES[told.result])
        self._verdict.say(say(RESULTS[told.result]))
        sentences = " ".join(say.text(one).lstrip(MARKS) for one in told.messages)
        self._sentences.say(say.wrapping(sentences))
        took = say.age(told.took_s)
        when = say(JournalPageCode.VERIFIED_AT, time=say.time_s(told.at), took=took)
        self._when.say(when)
        self._verify_button.say(say(JournalPageCode.VERIFY_AGAIN))

    def _export(self) -> None:
        places = QStandardPaths.StandardLocation
        folder = QStandardPaths.writableLocation(places.DocumentsLocation) or "."
        seq = self._rows[0].seq if self._rows else 0
        self._room.hands.export(Path(folder) / f"release-cockpit-journal-{seq}.csv")

    def _exported(self, told: Exported) -> None:
        say = self._room.say
        text = say(JournalPageCode.EXPORTED, file=str(told.file))
        self._sentences.say(text if told.error is None else say.text(told.error))

    def _add_note(self) -> None:
        if text := self._note.text().strip():
            self._room.hands.note(text)

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._widget = QWidget()
        self._search = Field(look, say(JournalPageCode.SEARCH))
        self._search.setObjectName("journal.search")
        self._typing = QTimer(self._widget)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._filters = Segments(look, [(key.value, say(code)) for key, code in FILTERS.items()])
        self._filters.chosen.connect(lambda _key: self._ask())
        self._drills = Segments(
            look,
            [
                ("with", say(JournalPageCode.WITH_DRILLS)),
                ("without", say(JournalPageCode.WITHOUT_DRILLS)),
            ],
        )
        self._drills.chosen.connect(lambda _key: self._ask())
        export = Button(look, Kind.PLAIN, say(JournalPageCode.EXPORT), "download")
        export.setObjectName(Name.EXPORT)
        export.clicked.connect(self._export)
        filters = QHBoxLayout()
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(8)
        filters.addWidget(self._search, 1)
        filters.addWidget(self._filters)
        filters.addWidget(self._drills)
        filters.addWidget(export)
        self._detail = RowDetail(look, say)
        self._detail.setMinimumWidth(DETAIL_LEAST_PX)
        self._detail.setMaximumWidth(DETAIL_PX)
        below = QHBoxLayout()
        below.setContentsMargins(
            MARGIN_PX, 0, MARGIN_PX, 0
        )  # tiles in line with frames of controls
        below.setSpacing(12)
        below.addWidget(self._built_list(), 2)
        below.addWidget(self._detail, 1)
        layout = QVBoxLayout(self._widget)
        layout.setContentsMargins(16 - MARGIN_PX, 12, 16 - MARGIN_PX, 16)
        layout.setSpacing(8)
        layout.addLayout(filters)
        layout.addLayout(inset(self._built_verdict(), stretch=0))
        layout.addLayout(below, 1)
        layout.addLayout(self._built_note())

    def _built_verdict(self) -> Tile:
        look, say = self._room.look, self._room.say
        tile = Tile(look, 8)
        self._verdict_mark = Mark(look, 12)
        self._verdict_mark.show_shape(Shape.NONE)
        self._verdict = Label(look, weight=600)
        self._verdict.say(say(JournalPageCode.NOT_VERIFIED))
        self._sentences = Label(look, role=Role.TEXT2, wraps=True)
        self._when = Label(look, Type.NOTE, Role.TEXT3)
        self._verify_button = Button(look, Kind.PLAIN, say(JournalPageCode.VERIFY), "badge-check")
        self._verify_button.setObjectName(Name.VERIFY)
        self._verify_button.clicked.connect(self._verify)
        row = QHBoxLayout(tile)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._verdict_mark)
        row.addWidget(self._verdict)
        row.addWidget(self._sentences, 1)
        row.addWidget(self._when)
        row.addWidget(self._verify_button)
        return tile

    def _built_list(self) -> QWidget:
        look, say = self._room.look, self._room.say
        self._table = Table(look, _columns(self._room, ""), name=say(JournalPageCode.WHAT))
        self._table.setObjectName("journal.rows")
        self._table.chosen.connect(self._pick)
        self._table.reached_end.connect(self._ask_older)
        self._older = Button(look, Kind.SMALL, say(JournalPageCode.OLDER))
        self._older.clicked.connect(self._ask_older)
        self._older.hide()
        self._list = Tile(look, 8)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._table, 1)
        column.addWidget(self._older, 0, Qt.AlignmentFlag.AlignHCenter)
        self._empty = Empty(look)
        self._empty_tile = Tile(look)
        QVBoxLayout(self._empty_tile).addWidget(self._empty)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._empty_tile)
        self._stack.addWidget(self._list)
        return holder

    def _built_note(self) -> QHBoxLayout:
        look, say = self._room.look, self._room.say
        self._note = Field(look, say(JournalPageCode.NOTE))
        self._note.setObjectName("journal.note")
        self._note.returnPressed.connect(self._add_note)
        add = Button(look, Kind.PLAIN, say(JournalPageCode.ADD_NOTE), "pen")
        add.clicked.connect(self._add_note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._note, 1)
        row.addWidget(add)
        return row


def _columns(room: Room, zone: str) -> tuple[Column, ...]:
    say = room.say
    return (
        Column(say(JournalPageCode.NUMBER), 56, Align.RIGHT),
        Column(say(JournalPageCode.TIME, zone=zone).strip(), 96),
        Column("", 30),
        Column("", 26),
        Column(say(JournalPageCode.WHAT)),
        Column(say(JournalPageCode.WHO), 120, Align.RIGHT, least_px=640),
    )
