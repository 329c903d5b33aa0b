"""The shapes of states: painted, so that a state is told by its form before its colour."""

import math
from enum import StrEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.gate import CheckState
from cockpit.domain.sheet import ItemState, PollState
from cockpit.domain.verdict import State
from cockpit.ui.look import Look, Role


class Shape(StrEnum):
    """What a state looks like."""

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


ROLES = {
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
"""The colour of a shape, and of an edge that stands for it."""

TINTS = {
    Shape.WARN: (Role.TINT_WARN, Role.WARN),
    Shape.BAD: (Role.TINT_BAD, Role.BAD_TEXT),
    Shape.UNKNOWN: (Role.TINT_UNKNOWN, Role.UNKNOWN_TEXT),
}
"""The ground and the words of what must be seen; every other shape stays quiet."""

_AnyState = TileState | State | ItemState | CheckState | PollState | SourceState

_BY_KIND: dict[type, dict[str, Shape]] = {
    TileState: {one.value: Shape(one.value) for one in TileState},
    State: {
        State.FAIL: Shape.BAD,
        State.PASS: Shape.OK,
        State.WAIT: Shape.WAIT,
        State.NO_DATA: Shape.UNKNOWN,
    },
    ItemState: {
        ItemState.ACCEPTED: Shape.OK,
        ItemState.OBJECTED: Shape.WARN,
        ItemState.OPEN: Shape.OPEN,
        ItemState.STALE: Shape.UNKNOWN,
        ItemState.FAILED: Shape.BAD,
        ItemState.UNKNOWN: Shape.UNKNOWN,
    },
    CheckState: {
        CheckState.PASS: Shape.OK,
        CheckState.FAIL: Shape.BAD,
        CheckState.UNKNOWN: Shape.UNKNOWN,
        CheckState.WAIT: Shape.WAIT,
        CheckState.EXCEPTED: Shape.HALF,
    },
    PollState: {
        PollState.GO: Shape.OK,
        PollState.NO_GO: Shape.BAD,
        PollState.OBJECTS: Shape.WARN,
        PollState.ASKED: Shape.OPEN,
        PollState.WAITING: Shape.WAIT,
        PollState.VOID: Shape.UNKNOWN,
    },
    SourceState: {
        SourceState.OK: Shape.OK,
        SourceState.WAITING: Shape.WAIT,
        SourceState.SLOW: Shape.WARN,
        SourceState.STALE: Shape.UNKNOWN,
        SourceState.PARTIAL: Shape.UNKNOWN,
        SourceState.SKEWED: Shape.WARN,
        SourceState.UNREACHABLE: Shape.BAD,
        SourceState.REFUSED: Shape.BAD,
        SourceState.BAD_ANSWER: Shape.BAD,
    },
}


def shape_of(state: _AnyState) -> Shape:
    """Return the shape of any state of the cockpit."""
    return _BY_KIND[type(state)][state]


def paint_mark(painter: QPainter, look: Look, shape: Shape, rect: QRectF) -> None:
    """Paint the shape in the middle of a square; 10, 12, 16, 20 or 24 px are the usual sides."""
    side = min(rect.width(), rect.height())
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    if shape is Shape.LOCK:
        ratio = painter.device().devicePixelRatio()
        place = QPointF(round(box.x()), round(box.y()))
        painter.drawPixmap(place, look.icon("lock", ROLES[shape], round(side), ratio))
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ROLES[shape]))
    if shape is Shape.WARN:
        painter.drawPolygon(_triangle(box, 0.0))
    elif shape is Shape.BAD:
        _square(painter, box)
    elif shape is Shape.OK:
        _disc(painter, box)
    else:
        _hollow(painter, look, shape, box)
    painter.restore()


def _hollow(painter: QPainter, look: Look, shape: Shape, box: QRectF) -> None:
    color = look.color(ROLES[shape])
    pen = QPen(color, max(1.2, box.width() * 0.11))
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = pen.widthF() / 2
    if shape is Shape.WAIT:
        painter.drawPolygon(_triangle(box, inset))
        return
    if shape is Shape.UNKNOWN:
        _diamond(painter, box, inset)
        return
    disc = _round(box).adjusted(inset, inset, -inset, -inset)
    painter.drawEllipse(disc)
    if shape is Shape.HALF:
        painter.setBrush(color)
        painter.drawChord(disc, 90 * 16, 180 * 16)


def _round(box: QRectF) -> QRectF:
    inset = box.width() * 0.09
    return box.adjusted(inset, inset, -inset, -inset)


def _disc(painter: QPainter, box: QRectF) -> None:
    painter.drawEllipse(_round(box))


def _square(painter: QPainter, box: QRectF) -> None:
    inset = round(box.width() * 0.08)  # whole pixels: its edges are straight and must be sharp
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 1.0, 1.0)


def _triangle(box: QRectF, inset: float) -> QPolygonF:
    top, bottom = box.top() + box.height() * 0.05, box.bottom() - box.height() * 0.08
    left, right = box.left() + box.width() * 0.02, box.right() - box.width() * 0.02
    slope = (right - left) / 2 / (bottom - top)
    side = inset * (slope + math.hypot(1.0, slope))
    return QPolygonF(
        [
            QPointF(box.center().x(), top + inset * math.hypot(1.0, slope) / slope),
            QPointF(right - side, bottom - inset),
            QPointF(left + side, bottom - inset),
        ]
    )


def _diamond(painter: QPainter, box: QRectF, inset: float) -> None:
    """Draw a diamond whose hatch runs along two of its sides."""
    middle, reach = box.center(), box.width() / 2 - inset * math.sqrt(2.0)
    top, right = QPointF(middle.x(), middle.y() - reach), QPointF(middle.x() + reach, middle.y())
    bottom, left = QPointF(middle.x(), middle.y() + reach), QPointF(middle.x() - reach, middle.y())
    painter.drawPolygon(QPolygonF([top, right, bottom, left]))
    lines = 2 if box.width() < 14 else 3  # noqa: PLR2004 - more would flow together
    pen = QPen(painter.pen())
    pen.setWidthF(max(1.0, box.width() * 0.07))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for number in range(1, lines + 1):
        part = number / (lines + 1)
        start, end = left + (bottom - left) * part, top + (right - top) * part
        painter.drawLine(QLineF(start, end))


class Mark(QWidget):
    """One shape. It is silent for screen readers: the words beside it say the same."""

    def __init__(self, look: Look, px: int = 12) -> None:
        super().__init__()
        self._look, self._px = look, px
        self._shape: Shape | None = None
        self.setFixedSize(px, px)
        look.changed.connect(self.update)

    @property
    def shape(self) -> Shape | None:
        """Return what is shown."""
        return self._shape

    def show_shape(self, shape: Shape | None) -> None:
        """Show the shape; None leaves its place empty."""
        if shape is not self._shape:
            self._shape = shape
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._px, self._px)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shape is not None:
            painter = QPainter(self)
            paint_mark(painter, self._look, self._shape, QRectF(self.rect()))
            painter.end()
