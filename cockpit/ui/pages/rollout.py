"""The rollout page: who has how much of it, and what is missing for the next step."""

from datetime import datetime
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused
from cockpit.domain.way_out import WayOut
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.codes import UnreadCode
from cockpit.ui.hands import Granted, News, Plan, Refused, Wish
from cockpit.ui.heard import (
    Heard,
    Press,
    Refusal,
    off_key,
    pressed,
    refused,
    target_of,
    told,
)
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Empty
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.plan_panel import PlanPanel
from cockpit.ui.pages.refusal import Refusal as RefusalLine
from cockpit.ui.pages.resizing import Resizing
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_missing import MissingTile
from cockpit.ui.pages.rollout_next import NextTile
from cockpit.ui.pages.rollout_policy import PolicyTile
from cockpit.ui.pages.rollout_stop import StopTile
from cockpit.ui.pages.rollout_targets import TargetsTile
from cockpit.ui.pages.rollout_text import OVER, pct, summary, ways_used
from cockpit.ui.pages.unread import is_unread

TILE_PX, NARROW_TILE_PX, NARROW_BELOW_PX = 372, 312, 1_100
STOPPING = {Wish.HOLD, Wish.RESUME}
LEADING = {Wish.DEPLOYED, Wish.CLOSE}
RESULTS: dict[str, Literal["done", "stopped"]] = {"done": "done", "stopped": "stopped"}
WAYS_OUT: dict[str, Literal["flag_off", "rollback"]] = {
    "flag_off": "flag_off",
    "rollback": "rollback",
}


class RolloutPage:
    """Shows the launch under way, or the plan of the next one.

    Ways out that were seen are remembered for their launch: their operations leave the snapshot
    once users are safe, and the launch is closed after that.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._snapshot: Snapshot | None = None
        self._heard = Heard()
        self._used: frozenset[WayOut] = frozenset()
        self._used_by = ""
        self._is_planning = False
        self._is_halting = False
        self._build()

    @property
    def widget(self) -> QWidget:
        """Return what stands in the middle of the window."""
        return self._widget

    def show(self, snapshot: Snapshot) -> None:
        """Show the launch, or what is needed for one."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._show()

    @property
    def _at(self) -> datetime | None:
        """Return when the people at the window are; None before the first snapshot."""
        return None if self._snapshot is None else self._snapshot.at

    def hear(self, news: News | ActionEvent) -> None:
        """Take what became of wishes, each where it was made."""
        match news:
            case Granted(wish=wish):
                self._granted(wish)
            case Refused(wish=wish, reason=reason):
                self._refused(wish, news, self._room.say.text(reason, self._at))
            case ActionProgress() | ActionRefused() if self._snapshot is not None:
                backs = {one.service: one.name for one in self._snapshot.rollbacks}
                self._heard = told(self._heard, news, self._snapshot.at, backs)
                self._show_aims()
            case _:
                pass

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        launch = snapshot.launch
        is_live = launch is not None and launch.phase not in OVER
        self._is_planning = self._is_planning and is_live
        self._show_head(launch if is_live else None)
        if is_unread(snapshot):
            self._summary.say("")
        is_board = launch is not None and is_live and not self._is_planning
        self._board.setVisible(is_board)
        unread = is_unread(snapshot)
        self._plan.setVisible(not is_board and not unread)
        self._unread.setVisible(unread)
        if not is_board or launch is None:
            self._plan.show_snapshot(snapshot)
            return
        if launch.launch_id != self._used_by:
            self._used, self._used_by = frozenset(), launch.launch_id
        self._used |= ways_used(snapshot)
        self._policy.show_launch(launch, snapshot.at)
        self._targets.show_launch(launch, snapshot)
        self._missing.show_launch(launch, snapshot.release, snapshot.at)
        self._stop.show_launch(launch)
        self._show_aims()

    def _show_aims(self) -> None:
        """Show the part that tells what presses would do, and what was heard of them."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.launch is None or self._board.isHidden():
            return
        say = self._room.say.on(snapshot.at)
        aiming = Aiming(snapshot, self._heard, Wanted(), say, snapshot.at)
        self._next.show_launch(snapshot.launch, aiming, self._used)

    def _show_head(self, launch: LaunchView | None) -> None:
        say, me = self._room.say, self._room.person
        is_there = launch is not None
        self._summary.say(say(RolloutCode.SUMMARY_NONE))
        self._holder.setVisible(is_there)
        self._child.setVisible(is_there)
        self._take_over.setVisible(launch is not None and launch.holder != me)
        code = RolloutCode.CHILD_LEAVE if self._is_planning else RolloutCode.CHILD
        self._child.say(say(code))
        self._child.bear("close" if self._is_planning else "plus")
        if launch is not None:
            self._summary.say(summary(launch, say))
            person = say.person(launch.holder or None)
            self._holder.say(say(RolloutCode.HOLDER, person=person))

    # ------------------------------------------------------------ wishes and what became of them

    def _granted(self, wish: Wish) -> None:
        if wish is Wish.STEP and self._is_halting:
            self._stop.took_halt()
        elif wish is Wish.STEP:
            self._next.took_step(self._asked_pct)
        elif wish is Wish.PLAN:
            self._plan.clear()
            self._is_planning = False
            self._show()
        elif wish in STOPPING:
            self._stop.took_hold()
        elif wish in LEADING:
            self._next.refuse("")
        elif wish is Wish.ACCEPT:
            self._missing.took_acceptance()
        elif wish is Wish.TAKE_OVER:
            self._head_refusal.say("")

    def _refused(self, wish: Wish, news: Refused, why: str) -> None:
        if wish in STOPPING or (wish is Wish.STEP and self._is_halting):
            self._stop.refuse(why)
        elif wish is Wish.STEP or wish in LEADING:
            self._next.refuse(why)
        elif wish is Wish.PLAN:
            self._plan.refuse(why)
        elif wish is Wish.ACCEPT:
            self._missing.refuse(why)
        elif wish is Wish.TAKE_OVER:
            self._head_refusal.say(why)
        elif wish in {Wish.OFF, Wish.ROLLBACK} and self._snapshot is not None and self._fired:
            refusal = Refusal(self._snapshot.at, news.reason)
            self._heard = refused(self._heard, self._fired, refusal)
            self._show_aims()

    def _step(self, exposure_pct: float, second: str, typed_pct: float) -> None:
        self._is_halting = False
        self._asked_pct = pct(self._room.say, exposure_pct)
        hands = self._room.hands
        hands.step(exposure_pct, second_person=second or None, typed_pct=typed_pct)

    def _halt(self) -> None:
        self._is_halting = True
        self._room.hands.step(0.0, second_person=None, typed_pct=0.0)

    def _fire(self, key: str) -> None:
        if self._snapshot is None:
            return
        self._fired = key
        target, hands = target_of(key), self._room.hands
        is_off = key == off_key(target)
        operation_id = hands.off(target) if is_off else hands.rollback(target)
        self._heard = pressed(self._heard, Press(key, self._snapshot.at, operation_id))
        self._show_aims()

    def _close(self, result: str, way_out: str) -> None:
        self._room.hands.close(RESULTS[result], WAYS_OUT.get(way_out))

    def _open_plan(self, plan: Plan) -> None:
        self._room.hands.plan(plan)

    def _toggle_plan(self) -> None:
        self._is_planning = not self._is_planning
        self._show()
        if self._is_planning:
            self._plan.begin()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self._asked_pct = self._fired = ""
        hands = self._room.hands
        self._widget = Resizing(self._fit)
        self._policy = PolicyTile(self._room)
        self._targets = TargetsTile(self._room)
        self._targets.fired.connect(self._halt)
        self._missing = MissingTile(self._room)
        self._missing.accepted.connect(hands.accept)
        self._stop = StopTile(self._room)
        self._stop.held.connect(hands.hold)
        self._stop.resumed.connect(hands.resume)
        self._stop.halted.connect(self._halt)
        self._next = NextTile(self._room)
        self._next.stepped.connect(self._step)
        self._next.deployed.connect(hands.deployed)
        self._next.fired.connect(self._fire)
        self._next.closed.connect(self._close)
        self._plan = PlanPanel(self._room)
        self._plan.planned.connect(self._open_plan)
        self._board = self._built_board()
        column = QVBoxLayout(self._widget)
        column.setContentsMargins(16, 16 - MARGIN_PX, 16 - MARGIN_PX, 16)
        column.setSpacing(12)
        column.addLayout(self._built_head())
        self._unread = Empty(self._room.look)
        say = self._room.say
        self._unread.say(say(UnreadCode.HEAD), say.wrapping(say(UnreadCode.BODY)))
        column.addWidget(self._unread, 1)
        column.addWidget(self._plan, 1)
        column.addWidget(self._board, 1)
        self._board.hide()
        self._plan.hide()

    def _built_head(self) -> QVBoxLayout:
        look, say = self._room.look, self._room.say
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(RolloutCode.TITLE))
        self._summary = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._holder = Label(look, Type.NOTE, Role.TEXT3)
        self._take_over = Button(look, Kind.PLAIN, say(RolloutCode.TAKE_OVER), "key")
        self._take_over.setObjectName(Name.TAKE_OVER)
        self._take_over.clicked.connect(self._room.hands.take_over)
        self._child = Button(look, Kind.LIGHT, say(RolloutCode.CHILD), "plus")
        self._child.setObjectName("rollout.child")
        self._child.clicked.connect(self._toggle_plan)
        read = Button(look, Kind.PLAIN, say(RolloutCode.READ_AGAIN), "refresh")
        read.setObjectName("rollout.read")
        read.clicked.connect(self._room.hands.read_now)
        self._head_refusal = RefusalLine(self._room, "rollout.refusal")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(self._summary, 1)
        row.addWidget(self._holder)
        row.setSpacing(12 - MARGIN_PX)
        row.addWidget(self._take_over)
        row.addWidget(self._child)
        row.addWidget(read)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addLayout(row)
        head.addWidget(self._head_refusal)
        return head

    def _built_board(self) -> QWidget:
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._missing, 1)
        below.addWidget(self._stop)
        below.addWidget(self._next)
        board = QWidget()
        column = QVBoxLayout(board)
        column.setContentsMargins(0, 0, MARGIN_PX, 0)
        column.setSpacing(12)
        column.addWidget(self._policy)
        column.addWidget(self._targets, 1)
        column.addLayout(below, 1)
        return board

    def _fit(self, width: int) -> None:
        is_narrow = width < NARROW_BELOW_PX
        self._targets.make_room(is_narrow=is_narrow)
        tile_px = NARROW_TILE_PX if is_narrow else TILE_PX
        for tile in (self._stop, self._next):
            tile.setFixedWidth(tile_px)
