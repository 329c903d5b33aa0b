"""The few lines in which an alert is put aside: how long, why, and in whose name. In place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.ui.drawer_codes import ShelveCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice, Field
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room

MINUTES = (5, 15, 30)
USUAL = 15
MOST_REASON = 200


class ShelveForm(QWidget):
    """Asks for minutes and a reason; `asked` has both, `left` says that nothing is wanted."""

    asked = Signal(float, str)
    left = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, say = room.look, room.say
        self._say = say
        self._who = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._who.say(say(ShelveCode.WHO, person=say.person(room.person)))
        self.minutes = Choice(look, say(ShelveCode.MINUTES))
        self.minutes.offer([(str(one), say(ShelveCode.FOR, minutes_count=one)) for one in MINUTES])
        self.minutes.setCurrentIndex(MINUTES.index(USUAL))
        self.reason = Field(look, say(ShelveCode.REASON))
        self.reason.setMaxLength(MOST_REASON)
        self.put = Button(look, Kind.PLAIN, say(ShelveCode.PUT), "clock")
        self.leave = Button(look, Kind.LIGHT, say(ShelveCode.LEAVE))
        self._why_not = Label(look, Type.NOTE, Role.BAD_TEXT, wraps=True)
        self.reason.returnPressed.connect(self._ask)
        self.put.clicked.connect(self._ask)
        self.leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.put)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        for part in (self._who, self.minutes, self.reason, self._why_not):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self._why_not.setVisible(False)

    def complain(self, text: str) -> None:
        """Say why it was not put aside."""
        self._why_not.say(text)
        self._why_not.setVisible(bool(text))

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.complain(self._say(ShelveCode.NO_REASON))
            self.reason.setFocus()
            return
        self.complain("")
        self.asked.emit(float(self.minutes.key), reason)
