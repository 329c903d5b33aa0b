"""The lines in which a finding is accepted: in whose name, and why. In place."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.pages.rollout_check_codes import CheckLineCode

MOST_REASON = 200


class AcceptForm(QWidget):
    """Asks for a reason; `asked` has it, `left` says that nothing is wanted."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, say = room.look, room.say
        self._say = say
        who = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        who.say(say(CheckLineCode.WHO, person=say.person(room.person)))
        self.reason = Field(look, say(CheckLineCode.REASON))
        self.reason.setObjectName("rollout.accept_reason")
        self.reason.setMaxLength(MOST_REASON)
        self.reason.returnPressed.connect(self._ask)
        self._put = Button(look, Kind.PLAIN, say(CheckLineCode.PUT), "check")
        self._put.setObjectName("rollout.accept_put")
        self._put.clicked.connect(self._ask)
        self._leave = Button(look, Kind.LIGHT, say(CheckLineCode.LEAVE))
        self._leave.setObjectName("rollout.accept_leave")
        self._leave.clicked.connect(self.left)
        self._why_not = Refusal(room, "rollout.accept.refusal")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inset(who, stretch=0))
        column.addWidget(self.reason)
        column.addLayout(controls(self._put, self._leave, gap_px=8))
        column.addLayout(inset(self._why_not, stretch=0))

    def follow(self, widget: QWidget) -> None:
        """Come next after the widget when somebody goes by Tab."""
        parts = (widget, self.reason, self._put, self._leave)
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def begin(self) -> None:
        """Ask anew, and take the keyboard."""
        self.reason.clear()
        self.complain("")
        self.reason.setFocus()

    def complain(self, told: str) -> None:
        """Say why it was not accepted."""
        self._why_not.say(told)

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        self.complain("" if reason else self._say(CheckLineCode.NO_REASON))
        if reason:
            self.asked.emit(reason)
        else:
            self.reason.setFocus()
