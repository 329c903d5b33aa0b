"""What stands in a table, and how one field of it is painted."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

Paint = Callable[[QPainter, QRectF], None]

ROW_PX, TALL_ROW_PX = 28, 48
MARK_PX, MARK_GAP_PX, NOTE_GAP_PX, UNIT_GAP_PX = 11, 8, 4, 2
UPPER_PX, LOWER_PX = 16, 34
"""The middles of the two lines of a tall row, below its top."""

MOST_MEASURED = 500
"""In longer tables, figures stand at the right edge instead of on one decimal point."""

_FRACTION = re.compile(r"\.\d+$")


class Align(StrEnum):
    """Where a column's text stands."""

    LEFT = "left"
    RIGHT = "right"
    DECIMAL = "decimal"
    """Figures one below the other by their decimal points; what is no figure stands right."""


class Column(Struct, frozen=True):
    """A column: its title, its width (0 takes what is left), and on which side text stands.

    Below `least_px` of width of the whole table the column is left out. `paint` draws the title,
    such as a scale.
    """

    title: str
    width_px: int = 0
    align: Align = Align.LEFT
    least_px: int = 0
    paint: Paint | None = None


class Cell(Struct, frozen=True):
    """What stands in one field: text, its unit, a note behind or below it, a mark before it.

    `paint` draws the field instead; `text` is still what is read aloud.
    """

    text: str = ""
    role: Role = Role.TEXT1
    weight: int = 400
    note: str = ""
    shape: Shape | None = None
    paint: Paint | None = None
    size: Type = Type.BODY
    unit: str = ""
    note_size: Type = Type.NOTE


class Row(Struct, frozen=True):
    """One row: its fields, the tint of trouble behind it, and a key of its own."""

    cells: tuple[Cell, ...]
    tint: Role | None = None
    key: str = ""


class CellPaint:
    """Paints fields, and knows what of them was cut."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._writings: dict[tuple[Type, int], Writing] = {}

    def writing(self, size: Type, weight: int = 400) -> Writing:
        """Return the type of a size and weight, made once."""
        if (size, weight) not in self._writings:
            self._writings[size, weight] = Writing(self._look, size, weight)
        return self._writings[size, weight]

    def reserves(self, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[float, ...]:
        """Return for each column how much room the longest fraction takes, with its unit."""
        if len(rows) > MOST_MEASURED:
            return tuple(0.0 for _ in columns)
        return tuple(
            max((self._tail(row.cells[index]) for row in rows if index < len(row.cells)), default=0)
            if column.align is Align.DECIMAL
            else 0.0
            for index, column in enumerate(columns)
        )

    def is_cut(self, cell: Cell, width: float, *, is_tall: bool) -> bool:
        """Return whether something of the field has no room."""
        if cell.paint is not None:
            return False
        if is_tall:
            room = width - self._mark_room(cell)
            note_px = self.writing(cell.note_size).width(one_line(cell.note))
            return self._first_px(cell) > room + 1 or note_px > room + 1
        return self._content_px(cell) > width + 1

    def paint(
        self,
        painter: QPainter,
        cell: Cell,
        field: QRectF,
        align: Align,
        *,
        reserve: float = 0.0,
        is_on_tint: bool = False,
    ) -> None:
        """Paint the cell into its field; on tints and on the chosen row, text3 becomes text2."""
        if cell.paint is not None:
            painter.save()
            cell.paint(painter, field)
            painter.restore()
            return
        quiet = Role.TEXT2 if is_on_tint else Role.TEXT3
        is_tall = field.height() > ROW_PX and bool(cell.note)
        middle = field.top() + UPPER_PX if is_tall else field.center().y()
        left = self._left(cell, field, align, reserve, is_tall=is_tall)
        if cell.shape is not None:
            top = round(field.center().y() - MARK_PX / 2)
            box = QRectF(field.left(), top, MARK_PX, MARK_PX)
            paint_mark(painter, self._look, cell.shape, box)
        role = quiet if cell.role is Role.TEXT3 else cell.role
        writing = self.writing(cell.size, cell.weight)
        text = writing.fitting(one_line(cell.text), field.right() - left + 1)
        right = writing.write(painter, left, middle, text, role)
        if cell.unit:
            unit = self.writing(cell.size)
            right = unit.write(painter, right + UNIT_GAP_PX, middle, cell.unit, quiet)
        if not cell.note:
            return
        note = self.writing(cell.note_size)
        words = one_line(cell.note)
        if is_tall:
            start = field.left() + self._mark_room(cell)
            shown = note.fitting(words, field.right() - start + 1)
            if align is not Align.LEFT:
                start = field.right() - note.width(shown)
            note.write(painter, start, field.top() + LOWER_PX, shown, quiet)
        elif (room := field.right() - right - NOTE_GAP_PX + 1) > 0:
            same = writing.baseline(middle) - note.rise_px
            shown = note.fitting(words, room)
            note.write(painter, right + NOTE_GAP_PX, same, shown, quiet)

    def _left(
        self, cell: Cell, field: QRectF, align: Align, reserve: float, *, is_tall: bool
    ) -> float:
        if align is Align.LEFT:
            return field.left() + self._mark_room(cell)
        content = self._first_px(cell) if is_tall else self._content_px(cell)
        if align is Align.DECIMAL and _is_figure(cell):
            content = content - self._tail(cell) + reserve
        return max(field.left() + self._mark_room(cell), field.right() - content)

    def _tail(self, cell: Cell) -> float:
        """Return the width of what follows the ones of a figure: fraction, unit and note."""
        if not _is_figure(cell):
            return 0.0
        found = _FRACTION.search(cell.text)
        whole = cell.text[: found.start()] if found else cell.text
        content = self._content_px(cell) - self._mark_room(cell)
        return content - self.writing(cell.size, cell.weight).width(whole)

    def _first_px(self, cell: Cell) -> float:
        width = self.writing(cell.size, cell.weight).width(one_line(cell.text))
        return width + (UNIT_GAP_PX + self.writing(cell.size).width(cell.unit) if cell.unit else 0)

    def _content_px(self, cell: Cell) -> float:
        width = self._mark_room(cell) + self._first_px(cell)
        if cell.note:
            width += NOTE_GAP_PX + self.writing(cell.note_size).width(one_line(cell.note))
        return width

    def _mark_room(self, cell: Cell) -> float:
        return 0.0 if cell.shape is None else MARK_PX + MARK_GAP_PX


def _is_figure(cell: Cell) -> bool:
    return any(character.isdigit() for character in cell.text)
