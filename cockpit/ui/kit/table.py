"""A painted table: only what is on the screen is drawn, however many rows there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type

HEADER_PX, ROW_PX, TALL_ROW_PX, CELL_PX, MARK_PX = 28, 28, 48, 8, 10
Paint = Callable[[QPainter, QRectF], None]


class Align(StrEnum):
    """Where a column's text stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width (0 takes what is left), and on which side text stands.

    Below `least_px` of width of the whole table the column is left out.
    """

    title: str
    width_px: int = 0
    align: Align = Align.LEFT
    least_px: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one field: text, a smaller note behind or below it, a mark before it.

    `paint` draws the field instead.
    """

    text: str = ""
    role: Role = Role.TEXT1
    weight: int = 400
    note: str = ""
    shape: Shape | None = None
    paint: Paint | None = None
    size: Type = Type.BODY


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its fields, the tint of trouble behind it, and a key of its own."""

    cells: tuple[Cell, ...]
    tint: Role | None = None
    key: str = ""


class Table(QAbstractScrollArea):
    """Rows with a header. Up, down, page, home and end move the choice; Enter presses it.

    `chosen` tells the key of the row that was moved to, `pressed` that it was pressed twice or by
    Enter, `reached_end` that the last row came into view.
    """

    chosen = Signal(str)
    pressed = Signal(str)
    reached_end = Signal()

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column],
        *,
        row_px: int = ROW_PX,
        name: str = "",
        has_choice: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._columns, self._row_px = look, tuple(columns), row_px
        self._rows: tuple[Row, ...] = ()
        self._key = ""
        self._has_choice = has_choice
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_choice else Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        look.changed.connect(self.viewport().update)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows that are shown."""
        return self._rows

    @property
    def key(self) -> str:
        """Return the key of the row that is chosen; "" when there is none."""
        return self._key

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the choice stays with its key."""
        shown = tuple(rows)
        if shown != self._rows:
            self._rows = shown
            self._range()
            self.viewport().update()

    def retitle(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self._columns = tuple(columns)
        self.viewport().update()

    def choose(self, key: str) -> None:
        """Show that a row is chosen, and bring it into view; tells nobody."""
        if key != self._key:
            self._key = key
            self._reveal()
            self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of all rows."""
        return QSize(480, HEADER_PX + self._row_px * max(1, len(self._rows)))

    # ------------------------------------------------------------ hands

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        if (place := self._at(event.position().y())) is not None and self._has_choice:
            self._move_to(place)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Press the row under the pointer."""
        if self._at(event.position().y()) is not None and self._key:
            self.pressed.emit(self._key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice, or press it."""
        if not self._has_choice or not self._rows:
            super().keyPressEvent(event)
            return
        here = self._place()
        page = max(1, (self.viewport().height() - HEADER_PX) // self._row_px - 1)
        last = len(self._rows) - 1
        moves = {
            Qt.Key.Key_Up: (last + 1 if here is None else here) - 1,
            Qt.Key.Key_Down: (-1 if here is None else here) + 1,
            Qt.Key.Key_PageUp: (here or 0) - page,
            Qt.Key.Key_PageDown: (here or 0) + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if (place := moves.get(Qt.Key(event.key()))) is not None:
            self._move_to(min(max(place, 0), last))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._key:
            self.pressed.emit(self._key)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as is needed."""
        super().resizeEvent(event)
        self._range()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole of a field that is cut."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._whole_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    # ------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the header and the rows in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.viewport().width()
        boxes = self._boxes()
        top = HEADER_PX - self.verticalScrollBar().value()
        first = max(0, -(top - HEADER_PX) // self._row_px)
        for place in range(int(first), len(self._rows)):
            y = top + place * self._row_px
            if y > self.viewport().height():
                break
            self._paint_row(painter, self._rows[place], QRect(0, y, width, self._row_px), boxes)
        self._paint_header(painter, width, boxes)
        painter.end()

    def _paint_header(
        self, painter: QPainter, width: int, boxes: list[tuple[int, int, int]]
    ) -> None:
        look = self._look
        painter.fillRect(0, 0, width, HEADER_PX, look.color(Role.SURFACE))
        painter.setFont(look.font(Type.NOTE))
        painter.setPen(look.color(Role.TEXT3))
        for index, left, across in boxes:
            column = self._columns[index]
            painter.drawText(
                QRectF(left + CELL_PX, 0, across - 2 * CELL_PX, HEADER_PX),
                _flags(column.align),
                column.title,
            )
        painter.fillRect(0, HEADER_PX - 1, width, 1, look.color(Role.LINE))

    def _paint_row(
        self, painter: QPainter, row: Row, box: QRect, boxes: list[tuple[int, int, int]]
    ) -> None:
        look = self._look
        if row.tint is not None:
            painter.fillRect(box, look.color(row.tint))
        elif row.key and row.key == self._key:
            painter.fillRect(box, look.color(Role.ACTIVE))
        for index, left, across in boxes:
            if index < len(row.cells):
                field = QRectF(left + CELL_PX, box.top(), across - 2 * CELL_PX, box.height())
                self._paint_cell(painter, row.cells[index], field, self._columns[index].align)
        painter.fillRect(0, box.bottom(), box.width(), 1, look.color(Role.LINE))
        if row.key and row.key == self._key and self.hasFocus():
            painter.setPen(QPen(look.color(Role.FOCUS), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -2))

    def _paint_cell(self, painter: QPainter, cell: Cell, field: QRectF, align: Align) -> None:
        if cell.paint is not None:
            painter.save()
            cell.paint(painter, field)
            painter.restore()
            return
        look = self._look
        if cell.shape is not None:
            middle = field.top() + min(field.height(), 2 * ROW_PX) / 2
            mark = QRectF(field.left(), middle - MARK_PX / 2, MARK_PX, MARK_PX)
            paint_mark(painter, look, cell.shape, mark)
            field = field.adjusted(MARK_PX + 8, 0, 0, 0)
        is_tall = self._row_px > ROW_PX and bool(cell.note)
        upper = QRectF(field.left(), field.top() + 5, field.width(), 20) if is_tall else field
        note_font = look.font(Type.NOTE)
        if cell.note and is_tall:
            painter.setFont(note_font)
            painter.setPen(look.color(Role.TEXT3))
            lower = QRectF(field.left(), field.top() + 24, field.width(), 18)
            painter.drawText(lower, _flags(align), _cut(note_font, cell.note, lower.width()))
        font = look.font(cell.size, cell.weight)
        room = upper.width()
        if cell.note and not is_tall:
            note_width = QFontMetricsF(note_font).horizontalAdvance(cell.note) + 6
            used = QFontMetricsF(font).horizontalAdvance(cell.text)
            room = min(room, used + 1)
            painter.setFont(note_font)
            painter.setPen(look.color(Role.TEXT3))
            beside = upper.adjusted(room + 6, 1, 0, 1)
            shown = _cut(note_font, cell.note, min(beside.width(), note_width))
            painter.drawText(beside, _flags(Align.LEFT), shown)
        painter.setFont(font)
        painter.setPen(look.color(cell.role))
        painter.drawText(upper, _flags(align), _cut(font, cell.text, max(room, 8)))

    # ------------------------------------------------------------ places

    def _boxes(self) -> list[tuple[int, int, int]]:
        """Return index, left edge and width of every column that has room."""
        width = self.viewport().width()
        shown = [
            (index, column)
            for index, column in enumerate(self._columns)
            if width >= column.least_px
        ]
        fixed = sum(column.width_px for _, column in shown)
        open_count = sum(1 for _, column in shown if column.width_px == 0)
        rest = max(0, width - fixed) // max(1, open_count)
        boxes, left = [], 0
        for index, column in shown:
            across = column.width_px or rest
            boxes.append((index, left, across))
            left += across
        return boxes

    def _at(self, y: float) -> int | None:
        if y < HEADER_PX:
            return None
        place = int(y - HEADER_PX + self.verticalScrollBar().value()) // self._row_px
        return place if 0 <= place < len(self._rows) else None

    def _whole_at(self, x: int, y: int) -> str:
        place = self._at(y)
        if place is None:
            return ""
        for index, left, across in self._boxes():
            if left <= x < left + across and index < len(self._rows[place].cells):
                cell = self._rows[place].cells[index]
                metrics = QFontMetricsF(self._look.font(cell.size, cell.weight))
                is_cut = metrics.horizontalAdvance(cell.text) > across - 2 * CELL_PX
                return cell.text if is_cut else ""
        return ""

    def _place(self) -> int | None:
        return next((i for i, row in enumerate(self._rows) if row.key == self._key), None)

    def _move_to(self, place: int) -> None:
        key = self._rows[place].key
        if key and key != self._key:
            self.choose(key)
            self.chosen.emit(key)

    def _reveal(self) -> None:
        place = self._place()
        if place is None:
            return
        bar, room = self.verticalScrollBar(), self.viewport().height() - HEADER_PX
        top = place * self._row_px
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row_px > bar.value() + room:
            bar.setValue(top + self._row_px - room)

    def _range(self) -> None:
        room = max(0, self.viewport().height() - HEADER_PX)
        bar = self.verticalScrollBar()
        bar.setPageStep(room)
        bar.setSingleStep(self._row_px)
        bar.setRange(0, max(0, len(self._rows) * self._row_px - room))

    def _scrolled(self, value: int) -> None:
        self.viewport().update()
        if value and value == self.verticalScrollBar().maximum():
            self.reached_end.emit()


def _flags(align: Align) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if align is Align.RIGHT else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag.AlignVCenter | side


def _cut(font: QFont, text: str, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
