"""Pens and small text of charts, made once for a theme."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QStaticText

from cockpit.ui.chart.columns import Stroke
from cockpit.ui.look import Look, Role, Type

NEW_PX, THIN_PX, BAD_PX, GREY_PX, SLIM_PX = 1.8, 1.0, 2.0, 1.4, 1.25
THIN_DASH = (2.0, 3.0)
SLO_DASH = (4.0, 3.0)
MARK_DASH = (1.0, 3.0)
THIN_ALPHA = 0.7
HATCH_PX, HATCH_ALPHA = 1.2, 0.5
SHAPE_PX = 1.4
MOST_TEXTS = 400
_RADIUS_PX = 3


class Ink(QObject):
    """What charts are drawn with; follows the theme of the look."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._font = look.font(Type.NOTE)
        metrics = QFontMetricsF(self._font)
        self._metrics, self._rise = metrics, metrics.ascent() - metrics.capHeight() / 2
        self._texts: dict[str, tuple[QStaticText, float]] = {}
        self._mix()
        look.changed.connect(self._mix)

    def width(self, text: str) -> float:
        """Return how wide the text is, in pixels."""
        return self._text(text)[1]

    def write(self, painter: QPainter, left: float, middle: float, text: str, role: Role) -> float:
        """Write with the middle of the capitals at `middle`; return where the text ends."""
        static, width = self._text(text)
        painter.setFont(self._font)
        painter.setPen(self.look.color(role))
        painter.drawStaticText(QPointF(left, round(middle - self._rise)), static)
        return left + width

    def tag(self, painter: QPainter, rect: QRectF, text: str, ground: Role, role: Role) -> None:
        """Write in the middle of a filled box with round corners."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color(ground))
        painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left = rect.center().x() - self.width(text) / 2
        self.write(painter, left, rect.center().y(), text, role)

    def _text(self, text: str) -> tuple[QStaticText, float]:
        if text not in self._texts:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()  # times and figures come and go
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            self._texts[text] = (static, self._metrics.horizontalAdvance(text))
        return self._texts[text]

    def _mix(self) -> None:
        color = self.look.color
        thin, faint = QColor(color(Role.CHART_NEW)), QColor(color(Role.UNKNOWN))
        thin.setAlphaF(THIN_ALPHA)
        faint.setAlphaF(HATCH_ALPHA)
        self.grid = pen(color(Role.CHART_GRID), 1.0)
        self.slo = pen(color(Role.CHART_SLO), 1.0, SLO_DASH)
        self.mark = pen(color(Role.CHART_MARK), 1.0, MARK_DASH)
        self.shape = pen(color(Role.CHART_MARK), SHAPE_PX)
        self.cross = pen(color(Role.CROSSHAIR), 1.0)
        self.hatch = pen(faint, HATCH_PX)
        self.edge = pen(color(Role.SURFACE), 1.0)
        self.grey = {Stroke.PLAIN: pen(color(Role.CHART_BASE), GREY_PX)}
        self.baseline = {Stroke.PLAIN: pen(color(Role.DISABLED), SLIM_PX)}
        self.slim = pen(color(Role.TEXT2), SLIM_PX)
        self.new = {
            Stroke.PLAIN: pen(color(Role.CHART_NEW), NEW_PX),
            Stroke.THIN: pen(thin, THIN_PX, THIN_DASH),
            Stroke.BAD: pen(color(Role.BAD), BAD_PX),
        }


def pen(color: QColor, width: float, dash: Sequence[float] | None = None) -> QPen:
    """Return a pen; `dash` is in pixels whatever the width."""
    made = QPen(color, width)
    if dash is None:
        made.setCapStyle(Qt.PenCapStyle.SquareCap)
    else:
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setDashPattern([length / width for length in dash])
    return made
