"""The painted column of the comparison, its scale, and the bar of the evidence."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.pages.release_scale import TICKS, Whisker, evidence_place, is_beyond, place

CAP_PX, ARROW_PX, DOT_PX = 6, 4, 3
NAMES = {8.0: "8×", 4.0: "4", 2.0: "2", 1.0: "1×", 0.25: "¼"}
ROLES = {Shape.BAD: Role.BAD, Shape.OK: Role.TEXT1, Shape.WARN: Role.WARN}
TRACK_PX, TICK_PX, VALUE_PX = 4, 12, 4


@dataclass(frozen=True, slots=True)
class ScalePaint:
    """The title of the column: the figures of the scale."""

    look: Look

    def __call__(self, painter: QPainter, field: QRectF) -> None:
        """Write each figure over its place, kept inside of the field."""
        writing = Writing(self.look, Type.NOTE)
        for times in TICKS:
            name = NAMES[times]
            width = writing.width(name)
            left = field.left() + place(times) * field.width() - width / 2
            kept = min(max(left, field.left()), field.right() - width)
            writing.write(painter, kept, field.center().y(), name, Role.TEXT3)


@dataclass(frozen=True, slots=True)
class WhiskerPaint:
    """One field: the whisker, the line of "equal", and a dashed tick for what is allowed."""

    look: Look
    whisker: Whisker | None
    shape: Shape
    margin_times: float | None

    def __call__(self, painter: QPainter, field: QRectF) -> None:
        """Paint the field."""
        look, middle = self.look, round(field.center().y()) + 0.5
        equal = _x(1.0, field)
        painter.fillRect(QRectF(equal, field.top(), 1, field.height()), look.color(Role.BORDER))
        if self.margin_times is not None:
            pen = QPen(look.color(Role.TEXT3), 1)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            x = _x(self.margin_times, field) + 0.5
            painter.drawLine(QLineF(x, middle - 7, x, middle + 7))
        if self.whisker is None:
            self._paint_nothing(painter, field, middle)
        else:
            self._paint_whisker(painter, field, middle, self.whisker)

    def _paint_nothing(self, painter: QPainter, field: QRectF, middle: float) -> None:
        pen = QPen(self.look.color(Role.DISABLED), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(_x(2.0, field), middle, _x(0.5, field), middle))

    def _paint_whisker(
        self, painter: QPainter, field: QRectF, middle: float, given: Whisker
    ) -> None:
        color = self.look.color(ROLES.get(self.shape, Role.TEXT3))
        left, right = _x(given.worst, field), _x(given.best, field)
        painter.setPen(QPen(color, 1.4))
        painter.drawLine(QLineF(left, middle, right, middle))
        for times, x, way in ((given.worst, left, 1), (given.best, right, -1)):
            if is_beyond(times):
                tip = QPointF(x, middle)
                painter.drawPolyline(
                    QPolygonF(
                        [
                            tip + QPointF(way * ARROW_PX, -ARROW_PX + 0.5),
                            tip,
                            tip + QPointF(way * ARROW_PX, ARROW_PX - 0.5),
                        ]
                    )
                )
            else:
                painter.drawLine(QLineF(x, middle - CAP_PX / 2, x, middle + CAP_PX / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(_x(given.times, field), middle), DOT_PX, DOT_PX)


def paint_evidence(
    painter: QPainter, look: Look, field: QRectF, evidence: float, needed: float
) -> None:
    """Paint how far the evidence has come, with a dashed tick at its limit."""
    middle = round(field.center().y())
    track = QRectF(field.left(), middle - TRACK_PX / 2, field.width(), TRACK_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(Role.ACTIVE))
    painter.drawRoundedRect(track, 2, 2)
    reached = evidence_place(evidence, needed) * field.width()
    is_over = evidence >= needed
    painter.setBrush(look.color(Role.BAD if is_over else Role.TEXT2))
    painter.drawRoundedRect(QRectF(track.left(), track.top(), reached, TRACK_PX), 2, 2)
    if reached > 0:
        painter.drawEllipse(QPointF(track.left() + reached, middle), VALUE_PX, VALUE_PX)
    pen = QPen(look.color(Role.TEXT2), 1)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    limit = round(track.left() + evidence_place(needed, needed) * field.width()) + 0.5
    painter.drawLine(QLineF(limit, middle - TICK_PX, limit, middle + TICK_PX))


def _x(times: float, field: QRectF) -> float:
    return round(field.left() + place(times) * field.width())
