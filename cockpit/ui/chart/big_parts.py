"""Axes and lines of the big chart, on pyqtgraph; imported only when a chart is opened large.

pyqtgraph as it comes costs twenty times what the lines themselves cost. Five things bring that
down: axes that draw straight and not through a QPicture, opaque major ticks alone,
`prepareForPaint` after new data so that nothing is painted twice, ranges that are set and never
searched for, and lines that are decimated for the pixels there are.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import pyqtgraph as pg
from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter
from typing_extensions import override

from cockpit.app.chart_view import ChartView, Mark
from cockpit.ui.chart.axis import time_ticks, view_axis
from cockpit.ui.chart.caption import Reading
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.lines import draw_baseline, draw_p95, draw_success, limit_ms, target_pct
from cockpit.ui.chart.mark_row import draw_glyphs, draw_lines, shown_marks
from cockpit.ui.chart.paint import dot
from cockpit.ui.chart.panels import Band, Panels
from cockpit.ui.chart.scale import Scale, Scales, tick_text
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role, Type
from cockpit.ui.say import Say

Side = Literal["success", "p95"]

MOST_TIMES = 8
FINE_BELOW_S = 600.0
"""With less time on the axis, times have seconds."""


class Shown(Struct):
    """What both panels show; changed by the chart that owns it."""

    chart: ChartView
    marks: tuple[Mark, ...]
    scales: Scales
    readings: tuple[Reading, ...] = ()
    at_s: float | None = None


class FastAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of fixed size that draws its labels straight."""

    picture: Any

    def __init__(self, side: str, size_px: int, ink: Ink) -> None:
        super().__init__(side)
        self._ink = ink
        self._specs: Any = None
        self.enableAutoSIPrefix(enable=False)
        self.setStyle(tickAlpha=255, maxTickLevel=0, maxTextLevel=0, tickLength=0)
        self.setStyle(tickFont=ink.look.font(Type.NOTE), autoExpandTextSpace=False)
        (self.setWidth if side in {"left", "right"} else self.setHeight)(size_px)
        self.dress()

    def dress(self) -> None:
        """Take the colours of the theme of now."""
        self.setTextPen(self._ink.look.color(Role.TEXT3))
        self.setPen(self._ink.look.color(Role.SURFACE))
        self.setTickPen(self._ink.look.color(Role.CHART_GRID))

    @override
    def paint(self, p: QPainter, _opt: object, _widget: object) -> None:
        """Draw the ticks without keeping a picture of them."""
        if self.picture is None:  # the axis marks itself as stale this way
            self._specs, self.picture = self.generateDrawSpecs(p), True
        if self._specs:
            self.drawPicture(p, *self._specs)


class ValueAxis(FastAxis):
    """Figures at the ends of a range, and its limit."""

    def __init__(self, ink: Ink) -> None:
        super().__init__("right", 44, ink)
        self.values: tuple[float, ...] = ()

    @override
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Any]:
        """Return the ticks that were given."""
        return [(1.0, [one for one in self.values if minVal <= one <= maxVal])]

    @override
    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Return the figures."""
        return [tick_text(one) for one in values]


class TimeAxis(FastAxis):
    """Times in the zone of the window."""

    def __init__(self, ink: Ink, say: Say) -> None:
        super().__init__("bottom", 20, ink)
        self._say = say

    @override
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Any]:
        """Return round times."""
        return [(60.0, round_times(self._say, minVal, maxVal))]

    @override
    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Return the times."""
        shown = self._say.time_s if self.range[1] - self.range[0] < FINE_BELOW_S else self._say.time
        return [shown(datetime.fromtimestamp(one, UTC)) for one in values]


class MarkAxis(FastAxis):
    """The row above the plot where the glyphs of marks stand."""

    def __init__(self, ink: Ink, say: Say, shown: Shown) -> None:
        super().__init__("top", 18, ink)
        self._say, self._shown = say, shown

    @override
    def paint(self, p: QPainter, _opt: object, _widget: object) -> None:
        """Draw the glyphs."""
        rect = self.boundingRect()
        time = view_axis(self.range[0], self.range[1], round(rect.width()))
        parts = Panels(round(rect.width()), None, Band(0, 18), Band(18, 1), None, Band(19, 0))
        p.save()
        p.translate(rect.left(), 0)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = Sheet(p, self._ink, self._say, time, parts, self._shown.scales)
        draw_glyphs(sheet, shown_marks(self._shown.marks, time), Band(0, 18))
        p.restore()


class LinesItem(pg.GraphicsObject):  # type: ignore[misc]
    """Grid, lines, marks and crosshair of one panel, drawn in pixels for the range of the view."""

    def __init__(self, side: Side, ink: Ink, say: Say, shown: Shown) -> None:
        super().__init__()
        self._side, self._ink, self._say, self._shown = side, ink, say, shown

    @override
    def boundingRect(self) -> QRectF:
        """Return the whole range of the view."""
        return QRectF(self.getViewBox().viewRect())

    @override
    def viewRangeChanged(self) -> None:
        """Draw anew for another range."""
        self.prepareGeometryChange()
        self.update()

    @override
    def paint(self, p: QPainter, _option: object, _widget: object) -> None:
        """Draw everything."""
        view = self.getViewBox()
        rect = view.sceneBoundingRect()
        (start_s, end_s), (low, high) = view.viewRange()
        width, height = round(rect.width()), round(rect.height())
        band = Band(0, height)
        is_p95 = self._side == "p95"
        parts = Panels(width, None, None, band, band if is_p95 else None, Band(height, 0))
        scale = Scale(low, high, self._scale().ticks)
        time = view_axis(start_s, end_s, width)
        p.save()
        p.resetTransform()
        p.translate(rect.topLeft())
        p.setClipRect(QRectF(0, 0, width, height))
        sheet = Sheet(p, self._ink, self._say, time, parts, Scales(scale, scale))
        self._draw_grid(sheet, scale, band)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_p95:
            draw_p95(sheet, self._shown.chart)
        else:
            draw_lines(sheet, shown_marks(self._shown.marks, time))
            draw_baseline(sheet, self._shown.chart)
            draw_success(sheet, self._shown.chart)
        self._draw_cross(sheet, scale, band)
        p.restore()

    def _scale(self) -> Scale:
        ranges = self._shown.scales
        return ranges.p95 if self._side == "p95" else ranges.success

    def _draw_grid(self, sheet: Sheet, scale: Scale, band: Band) -> None:
        p, time, width = sheet.painter, sheet.axis, sheet.parts.width
        p.setPen(self._ink.grid)
        times = round_times(self._say, time.start_s, time.end_s)
        xs = [int(time.x(one)) + 0.5 for one in times]
        ys = [int(band.bottom - scale.share(one) * band.height) + 0.5 for one in scale.ticks]
        p.drawLines([QLineF(x, 0, x, band.height) for x in xs])
        p.drawLines([QLineF(0, y, width, y) for y in ys])
        limit = limit_of(self._shown.chart, self._side)
        if limit is not None:
            y = int(band.bottom - scale.share(limit) * band.height) + 0.5
            p.setPen(self._ink.slo)
            p.drawLine(QLineF(0, y, width, y))

    def _draw_cross(self, sheet: Sheet, scale: Scale, band: Band) -> None:
        at_s, p = self._shown.at_s, sheet.painter
        if at_s is None:
            return
        x = int(sheet.axis.x(at_s)) + 0.5
        p.setPen(self._ink.cross)
        p.drawLine(QLineF(x, 0, x, band.height))
        for reading in self._shown.readings:
            if reading.scale == self._side and reading.value is not None:
                y = band.bottom - scale.share(reading.value) * band.height
                at = QPointF(sheet.axis.x(reading.at_s), y)
                role = Role.BAD if reading.is_bad else reading.role
                dot(p, self._ink, at, self._ink.look.color(role))


def limit_of(chart: ChartView, side: Side) -> float | None:
    """Return the promise that a panel shows as a dashed line."""
    return limit_ms(chart) if side == "p95" else target_pct(chart)


def round_times(say: Say, start_s: float, end_s: float) -> list[float]:
    """Return the times at the axis, round in the zone of the window."""
    offset = say.local(datetime.fromtimestamp(end_s, UTC)).utcoffset()
    return time_ticks(start_s, end_s, offset.total_seconds() if offset else 0.0, MOST_TIMES)
