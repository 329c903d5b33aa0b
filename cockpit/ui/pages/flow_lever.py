"""The lever of a flow's tile: its flag, how it was proved, and the button that switches it off."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import FlowView
from cockpit.ui.aim import Aim, Aiming, AimState, off_aim
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_codes import FlowCode
from cockpit.ui.say import DASH
from cockpit.ui.sign import Sign
from cockpit.words.safe import safe

HOLD_S = 0.8
HOLD_PX = 28
NOTE_PX = 16
MARK_PX = 8

LABELLED = {AimState.IDLE, AimState.ARMED, AimState.RECOMMENDED}
"""States in which the button says what it does; in the others, how far it has come."""


class FlowLever(QObject):
    """Places its parts in the tile that owns them."""

    def __init__(self, room: Room, tile: QWidget) -> None:
        super().__init__(tile)
        look, self._say = room.look, room.say
        self._is_tight = False
        self._more = 0
        self._aim: Aim | None = None
        self._flag = ""
        self._age_s: float | None = None
        self._name = Label(look, Type.NOTE, Role.TEXT1, 500, elides=True)
        self._mark = Mark(look, MARK_PX)
        self._proof = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self.hold = HoldButton(look, room.say, hold_s=HOLD_S, icon="power", is_small=True)
        for part in (self._name, self._mark, self._proof, self.hold):
            part.setParent(tile)

    def show_lever(self, flow: FlowView, aiming: Aiming) -> None:
        """Show the lever of the flow and what pressing it would do."""
        aim = lever_aim(flow, aiming)
        levers = {one.flag: one for one in aiming.snapshot.levers}
        lever = levers.get(flow.flag or "")
        self._age_s = None if lever is None else lever.age_s
        self._aim, self._flag = aim, safe(flow.flag or self._say(FlowCode.NO_LEVER))
        self._mark.show_shape(Shape(aim.proof.value) if aim.lines[2] else None)
        self._write()

    def place(self, area: QRect, more: int, *, is_tight: bool) -> None:
        """Place everything at the bottom of `area`; `more` causes had no room above."""
        left, width = area.left(), area.width()
        top = area.bottom() + 1 - HOLD_PX
        ring = max(0, (self.hold.height() - HOLD_PX) // 2)
        frame = QRect(left, top, width, HOLD_PX)
        self.hold.setGeometry(frame.adjusted(-ring, -ring, ring, ring))
        self._is_tight, self._more = is_tight, more
        self._name.setVisible(not is_tight)
        line_top = top - NOTE_PX - (8 if is_tight else 4)
        self._mark.move(left, line_top + (NOTE_PX - MARK_PX) // 2)
        self._proof.setGeometry(left + MARK_PX + 6, line_top, width - MARK_PX - 6, NOTE_PX)
        self._name.setGeometry(left, line_top - NOTE_PX, width, NOTE_PX)
        self._write()

    def show_all(self, *, is_shown: bool) -> None:
        """Show or hide everything."""
        for one in (self._mark, self._proof, self.hold):
            one.setVisible(is_shown)
        self._name.setVisible(is_shown and not self._is_tight)

    def _write(self) -> None:
        if self._aim is None:
            return
        say, aim = self._say, self._aim
        self._name.say(self._flag)
        if self._is_tight:
            proof = say.ago(self._age_s)
            code = FlowCode.LEVER_MORE if self._more else FlowCode.LEVER_LINE
            line = say(code, count=self._more, flag=self._flag, proof=proof)
            self._proof.say(line.removesuffix(f" · {DASH}"))  # nothing is read of no lever
        else:
            self._proof.say(aim.lines[2])
        if aim.hint is None and not self._is_tight:
            aim = replace(aim, hint=say(FlowCode.HOLD, hold=say.number(HOLD_S)))
        self.hold.aim(aim)


def lever_aim(flow: FlowView, aiming: Aiming) -> Aim:
    """Return the aim of the small button: the flag of this flow, never another one."""
    say = aiming.say
    levers = {one.flag for one in aiming.snapshot.levers}
    if flow.flag is None or flow.flag not in levers:
        label = say(FlowCode.OFF)
        nothing = say(FlowCode.NO_LEVER)
        return Aim("", label, AimState.IDLE, nothing, ("", "", ""), Sign.NONE, label)
    wanted = replace(aiming.wanted, flag=flow.flag)
    aim = off_aim(replace(aiming, wanted=wanted))
    return replace(aim, label=say(FlowCode.OFF)) if aim.state in LABELLED else aim
