"""Marks: the shapes of states. A word and a colour always stand beside them."""

import math
from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.standings import CheckState, ItemState, PollState
from cockpit.domain.verdict import State
from cockpit.ui.look import Look, Role

ROUND_INSET, SQUARE_INSET = 0.12, 0.075
"""How much of their box a disc and a square leave free, so that all shapes weigh the same."""

WIDE_PX = 14
"""From this side on, a diamond has three lines of hatch."""


class Shape(StrEnum):
    """A shape for each state."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    WAIT = "wait"
    OPEN = "open"
    """Not answered yet."""

    HALF = "half"
    """Excepted."""

    NONE = "none"
    """Not applicable."""

    LOCK = "lock"


ROLES: Mapping[Shape, Role] = {
    Shape.OK: Role.OK,
    Shape.WARN: Role.WARN,
    Shape.BAD: Role.BAD,
    Shape.UNKNOWN: Role.UNKNOWN,
    Shape.WAIT: Role.TEXT2,
    Shape.OPEN: Role.OK,
    Shape.HALF: Role.OK,
    Shape.NONE: Role.TEXT3,
    Shape.LOCK: Role.TEXT2,
}

SHAPES: tuple[tuple[StrEnum, Shape], ...] = (
    (TileState.OK, Shape.OK),
    (TileState.WARN, Shape.WARN),
    (TileState.BAD, Shape.BAD),
    (TileState.UNKNOWN, Shape.UNKNOWN),
    (State.PASS, Shape.OK),
    (State.FAIL, Shape.BAD),
    (State.WAIT, Shape.WAIT),
    (State.NO_DATA, Shape.UNKNOWN),
    (CheckState.PASS, Shape.OK),
    (CheckState.FAIL, Shape.BAD),
    (CheckState.UNKNOWN, Shape.UNKNOWN),
    (CheckState.WAIT, Shape.WAIT),
    (CheckState.EXCEPTED, Shape.HALF),
    (ItemState.ACCEPTED, Shape.OK),
    (ItemState.OBJECTED, Shape.WARN),
    (ItemState.OPEN, Shape.OPEN),
    (ItemState.STALE, Shape.UNKNOWN),
    (ItemState.FAILED, Shape.BAD),
    (ItemState.UNKNOWN, Shape.UNKNOWN),
    (PollState.GO, Shape.OK),
    (PollState.NO_GO, Shape.BAD),
    (PollState.OBJECTS, Shape.WARN),
    (PollState.ASKED, Shape.OPEN),
    (PollState.WAITING, Shape.NONE),
    (PollState.VOID, Shape.UNKNOWN),
    (SourceState.OK, Shape.OK),
    (SourceState.WAITING, Shape.NONE),
    (SourceState.ASKING, Shape.UNKNOWN),
    (SourceState.SLOW, Shape.WARN),
    (SourceState.STALE, Shape.UNKNOWN),
    (SourceState.PARTIAL, Shape.UNKNOWN),
    (SourceState.SKEWED, Shape.UNKNOWN),
    (SourceState.UNREACHABLE, Shape.UNKNOWN),
    (SourceState.REFUSED, Shape.UNKNOWN),
    (SourceState.BAD_ANSWER, Shape.UNKNOWN),
)
"""Pairs, not a mapping: members of two enums with the same value are equal as keys."""

_BY_KEY = {(type(state), state.value): shape for state, shape in SHAPES}


def shape_of(state: StrEnum) -> Shape:
    """Return the shape of a state; one that nobody knows is unknown."""
    return _BY_KEY.get((type(state), state.value), Shape.UNKNOWN)


def paint_mark(painter: QPainter, look: Look, shape: Shape, rect: QRectF) -> None:
    """Paint the shape in the middle of a square; 10, 11, 12, 16, 20 and 24 px are usual."""
    side = min(rect.width(), rect.height())
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    if shape is Shape.LOCK:
        ratio = painter.device().devicePixelRatioF()
        px = round(side)
        place = QPointF(round(box.x()), round(box.y()))
        painter.drawPixmap(place, look.icon("lock", ROLES[shape], px, ratio))
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ROLES[shape]))
    if shape is Shape.OK:
        painter.drawEllipse(_round(box))
    elif shape is Shape.WARN:
        painter.drawPolygon(_triangle(box, 0.0))
    elif shape is Shape.BAD:
        inset = side * SQUARE_INSET
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 1.0, 1.0)
    else:
        _paint_hollow(painter, look, shape, box)
    painter.restore()


def _paint_hollow(painter: QPainter, look: Look, shape: Shape, box: QRectF) -> None:
    color = look.color(ROLES[shape])
    pen = QPen(color, max(1.3, box.width() * 0.1))
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = pen.widthF() / 2
    if shape is Shape.WAIT:
        painter.drawPolygon(_triangle(box, inset))
    elif shape is Shape.UNKNOWN:
        _paint_diamond(painter, box, inset)
    else:
        disc = _round(box).adjusted(inset, inset, -inset, -inset)
        painter.drawEllipse(disc)
        if shape is Shape.HALF:
            painter.setBrush(color)
            painter.drawChord(disc, 90 * 16, 180 * 16)


class Mark(QWidget):
    """One shape; nothing while it is None."""

    def __init__(self, look: Look, px: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._px = look, px
        self._shape: Shape | None = None
        self.setFixedSize(px, px)
        look.changed.connect(self.update)

    @property
    def shape(self) -> Shape | None:
        """Return the shape that is shown."""
        return self._shape

    def show_shape(self, shape: Shape | None) -> None:
        """Show a shape, or nothing."""
        if shape is not self._shape:
            self._shape = shape
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size."""
        return QSize(self._px, self._px)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape."""
        if self._shape is not None:
            painter = QPainter(self)
            paint_mark(painter, self._look, self._shape, QRectF(0, 0, self._px, self._px))
            painter.end()


def _round(box: QRectF) -> QRectF:
    inset = box.width() * ROUND_INSET
    return box.adjusted(inset, inset, -inset, -inset)


def _triangle(box: QRectF, inset: float) -> QPolygonF:
    """Return a triangle, smaller by `inset` on each side so that a pen stays within it."""
    across, up = box.width() * 0.035, box.height() * 0.08
    top, bottom = box.top() + up, box.bottom() - up
    left, right = box.left() + across, box.right() - across
    slope = (right - left) / 2 / (bottom - top)
    long = math.hypot(1.0, slope)
    side = inset * (slope + long)
    return QPolygonF(
        [
            QPointF(box.center().x(), top + inset * long / slope),
            QPointF(right - side, bottom - inset),
            QPointF(left + side, bottom - inset),
        ]
    )


def _paint_diamond(painter: QPainter, box: QRectF, inset: float) -> None:
    """Draw a diamond whose hatch runs along two of its sides, so that it needs no clipping."""
    middle, reach = box.center(), box.width() / 2 - inset
    top, bottom = QPointF(middle.x(), middle.y() - reach), QPointF(middle.x(), middle.y() + reach)
    left, right = QPointF(middle.x() - reach, middle.y()), QPointF(middle.x() + reach, middle.y())
    painter.drawPolygon(QPolygonF([top, right, bottom, left]))
    line_count = 2 if box.width() < WIDE_PX else 3
    pen = QPen(painter.pen())
    pen.setWidthF(max(1.0, box.width() * 0.075))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for number in range(1, line_count + 1):
        part = number / (line_count + 1)
        painter.drawLine(QLineF(left + (bottom - left) * part, top + (right - top) * part))
