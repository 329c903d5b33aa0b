"""What comes next in the life of the launch: a step forward, the ways out, or its end."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.board_codes import BoardCode
from cockpit.app.launch_view import LaunchView
from cockpit.domain.way_out import WayOut
from cockpit.ui.aim import Aiming, advised, back_aim, off_aim
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_step import StepForm
from cockpit.ui.pages.rollout_text import Way, against_count, pct, way_of

OFF_S, BACK_S = 0.8, 1.5
TITLES: Mapping[Way, tuple[RolloutCode, RolloutCode | None]] = {
    Way.CHECKS: (RolloutCode.TO_CHECKS, RolloutCode.TO_CHECKS_NOTE),
    Way.DEPLOY: (RolloutCode.DEPLOY, RolloutCode.DEPLOY_NOTE),
    Way.LEAVE: (RolloutCode.LEAVE, None),
    Way.FINISH: (RolloutCode.WATCH, RolloutCode.WATCH_NOTE),
}
SETTLED = (RolloutCode.SETTLED, RolloutCode.SETTLED_NOTE)
"""Once a way out has worked, its end is the next step; the strip still has both ways."""

ROLLED_BACK = (RolloutCode.SETTLED, RolloutCode.ROLLED_BACK_NOTE)
"""After the wider one of the two there is none left."""


class NextTile(Tile):
    """`stepped` as of the form; `fired` has the key of a way out; `closed` result and way out."""

    stepped = Signal(float, str, float)
    deployed = Signal()
    fired = Signal(str)
    closed = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._way: Way | None = None
        self._where: tuple[Way, float | None] | None = None
        self._used: frozenset[WayOut] = frozenset()
        self._build()

    def show_launch(self, launch: LaunchView, aiming: Aiming, used: frozenset[WayOut]) -> None:
        """Show what comes next; `used` are the ways out whose effect was seen."""
        say, way = self._room.say, way_of(launch)
        where = (way, launch.exposure_pct)
        if where != self._where:
            self._where = where
            self._refusal.say("")
            self._say_asked("")
        self._way, self._used = way, used
        verdict = aiming.snapshot.verdict.code
        is_settled = way is Way.LEAVE and bool(used) and verdict == BoardCode.BACK_IN_BAND
        self._show_head(launch, way, is_settled=is_settled)
        self._form.setVisible(way is Way.ADVANCE)
        self._form.show_launch(launch)
        self._deploy.setVisible(way is Way.DEPLOY)
        self._leave.setVisible(way is Way.LEAVE and not is_settled)
        if way is Way.LEAVE:
            self._off.aim(off_aim(aiming))
            self._back.aim(back_aim(aiming))
        left_s = launch.bake_needed_s - (launch.bake_elapsed_s or 0.0) - aiming.age_s
        may_wait = advised(aiming.snapshot) is not None or left_s > 0
        self._show_close(way, used, may_wait=may_wait)
        self.set_edge(Shape.BAD if way is Way.LEAVE and not is_settled else None)
        self._used_label.setVisible(bool(used))
        ways = ", ".join(say.name("way_out", one.value) for one in sorted(used))
        self._used_label.say(say(RolloutCode.WAY_USED, way=ways))

    def refuse(self, told: str) -> None:
        """Say in place why something was not done."""
        self._refusal.say(told)
        if told:
            self._say_asked("")

    def took_step(self, exposure: str) -> None:
        """Say that the step was asked for; it is taken only when it is read."""
        self._form.clear()
        self._refusal.say("")
        self._say_asked(self._room.say(RolloutCode.ADVANCE_ASKED, next=exposure))

    def _show_head(self, launch: LaunchView, way: Way, *, is_settled: bool) -> None:
        say, gate = self._room.say, launch.gate
        is_locked = way is Way.ADVANCE and (gate is None or not gate.is_open)
        self._lock.setVisible(is_locked)
        for part in (self._title, self._locked):
            part.setVisible(way is Way.ADVANCE)
        self._heading.setVisible(way is not Way.ADVANCE)
        self._note.hide()
        if way is not Way.ADVANCE:
            settled = ROLLED_BACK if WayOut.ROLLBACK in self._used else SETTLED
            title, note = settled if is_settled else TITLES[way]
            self._heading.say(say.wrapping(say(title)))
            if note is not None:
                self._note.say(say.wrapping(say(note)))
                self._note.show()
            return
        following = None if gate is None else gate.next_exposure_pct
        self._title.say(say(RolloutCode.ADVANCE_TITLE, next=pct(say, following)))
        self._title.dress(Role.TEXT3 if is_locked else Role.TEXT1)
        told = say(RolloutCode.ADVANCE_OPEN)
        if gate is None:
            told = say(RolloutCode.NOT_JUDGED)
        elif not gate.is_open:
            told = say(RolloutCode.LOCKED_BY, count=against_count(gate))
        self._locked.say(told)

    def _show_close(self, way: Way, used: frozenset[WayOut], *, may_wait: bool) -> None:
        """Offer the end: of what was stopped, of what everybody has, of what nobody got.

        It `may_wait` where a way out is recommended, or the watching has not lasted long enough:
        then it is not the obvious next step.
        """
        say = self._room.say
        codes = {Way.FINISH: RolloutCode.FINISH, Way.CHECKS: RolloutCode.GIVE_UP}
        codes[Way.DEPLOY] = RolloutCode.GIVE_UP
        code = RolloutCode.CLOSE_STOPPED if used else codes.get(way)
        self._close.setVisible(code is not None)
        self._which.setVisible(len(used) > 1)
        if code is not None:
            self._close.say(say(code))
            is_main = bool(used) or (way is Way.FINISH and not may_wait)
            self._close.become(Kind.PRIMARY if is_main else Kind.PLAIN)

    def _ask_close(self) -> None:
        if self._used:
            only = next(iter(self._used)).value
            way = self._which.key if len(self._used) > 1 else only
            self.closed.emit("stopped", way)
        elif self._way is Way.FINISH:
            self.closed.emit("done", "")
        else:
            self.closed.emit("stopped", "")

    def _say_asked(self, told: str) -> None:
        self._asked.say(self._room.say.wrapping(told))
        self._asked.setVisible(bool(told))

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._heading = Label(look, Type.HEADING, Role.TEXT1, 600, wraps=True)
        self._lock = Mark(look, 12)
        self._lock.show_shape(Shape.LOCK)
        self._locked = Label(look, Type.NOTE, Role.TEXT2, elides=True)
        self._note = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._form = StepForm(self._room)
        self._form.asked.connect(self.stepped)
        self._deploy = Button(look, Kind.PRIMARY, say(RolloutCode.DEPLOYED), "check")
        self._deploy.setObjectName(Name.DEPLOYED)
        self._deploy.clicked.connect(self.deployed)
        self._asked = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        self._refusal = Refusal(self._room, "rollout.next.refusal")
        self._used_label = Label(look, Type.NOTE, Role.TEXT2)
        self._which = Segments(
            look, [(one.value, say.name("way_out", one.value)) for one in WayOut]
        )
        self._which.setAccessibleDescription(say(RolloutCode.CLOSE_WAY))
        self._close = Button(look, Kind.PLAIN, say(RolloutCode.FINISH))
        self._close.setObjectName(Name.CLOSE)
        self._close.clicked.connect(self._ask_close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        head = inset(self._title, self._lock, self._locked, stretch=2)
        column.addLayout(head)
        column.addLayout(inset(self._heading, stretch=0))
        column.addLayout(inset(self._note, stretch=0))
        column.addWidget(self._form)
        column.addLayout(controls(self._deploy))
        column.addWidget(self._built_leave())
        column.addLayout(inset(self._asked, stretch=0))
        column.addLayout(inset(self._refusal, stretch=0))
        column.addLayout(inset(self._used_label))
        column.addLayout(controls(self._which))
        column.addLayout(controls(self._close))
        column.addStretch(1)

    def _built_leave(self) -> QWidget:
        look, say = self._room.look, self._room.say
        self._off = HoldButton(look, say, hold_s=OFF_S, icon="power")
        self._off.setObjectName("rollout.off")
        self._back = HoldButton(look, say, hold_s=BACK_S, icon="rollback")
        self._back.setObjectName("rollout.rollback")
        self._leave = QWidget()
        column = QVBoxLayout(self._leave)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12 - 2 * MARGIN_PX)
        for hold in (self._off, self._back):
            hold.fired.connect(self.fired)
            column.addWidget(hold)
        return self._leave
