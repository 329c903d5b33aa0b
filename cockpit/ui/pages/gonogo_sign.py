"""Where Go and No-Go are said: the role whose turn it is, and No-Go for everybody at any time."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.gonogo_view import GoNoGoView, PollView
from cockpit.domain.standings import PollState
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice, Field
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_speakers import Speakers
from cockpit.ui.pages.gonogo_text import turn, why_not
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.say import DASH
from cockpit.words.safe import safe

BUTTON_PX = 36 + 2 * MARGIN_PX


class SignTile(Tile):
    """`signed` has the role; `reasoned` has the number of the row of the No-Go and the reason."""

    signed = Signal(str)
    stopped = Signal()
    reasoned = Signal(str, str)

    def __init__(self, room: Room, speakers: Speakers) -> None:
        super().__init__(room.look, 8)
        self._room, self._speakers = room, speakers
        self._buttons: dict[str, Button] = {}
        self._turn: str | None = None
        self._no_go_row: int | None = None
        self._build()

    def show_sheet(self, view: GoNoGoView, at: datetime) -> None:
        """Show whose turn it is `at` and what stands in the way."""
        say, poll = self._room.say, turn(view)
        self._turn = None if poll is None else poll.role
        for one in view.poll:
            self._button_of(one.role).setVisible(poll is not None and one.role == poll.role)
        self._all_go.setVisible(poll is None)
        if poll is None:
            self._show_all_go(view, at)
        else:
            self._show_turn(poll, view, at)
        self._show_no_go(view)
        self._note.setVisible(not view.is_no_go)
        self._note.say(say.wrapping(say(GonogoCode.NO_GO_NOTE)))

    def refuse(self, told: str) -> None:
        """Say in place why a sign-off, a No-Go or a reason was not taken."""
        self._refusal.say(told)

    def took_reason(self) -> None:
        """Empty the field: the reason is in the journal."""
        self._reason.clear()
        self.refuse("")

    def _show_turn(self, poll: PollView, view: GoNoGoView, at: datetime) -> None:
        say = self._room.say
        told, button = why_not(view, poll.role), self._button_of(poll.role)
        self._name.say(say.name("role", poll.role))
        self._offer(poll)
        can_sign = told is None and (bool(poll.people) or not self._room.workspace.people)
        button.setEnabled(can_sign)
        self._lock.show_shape(None if can_sign else Shape.LOCK)
        self._lock.setVisible(not can_sign)
        lifts = poll.state is PollState.NO_GO
        button.become(Kind.LARGE if lifts else Kind.PRIMARY)
        may = say(GonogoCode.LIFTS if lifts else GonogoCode.MAY_SIGN)
        why = may if told is None else say.text(told, at)
        if not can_sign and told is None:
            why = say(GonogoCode.VACANT)
        self._why.say(say.wrapping(why))
        self._why.dress(Role.TEXT2)

    def _show_all_go(self, view: GoNoGoView, at: datetime) -> None:
        say, last = self._room.say, view.poll[-1] if view.poll else None
        self._name.say("" if last is None else say.name("role", last.role))
        self._person.say("" if last is None else say.person(last.person))
        self._choice.hide()
        self._person.show()
        self._declared.hide()
        self._lock.hide()
        time = DASH if last is None else say.on(at).time(last.at)
        self._why.say(f"{say(GonogoCode.SAID_GO)} {time}")

    def _offer(self, poll: PollView) -> None:
        """Offer those who hold the role; one alone is named and needs no choice."""
        say, speaker = self._room.say, self._speakers.of(poll.role, poll.people)
        has_choice = len(poll.people) > 1
        self._choice.setVisible(has_choice)
        self._person.setVisible(not has_choice)
        self._declared.setVisible(bool(poll.people))
        if not has_choice:
            self._person.say(say(GonogoCode.VACANT) if speaker is None else say.person(speaker))
            return
        name = say(GonogoCode.SPEAKER, role=poll.role)
        self._choice.setAccessibleName(name)
        self._choice.offer([(one, say.person(one)) for one in poll.people])
        place = self._choice.findData(speaker)
        if place != self._choice.currentIndex():
            self._choice.blockSignals(True)
            self._choice.setCurrentIndex(place)
            self._choice.blockSignals(False)

    def _show_no_go(self, view: GoNoGoView) -> None:
        say = self._room.say
        self._no_go_row = view.no_go_row
        owes = view.is_no_go and view.no_go_row is not None
        is_new = owes and self._reason_row.isHidden()
        if not owes:
            for part in (self._reason, self._save):
                part.clearFocus()  # else it goes on to an answer of somebody else
        self._reason_row.setVisible(owes)
        if is_new and self._no_go.hasFocus():
            self._reason.setFocus()  # whoever has just stopped it may say why at once
        self._stands.setVisible(view.is_no_go)
        if view.is_no_go:
            person, reason = say.person(view.no_go_by), safe(view.no_go_reason)
            told = say(GonogoCode.NO_GO_STANDS, person=person)
            if reason:
                told = say(GonogoCode.NO_GO_BECAUSE, person=person, reason=reason)
            self._stands.say(say.wrapping(told))
        self.set_edge(Shape.BAD if view.is_no_go else None)

    def _button_of(self, role: str) -> Button:
        if role not in self._buttons:
            say = self._room.say
            button = Button(self._room.look, Kind.PRIMARY, say(GonogoCode.SIGN), "badge-check")
            button.setObjectName(f"{Name.SIGN}.{role}")
            button.setAccessibleName(say(GonogoCode.SIGN_NAME, role=role))
            button.setFixedHeight(BUTTON_PX)
            button.clicked.connect(lambda: self.signed.emit(role))
            button.hide()
            self._buttons[role] = button
            self._signs.insertWidget(self._signs.count() - 1, button, 1)
        return self._buttons[role]

    def _choose(self) -> None:
        if self._turn is not None:
            self._speakers.choose(self._turn, self._choice.key)

    def _give_reason(self) -> None:
        reason = self._reason.text().strip()
        if self._no_go_row is not None and reason:
            self.reasoned.emit(str(self._no_go_row), reason)

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._name = Label(look, Type.BODY, Role.TEXT1, 600)
        self._person = Label(look, Type.BODY, Role.TEXT1)
        self._choice = Choice(look)
        self._choice.setObjectName("gonogo.speaker")
        self._choice.currentIndexChanged.connect(self._choose)
        self._declared = Label(look, Type.NOTE, Role.TEXT3)
        self._declared.say(say(GonogoCode.SELF_DECLARED))
        head = inset(self._name, self._person, self._choice, self._declared)
        self._lock = Mark(look, 12)
        self._why = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        why = inset(self._lock, self._why, gap_px=6, stretch=1)
        why.setAlignment(self._lock, Qt.AlignmentFlag.AlignTop)
        self._stands = Label(look, Type.BODY, Role.BAD_TEXT, 600, wraps=True)
        self._refusal = Refusal(self._room, "gonogo.sign.refusal")
        self._note = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(why)
        column.addLayout(self._built_buttons())
        column.addLayout(inset(self._stands, stretch=0))
        column.addWidget(self._built_reason())
        column.addLayout(inset(self._refusal, stretch=0))
        column.addLayout(inset(self._note, stretch=0))

    def _built_buttons(self) -> QHBoxLayout:
        look, say = self._room.look, self._room.say
        self._all_go = Button(look, Kind.LARGE, say(GonogoCode.ALL_GO), "badge-check")
        self._all_go.setEnabled(False)
        self._no_go = Button(look, Kind.LARGE, say(GonogoCode.NO_GO), "hand")
        self._no_go.setObjectName(Name.NO_GO)
        self._no_go.setAccessibleName(say(GonogoCode.NO_GO_NAME))
        self._no_go.clicked.connect(self.stopped)
        self._signs = QHBoxLayout()
        self._signs.setSpacing(12 - 2 * MARGIN_PX)
        self._signs.addWidget(self._all_go, 1)
        self._signs.addWidget(self._no_go, 1)
        return self._signs

    def _built_reason(self) -> QWidget:
        look, say = self._room.look, self._room.say
        self._reason = Field(look, say(GonogoCode.REASON))
        self._reason.setObjectName("gonogo.reason")
        self._reason.returnPressed.connect(self._give_reason)
        self._save = Button(look, Kind.PLAIN, say(GonogoCode.SAVE_REASON))
        self._save.setObjectName("gonogo.reason.save")
        self._save.clicked.connect(self._give_reason)
        self._reason_row = QWidget()
        row = QHBoxLayout(self._reason_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._reason, 1)
        row.addWidget(self._save)
        return self._reason_row
