"""Marks: the shapes of states. A word and a colour always stand beside them."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.gonogo_view import ItemState, PollState
from cockpit.app.launch_view import CheckState
from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.verdict import State
from cockpit.ui.look import Look, Role


class Shape(StrEnum):
    """A shape for each state."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    WAIT = "wait"
    OPEN = "open"
    HALF = "half"
    NONE = "none"
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

SHAPES: Mapping[StrEnum, Shape] = {
    TileState.OK: Shape.OK,
    TileState.WARN: Shape.WARN,
    TileState.BAD: Shape.BAD,
    TileState.UNKNOWN: Shape.UNKNOWN,
    State.PASS: Shape.OK,
    State.FAIL: Shape.BAD,
    State.WAIT: Shape.WAIT,
    State.NO_DATA: Shape.UNKNOWN,
    CheckState.PASS: Shape.OK,
    CheckState.FAIL: Shape.BAD,
    CheckState.UNKNOWN: Shape.UNKNOWN,
    CheckState.WAIT: Shape.WAIT,
    CheckState.EXCEPTED: Shape.HALF,
    ItemState.ACCEPTED: Shape.OK,
    ItemState.OBJECTED: Shape.WARN,
    ItemState.OPEN: Shape.OPEN,
    ItemState.STALE: Shape.UNKNOWN,
    ItemState.FAILED: Shape.BAD,
    ItemState.UNKNOWN: Shape.UNKNOWN,
    PollState.GO: Shape.OK,
    PollState.NO_GO: Shape.BAD,
    PollState.OBJECTS: Shape.WARN,
    PollState.ASKED: Shape.OPEN,
    PollState.WAITING: Shape.NONE,
    PollState.VOID: Shape.UNKNOWN,
    SourceState.OK: Shape.OK,
    SourceState.WAITING: Shape.NONE,
    SourceState.SLOW: Shape.WARN,
    SourceState.STALE: Shape.UNKNOWN,
    SourceState.PARTIAL: Shape.UNKNOWN,
    SourceState.SKEWED: Shape.UNKNOWN,
    SourceState.UNREACHABLE: Shape.UNKNOWN,
    SourceState.REFUSED: Shape.UNKNOWN,
    SourceState.BAD_ANSWER: Shape.UNKNOWN,
}
_BY_KEY = {(type(state), state.value): shape for state, shape in SHAPES.items()}


def shape_of(state: StrEnum) -> Shape:
    """Return the shape of a state; one that nobody knows is unknown."""
    return _BY_KEY.get((type(state), state.value), Shape.UNKNOWN)


def paint_mark(painter: QPainter, look: Look, shape: Shape, rect: QRectF) -> None:
    """Paint the shape into the square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = look.color(ROLES[shape])
    match shape:
        case Shape.OK:
            _fill(painter, color)
            painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        case Shape.BAD:
            _fill(painter, color)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        case Shape.WARN:
            _fill(painter, color)
            painter.drawPolygon(_triangle(rect))
        case Shape.WAIT:
            _outline(painter, color)
            painter.drawPolygon(_triangle(rect.adjusted(0.8, 0.8, -0.8, -0.8)))
        case Shape.UNKNOWN:
            _diamond(painter, color, rect)
        case Shape.HALF:
            _outline(painter, color)
            inside = rect.adjusted(1, 1, -1, -1)
            painter.drawEllipse(inside)
            painter.setBrush(color)
            painter.drawPie(inside, 90 * 16, 180 * 16)
        case Shape.OPEN | Shape.NONE:
            _outline(painter, color)
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        case Shape.LOCK:
            side = round(rect.width())
            pixmap = look.icon("lock", Role.TEXT2, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.topLeft(), pixmap)
    painter.restore()


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


def _fill(painter: QPainter, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)


def _outline(painter: QPainter, color: QColor) -> None:
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _triangle(rect: QRectF) -> QPolygonF:
    top, base = rect.top() + rect.height() * 0.06, rect.bottom() - rect.height() * 0.06
    middle = rect.center().x()
    return QPolygonF(
        [QPointF(middle, top), QPointF(rect.right(), base), QPointF(rect.left(), base)]
    )


def _diamond(painter: QPainter, color: QColor, rect: QRectF) -> None:
    inside = rect.adjusted(0.7, 0.7, -0.7, -0.7)
    middle = inside.center()
    shape = QPolygonF(
        [
            QPointF(middle.x(), inside.top()),
            QPointF(inside.right(), middle.y()),
            QPointF(middle.x(), inside.bottom()),
            QPointF(inside.left(), middle.y()),
        ]
    )
    path = QPainterPath()
    path.addPolygon(shape)
    path.closeSubpath()
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setClipPath(path)
    step = max(2.6, rect.width() / 5)
    offset = -rect.height()
    while offset < rect.width():
        start = QPointF(rect.left() + offset, rect.bottom())
        painter.drawLine(start, QPointF(start.x() + rect.height(), rect.top()))
        offset += step
