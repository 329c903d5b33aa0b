"""The line below the members in which the chosen release is disputed, with a reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.safety_view import MemberView
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.safety_codes import SafetyCode
from cockpit.ui.pages.safety_text import named
from cockpit.words.safe import safe

MOST_REASON = 200
BAR_PX, NOTE_PX = 36, 20


class DisputeBar(QWidget):
    """Says who disputes the chosen release and why; `asked` has its launch and a reason."""

    asked = Signal(str, str)

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        look, self._say = room.look, room.say
        self._member: MemberView | None = None
        self._told = Label(look, Type.NOTE, Role.TEXT2, elides=True)
        self.reason = Field(look, "")
        self.reason.setObjectName("safety.dispute.reason")
        self.reason.setMaxLength(MOST_REASON)
        self.reason.returnPressed.connect(self._ask)
        self.put = Button(look, Kind.PLAIN, room.say(SafetyCode.DISPUTE), "pen")
        self.put.setObjectName("safety.dispute")
        self.put.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inset(self._told, stretch=0))
        column.addLayout(controls(self.reason, self.put, stretch=0))
        self.hide()

    @property
    def wanted_px(self) -> int:
        """Return how high the line is; 0 while nothing is chosen."""
        return 0 if self._member is None else BAR_PX + NOTE_PX

    def show_member(self, member: MemberView | None) -> None:
        """Show the chosen release; what is being typed stays with its release."""
        if member is not None and (
            self._member is None or member.launch_id != self._member.launch_id
        ):
            self.reason.clear()
        if member == self._member:
            return
        self._member = member
        self.setVisible(member is not None)
        if member is None:
            return
        say, release = self._say, named(member)
        self.reason.setPlaceholderText(say(SafetyCode.DISPUTE_WHY, release=release))
        self.reason.setAccessibleName(say(SafetyCode.DISPUTE_WHY, release=release))
        told = say(SafetyCode.DISPUTE_NONE)
        if member.disputed_by is not None:
            person, why = say.person(member.disputed_by), safe(member.dispute)
            told = say(SafetyCode.DISPUTED_BY, person=person, reason=why)
        self._tell(told, Role.TEXT2 if member.disputed_by is None else Role.TEXT1)

    def took(self) -> None:
        """Empty the field: its words are in the journal."""
        self.reason.clear()

    def refuse(self, told: str) -> None:
        """Say in place why it was not taken."""
        self._tell(told, Role.BAD_TEXT)

    def _ask(self) -> None:
        if self._member is not None:
            self.asked.emit(self._member.launch_id, self.reason.text().strip())

    def _tell(self, told: str, role: Role) -> None:
        self._told.dress(role)
        self._told.say(told)
