"""The painted column of the comparison, and its scale."""

from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.pages.release_scale import TICKS, Whisker, is_beyond, place

CAP_PX, ARROW_PX, DOT_PX = 6, 4, 3
NAMES = {8.0: "8×", 4.0: "4", 2.0: "2", 1.0: "1×", 0.25: "¼"}
ROLES = {Shape.BAD: Role.BAD, Shape.OK: Role.TEXT1, Shape.WARN: Role.WARN}


class ScalePaint(Struct, frozen=True):
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


class WhiskerPaint(Struct, frozen=True):
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


def _x(times: float, field: QRectF) -> float:
    return round(field.left() + place(times) * field.width())
