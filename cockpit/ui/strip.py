"""The launch strip: what goes out, what is true about it, what comes next, and the two ways out.

It never scrolls away and never changes its layout.
"""

from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.domain.message import Message
from cockpit.ui import strip_lines
from cockpit.ui.aim import Aiming, Wanted, advised, back_aim, off_aim
from cockpit.ui.headline import Deed, Headline, headline
from cockpit.ui.heard import Heard, Press, Refusal, off_key, pressed, refused, target_of, told
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.ladder import Ladder
from cockpit.ui.kit.mark import ROLES, Mark, Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs
from cockpit.ui.strip_codes import StripCode
from cockpit.ui.strip_exit import NARROW_PX as NARROW_EXIT_PX
from cockpit.ui.strip_exit import WIDE_PX as WIDE_EXIT_PX
from cockpit.ui.strip_exit import Exit

STRIP_PX, EDGE_PX, PADDING_PX, GAP_PX, SEPARATOR_PX = 132, 4, 16, 12, 24
ROW_1_PX, ROW_2_PX, EVIDENCE_PX, ROW_3_PX = 12, 45, 76, 103
TEXT_LEFT_PX, MARK_PX, HARM_PX = 48, 20, 148
LEAST_PX = 60
"""Evidence that is narrower says nothing."""

SENT_FIRST_MS = 10
"""How long the strip keeps still after a press: until then the request has the processor."""
OFF_HOLD_S, BACK_HOLD_S = 0.8, 1.5
VERDICT_SIZES = (Type.FIGURE, Type.HEADING)
LOUD = {Shape.BAD, Shape.WARN, Shape.UNKNOWN}


class Strip(QWidget):
    """Shows snapshots; `went` is emitted with a page that somebody should look at."""

    went = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, say = room.look, room.say
        self._room, self._look = room, look
        self._snapshot: Snapshot | None = None
        self._heard, self._wanted = Heard(), Wanted()
        self._now: datetime | None = None
        self._shape: Shape | None = None
        self._headline: Headline | None = None
        self._is_narrow = False
        self._bake_runs: tuple[Run, ...] = ()
        self._harm_runs: tuple[Run, ...] = ()
        self.setFixedHeight(STRIP_PX)
        self._identity = self._line(Type.HEADING)
        self._ladder = Ladder(look, say, parent=self)
        self._bake = self._line(Type.BODY)
        self._bake.setObjectName("strip.bake")
        self._signed = self._line(Type.BODY, is_right=True)
        self._mark = Mark(look, MARK_PX, parent=self)
        self._verdict = self._line(Type.FIGURE)
        self._evidence = self._line(Type.BODY)
        self._evidence.setObjectName("strip.evidence")
        self._step = self._line(Type.BODY)
        self._step.setObjectName("strip.step")
        self._next = Button(look, Kind.SMALL, parent=self)
        self._next.setObjectName("strip.next")
        self._next.clicked.connect(self._do_next)
        self._harm = self._line(Type.FIGURE, is_right=True)
        self._harm_note = self._line(Type.NOTE, is_right=True)
        self._status = self._line(Type.NOTE)
        self._status.setObjectName("strip.status")
        self.off = self._exit(Name.OFF, OFF_HOLD_S, "power", say(StripCode.OTHERS_OFF))
        self.back = self._exit(Name.ROLLBACK, BACK_HOLD_S, "rollback", say(StripCode.OTHERS_BACK))
        self.off.fired.connect(self.pull)
        self.back.fired.connect(self.pull)
        self.off.chosen.connect(self.want_flag)
        self.back.chosen.connect(self.want_rollback)
        look.changed.connect(self.update)

    # ------------------------------------------------------------ what is shown

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this; the recommendation takes over again when it has changed."""
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and advised(before) != advised(snapshot):
            self._wanted = Wanted()
        self._now = snapshot.at
        self._offer(snapshot)
        self._put()

    def tick(self, now: datetime) -> None:
        """Let clocks and ages run on from the snapshot to `now`."""
        self._now = now
        self._put()

    def hear(self, event: ActionEvent) -> None:
        """Take news of an action."""
        snapshot, now = self._snapshot, self._now
        if snapshot is not None and now is not None:
            backs = {one.service: one.name for one in snapshot.rollbacks}
            self._heard = told(self._heard, event, now, backs)
            self._put()

    def refuse(self, name: Name, reason: Message) -> None:
        """Say at a button why its wish was not granted."""
        aim = (self.off if name is Name.OFF else self.back).hold.shown
        if aim is not None and self._now is not None:
            self._heard = refused(self._heard, aim.key, Refusal(self._now, reason))
            self._put()

    @property
    def given(self) -> Aiming | None:
        """Return everything that is aimed with now; None before the first snapshot."""
        if self._snapshot is None or self._now is None:
            return None
        say = self._room.say.on(self._now)
        return Aiming(self._snapshot, self._heard, self._wanted, say, self._now)

    def want_flag(self, flag: str) -> None:
        """Aim at this flag; "" aims at what the rule says. Nothing is sent."""
        self._wanted = replace(self._wanted, flag=flag or None)
        self._put()

    def want_rollback(self, name: str) -> None:
        """Aim at this rollback; "" aims at what the rule says. Nothing is sent."""
        self._wanted = replace(self._wanted, rollback=name or None)
        self._put()

    # ------------------------------------------------------------ deeds

    def pull(self, key: str) -> None:
        """Send what was held, and remember it until the first news of it."""
        hands = self._room.hands
        is_off = key == off_key(target_of(key))
        operation_id = hands.off(target_of(key)) if is_off else hands.rollback(target_of(key))
        if self._now is not None and operation_id is not None:
            self._heard = pressed(self._heard, Press(key, self._now, operation_id))
            QTimer.singleShot(SENT_FIRST_MS, self, self._put)

    def aim_at(self, key: str) -> Exit:
        """Aim the button of this way out at its target, and return it. Nothing is sent."""
        if key == off_key(target_of(key)):
            self.want_flag(target_of(key))
            return self.off
        self.want_rollback(target_of(key))
        return self.back

    def _do_next(self) -> None:
        step = None if self._headline is None else self._headline.next_step
        if step is None:
            return
        if step.deed is Deed.DEPLOYED:
            self._room.hands.deployed()
        else:
            self.went.emit(step.page)

    # ------------------------------------------------------------ parts

    def _put(self) -> None:
        given, is_narrow = self.given, self._is_narrow
        if given is None:
            return
        self._identity.show_runs(strip_lines.identity(given))
        launch = given.snapshot.launch
        self._ladder.show_stages(() if launch is None else launch.stages)
        self._bake_runs = strip_lines.bake(given)
        self._bake.show_runs(self._bake_runs)
        self._signed.show_runs(strip_lines.signed(given, is_narrow=is_narrow))
        figure, note = strip_lines.harm(given)
        self._harm_runs = figure
        short = strip_lines.short_harm(given)
        self._harm_note.show_runs(short if is_narrow else note)
        self._put_headline(headline(given))
        self.off.show_aim(off_aim(given))
        self.back.show_aim(back_aim(given))
        self._place()

    def _put_headline(self, found: Headline) -> None:
        self._headline = found
        shape = Shape(found.sign.value)
        self._mark.show_shape(shape)
        if shape is not self._shape:
            self._shape = shape
            self.update(0, 0, EDGE_PX, STRIP_PX)
        step = found.next_step
        self._evidence.show_runs([Run(found.evidence, Role.TEXT2)] if found.evidence else [])
        words = "" if step is None else step.words
        self._step.show_runs([Run(words, Role.TEXT1, 600)] if words else [])
        self._next.say("" if step is None else step.button)
        self._next.setVisible(step is not None and bool(step.button))

    def _offer(self, snapshot: Snapshot) -> None:
        say = self._room.say
        rule = ("", say(StripCode.RULE))
        flags = [(one.flag, one.flag) for one in snapshot.levers]
        self.off.offer([*flags, rule] if len(flags) > 1 or snapshot.launch is None else flags)
        backs = [(one.name, one.name) for one in snapshot.rollbacks]
        self.back.offer([*backs, rule] if len(backs) > 1 else backs)

    def _line(self, size: Type, *, is_right: bool = False) -> Runs:
        line = Runs(self._look, size, is_right=is_right)
        line.setParent(self)
        return line

    def _exit(self, name: Name, hold_s: float, icon: str, others: str) -> Exit:
        made = Exit(self._look, self._room.say, name=name, hold_s=hold_s, icon=icon, others=others)
        made.setParent(self)
        return made

    # ------------------------------------------------------------ places

    def make_narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Take the narrow layout: smaller exits, harm beside the evidence, GO alone."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._put()
            self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._place()

    @property
    def _exit_px(self) -> int:
        return NARROW_EXIT_PX if self._is_narrow else WIDE_EXIT_PX

    @property
    def _left_end(self) -> int:
        """Return where the left side ends."""
        exits = 2 * self._exit_px + GAP_PX
        return self.width() - PADDING_PX - exits - 2 * SEPARATOR_PX

    def _place(self) -> None:
        end, wide = self._left_end, self._exit_px
        for number, one in enumerate((self.off, self.back)):
            left = self.width() - PADDING_PX - (2 - number) * wide - (1 - number) * GAP_PX
            one.setGeometry(left - MARGIN_PX, ROW_1_PX - MARGIN_PX, wide + 2 * MARGIN_PX, 112)
        self._place_first(end)
        self._mark.move(PADDING_PX, ROW_2_PX + 4)
        self._place_second(end)
        self._place_status(end - PADDING_PX)

    def _place_status(self, room: int) -> None:
        """Show as many facts as there is room for."""
        given = self.given
        if given is None:
            return
        for left_out in range(strip_lines.MOST_LEFT_OUT + 1):
            runs = strip_lines.status(given, is_narrow=self._is_narrow, left_out=left_out)
            self._status.show_runs(runs)
            if self._status.natural_px <= room:
                break
        self._status.setGeometry(PADDING_PX, ROW_3_PX, room, 16)

    def _place_first(self, end: int) -> None:
        left = PADDING_PX
        signed = min(self._signed.natural_px, (end - left) // 3)
        self._signed.setGeometry(end - signed, ROW_1_PX + 4, signed, 20)
        identity = min(self._identity.natural_px, end - left - signed - PADDING_PX)
        self._identity.setGeometry(left, ROW_1_PX + 2, identity, 24)
        gap = 10 if self._is_narrow else 16
        left += identity + gap
        ladder = self._ladder.sizeHint()
        has_room = left + ladder.width() < end - signed
        self._ladder.setVisible(has_room and self._has_launch)
        if self._has_launch and has_room:
            top = ROW_1_PX + (28 - ladder.height()) // 2
            self._ladder.setGeometry(QRect(left, top, ladder.width(), ladder.height()))
            left += ladder.width() + gap
        room = end - signed - gap - left
        if self._bake.natural_px > room:
            self._bake.show_runs(self._bake_runs[1:] or self._bake_runs)
        self._bake.setGeometry(left, ROW_1_PX + 4, max(0, room), 20)

    @property
    def _has_launch(self) -> bool:
        return self._snapshot is not None and self._snapshot.launch is not None

    def _place_second(self, end: int) -> None:
        """Place verdict and evidence; the damage stands right, in narrow windows beside them."""
        self._put_harm(end)
        harm = 0 if self._is_narrow or not self._harm.text else max(HARM_PX, self._harm.natural_px)
        self._harm.setVisible(not self._is_narrow)
        self._harm.setGeometry(end - harm, ROW_2_PX, harm, 28)
        self._put_verdict(end - TEXT_LEFT_PX - (harm + 16 if harm else 0))
        note = min(self._harm_note.natural_px, (end - TEXT_LEFT_PX) // 2)
        top = EVIDENCE_PX if self._is_narrow else EVIDENCE_PX + 4
        height = self._harm_note.height()
        self._harm_note.setGeometry(end - note, top + (20 - height) // 2, note, height)
        room = end - TEXT_LEFT_PX - (max(note, harm) + 16 if note else 0)
        button = self._next.sizeHint() if not self._next.isHidden() else None
        left = self._put_evidence(max(0, room - (0 if button is None else button.width() + 8)))
        if button is not None:
            top = EVIDENCE_PX + 10 - button.height() // 2
            self._next.setGeometry(left + 8, top, button.width(), button.height())

    def _put_harm(self, end: int) -> None:
        """Show the damage with its unit, unless the verdict would be cut for it."""
        self._harm.show_runs(self._harm_runs)
        text = "" if self._headline is None else self._headline.text
        room = end - TEXT_LEFT_PX - self._harm.natural_px - 16
        if self._harm.natural_px > HARM_PX and not self._fits(text, Type.HEADING, room):
            self._harm.show_runs([run for run in self._harm_runs if run.role is not Role.TEXT3])

    def _put_evidence(self, free: int) -> int:
        """Place evidence and next step, and return where they end: the step is never cut first."""
        has_step, has_evidence = bool(self._step.text), bool(self._evidence.text)
        step = min(self._step.natural_px, free) if has_step else 0
        rest = free - (step + 8 if step else 0)
        shown = min(self._evidence.natural_px, rest) if has_evidence and rest >= LEAST_PX else 0
        self._evidence.setVisible(shown > 0)
        self._evidence.setGeometry(TEXT_LEFT_PX, EVIDENCE_PX, shown, 20)
        left = TEXT_LEFT_PX + (shown + 8 if shown and step else shown)
        self._step.setGeometry(left, EVIDENCE_PX, step, 20)
        return left + step

    def _put_verdict(self, room: int) -> None:
        """Show the verdict at 22 px; at 16 or 13 px when it would be cut otherwise."""
        text = "" if self._headline is None else self._headline.text
        size = next((one for one in VERDICT_SIZES if self._fits(text, one, room)), Type.BODY)
        self._verdict.show_runs((Run(text, Role.TEXT1, 700, size=size),))
        self._verdict.setGeometry(TEXT_LEFT_PX, ROW_2_PX, max(0, room), 28)

    def _fits(self, text: str, size: Type, room: int) -> bool:
        return QFontMetricsF(self._look.font(size, 700)).horizontalAdvance(text) <= room

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface, the edge of a loud state, the separator and the line below."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), look.color(Role.SURFACE))
        if self._shape in LOUD and self._shape is not None:
            painter.fillRect(0, 0, EDGE_PX, STRIP_PX, look.color(ROLES[self._shape]))
        middle = self._left_end + SEPARATOR_PX
        painter.fillRect(middle, ROW_1_PX, 1, STRIP_PX - 2 * ROW_1_PX, look.color(Role.LINE))
        painter.fillRect(0, STRIP_PX - 1, self.width(), 1, look.color(Role.LINE2))
        painter.end()
