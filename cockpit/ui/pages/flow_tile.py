"""The tile of a flow: state, four figures, chart, causes, and the lever that switches it off."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.snapshot import FlowView
from cockpit.ui.aim import Aiming
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.chart.tile_chart import TileChart
from cockpit.ui.kit.chip import Chip
from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import shape_of
from cockpit.ui.kit.tile import Empty, Loading, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_burn import BurnSpot
from cockpit.ui.pages.flow_burn_text import promises
from cockpit.ui.pages.flow_cause import CauseRow
from cockpit.ui.pages.flow_codes import BurnCode, FlowCode
from cockpit.ui.pages.flow_lever import FlowLever
from cockpit.ui.pages.flow_places import Box, places
from cockpit.ui.pages.flow_text import (
    WORD_OF,
    Stage,
    causes,
    causes_head,
    figures,
    is_about_speed,
    stage_of,
    version_of,
    window_text,
)
from cockpit.ui.pages.flow_why import FlowWhy
from cockpit.words.safe import safe

MOST_CAUSES = 4
NAME_PX, CHIP_PX, NOTE_PX, BODY_PX, FIGURE_PX = 24, 20, 16, 20, 28
GAP_PX = 8
RADIUS_PX, RING_PX = 6, 2
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FlowTile(Tile):
    """One flow. `selected` and `opened` tell its name, `moved` an arrow key, `fired` a press."""

    selected = Signal(str)
    opened = Signal(str)
    moved = Signal(int, int)
    fired = Signal(str)
    read_asked = Signal()

    def __init__(self, room: Room, crosshair: Crosshair) -> None:
        super().__init__(room.look)
        look, say = room.look, room.say
        self._say, self._theme = say, look
        self._flow: FlowView | None = None
        self._stage = Stage.READING
        self._is_selected = False
        self._name = Label(look, Type.HEADING, Role.TEXT1, 600, elides=True)
        self._id = Label(look, Type.BODY, Role.TEXT3, elides=True)
        self._chip = Chip(look)
        self._age = Label(look, Type.NOTE, Role.TEXT3)
        self._labels = tuple(Label(look, Type.NOTE, Role.TEXT3, elides=True) for _ in range(4))
        self._figures = tuple(Figure(look) for _ in range(4))
        self._notes = tuple(Label(look, Type.NOTE, Role.TEXT3, elides=True) for _ in range(4))
        self._chart = TileChart(look, say, crosshair)
        self._head = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._why = FlowWhy(room)
        self._causes = tuple(CauseRow(look, say) for _ in range(MOST_CAUSES))
        self._empty, self._loading = Empty(look), Loading(look)
        loose = (self._name, self._id, self._chip, self._age, self._chart, self._head, self._why)
        rows = (*self._labels, *self._figures, *self._notes, *self._causes)
        for part in (*loose, *rows, self._empty, self._loading):
            part.setParent(self)
        self._spot = BurnSpot(room, self)
        for part in (self._labels[-1], self._figures[-1], self._notes[-1]):
            part.setParent(self._spot)
        self._lever = FlowLever(room, self)
        self._lever.hold.fired.connect(self.fired)
        self._empty.pressed.connect(self.read_asked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def flow(self) -> FlowView | None:
        """Return the flow that is shown."""
        return self._flow

    @property
    def chart(self) -> TileChart:
        """Return the chart."""
        return self._chart

    @property
    def spot(self) -> BurnSpot:
        """Return the place of the burn, which shows all of the error budget."""
        return self._spot

    @property
    def lever(self) -> FlowLever:
        """Return the lever."""
        return self._lever

    def select(self, *, is_selected: bool) -> None:
        """Show whether this is the flow that keys and contacts are about."""
        if is_selected != self._is_selected:
            self._is_selected = is_selected
            self.update()

    def show_flow(self, flow: FlowView, aiming: Aiming) -> None:
        """Show the flow, with the marks and the new version of the snapshot."""
        say, snapshot = self._say, aiming.snapshot
        version = version_of(snapshot)
        stage = stage_of(flow)
        shape, word = shape_of(flow.state), say(WORD_OF[flow.state])
        named = say.name("flow", flow.name)
        self.set_edge(shape)
        self._name.say(named)
        self._id.say(safe(flow.name) if flow.name != named else "")
        self._chip.show_state(shape, word)
        self._age.say(say(FlowCode.READING) if stage is Stage.READING else window_text(flow, say))
        texts = figures(flow, version, say)
        for label, figure, note, text in zip(
            self._labels, self._figures, self._notes, texts, strict=True
        ):
            label.say(text.label)
            figure.show_value(text.value, text.unit, text.shape, text.role)
            note.say(text.note)
        self._spot.show_promises(say(BurnCode.NAME, flow=named), promises(flow, version, say))
        self._chart.show_chart(
            flow.chart,
            snapshot.marks,
            version or say(FlowCode.LEGEND_NEW),
            is_p95_first=is_about_speed(flow),
        )
        self._head.say(causes_head(flow, say))
        self._show_causes(flow, stage)
        self._lever.show_lever(flow, aiming)
        self.setAccessibleName(
            say(FlowCode.TILE_NAME, flow=named, state=word, success=texts[0].value)
        )
        is_new = self._flow is None or stage is not self._stage
        self._flow, self._stage = flow, stage
        if is_new:
            self._put()
        else:
            self._put_header()

    def _show_causes(self, flow: FlowView, stage: Stage) -> None:
        say = self._say
        told = " ".join(say.text(one) for one in flow.messages[:1])
        self._why.say(told if stage is Stage.LAST else "")
        button = say(FlowCode.READ_NOW) if stage is Stage.NOTHING else ""
        self._empty.say(say.wrapping(told or say(WORD_OF[flow.state])), "", button)
        found = causes(flow, say)
        shape = shape_of(flow.state)
        for number, row in enumerate(self._causes):
            cause = found[number] if number < len(found) else None
            row.show_cause(cause, shape, is_first=number == 0)

    # ------------------------------------------------------------ places

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        at = places(self.width(), self.height())
        is_full = self._stage in {Stage.FULL, Stage.LAST}
        self._put_header()
        for number, box in enumerate(at.figures):
            inner = box.width - GAP_PX
            left, head = (0, 0) if number == len(at.figures) - 1 else (box.left, box.top)
            rows = ((self._labels, 0, NOTE_PX), (self._figures, NOTE_PX, FIGURE_PX))
            for parts, top, height in (*rows, (self._notes, NOTE_PX + FIGURE_PX, NOTE_PX)):
                part: QWidget = parts[number]
                part.setGeometry(left, head + top, inner, height)
                part.setVisible(is_full)
        _place(self._spot, at.figures[-1], is_shown=is_full)
        _place(self._chart, at.chart, is_shown=is_full)
        side = at.side
        is_last = self._stage is Stage.LAST
        shows_head = at.shows_head and is_full and not is_last
        _place(self._head, Box(side.left, side.top, side.width, NOTE_PX), is_shown=shows_head)
        room = side.height - at.lever_px - 4
        _place(self._why, Box(side.left, side.top, side.width, room), is_shown=is_last)
        found = 0 if self._flow is None else len(causes(self._flow, self._say))
        shown = min(found, at.cause_count, MOST_CAUSES)
        for number, row in enumerate(self._causes):
            box = Box(side.left, at.causes_top + at.cause_px * number, side.width, at.cause_px)
            _place(row, box, is_shown=is_full and number < shown)
        area = QRect(side.left, side.top, side.width, side.height)
        self._lever.place(area, found - shown, is_tight=at.is_tight)
        self._lever.show_all(is_shown=self._stage is not Stage.READING)
        width, top = self.width() - at.figures[0].left - 12, at.figures[0].top + 8
        left, height = at.figures[0].left, max(1, side.top + side.height - top)
        body = Box(left, top, side.left - left - GAP_PX, height)
        _place(self._empty, body, is_shown=self._stage is Stage.NOTHING)
        _place(self._loading, Box(left, top, width, height), is_shown=self._stage is Stage.READING)

    def _put_header(self) -> None:
        """Put name, id, chip and age in one row; the name is cut last."""
        at = places(self.width(), self.height())
        top, left = at.header_top, at.figures[0].left
        age_width = self._age.sizeHint().width()
        right = self.width() - 12 - age_width
        self._age.setGeometry(right, top + 2, age_width, NOTE_PX)
        chip_width = self._chip.sizeHint().width()
        room = right - GAP_PX - left
        name_width = min(self._name.sizeHint().width(), max(40, room - chip_width - GAP_PX))
        self._name.setGeometry(left, top - 2, name_width, NAME_PX)
        left += name_width + GAP_PX
        id_width = self._id.sizeHint().width() if self._id.text() and not at.is_tight else 0
        fits = id_width > 0 and left + id_width + GAP_PX + chip_width <= right - GAP_PX
        self._id.setVisible(fits)
        if fits:
            self._id.setGeometry(left, top, id_width, BODY_PX)
            left += id_width + GAP_PX
        self._chip.setGeometry(left, top, chip_width, CHIP_PX)

    # ------------------------------------------------------------ mouse, keys, focus

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select this flow."""
        if self._flow is not None:
            self.selected.emit(self._flow.name)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the big chart."""
        if self._flow is not None:
            self.opened.emit(self._flow.name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another tile, or open the big chart."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.moved.emit(*ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._flow is not None:
            self.opened.emit(self._flow.name)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select this flow, and show the ring."""
        super().focusInEvent(event)
        if self._flow is not None:
            self.selected.emit(self._flow.name)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface, and around it the ring or the line of the selected one."""
        super().paintEvent(event)
        if not (self.hasFocus() or self._is_selected):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = RING_PX if self.hasFocus() else 1
        color = self._theme.color(Role.FOCUS if self.hasFocus() else Role.BORDER)
        painter.setPen(QPen(color, width))
        half = width / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.end()


def _place(part: QWidget, box: Box, *, is_shown: bool) -> None:
    part.setGeometry(box.left, box.top, max(0, box.width), max(0, box.height))
    part.setVisible(is_shown)
