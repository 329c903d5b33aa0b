"""One alert in the drawer: what is wrong, what to do about it, and the button that does it."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.way_out import WayOut
from cockpit.ui.aim import Aiming
from cockpit.ui.drawer_codes import BesideCode, ShelveCode
from cockpit.ui.drawer_lines import REASONS, advice, exit_aim, title
from cockpit.ui.drawer_shelve import ShelveForm
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


HOLD_S = {WayOut.FLAG_OFF: 0.8, WayOut.ROLLBACK: 1.5}
ICONS = {WayOut.FLAG_OFF: "power", WayOut.ROLLBACK: "rollback"}
MOST_OTHERS = 2


class AlertRow(QWidget):
    """One alert of one key: its state, name and reason, the sentence, its way out, its runbook.

    `fired` has the key of what was held, `shelved` the id, the minutes and the reason.
    """

    runbook = Signal(str)
    fired = Signal(str)
    shelved = Signal(str, float, str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._room, self._say = room.look, room, room.say
        self._alert: AlertView | None = None
        self._exits: dict[WayOut, HoldButton] = {}
        self._form: ShelveForm | None = None
        self._mark = Mark(look, 12)
        self._name = Runs(look)
        self._tag, self._first = Tag(look), Tag(look)
        self._first.say(room.say(BesideCode.FIRST))
        self._time = Label(look, Type.NOTE, Role.TEXT3)
        self._text = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._others = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._advice = Label(look, Type.NOTE, Role.BAD_TEXT, 600, elides=True)
        self._ways = QVBoxLayout()
        self._book = Button(look, Kind.LIGHT, room.say(DrawerCode.RUNBOOK), "book")
        self._book.clicked.connect(self._open_book)
        self.aside = Button(look, Kind.LIGHT, room.say(ShelveCode.OPEN), "clock")
        self.aside.clicked.connect(self.open_form)
        first = QHBoxLayout()
        first.setSpacing(6)
        for part in (self._mark, self._name, self._tag, self._first):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self._time)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._book)
        buttons.addWidget(self.aside)
        buttons.addStretch(1)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(16, 12, 12, 4)
        self._inside.setSpacing(4)
        self._inside.addLayout(first)
        for one in (self._text, self._others, self._advice):
            self._inside.addWidget(one)
        self._inside.addLayout(self._ways)
        self._inside.addLayout(buttons)
        self._inside.addSpacing(4)
        self._inside.addWidget(Line(look, role=Role.LINE2))

    @property
    def exit(self) -> HoldButton | None:
        """Return the button of the way out that is recommended; None when there is none."""
        return next((one for one in self._exits.values() if not one.isHidden()), None)

    @property
    def form(self) -> ShelveForm | None:
        """Return the form while it is open."""
        return self._form

    def show_alert(
        self, alert: "AlertView", at: datetime | None, *, has_book: bool, is_new: bool
    ) -> None:
        """Show this alert to somebody who looks at it `at` that time."""
        self._alert, self._say = alert, self._room.say.on(at)
        say, is_urgent = self._say, alert.grade is AlertGrade.ACT_NOW
        is_over = alert.ended_at is not None
        shape = Shape.BAD if is_urgent else Shape.WARN
        self._mark.show_shape(Shape.NONE if is_over else shape)
        self._name.show_runs((Run(title(alert, say), weight=600),))
        self._tag.say(say(REASONS[alert.reason]))
        self._first.setVisible(alert.is_first)
        time = say.time(alert.since_at)
        self._time.say(say(BesideCode.NEW, time=time) if is_new else time)
        self._time.dress(Role.TEXT1 if is_new else Role.TEXT3)
        self._text.say(say.wrapping(say.text(alert.message)))
        others = [say.text(one.told) for one in alert.others]
        shown = [say(BesideCode.ALSO, told=one) for one in others[:MOST_OTHERS]]
        if len(others) > MOST_OTHERS:
            shown.append(say(DrawerCode.MORE, alert_count=len(others) - MOST_OTHERS))
        self._others.say(say.wrapping("\n".join(shown)))
        self._others.setVisible(bool(shown))
        self._say_advice()
        loud = Role.BAD_TEXT if is_urgent else Role.WARN
        self._advice.dress(Role.TEXT2 if is_over else loud)
        self._book.setVisible(has_book)
        self.aside.setVisible(bool(alert.alert_id) and not is_over)

    def show_aim(self, aiming: Aiming) -> None:
        """Show what holding the button would do, and how far it has come."""
        alert = self._alert
        aim = None if alert is None else exit_aim(alert, aiming)
        way_out = None if alert is None or alert.advice is None else alert.advice.way_out
        if aim is not None and way_out is not None:
            if way_out not in self._exits:
                self._exits[way_out] = self._made(way_out)
            self._exits[way_out].aim(aim)
        for known, hold in self._exits.items():
            hold.setVisible(aim is not None and known is way_out)
        self._say_advice()

    def open_form(self) -> None:
        """Ask how long and why it is put aside."""
        if self._form is None:
            self._form = ShelveForm(self._room)
            self._form.asked.connect(self._shelve)
            self._form.left.connect(self.close_form)
            self._inside.insertWidget(self._inside.count() - 2, self._form)
            self._form.setVisible(True)
        self._form.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Close the form, if it is open."""
        form, self._form = self._form, None
        if form is not None:
            form.setVisible(False)
            form.deleteLater()
            self.aside.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_advice(self) -> None:
        """Say what to do; where a button names the way out, the words need not."""
        say, alert = self._say, self._alert
        if alert is None:
            return
        if alert.ended_at is not None:
            self._advice.say(say(BesideCode.LATCHED, time=say.time(alert.ended_at)))
        elif self.exit is not None and alert.grade is AlertGrade.ACT_NOW:
            self._advice.say(say(DrawerCode.ACT_NOW))
        else:
            self._advice.say(advice(alert, say))

    def _shelve(self, minutes: float, reason: str) -> None:
        if self._alert is not None:
            self.shelved.emit(self._alert.alert_id, minutes, reason)

    def _made(self, way_out: WayOut) -> HoldButton:
        made = HoldButton(
            self._room.look,
            self._say,
            hold_s=HOLD_S[way_out],
            icon=ICONS[way_out],
            is_small=True,
            parent=self,
        )
        made.fired.connect(self.fired)
        self._ways.addWidget(made)
        return made

    def _open_book(self) -> None:
        if self._alert is not None and self._alert.flow is not None:
            self.runbook.emit(self._alert.flow)
