"""One target of the rollout: a row of 48 px with its track, its figures and the way to 0 %."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.launch_view import LaunchView, TargetView
from cockpit.app.snapshot import Snapshot
from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.ladder import Track
from cockpit.ui.kit.mark import Mark
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import compared, is_old, pct
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign
from cockpit.words.safe import safe

ROW_PX, GAP_PX, LEFT_PX, RIGHT_PX = 49, 16, 16, 12
HOLD_S, HOLD_PX, HOLD_WIDTH_PX = 0.8, 28, 104
WIDE_PX = 1_000
"""From this width on there is room for what the target can do."""

COLUMNS = {
    "name": Qt.AlignmentFlag.AlignLeft,
    "can": Qt.AlignmentFlag.AlignLeft,
    "track": Qt.AlignmentFlag.AlignLeft,
    "set": Qt.AlignmentFlag.AlignRight,
    "effective": Qt.AlignmentFlag.AlignRight,
    "read": Qt.AlignmentFlag.AlignRight,
    "compared": Qt.AlignmentFlag.AlignLeft,
    "hold": Qt.AlignmentFlag.AlignRight,
}
_WIDTHS = {"name": 136, "can": 180, "track": 296, "set": 56, "effective": 64, "read": 80}
_NARROW = {"name": 128, "can": 0, "track": 180, "set": 56, "effective": 64, "read": 80}


def widths(whole_px: int) -> dict[str, tuple[int, int]]:
    """Return where each column begins and how wide it is, in pixels; 0 when there is no room."""
    fixed = _WIDTHS if whole_px >= WIDE_PX else _NARROW
    found: dict[str, tuple[int, int]] = {}
    left = LEFT_PX
    for key, width in fixed.items():
        found[key] = (left, width)
        left += width + GAP_PX if width else 0
    hold_left = whole_px - RIGHT_PX - HOLD_WIDTH_PX
    found["compared"] = (left, max(0, hold_left - GAP_PX - left))
    found["hold"] = (hold_left, HOLD_WIDTH_PX)
    return found


class TargetRow(QWidget):
    """`fired` tells that the way to 0 % was held to its end."""

    fired = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._look, self._say = room.look, room.say
        self._is_adrift = False
        look = room.look
        self._name = Label(look, Type.BODY, Role.TEXT1, 600, elides=True)
        self._source = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._can = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        self._track = Track(look)
        self._set = Label(look, Type.BODY, Role.TEXT2)
        self._effective = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._read = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        for one in (self._set, self._effective, self._read):
            one.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._mark = Mark(look, 10)
        self._word = Label(look, Type.BODY, Role.TEXT1, elides=True)
        self._note = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._hold = HoldButton(look, room.say, hold_s=HOLD_S, icon="stop", is_small=True)
        self._hold.fired.connect(lambda _key: self.fired.emit())
        self._line = Line(look)
        upper = (self._name, self._source, self._can, self._track, self._set, self._effective)
        rest = (self._read, self._mark, self._word, self._note, self._hold, self._line)
        for part in (*upper, *rest):
            part.setParent(self)
        self.setFixedHeight(ROW_PX)
        look.changed.connect(self.update)

    def show_target(self, target: TargetView, launch: LaunchView, snapshot: Snapshot) -> None:
        """Show where the target stands."""
        say, flag = self._say, safe(target.flag)
        self._name.say(flag)
        self._source.say(say(RolloutCode.FLAG_AT, source=target.source))
        self._can.say(say.wrapping(_can(target, snapshot, say)))
        self._track.show_target(
            launch.ladder_pct,
            policy_pct=target.policy_pct,
            set_pct=target.set_pct,
            effective_pct=target.effective_pct,
            is_adrift=target.is_adrift,
        )
        self._set.say(pct(say, target.set_pct, 1))
        self._set.dress(Role.TEXT3 if is_old(target) else Role.TEXT2)
        self._effective.say(pct(say, target.effective_pct, 1))
        self._effective.dress(Role.WARN if target.is_adrift else Role.TEXT1)
        self._read.say(say.ago(target.read_age_s))
        shape, word, note = compared(target, say)
        self._mark.show_shape(shape)
        self._word.say(word)
        self._word.dress(Role.TEXT1, 600 if target.is_adrift else 400)
        self._note.say(note)
        quiet = Role.TEXT2 if target.is_adrift else Role.TEXT3
        for label in (self._source, self._read, self._note):
            label.dress(quiet)
        self._hold.setObjectName(f"rollout.zero.{target.flag}")
        self._hold.aim(zero_aim(target, say))
        if target.is_adrift is not self._is_adrift:
            self._is_adrift = target.is_adrift
            self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything in its column."""
        super().resizeEvent(event)
        at = widths(self.width())
        two_px = 20 + 16
        top = (ROW_PX - 1 - two_px) // 2
        left, width = at["name"]
        self._name.setGeometry(left, top, width, 20)
        self._source.setGeometry(left, top + 20, width, 16)
        left, width = at["can"]
        self._can.setVisible(width > 0)
        self._can.setGeometry(left, (ROW_PX - 1 - 32) // 2, width, 32)
        left, width = at["track"]
        self._track.setGeometry(left, 6, width, 32)
        for key, label, size in (
            ("set", self._set, Type.BODY),
            ("effective", self._effective, Type.HEADING),
            ("read", self._read, Type.NOTE),
        ):
            left, width = at[key]
            line_px = size.value[1]
            label.setGeometry(left, (ROW_PX - 1 - line_px) // 2, width, line_px)
        left, width = at["compared"]
        self._mark.move(left, top + 5)
        self._word.setGeometry(left + 16, top, max(0, width - 16), 20)
        self._note.setGeometry(left, top + 20, width, 16)
        left, width = at["hold"]
        frame_top = (ROW_PX - 1 - HOLD_PX) // 2
        self._hold.setGeometry(
            left - MARGIN_PX, frame_top - MARGIN_PX, width + 2 * MARGIN_PX, HOLD_PX + 2 * MARGIN_PX
        )
        self._line.setGeometry(LEFT_PX, ROW_PX - 1, self.width() - LEFT_PX - RIGHT_PX, 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint of a target that somebody else has changed."""
        if self._is_adrift:
            painter = QPainter(self)
            painter.fillRect(0, 0, self.width(), ROW_PX - 1, self._look.color(Role.TINT_WARN))
            painter.end()


def zero_aim(target: TargetView, say: Say) -> Aim:
    """Return the aim of the way to 0 %; a target whose value is not known may always go there."""
    flag = safe(target.flag)
    label = say(RolloutCode.TO_ZERO)
    lines = (say(RolloutCode.TO_ZERO_DOES), say(RolloutCode.TO_ZERO_WHOM), "")
    is_there = target.set_pct == 0.0
    return Aim(
        key=f"zero:{target.flag}",
        label=label,
        state=AimState.IDLE if is_there else AimState.ARMED,
        hint=say(RolloutCode.IS_ZERO) if is_there else None,
        lines=lines,
        proof=Sign.NONE,
        what=say(RolloutCode.TO_ZERO_NAME, flag=flag),
    )


def _can(target: TargetView, snapshot: Snapshot, say: Say) -> str:
    lever = next((one for one in snapshot.levers if one.flag == target.flag), None)
    if lever is None:
        return say(RolloutCode.FLAG_CAN)
    return say(RolloutCode.FLAG_CAN_POLL, poll_s=lever.client_poll_s)
