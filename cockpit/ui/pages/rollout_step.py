"""The step forward: a second person, a number typed by hand, and a gate that is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.launch_view import GateView, LaunchView
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice, Field
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import typed_pct

TYPED_PX = 88


class StepForm(QWidget):
    """`asked` has the next percentage, the second person ("" without one), and what was typed."""

    asked = Signal(float, str, float)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._gate: GateView | None = None
        look, say = room.look, room.say
        self._second = Choice(look, say(RolloutCode.SECOND))
        self._second.setObjectName(Name.SECOND_PERSON)
        self._second.currentIndexChanged.connect(self._weigh)
        self._typed = Field(look)
        self._typed.setObjectName(Name.TYPED_PCT)
        self._typed.setFixedWidth(TYPED_PX)
        self._typed.textChanged.connect(self._weigh)
        self._typed.returnPressed.connect(self._ask)
        self._advance = Button(look, Kind.PRIMARY, say(RolloutCode.ADVANCE))
        self._advance.setObjectName(Name.ADVANCE)
        self._advance.clicked.connect(self._ask)
        self._note = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(controls(self._second, self._typed, self._advance, stretch=0))
        column.addLayout(inset(self._note, stretch=0))

    def show_launch(self, launch: LaunchView) -> None:
        """Show what the step asks for; what was typed stays."""
        say, gate = self._room.say, launch.gate
        self._gate = gate
        is_open = gate is not None and gate.is_open
        needs = gate is None or gate.needs_second_person
        people = () if gate is None else gate.may_be
        self._second.offer(
            [("", say(RolloutCode.SECOND)), *((one, say.person(one)) for one in people)]
        )
        self._second.setVisible(needs)
        following = None if gate is None else gate.next_exposure_pct
        number = "" if following is None else f"{following:g}"
        self._typed.hint(say(RolloutCode.TYPED, number=number))
        for part in (self._second, self._typed):
            if not is_open and part.hasFocus():
                part.clearFocus()  # else it goes on to the next control, which halts the release
            part.setEnabled(is_open)
        note = RolloutCode.ADVANCE_NOTE if needs else RolloutCode.ADVANCE_NOTE_ALONE
        self._note.say(say.wrapping(say(note)))
        self._weigh()

    def clear(self) -> None:
        """Forget what was typed and who was chosen: the next step asks for both again."""
        self._typed.clear()
        self._second.setCurrentIndex(0)

    @property
    def _may_go(self) -> bool:
        gate = self._gate
        if gate is None or not gate.is_open or gate.next_exposure_pct is None:
            return False
        has_second = bool(self._second.key) or not gate.needs_second_person
        return has_second and typed_pct(self._typed.text()) == gate.next_exposure_pct

    def _weigh(self) -> None:
        if self._advance.hasFocus() and not self._may_go:
            self._typed.setFocus(Qt.FocusReason.OtherFocusReason)
        self._advance.setEnabled(self._may_go)

    def _ask(self) -> None:
        gate = self._gate
        if self._may_go and gate is not None and gate.next_exposure_pct is not None:
            typed = typed_pct(self._typed.text())
            self.asked.emit(gate.next_exposure_pct, self._second.key, typed)
