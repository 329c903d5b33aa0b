"""An alert that is over, and one that was put aside: a line each, with what people can do."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.ui.drawer_codes import BesideCode, ShelveCode
from cockpit.ui.drawer_lines import title
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


class PastRow(QWidget):
    """An alert that is over, when it ended, and whether it was of use.

    `rated` has its id and the word; the name gives way to the rest. The word of whoever sits here
    is marked, and can be changed.
    """

    rated = Signal(str, bool)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say, self._person = room.say, room.person or ""
        self._alert: AlertView | None = None
        self._name = Runs(room.look)
        self._time = Label(room.look, Type.NOTE, Role.TEXT3)
        self.useful = Button(room.look, Kind.LIGHT)
        self.noise = Button(room.look, Kind.LIGHT)
        self.useful.clicked.connect(lambda: self._rate(is_useful=True))
        self.noise.clicked.connect(lambda: self._rate(is_useful=False))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._name, 1)
        words = QHBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.useful)
        words.addWidget(self.noise)
        layout.addLayout(words)
        layout.addWidget(self._time)

    def show_none(self) -> None:
        """Say that there is none."""
        self._alert = None
        for button in (self.useful, self.noise):
            button.setVisible(False)
        self._name.show_runs((Run(self._say(DrawerCode.PAST_NONE), Role.TEXT3),))
        self._time.say("")

    def show_alert(self, alert: "AlertView", at: datetime | None) -> None:
        """Show this alert to somebody who looks at it `at` that time."""
        say, self._alert = self._say.on(at), alert
        for button in (self.useful, self.noise):
            button.setVisible(bool(alert.alert_id))
        name = title(alert, say)
        self._name.show_runs((Run(name, Role.TEXT2, shape=Shape.NONE),))
        self._time.say(say.time(alert.ended_at))
        own = alert.ratings.get(self._person)
        for button, code, is_useful in (
            (self.useful, BesideCode.USEFUL, True),
            (self.noise, BesideCode.NOISE, False),
        ):
            word = say(code)
            is_chosen = own is is_useful
            shown = say(BesideCode.CHOSEN, word=word) if is_chosen else word
            button.say(shown)
            button.setAccessibleName(say(BesideCode.RATE_NAME, name=name, word=shown))

    def _rate(self, *, is_useful: bool) -> None:
        if self._alert is not None:
            self.rated.emit(self._alert.alert_id, is_useful)


class AsideRow(QWidget):
    """An alert that was put aside: until when, by whom and why; `taken_back` has its key."""

    taken_back = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say = room.say
        self._key = ""
        self._name = Runs(room.look)
        self._until = Label(room.look, Type.NOTE, Role.TEXT3, wraps=True)
        self.back = Button(room.look, Kind.LIGHT, room.say(ShelveCode.BACK))
        self.back.clicked.connect(lambda: self.taken_back.emit(self._key))
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self._name, 1)
        first.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 4)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addWidget(self._until)

    def show_alert(self, alert: "AlertView", at: datetime | None) -> None:
        """Show this alert to somebody who looks at it `at` that time."""
        say, aside = self._say.on(at), alert.shelving
        self._key = alert.key
        name = title(alert, say)
        self._name.show_runs((Run(name, Role.TEXT2, 600, shape=Shape.WAIT),))
        self.back.setAccessibleName(say(ShelveCode.BACK_NAME, name=name))
        if aside is not None:
            told = say(
                ShelveCode.UNTIL,
                until=say.time(aside.until_at),
                person=say.person(aside.by),
                reason=aside.reason,
            )
            self._until.say(say.wrapping(told))
