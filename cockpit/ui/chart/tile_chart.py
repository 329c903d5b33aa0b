"""The small chart of a flow: success above, p95 below, on one time axis.

What does not depend on the crosshair is drawn once into a picture, when data, size or theme have
changed and the chart is on the screen.
"""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.app.chart_view import ChartView, Mark
from cockpit.ui.chart.axis import Axis, axis
from cockpit.ui.chart.caption import draw_caption, draw_crosshair, readings
from cockpit.ui.chart.columns import is_same
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.chart.ground import draw_marks, draw_times, draw_values
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.lines import draw_p95, draw_success, limit_ms, scales, target_pct
from cockpit.ui.chart.mark_row import shown_marks
from cockpit.ui.chart.panels import Panels, panels
from cockpit.ui.chart.scale import Scales
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Look, Role
from cockpit.ui.say import Say


class TileChart(QWidget):
    """Paints a `ChartView`; every instant it points at is shared through the crosshair."""

    def __init__(
        self, look: Look, say: Say, crosshair: Crosshair, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._say, self._crosshair = look, say, crosshair
        self._ink = Ink(look)
        self._chart: ChartView | None = None
        self._marks: tuple[Mark, ...] = ()
        self._version = ""
        self._has_p95, self._is_p95_first = True, False
        self._grey: str | None = None
        self._scales: Scales | None = None
        self._picture: QPixmap | None = None
        self._ground = QPixmap()
        self._ground_key: tuple[object, ...] | None = None
        self.pictures_count = 0
        """How many times the picture was drawn."""

        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self._forget)
        crosshair.moved.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """Return the size of the chart in a tile of the common size."""
        return QSize(280, 175)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the line still says something."""
        return QSize(160, 60)

    def show_chart(
        self,
        chart: ChartView | None,
        marks: Sequence[Mark],
        version: str,
        *,
        has_p95: bool = True,
        is_p95_first: bool = False,
        grey: str | None = None,
    ) -> None:
        """Show lines and marks; `version` is what the new one is called.

        With `is_p95_first` a chart that is too small for both shows p95. `grey` is what the grey
        line is called, None when it is all versions together. Nothing is painted when it looks
        the same as before.
        """
        told, names = tuple(marks), (version, has_p95, is_p95_first, grey)
        before = (self._version, self._has_p95, self._is_p95_first, self._grey)
        is_same = told == self._marks and names == before
        if is_same and _looks_same(chart, self._chart):
            return
        if chart is None or self._chart is None or chart.range_s != self._chart.range_s:
            self._scales = None
        self._chart, self._marks = chart, told
        self._version, self._has_p95, self._is_p95_first, self._grey = names
        self._redraw()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and over it the crosshair."""
        painter = QPainter(self)
        if self._chart is None:
            painter.fillRect(self.rect(), self._look.color(Role.SURFACE))
            return
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._draw(self._chart, ratio)
        painter.drawPixmap(0, 0, self._picture)
        if self._scales is not None:
            self._paint_readings(painter, self._chart, self._scales)

    @override
    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Draw anew for the size."""
        self._redraw()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the instant under the mouse."""
        parts = self._panels()
        if self._chart is not None and event.position().x() <= parts.width:
            self._crosshair.point(self._axis(self._chart, parts).at_s(event.position().x()))
        else:
            self._crosshair.point(None)

    @override
    def leaveEvent(self, _event: QEvent) -> None:
        """Point nowhere."""
        self._crosshair.point(None)

    def _panels(self) -> Panels:
        has_p95 = self._has_p95 and self._chart is not None and self._chart.p95 is not None
        return panels(self.width(), self.height(), has_p95=has_p95, is_p95_first=self._is_p95_first)

    def _axis(self, chart: ChartView, parts: Panels) -> Axis:
        return axis(chart.end_s, chart.range_s, parts.width)

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _forget(self) -> None:
        self._ground_key = None
        self._redraw()

    def _draw(self, chart: ChartView, ratio: float) -> QPixmap:
        """Draw what does not depend on the crosshair."""
        parts = self._panels()
        time = self._axis(chart, parts)
        self._scales = ranges = scales(chart, time, self._scales)
        picture = QPixmap(self._ground_of(chart, parts, time, ranges, ratio))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = Sheet(painter, self._ink, self._say, time, parts, ranges)
        draw_success(sheet, chart)
        draw_p95(sheet, chart)
        painter.end()
        self.pictures_count += 1
        return picture

    def _ground_of(
        self, chart: ChartView, parts: Panels, time: Axis, ranges: Scales, ratio: float
    ) -> QPixmap:
        """Return what stands behind the lines, drawn anew only when some of it has changed."""
        marks = shown_marks(self._marks, time)
        key = (parts, time, ranges, tuple(marks), chart.slo_ratio, chart.p95_limit_s, ratio)
        if key != self._ground_key:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(self._look.color(Role.SURFACE))
            painter = QPainter(self._ground)
            sheet = Sheet(painter, self._ink, self._say, time, parts, ranges)
            draw_times(sheet)
            if parts.success is not None:
                draw_values(sheet, parts.success, ranges.success, target_pct(chart))
            if parts.p95 is not None:
                draw_values(sheet, parts.p95, ranges.p95, limit_ms(chart))
            draw_marks(sheet, marks)
            painter.end()
            self._ground_key = key
        return self._ground

    def _paint_readings(self, painter: QPainter, chart: ChartView, ranges: Scales) -> None:
        parts = self._panels()
        time, at_s = self._axis(chart, parts), self._crosshair.at_s
        sheet = Sheet(painter, self._ink, self._say, time, parts, ranges)
        shown_s = at_s if at_s is not None and time.start_s <= at_s <= time.end_s else None
        everything, *others = readings(chart, shown_s, self._version)
        found = (replace(everything, name=self._grey), *others)
        if parts.caption is not None:
            draw_caption(sheet, found, parts.caption, parts.width, has_lead=True)
        if shown_s is not None:
            draw_crosshair(sheet, found, shown_s)


def _looks_same(one: ChartView | None, other: ChartView | None) -> bool:
    if one is None or other is None or one is other:
        return one is other
    pairs = (
        (one.everything, other.everything),
        (one.new, other.new),
        (one.p95, other.p95),
        (one.p95_new, other.p95_new),
    )
    return _facts(one) == _facts(other) and all(is_same(*pair) for pair in pairs)


def _facts(chart: ChartView) -> tuple[object, ...]:
    return (
        chart.range_s,
        chart.step_s,
        chart.end_s,
        chart.slo_ratio,
        chart.p95_limit_s,
        chart.bad_from,
        chart.bad_until,
        chart.thin_below_count,
    )
