"""The block above every page for operations with an unknown outcome. Nobody can close it away.

It stays until a read shows what is true, or a person writes down what they saw.
"""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.snapshot import OperationView
from cockpit.domain.operations import Lever
from cockpit.ui.aim import Aim, Aiming
from cockpit.ui.headline import unknown_operations
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs
from cockpit.ui.strip import BACK_HOLD_S, OFF_HOLD_S
from cockpit.ui.unknown_codes import UnknownCode
from cockpit.ui.unknown_facts import Facts, facts_of
from cockpit.ui.unknown_parts import FactRow, Stamps
from cockpit.ui.unknown_ways import Ways, ways_of

HATCH_PX, WAYS_PX, NARROW_WAYS_PX, NUMBER_PX, DEED_PX = 16, 472, 420, 20, 164
MOST_FACTS = 5
HATCH_PITCH_PX = 10


class WayRow(QWidget):
    """One way out: its number, what it is, what is known of it, and the control that does it."""

    def __init__(self, look: Look, control: QWidget) -> None:
        super().__init__()
        self._look = look
        self.control = control
        self._is_raised = False
        self.number = Runs(look)
        self._title, self._note = Runs(look), Runs(look, Type.NOTE)
        self.number.setFixedWidth(NUMBER_PX)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        control.setFixedWidth(DEED_PX)
        layout.addWidget(control)

    def show_words(self, title: str, note: str, *, is_raised: bool = False) -> None:
        """Show these words; a recommended way is raised."""
        self._title.show_runs((Run(title, weight=600),))
        self._note.show_runs((Run(note, Role.TEXT2 if is_raised else Role.TEXT3),))
        if is_raised is not self._is_raised:
            self._is_raised = is_raised
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the raised ground, or the hairline below."""
        painter = QPainter(self)
        if self._is_raised:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(Role.RAISED))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        else:
            line = self._look.color(Role.LINE2)
            painter.fillRect(8, self.height() - 1, self.width() - 16, 1, line)
        painter.end()


class UnknownBlock(QWidget):
    """One operation: what is known of it at the left, the ways out at the right."""

    fired = Signal(str)
    unfolded = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._look = room, room.look
        self._id = ""
        self._is_narrow = False
        look, say = room.look, room.say
        self._folded = Runs(look)
        self._unfold = Button(look, Kind.SMALL, say(UnknownCode.UNFOLD))
        self._unfold.clicked.connect(lambda: self.unfolded.emit(self._id))
        self._fold_row = QWidget()
        fold = QHBoxLayout(self._fold_row)
        fold.setContentsMargins(HATCH_PX + 16, 4, 16, 4)
        fold.addWidget(self._folded, 1)
        fold.addWidget(self._unfold)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(HATCH_PX + 16, 16, 16, 16)
        body.setSpacing(32)
        body.addLayout(self._made_left(), 1)
        self._right = QWidget()
        self._right.setLayout(self._made_right())
        self._right.setFixedWidth(WAYS_PX)
        body.addWidget(self._right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fold_row)
        layout.addWidget(self._body)
        look.changed.connect(self.update)

    @property
    def operation_id(self) -> str:
        """Return the operation that it is about."""
        return self._id

    def show_operation(self, given: Aiming, operation: OperationView, *, is_open: bool) -> None:
        """Show what is known of the operation now."""
        facts = facts_of(given, operation)
        if self._id != facts.operation_id:
            self._id = facts.operation_id
            self._reason.clear()
        self._body.setVisible(is_open)
        self._fold_row.setVisible(not is_open)
        unknown = Run(facts.folded, Role.TEXT1, 600, shape=Shape.UNKNOWN, mark_px=12)
        self._folded.show_runs((unknown,))
        if is_open:
            self._show_facts(facts)
            self._show_ways(ways_of(given, operation, self._on_call(operation)))

    def make_narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Fold the facts to two lines and make the ways narrower."""
        self._is_narrow = is_narrow
        self._right.setFixedWidth(NARROW_WAYS_PX if is_narrow else WAYS_PX)
        for number, row in enumerate(self._facts):
            row.setVisible(not is_narrow or number in {1, 3})

    def _made_left(self) -> QVBoxLayout:
        look, say = self._look, self._room.say
        self._mark = Mark(look, 24)
        self._mark.show_shape(Shape.UNKNOWN)
        self._title = Label(look, Type.FIGURE, Role.TEXT1, 700, elides=True)
        self._why = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._stamps = Stamps(look)
        self._known = Label(look, Type.NOTE, Role.TEXT3)
        self._known.say(say(UnknownCode.KNOWN))
        self._facts = [FactRow(look) for _ in range(MOST_FACTS)]
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._mark)
        first.addWidget(self._title, 1)
        layout = QVBoxLayout()
        layout.setSpacing(4)
        layout.addLayout(first)
        inside = QVBoxLayout()
        inside.setContentsMargins(36, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._why)
        inside.addSpacing(16)
        inside.addWidget(self._stamps)
        inside.addSpacing(8)
        inside.addWidget(self._known)
        inside.addSpacing(4)
        for row in self._facts:
            inside.addWidget(row)
        layout.addLayout(inside)
        layout.addStretch(1)
        return layout

    def _made_right(self) -> QVBoxLayout:
        look, say, hands = self._look, self._room.say, self._room.hands
        self._read = Button(look, Kind.PLAIN, say(UnknownCode.READ_BUTTON), "refresh")
        self._read.setObjectName("unknown.read")
        self._read.clicked.connect(hands.read_now)
        self._again = Button(look, Kind.PLAIN, say(UnknownCode.AGAIN_BUTTON), "power")
        self._again.setObjectName("unknown.again")
        self._again.clicked.connect(lambda: hands.send_again(self._id))
        off = HoldButton(look, say, hold_s=OFF_HOLD_S, icon="power", is_small=True)
        off.setObjectName("unknown.off")
        back = HoldButton(look, say, hold_s=BACK_HOLD_S, icon="rollback", is_small=True)
        back.setObjectName("unknown.rollback")
        self._holds = (off, back)
        for one in self._holds:
            one.fired.connect(self.fired)
        self._close = Button(look, Kind.PLAIN, say(UnknownCode.CLOSE_BUTTON))
        self._close.setObjectName("unknown.close")
        self._close.setEnabled(False)
        self._close.clicked.connect(self._do_close)
        self._reason = Field(look, say(UnknownCode.CLOSE_HINT))
        self._reason.setObjectName("unknown.reason")
        self._reason.setMaxLength(200)
        self._reason.textChanged.connect(lambda text: self._close.setEnabled(bool(text.strip())))
        self._reason.returnPressed.connect(self._do_close)
        controls = (self._read, self._again, off, back, self._close)
        self._ways = [WayRow(look, control) for control in controls]
        heading = Label(look, Type.HEADING, Role.TEXT1, 600)
        heading.say(say(UnknownCode.WAYS))
        order = Label(look, Type.NOTE, Role.TEXT3)
        order.say(say(UnknownCode.WAYS_ORDER))
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 4)
        head.addWidget(heading, 1)
        head.addWidget(order)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        for row in self._ways:
            layout.addWidget(row)
        reason = QHBoxLayout()
        reason.setContentsMargins(NUMBER_PX + 12, 4, 12, 0)
        reason.addWidget(self._reason)
        layout.addLayout(reason)
        layout.addStretch(1)
        return layout

    def _show_facts(self, facts: Facts) -> None:
        self._title.say(facts.title)
        self._why.say(self._room.say.wrapping(facts.why))
        self._stamps.show_stamps(facts.stamps)
        for row, fact in zip(self._facts, facts.facts, strict=False):
            row.show_fact(fact)
        for number, row in enumerate(self._facts):
            is_there = number < len(facts.facts)
            row.setVisible(is_there and (not self._is_narrow or number in {1, 3}))

    def _show_ways(self, ways: Ways) -> None:
        say = self._room.say
        read, again, other, back, close = self._ways
        read.show_words(say(UnknownCode.READ), say(UnknownCode.READ_NOTE))
        again.show_words(say(UnknownCode.AGAIN), say(UnknownCode.AGAIN_NOTE))
        _show_hold(other, self._holds[0], ways.other)
        _show_hold(back, self._holds[1], ways.back, is_raised=ways.other is None)
        close.show_words(say(UnknownCode.CLOSE), ways.on_call)
        number = 0
        for row in self._ways:
            if not row.isHidden():
                number += 1
                row.number.show_runs((Run(str(number), Role.TEXT3),))

    def _on_call(self, operation: OperationView) -> tuple[str, str] | None:
        levers, workspace = self._room.workspace.levers, self._room.workspace
        named = {one.flag: one.on_call or one.owner for one in levers.flags}
        if operation.lever is Lever.ROLLBACK:
            named = {one.service: one.on_call or one.owner for one in levers.rollbacks}
        wanted = named.get(operation.target) or next(filter(None, named.values()), None)
        for person in workspace.people:
            if person.id == wanted:
                return person.name, person.phone or ""
        return None

    def _do_close(self) -> None:
        reason = self._reason.text().strip()
        if reason and self._id:
            self._room.hands.close_operation(self._id, reason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the hatched edge and the line below."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color(Role.WINDOW))
        _hatch(painter, look, QRectF(0, 0, HATCH_PX, self.height()))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color(Role.BORDER))
        painter.end()


class UnknownBlocks(QWidget):
    """All of them, newest first; one is unfolded, the others are a line each."""

    fired = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._blocks: list[UnknownBlock] = []
        self._unfolded = ""
        self._is_narrow = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._pushed = Runs(room.look, Type.NOTE)
        pushed = QHBoxLayout()
        pushed.setContentsMargins(HATCH_PX, 4, HATCH_PX, 4)
        pushed.addWidget(self._pushed)
        self._layout.addLayout(pushed)
        self.setVisible(False)

    def show_given(self, given: Aiming) -> None:
        """Show the operations of which nobody knows the outcome."""
        self._given = given
        found = unknown_operations(given)
        ids = [one.operation_id for one in found]
        if self._unfolded not in ids:
            self._unfolded = ids[0] if ids else ""
        while len(self._blocks) < len(found):
            block = UnknownBlock(self._room)
            block.fired.connect(self.fired)
            block.unfolded.connect(self._unfold)
            block.make_narrow(self._is_narrow)
            self._blocks.append(block)
            self._layout.insertWidget(len(self._blocks) - 1, block)
        for block, one in zip(self._blocks, found, strict=False):
            block.show_operation(given, one, is_open=one.operation_id == self._unfolded)
        for number, block in enumerate(self._blocks):
            block.setVisible(number < len(found))
        self.setVisible(bool(found))

    def show_place(self, place: str) -> None:
        """Say which page is pushed down."""
        words = self._room.say(UnknownCode.PUSHED, place=place)
        self._pushed.show_runs((Run(words, Role.TEXT3),))

    def make_narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Take less room."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for block in self._blocks:
                block.make_narrow(is_narrow)

    def _unfold(self, operation_id: str) -> None:
        self._unfolded = operation_id
        self.show_given(self._given)


def _show_hold(row: WayRow, hold: HoldButton, aim: Aim | None, *, is_raised: bool = True) -> None:
    row.setVisible(aim is not None)
    hold.aim(aim)
    if aim is not None:
        note = " · ".join(filter(None, aim.lines[1:]))
        row.show_words(aim.what, note, is_raised=is_raised)


def _hatch(painter: QPainter, look: Look, room: QRectF) -> None:
    painter.save()
    painter.setClipRect(room)
    painter.fillRect(room, look.color(Role.SURFACE))
    painter.setPen(QPen(look.color(Role.DISABLED), 1.6))
    top = room.top() - room.width()
    while top < room.bottom() + room.width():
        painter.drawLine(QPointF(room.left(), top + room.width()), QPointF(room.right(), top))
        top += HATCH_PITCH_PX
    painter.restore()
