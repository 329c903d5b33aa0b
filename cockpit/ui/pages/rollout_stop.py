"""Hold and halt: hold blocks the next step, halt takes everything back to 0 %."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from cockpit.app.launch_view import LaunchView
from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import pct
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign
from cockpit.words.safe import safe

HOLD_S, BUTTON_PX = 0.8, 144
HALT_KEY = "halt"


class StopTile(Tile):
    """`held` has the reason, "" when nobody gave one; `halted` tells that 0 % was held for."""

    held = Signal(str)
    resumed = Signal()
    halted = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._build()

    def show_launch(self, launch: LaunchView) -> None:
        """Show whether the launch is held, and what a halt would do."""
        say, is_held = self._room.say, launch.is_held
        going = (self._hold, self._reason) if is_held else (self._resume,)
        had_focus = any(one.hasFocus() for one in going)
        for part in (self._hold, self._reason):
            part.setVisible(not is_held)
        self._resume.setVisible(is_held)
        if had_focus:  # what takes the place, and not the halt, which comes next
            (self._resume if is_held else self._hold).setFocus(Qt.FocusReason.OtherFocusReason)
        note = say(RolloutCode.HOLD_NOTE, exposure=pct(say, launch.exposure_pct or 0.0))
        if is_held and launch.hold_reason:
            person, reason = say.person(launch.held_by), safe(launch.hold_reason)
            note = say(RolloutCode.HELD_BECAUSE, person=person, reason=reason)
        elif is_held:
            note = say(RolloutCode.HELD, person=say.person(launch.held_by))
        self._hold_note.say(say.wrapping(note))
        self._hold_note.dress(Role.TEXT1 if is_held else Role.TEXT3)
        aim = halt_aim(launch, say)
        self._halt.aim(aim)
        if aim.state is AimState.IDLE:
            self._asked.say("")
        code = RolloutCode.HALT_NOBODY if aim.state is AimState.IDLE else RolloutCode.HALT_NOTE
        self._halt_note.say(say.wrapping(say(code)))
        self._asked.setVisible(bool(self._asked.said))

    def refuse(self, told: str) -> None:
        """Say in place why something was not done."""
        self._refusal.say(told)
        if told:
            self._say_asked("")

    def took_hold(self) -> None:
        """Empty the reason: the hold is in the journal."""
        self._reason.clear()
        self.refuse("")

    def took_halt(self) -> None:
        """Say that 0 % was asked for; done is only what is read."""
        self.refuse("")
        self._say_asked(self._room.say(RolloutCode.HALT_ASKED))

    def _say_asked(self, told: str) -> None:
        self._asked.say(self._room.say.wrapping(told))
        self._asked.setVisible(bool(told))

    def _ask_hold(self) -> None:
        self.held.emit(self._reason.text().strip())

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(RolloutCode.STOP))
        self._hold = Button(look, Kind.PLAIN, say(RolloutCode.HOLD), "pause")
        self._hold.setObjectName(Name.HOLD)
        self._hold.clicked.connect(self._ask_hold)
        self._resume = Button(look, Kind.PLAIN, say(RolloutCode.RESUME), "play")
        self._resume.setObjectName(Name.RESUME)
        self._resume.clicked.connect(self.resumed)
        self._hold_note = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._reason = Field(look, say(RolloutCode.HOLD_WHY))
        self._reason.setObjectName("rollout.hold_reason")
        self._reason.returnPressed.connect(self._ask_hold)
        self._halt = HoldButton(look, say, hold_s=HOLD_S, icon="stop", is_small=True)
        self._halt.setObjectName("rollout.halt")
        self._halt.fired.connect(lambda _key: self.halted.emit())
        self._halt_note = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._asked = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        self._refusal = Refusal(self._room, "rollout.stop.refusal")
        for button in (self._hold, self._resume, self._halt):
            button.setFixedWidth(BUTTON_PX + 2 * MARGIN_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(inset(title))
        column.addLayout(self._built_grid())
        column.addLayout(inset(self._asked, stretch=0))
        column.addLayout(inset(self._refusal, stretch=0))
        column.addStretch(1)

    def _built_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, MARGIN_PX, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._hold, 0, 0)
        grid.addWidget(self._resume, 0, 0)
        grid.addWidget(self._hold_note, 0, 1, middle)
        grid.addWidget(self._reason, 1, 0, 1, 2)
        grid.addWidget(self._halt, 2, 0)
        grid.addWidget(self._halt_note, 2, 1, middle)
        return grid


def halt_aim(launch: LaunchView, say: Say) -> Aim:
    """Return the aim of the halt: armed unless every target is known to be at 0 %."""
    is_there = all(one.set_pct == 0.0 for one in launch.targets)
    return Aim(
        key=HALT_KEY,
        label=say(RolloutCode.HALT),
        state=AimState.IDLE if is_there else AimState.ARMED,
        hint=say(RolloutCode.IS_ZERO) if is_there else None,
        lines=(say(RolloutCode.TO_ZERO_DOES), say(RolloutCode.TO_ZERO_WHOM), ""),
        proof=Sign.NONE,
        what=say(RolloutCode.HALT_NAME),
    )
