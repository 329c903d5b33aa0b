"""The five measures side by side: each can be selected, and shows what it rests on."""

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
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

from cockpit.app.safety_view import MeasureKind, MeasureView, SafetyView
from cockpit.ui.kit.focus import RING_PX
from cockpit.ui.kit.tile import Tile
from cockpit.ui.kit.writing import Writing, tip
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.safety_bars import BarKind, Bars, squares, upright
from cockpit.ui.pages.safety_codes import MeasureCode
from cockpit.ui.pages.safety_text import MeasureText, measure_text

MARGIN_PX, PADDING_PX, RADIUS_PX, UNIT_GAP_PX = 4, 12, 6, 4
NAME_PX, VALUE_PX, NOTE_PX = 20, 40, 16
MOST_BARS_PX, LEAST_BARS_PX = 48, 24
ROLES = {
    BarKind.PAST: Role.DISABLED,
    BarKind.NOW: Role.TEXT1,
    BarKind.BAD: Role.BAD,
    BarKind.EMPTY: Role.BORDER,
}
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class MeasureCell(QWidget):
    """One measure. `chosen` tells its key, `moved` that an arrow leads to the next cell."""

    chosen = Signal(str)
    moved = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._told: MeasureText | None = None
        self._measure: MeasureView | None = None
        self._is_selected = False
        self._name, self._note = Writing(look, Type.BODY), Writing(look, Type.NOTE)
        self._sizes = tuple(
            (Writing(look, size, 600), Writing(look, unit))
            for size, unit in ((Type.HERO, Type.HEADING), (Type.FIGURE, Type.BODY))
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    @property
    def key(self) -> str:
        """Return the kind of the measure; "" before any."""
        return "" if self._told is None else self._told.key

    @property
    def is_selected(self) -> bool:
        """Return whether its members are shown."""
        return self._is_selected

    def show_measure(self, told: MeasureText, measure: MeasureView, spoken: str) -> None:
        """Show a measure; `spoken` is all of it in one sentence."""
        if (told, measure) != (self._told, self._measure):
            self._told, self._measure = told, measure
            self.setAccessibleName(spoken)
            self._fit()
            self.update()

    def select(self, *, is_selected: bool) -> None:
        """Raise the cell, or lower it again."""
        if is_selected is not self._is_selected:
            self._is_selected = is_selected
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the measure."""
        self.chosen.emit(self.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the measure, or go to the next one."""
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.moved.emit(steps[event.key()])
        elif event.key() in ENTER:
            self.chosen.emit(self.key)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew what is too long."""
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the texts and the bars."""
        told, measure = self._told, self._measure
        if told is None or measure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        left, top, across = PADDING_PX, PADDING_PX, self._across
        quiet = Role.TEXT2 if self._is_selected else Role.TEXT3
        name = self._name.fitting(told.name, across)
        self._name.write(painter, left, top + NAME_PX / 2, name, Role.TEXT2)
        top += NAME_PX
        self._paint_value(painter, told, top)
        top += VALUE_PX
        note = self._fitting(told.note, told.note_short)
        self._note.write(painter, left, top + NOTE_PX / 2, note, quiet)
        bottom = self.height() - PADDING_PX
        before = self._fitting(told.before, told.before_short)
        self._note.write(painter, left, bottom - NOTE_PX / 2, before, quiet)
        room = bottom - NOTE_PX - 4 - (top + NOTE_PX + 4)
        tall = min(MOST_BARS_PX, room)
        if tall >= LEAST_BARS_PX:
            self._paint_bars(
                painter, measure, QRectF(left, bottom - NOTE_PX - 4 - tall, across, tall)
            )
        painter.end()

    @property
    def _across(self) -> int:
        return max(1, self.width() - 2 * PADDING_PX)

    def _fitting(self, text: str, short: str) -> str:
        """Return the text where it fits, else the short one or what fits of it."""
        is_whole = self._note.width(text) <= self._across
        return text if is_whole else self._note.fitting(short, self._across)

    def _paint_ground(self, painter: QPainter) -> None:
        frame = QRectF(self.rect())
        if self._is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(Role.RAISED))
            painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        if self.hasFocus():
            inset = RING_PX / 2
            painter.setPen(QPen(self._look.color(Role.FOCUS), RING_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                frame.adjusted(inset, inset, -inset, -inset), RADIUS_PX, RADIUS_PX
            )

    def _paint_value(self, painter: QPainter, told: MeasureText, top: float) -> None:
        value, unit = next(
            (
                pair
                for pair in self._sizes
                if pair[0].width(told.value) + UNIT_GAP_PX + pair[1].width(told.unit)
                <= self._across
            ),
            self._sizes[-1],
        )
        middle = top + VALUE_PX / 2
        role = Role.TEXT1 if told.is_known else Role.TEXT3
        right = value.write(painter, PADDING_PX, middle, told.value, role)
        same = value.baseline(middle) - unit.rise_px
        unit.write(painter, right + UNIT_GAP_PX, same, told.unit, Role.TEXT3)

    def _paint_bars(self, painter: QPainter, measure: MeasureView, area: QRectF) -> None:
        found = bars_of(measure, area.width(), area.height())
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in found.bars:
            place = QRectF(area.left() + bar.left, area.top() + bar.top, bar.width, bar.height)
            painter.fillRect(place, self._look.color(ROLES[bar.kind]))
        if found.history_y is not None:
            pen = QPen(self._look.color(Role.TEXT2), 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            y = round(area.top() + found.history_y) + 0.5
            painter.drawLine(QLineF(area.left(), y, area.right(), y))

    def _fit(self) -> None:
        if self._told is not None:
            lines = ((self._note, self._told.note), (self._note, self._told.before))
            is_cut = any(writing.width(text) > self._across for writing, text in lines)
            is_cut = is_cut or self._name.width(self._told.name) > self._across
            tip(self, self.accessibleName() if is_cut else "")


class MeasureRow(Tile):
    """The measures of one window. `chosen` tells the kind of the one that was selected."""

    chosen = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        self.cells = [MeasureCell(room.look) for _ in MeasureKind]
        for number, cell in enumerate(self.cells):
            cell.setParent(self)
            cell.chosen.connect(self.chosen)
            cell.moved.connect(lambda step, number=number: self._move(number + step))

    def show_view(self, view: SafetyView, selected: str) -> None:
        """Show the measures of a view; the selected one is raised."""
        say = self._room.say
        for cell, measure in zip(self.cells, view.measures, strict=False):
            told = measure_text(measure, view.window_days, say)
            spoken = say(
                MeasureCode.SAID,
                measure=told.name,
                value=told.value,
                unit=told.unit,
                note=told.note,
                before=told.before,
            )
            cell.show_measure(told, measure, spoken)
            cell.select(is_selected=cell.key == selected)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cells side by side."""
        super().resizeEvent(event)
        room = self.width() - 2 * MARGIN_PX
        for number, cell in enumerate(self.cells):
            left = round(number * room / len(self.cells))
            right = round((number + 1) * room / len(self.cells))
            height = self.height() - 2 * MARGIN_PX
            cell.setGeometry(MARGIN_PX + left, MARGIN_PX, max(1, right - left), max(1, height))

    def _move(self, number: int) -> None:
        if 0 <= number < len(self.cells):
            self.cells[number].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(self.cells[number].key)


def bars_of(measure: MeasureView, width: float, height: float) -> Bars:
    """Return the bars of a measure: a square for each release, or upright ones with a history."""
    if measure.kind is MeasureKind.CHANGE_FAIL_RATE:
        return squares(measure.weeks, measure.failed_weeks, width, height)
    return upright(measure.weeks, measure.before, width, height)
