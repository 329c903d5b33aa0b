"""A painted table: only what is on the screen is drawn, however many rows there are."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
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

from cockpit.ui.kit.table_cells import (
    ROW_PX,
    TALL_ROW_PX,
    Align,
    Cell,
    CellPaint,
    Column,
    Paint,
    Row,
)
from cockpit.ui.kit.writing import plain_tip
from cockpit.ui.look import Look, Role, Type

__all__ = ["HEADER_PX", "ROW_PX", "TALL_ROW_PX", "Align", "Cell", "Column", "Paint", "Row", "Table"]

HEADER_PX, CELL_PX, RING_PX = 28, 8, 2


class _Box(Struct, frozen=True):
    """Where a column stands."""

    index: int
    left: int
    width: int


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
        self._paint = CellPaint(look)
        self._rows: Sequence[Row] = ()
        self._reserves: tuple[float, ...] = ()
        self._key, self._place = "", -1
        self._has_choice = has_choice
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_choice else Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        look.changed.connect(self.viewport().update)
        self._measure()

    @property
    def rows(self) -> Sequence[Row]:
        """Return the rows that are shown."""
        return self._rows

    @property
    def key(self) -> str:
        """Return the key of the row that is chosen; "" when there is none."""
        return self._key

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the choice stays with its key.

        A sequence that is neither list nor tuple is kept as it is, and asked for the rows in view
        only: it may stand for a million.
        """
        shown = tuple(rows) if isinstance(rows, list | tuple) else rows
        if shown is self._rows or shown == self._rows:
            return
        self._rows = shown
        self._place = self._found(self._key)
        self._measure()
        self._range()
        self.viewport().update()

    def retitle(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._measure()
            self.viewport().update()

    def choose(self, key: str) -> None:
        """Show that a row is chosen, and bring it into view; tells nobody."""
        if key != self._key:
            self._choose(key, self._found(key))

    def reveal(self) -> None:
        """Scroll as far as is needed to see the chosen row."""
        if self._place < 0:
            return
        bar, room = self.verticalScrollBar(), self.viewport().height() - HEADER_PX
        top = self._place * self._row_px
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row_px > bar.value() + room:
            bar.setValue(top + self._row_px - room)

    def cell_rect(self, place: int, column: int) -> QRect:
        """Return where a field is in the viewport, for a control of its own; empty when nowhere."""
        box = next((one for one in self._boxes() if one.index == column), None)
        if box is None or not 0 <= place < len(self._rows):
            return QRect()
        top = HEADER_PX - self.verticalScrollBar().value() + place * self._row_px
        return QRect(box.left + CELL_PX, top, box.width - 2 * CELL_PX, self._row_px)

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
        if (place := self._at(event.position().y())) is not None and self._has_choice:
            self._move_to(place)
            self.pressed.emit(self._key)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it: a click in the table is not a click on what is behind."""
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice, or press it."""
        if not self._has_choice or not self._rows:
            event.ignore()
            return
        here, last = self._place, len(self._rows) - 1
        page = max(1, (self.viewport().height() - HEADER_PX) // self._row_px - 1)
        moves: dict[int, int] = {
            Qt.Key.Key_Up: here - 1 if here >= 0 else last,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if (place := moves.get(event.key())) is not None:
            self._move_to(min(max(place, 0), last))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._key:
            self.pressed.emit(self._key)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as is needed."""
        super().resizeEvent(event)
        self._range()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole of a field that is cut."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.whole_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def whole_at(self, point: QPoint) -> str:
        """Return the whole text of the field at a point of the viewport if it is cut, else ""."""
        place = self._at(point.y())
        box = next((one for one in self._boxes() if 0 <= point.x() - one.left < one.width), None)
        if place is None or box is None or box.index >= len(self._rows[place].cells):
            return ""
        cell = self._rows[place].cells[box.index]
        room = box.width - 2 * CELL_PX
        is_cut = self._paint.is_cut(cell, room, is_tall=self._is_tall and bool(cell.note))
        return " ".join(filter(None, (cell.text, cell.unit, cell.note))) if is_cut else ""

    # ------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the header and the rows in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view, boxes = self.viewport().rect(), self._boxes()
        scrolled = self.verticalScrollBar().value()
        first = scrolled // self._row_px
        after = min(len(self._rows), -(-(scrolled + view.height() - HEADER_PX) // self._row_px))
        painter.setClipRect(view.adjusted(0, HEADER_PX, 0, 0))
        for place in range(first, after):
            top = HEADER_PX - scrolled + place * self._row_px
            self._paint_row(painter, place, QRect(0, top, view.width(), self._row_px), boxes)
        painter.setClipping(False)
        self._paint_header(painter, view.width(), boxes)
        if self.hasFocus() and self._place < 0:
            self._paint_ring(painter, QRectF(view))
        painter.end()

    def _paint_header(self, painter: QPainter, width: int, boxes: list[_Box]) -> None:
        writing = self._paint.writing(Type.NOTE)
        for box in boxes:
            column = self._columns[box.index]
            field = QRectF(box.left + CELL_PX, 0, box.width - 2 * CELL_PX, HEADER_PX - 1)
            if column.paint is not None:
                column.paint(painter, field)
                continue
            title = writing.fitting(column.title, field.width())
            spare = 0.0 if column.align is Align.LEFT else field.width() - writing.width(title)
            writing.write(painter, field.left() + spare, field.center().y(), title, Role.TEXT3)
        painter.fillRect(0, HEADER_PX - 1, width, 1, self._look.color(Role.LINE))

    def _paint_row(self, painter: QPainter, place: int, area: QRect, boxes: list[_Box]) -> None:
        look, row = self._look, self._rows[place]
        is_chosen = place == self._place
        ground = Role.ACTIVE if is_chosen else row.tint
        if ground is not None:
            painter.fillRect(area, look.color(ground))
        for box in boxes:
            if box.index < len(row.cells):
                left, across = box.left + CELL_PX, box.width - 2 * CELL_PX
                self._paint.paint(
                    painter,
                    row.cells[box.index],
                    QRectF(left, area.top(), across, area.height() - 1),
                    self._columns[box.index].align,
                    reserve=self._reserves[box.index],
                    is_on_tint=ground is not None,
                )
        painter.fillRect(0, area.bottom(), area.width(), 1, look.color(Role.LINE))
        if is_chosen and self.hasFocus():
            self._paint_ring(painter, QRectF(area))

    def _paint_ring(self, painter: QPainter, area: QRectF) -> None:
        inset = RING_PX / 2
        painter.setPen(QPen(self._look.color(Role.FOCUS), RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(inset, inset, -inset, -inset))

    # ------------------------------------------------------------ places

    @property
    def _is_tall(self) -> bool:
        return self._row_px > ROW_PX

    def _boxes(self) -> list[_Box]:
        """Return where every column stands that has room."""
        width = self.viewport().width()
        shown = [(i, one) for i, one in enumerate(self._columns) if width >= one.least_px]
        fixed = sum(column.width_px for _, column in shown)
        open_count = sum(1 for _, column in shown if column.width_px == 0)
        rest = max(0, width - fixed) // max(1, open_count)
        boxes, left = [], 0
        for index, column in shown:
            across = column.width_px or rest
            boxes.append(_Box(index, left, across))
            left += across
        return boxes

    def _at(self, y: float) -> int | None:
        if y < HEADER_PX:
            return None
        place = int(y - HEADER_PX + self.verticalScrollBar().value()) // self._row_px
        return place if 0 <= place < len(self._rows) else None

    def _found(self, key: str) -> int:
        """Return where the key is, -1 for nowhere; a long sequence is not searched."""
        if not key:
            return -1
        if 0 <= self._place < len(self._rows) and self._rows[self._place].key == key:
            return self._place
        rows = self._rows if isinstance(self._rows, tuple) else ()
        return next((place for place, row in enumerate(rows) if row.key == key), -1)

    def _move_to(self, place: int) -> None:
        key = self._rows[place].key
        if key and key != self._key:
            self._choose(key, place)
            self.chosen.emit(key)

    def _choose(self, key: str, place: int) -> None:
        self._key, self._place = key, place
        self.reveal()
        cells = self._rows[place].cells if place >= 0 else ()
        words = (" ".join(filter(None, (one.text, one.unit, one.note))) for one in cells)
        self.setAccessibleDescription(", ".join(filter(None, words)))
        self.viewport().update()

    def _measure(self) -> None:
        self._reserves = self._paint.reserves(self._columns, self._rows)

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
