"""A line without axes, beside a figure: where it has been, and where it was expected to be."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.app.chart_view import Line
from cockpit.domain.intervals import Interval
from cockpit.ui.chart import paint
from cockpit.ui.chart.axis import Axis, axis
from cockpit.ui.chart.columns import Path, Stroke, gaps, is_same, path
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.scale import Scale
from cockpit.ui.look import Look, Role

EDGE_PX = 4
"""Room for the dot at the end."""

BAND_PART = 0.75
"""The band takes at least this part of the height, so that a quiet line looks quiet."""


class Spark(QWidget):
    """Paints the newest `range_s` of a line over its expected band, with a dot at its end."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._ink = look, Ink(look)
        self._line: Line | None = None
        self._expected: Interval | None = None
        self._role = Role.CHART_NEW
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """Return the size beside a KPI."""
        return QSize(96, 40)

    def show_spark(self, line: Line | None, expected: Interval | None, role: Role) -> None:
        """Show a line of ratios and the band; `role` colours the dot. None shows nothing."""
        if is_same(line, self._line) and (expected, role) == (self._expected, self._role):
            return
        self._line, self._expected, self._role = line, expected, role
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the band, the line and its end."""
        line = self._line
        if line is None or line.at_s.size < 2:  # noqa: PLR2004 - a line has two ends
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step_s = float(line.at_s[1] - line.at_s[0])
        width = max(1, self.width() - EDGE_PX)
        time = axis(float(line.at_s[-1]), step_s * line.at_s.size, width)
        band = Band(EDGE_PX, max(1, self.height() - 2 * EDGE_PX))
        scale = spark_scale(line, self._expected)
        if self._expected is not None:
            top = band.bottom - scale.share(self._expected.high) * band.height
            bottom = band.bottom - scale.share(self._expected.low) * band.height
            ground = self._look.color(Role.CHART_BAND)
            painter.fillRect(QRectF(0, top, width, bottom - top), ground)
        for left, right in gaps(line, time, step_s):
            paint.hatch(painter, self._ink, QRectF(left, band.top, right - left, band.height))
        drawn = path(line, time, step_s)
        paint.draw_path(painter, drawn, scale, band, {Stroke.PLAIN: self._ink.slim})
        self._paint_end(painter, drawn, scale, band, time)

    def _paint_end(
        self, painter: QPainter, drawn: Path, scale: Scale, band: Band, time: Axis
    ) -> None:
        if drawn.pieces and time.width_px - drawn.x[-1] <= EDGE_PX:
            at = QPointF(float(drawn.x[-1]), float(paint.heights(drawn, scale, band)[-1]))
            paint.dot(painter, self._ink, at, self._look.color(self._role))


def spark_scale(line: Line, expected: Interval | None) -> Scale:
    """Return the range that holds the line and the band."""
    known = line.value[np.isfinite(line.value)]
    ends = [] if expected is None else [expected.low, expected.high]
    if known.size:
        ends += [float(known.min()), float(known.max())]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    if expected is not None:
        most = (expected.high - expected.low) / BAND_PART
        spare = max(0.0, min(most, 1.0) - (high - low)) / 2
        low, high = low - spare, high + spare
    if high - low < 1e-9:  # noqa: PLR2004 - a line without any change lies in the middle
        low, high = low - 0.5, high + 0.5
    return Scale(low, high, (low, high))
