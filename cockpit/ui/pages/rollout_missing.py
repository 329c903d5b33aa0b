"""What is missing for the next step: every check of the gate, the gravest first."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.accepting import may_be_accepted
from cockpit.app.launch_view import CheckView, LaunchView
from cockpit.app.snapshot import ReleaseView
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.rollout_accept import AcceptForm
from cockpit.ui.pages.rollout_check import INDENT_PX, CheckLine
from cockpit.ui.pages.rollout_check_codes import CheckLineCode
from cockpit.ui.pages.rollout_check_text import basis, legend, rows_by_check
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import OPENING, in_order, pct
from cockpit.ui.pages.scroll import Scroll
from cockpit.ui.pages.sentence import Sentence


class MissingTile(Tile):
    """A line for each check; those that pass are quiet, and stand below the others.

    What a comparison rested on stands below it while it keeps the gate shut, and below all of them
    on demand. `accepted` has a check and the reason why its finding may be lived with.
    """

    accepted = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._launch: LaunchView | None = None
        self._release: ReleaseView | None = None
        self._at: datetime | None = None
        self._tells_all = False
        self._open = ""
        self._lines: list[CheckLine] = []
        self._build()

    def show_launch(self, launch: LaunchView, release: ReleaseView | None, at: datetime) -> None:
        """Show the gate of the launch `at`; `release` has the comparisons that it rested on."""
        before = self._launch
        if before is not None and _stage(before) != _stage(launch):
            self._open = ""
            self._scroll.verticalScrollBar().setValue(0)
        self._launch, self._release, self._at = launch, release, at
        self._show(launch)

    def refuse(self, told: str) -> None:
        """Say in place why a finding was not accepted."""
        self._form.complain(told)

    def took_acceptance(self) -> None:
        """Close the form: the acceptance is in the journal."""
        self._leave()

    def _show(self, launch: LaunchView) -> None:
        say, gate = self._room.say, launch.gate
        following = None if gate is None else gate.next_exposure_pct
        title = say(RolloutCode.MISSING_TOP)
        if gate is not None and following is not None and not gate.is_open:
            title = say(RolloutCode.MISSING, next=pct(say, following))
        self._title.say(title)
        self._not_judged.setVisible(gate is None)
        checks = () if gate is None else in_order(gate.checks)
        told = legend(checks, say)
        self._more.setVisible(bool(told))
        code = CheckLineCode.HIDE_BASIS if self._tells_all else CheckLineCode.SHOW_BASIS
        self._more.say(say(code))
        self._legend.say(say.wrapping(told))
        self._legend.setVisible(self._tells_all and bool(told))
        self._show_checks(checks)

    def _show_checks(self, checks: tuple[CheckView, ...]) -> None:
        rows = rows_by_check(self._release)
        while len(self._lines) < len(checks):
            line = CheckLine(self._room)
            line.opened.connect(self._begin)
            before = self._lines[-1].button if self._lines else self._more
            self._lines.append(line)
            self._list.insertWidget(self._list.count() - 1, line)
            QWidget.setTabOrder(before, line.button)
        below: CheckLine | None = None
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(checks))
            if place < len(checks):
                one = checks[place]
                is_open = one.check == self._open and may_be_accepted(one)
                below = line if is_open else below
                line.show_check(
                    one,
                    self._room.say.text(one.message, self._at),
                    basis(one, rows.get(one.check), self._room.say.on(self._at)),
                    tells_basis=self._tells_all or one.state not in OPENING,
                    is_open=is_open,
                )
        self._place_form(below)

    def _place_form(self, below: CheckLine | None) -> None:
        """Put the form below the line that it is about; without one it is away."""
        self._form_row.setVisible(below is not None)
        if below is None:
            return
        place = self._list.indexOf(below)
        if self._list.indexOf(self._form_row) != place + 1:
            self._form.follow(below.button)
            self._list.removeWidget(self._form_row)
            self._list.insertWidget(self._list.indexOf(below) + 1, self._form_row)

    def _begin(self, check: str) -> None:
        self._open = check
        self._show_again()
        self._form.begin()
        self._scroll.bring(self._form_row)

    def _leave(self) -> None:
        check, self._open = self._open, ""
        self._show_again()
        back = next((one for one in self._lines if one.check == check), None)
        if back is not None and back.button.isVisible():
            back.button.setFocus()

    def _ask(self, reason: str) -> None:
        self.accepted.emit(self._open, reason)

    def _toggle(self) -> None:
        self._tells_all = not self._tells_all
        self._show_again()

    def _show_again(self) -> None:
        if self._launch is not None:
            self._show(self._launch)

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600, elides=True)
        self._more = Button(look, Kind.SMALL, say(CheckLineCode.SHOW_BASIS))
        self._more.setObjectName("rollout.basis")
        self._more.clicked.connect(self._toggle)
        self._not_judged = Sentence(self._room)
        self._not_judged.show_told(Shape.UNKNOWN, say(RolloutCode.NOT_JUDGED), Role.TEXT1)
        self._legend = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._form = AcceptForm(self._room)
        self._form.asked.connect(self._ask)
        self._form.left.connect(self._leave)
        self._form_row = QWidget()
        beside = QVBoxLayout(self._form_row)
        beside.setContentsMargins(INDENT_PX, 0, 0, 0)
        beside.addWidget(self._form)
        self._form_row.hide()
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._list.addLayout(inset(self._legend, stretch=0))
        self._list.addWidget(self._not_judged)
        self._list.addWidget(self._form_row)
        self._list.addStretch(1)
        policy = self._more.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._more.setSizePolicy(policy)
        head = inset(self._title, self._more, stretch=0)
        head.setContentsMargins(MARGIN_PX, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        self._scroll = Scroll(inside)
        column.addWidget(self._scroll, 1)


def _stage(launch: LaunchView) -> tuple[str, float | None]:
    return launch.launch_id, launch.exposure_pct
