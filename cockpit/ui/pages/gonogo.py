"""The Go/No-Go page: may it go out? Challenge and response, role by role, the PM last."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.gonogo_view import GoNoGoView, ItemView
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.domain.standings import LaunchPhase
from cockpit.ui.codes import UnreadCode
from cockpit.ui.hands import (
    Granted,
    News,
    Refused,
    Wish,
)
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Empty, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.news import MinutesSaved
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_panel import DecisionTile
from cockpit.ui.pages.gonogo_poll import PollTile
from cockpit.ui.pages.gonogo_roles import AWAY_PX, RoleBoard
from cockpit.ui.pages.gonogo_sign import SignTile
from cockpit.ui.pages.gonogo_speakers import Speakers
from cockpit.ui.pages.gonogo_text import short_hash
from cockpit.ui.pages.minutes import file_name, minutes
from cockpit.ui.pages.minutes_codes import MinutesCode
from cockpit.ui.pages.resizing import Resizing
from cockpit.ui.pages.unread import is_unread

HEAD_PX = 32
DECISION_PX, NARROW_DECISION_PX = 404, 320
NARROW_BELOW_PX = 1_100
SIGNING = {Wish.SIGN, Wish.NO_GO, Wish.REASON}


class GoNoGoPage:
    """Shows the sheet of the launch, and asks for answers and sign-offs.

    What was asked last is remembered, so that its refusal appears where it was asked.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._speakers = Speakers(room.person)
        self._view: GoNoGoView | None = None
        self._snapshot: Snapshot | None = None
        self._shown: object = None
        self._asked: str | None = None
        self._build()

    @property
    def widget(self) -> QWidget:
        """Return what stands in the middle of the window."""
        return self._widget

    @property
    def _at(self) -> datetime | None:
        """Return when the people at the window are; None before the first snapshot."""
        return None if self._snapshot is None else self._snapshot.at

    def show(self, snapshot: Snapshot) -> None:
        """Show the sheet, or that there is none."""
        view, self._snapshot = snapshot.gonogo, snapshot
        self._board.setVisible(view is not None)
        self._empty_tile.setVisible(view is None)
        self._say_empty(is_unread=is_unread(snapshot))
        launch = snapshot.launch
        is_to_deploy = launch is not None and launch.phase is LaunchPhase.GO
        shown = (view, is_to_deploy, self._room.say.day(snapshot.at))
        if view is None or shown == self._shown:
            return
        self._view, self._shown = view, shown
        self._show_head(view)
        self._poll.show_poll(view, snapshot.at)
        self._roles.show_sheet(view, snapshot.at)
        self._decision.show_sheet(view, snapshot.at, is_to_deploy=is_to_deploy)
        self._sign.show_sheet(view, snapshot.at)

    def hear(self, news: News | ActionEvent) -> None:
        """Take what became of answers and sign-offs."""
        match news:
            case Granted(wish=Wish.ANSWER):
                self._took_answer()
            case Refused(wish=Wish.ANSWER, reason=reason):
                self._refuse_answer(self._room.say.text(reason, self._at))
            case Granted(wish=wish) if wish in SIGNING:
                self._sign.refuse("")
                if wish is Wish.REASON:
                    self._sign.took_reason()
            case Refused(wish=wish, reason=reason) if wish in SIGNING:
                self._sign.refuse(self._room.say.text(reason, self._at))
            case MinutesSaved(file=file, error=error):
                say = self._room.say
                done = say(MinutesCode.SAVED, file=str(file))
                self._minutes_told.say(done if error is None else say.text(error))
                self._minutes_told.show()
            case _:
                pass

    def _took_answer(self) -> None:
        row = None if self._asked is None else self._roles.row(self._asked)
        if row is not None:
            row.took()
        if self._asked == self._decision.item_id:
            self._decision.took()
        self._asked = None

    def _refuse_answer(self, told: str) -> None:
        row = None if self._asked is None else self._roles.row(self._asked)
        if self._asked is not None and self._asked == self._decision.item_id:
            self._decision.refuse(told)
        elif row is not None:
            row.refuse(told)

    # ------------------------------------------------------------ asking

    def _accept(self, item_id: str, typed: str) -> None:
        self._answer(item_id, typed, accepts=True)

    def _object(self, item_id: str, note: str) -> None:
        item = self._item(item_id)
        said = "" if item is None or item.is_automatic else (item.value or "")
        self._answer(item_id, said, accepts=False, note=note)

    def _answer(self, item_id: str, text: str, *, accepts: bool, note: str = "") -> None:
        item = self._item(item_id)
        if item is None:
            return
        self._asked = item_id
        person = self._as_person(item.role)
        self._room.hands.answer(item_id, text, accepts=accepts, note=note, as_person=person)

    def _sign_go(self, role: str) -> None:
        self._room.hands.sign(role, as_person=self._as_person(role))

    def _save_minutes(self) -> None:
        given = self._snapshot
        if given is None or given.gonogo is None or given.launch is None:
            return
        say, places = self._room.say, QStandardPaths.StandardLocation
        folder = QStandardPaths.writableLocation(places.DocumentsLocation) or "."
        service = say.name("service", given.service)
        text = minutes(given.gonogo, given.launch, service, given.at, say)
        self._room.hands.save_minutes(Path(folder) / file_name(given.launch), text)

    def _as_person(self, role: str) -> str | None:
        polled = () if self._view is None else self._view.poll
        people = next((one.people for one in polled if one.role == role), ())
        return self._speakers.as_person(role, people)

    def _item(self, item_id: str) -> ItemView | None:
        items = () if self._view is None else self._view.items
        return next((one for one in items if one.item_id == item_id), None)

    # ------------------------------------------------------------ building

    def _show_head(self, view: GoNoGoView) -> None:
        say = self._room.say
        told = (view.passed_count, view.objected_count, view.failed_count, view.unknown_count)
        open_count = len(view.items) - sum(told)
        code = GonogoCode.COUNTS_OPEN if open_count > 0 else GonogoCode.COUNTS
        values: dict[str, int] = {"open_count": open_count} if open_count > 0 else {}
        counts = say(
            code,
            all_count=len(view.items),
            passed_count=told[0],
            objected_count=told[1],
            failed_count=told[2],
            unknown_count=told[3],
            **values,
        )
        self._counts.say(counts)
        evidence, policy = short_hash(view.evidence_hash), short_hash(view.policy_hash)
        self._hashes.say(say(GonogoCode.HASHES, evidence=evidence, policy=policy))

    def _build(self) -> None:
        self._widget = Resizing(self._fit)
        self._poll = PollTile(self._room)
        self._roles = RoleBoard(self._room)
        self._decision = DecisionTile(self._room)
        self._sign = SignTile(self._room, self._speakers)
        self._roles.accepted.connect(self._accept)
        self._roles.objected.connect(lambda item: self._decision.open(item, is_writing=True))
        self._roles.shown.connect(lambda item: self._decision.open(item, is_writing=False))
        self._decision.accepted.connect(self._accept)
        self._decision.objected.connect(self._object)
        self._sign.signed.connect(self._sign_go)
        self._sign.stopped.connect(self._room.hands.no_go)
        self._sign.reasoned.connect(self._room.hands.give_reason)
        self._empty_tile = self._built_empty()
        self._board = self._built_board()
        whole = QVBoxLayout(self._widget)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._empty_tile)
        whole.addWidget(self._board)
        self._board.hide()

    def _built_board(self) -> QWidget:
        look, say = self._room.look, self._room.say
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(GonogoCode.TITLE))
        self._counts = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._hashes = Label(look, Type.NOTE, Role.TEXT3)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self._counts, 1)
        head.addWidget(self._hashes)
        save = Button(look, Kind.PLAIN, say(MinutesCode.SAVE), "printer")
        save.setObjectName(Name.MINUTES)
        save.clicked.connect(self._save_minutes)
        head.addWidget(save)
        self._minutes_told = Label(look, Type.NOTE, Role.TEXT2, elides=True)
        self._minutes_told.hide()
        head.addStrut(HEAD_PX)
        self._side = QWidget()
        side = self._side_column = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self._decision, 1)
        side.addWidget(self._sign)
        below = QHBoxLayout()
        below.setSpacing(AWAY_PX)  # the roles keep their gap, and a scroll bar in it
        below.addWidget(self._roles, 1)
        below.addWidget(self._side)
        board = QWidget()
        column = QVBoxLayout(board)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._minutes_told)
        column.addWidget(self._poll)
        column.addLayout(below, 1)
        return board

    def _built_empty(self) -> QWidget:
        holder, tile = QWidget(), Tile(self._room.look)
        self._empty = Empty(self._room.look)
        self._say_empty(is_unread=True)
        QVBoxLayout(tile).addWidget(self._empty)
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(tile)
        column.addStretch(1)
        return holder

    def _fit(self, width: int) -> None:
        """Keep No-Go where it is seen without scrolling: a small window is a low one, too."""
        is_narrow = width < NARROW_BELOW_PX
        self._side_column.insertWidget(0 if is_narrow else 1, self._sign)
        self._side.setFixedWidth(NARROW_DECISION_PX if is_narrow else DECISION_PX)

    def _say_empty(self, *, is_unread: bool) -> None:
        say = self._room.say
        if is_unread:
            self._empty.say(say(UnreadCode.HEAD), say.wrapping(say(UnreadCode.BODY)))
        else:
            self._empty.say(say(GonogoCode.EMPTY), say.wrapping(say(GonogoCode.EMPTY_WHY)))
