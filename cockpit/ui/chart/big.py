"""The big chart of one flow, over the board: zoom, move, and read any instant.

Only this module and its parts know pyqtgraph; whoever opens a big chart imports it then.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.chart_view import ChartView, Mark
from cockpit.ui.chart.axis import axis, view_axis
from cockpit.ui.chart.big_parts import (
    LinesItem,
    MarkAxis,
    Shown,
    Side,
    TimeAxis,
    ValueAxis,
    limit_of,
)
from cockpit.ui.chart.caption import figure_of, label_of, readings
from cockpit.ui.chart.chart_codes import ChartCode
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.lines import scales
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.escape import keeps_escape
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.say import Say

ZOOM = 1.5
"""How much one key makes the range shorter or longer."""

LEAST_RANGE_S = 60.0
STEP_PX = 8.0
"""How far an arrow key moves the crosshair."""

PANELS: tuple[tuple[int, Side], ...] = ((1, "success"), (3, "p95"))
"""The rows of the layout that have lines."""

KEYS_ZOOM = {Qt.Key.Key_Plus: 1 / ZOOM, Qt.Key.Key_Equal: 1 / ZOOM, Qt.Key.Key_Minus: ZOOM}
KEYS_MOVE = {Qt.Key.Key_Left: -STEP_PX, Qt.Key.Key_Right: STEP_PX}


class BigChart(QWidget):
    """Success above, p95 below. `closed` tells that somebody wants the board back."""

    closed = Signal()

    def __init__(self, look: Look, say: Say, chart: ChartView) -> None:
        super().__init__()
        self._look, self._say, self._ink = look, say, Ink(look)
        self._version = self._baseline = ""
        self._shown = Shown(chart, (), scales(chart, axis(chart.end_s, chart.range_s, 1), None))
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._caption = Label(look, Type.BODY, Role.TEXT1)
        self._keys = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._keys.say(say(ChartCode.KEYS))
        self._close = Button(look, Kind.LIGHT, icon="close")
        self._close.setAccessibleName(say(ChartCode.CLOSE))
        self._close.clicked.connect(self.closed)
        self.canvas: Any = pg.GraphicsView(useOpenGL=False)
        self._build()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._title)
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._keys)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dress()
        look.changed.connect(self._dress)
        self.reset()

    def show_chart(
        self, flow: str, chart: ChartView, marks: Sequence[Mark], *, version: str, baseline: str
    ) -> None:
        """Show the chart of a flow; a range that ended with the old data ends with the new."""
        start_s, end_s = self.range_s
        follows = end_s >= self._shown.chart.end_s - self._shown.chart.step_s
        is_other = chart.range_s != self._shown.chart.range_s
        moved_s = chart.end_s - self._shown.chart.end_s
        self._shown.chart, self._shown.marks = chart, tuple(marks)
        self._version, self._baseline = version, baseline
        title = self._say(ChartCode.TITLE, flow=self._say.name("flow", flow))
        self._title.say(title)
        self.setAccessibleName(title)
        if is_other:
            self.reset()
        elif follows and moved_s:
            self._set_range(start_s + moved_s, end_s + moved_s)
        else:
            self._set_range(start_s, end_s)

    @property
    def range_s(self) -> tuple[float, float]:
        """Return the instants at both edges, in unix seconds."""
        start_s, end_s = self._views[0].viewRange()[0]
        return float(start_s), float(end_s)

    def reset(self) -> None:
        """Show the whole range again."""
        chart = self._shown.chart
        self._set_range(chart.end_s - chart.range_s, chart.end_s)

    def point(self, at_s: float | None) -> None:
        """Point at an instant, or at the newest values."""
        self._shown.at_s = at_s
        self._redraw()

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Escape for this chart: the window would close other things by it."""
        return keeps_escape(event) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, zoom, move the crosshair, or show everything again."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in KEYS_ZOOM:
            self._zoom(KEYS_ZOOM[key])
        elif key in KEYS_MOVE:
            self._step(KEYS_MOVE[key])
        elif key in {Qt.Key.Key_0, Qt.Key.Key_Home}:
            self.reset()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.SURFACE))
        painter.end()

    def _build(self) -> None:
        layout: Any = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.layout.setSpacing(0)
        self.canvas.setCentralItem(layout)
        self._views: list[Any] = []
        self._items: list[LinesItem] = []
        self._axes: list[ValueAxis] = []
        self._marks = MarkAxis(self._ink, self._say, self._shown)
        self._times = TimeAxis(self._ink, self._say)
        layout.addItem(self._marks, 0, 0)
        for row, side in PANELS:
            view: Any = pg.ViewBox(enableMenu=False)
            view.disableAutoRange()
            view.setMouseEnabled(x=True, y=False)
            view.setLimits(minXRange=LEAST_RANGE_S)
            item = LinesItem(
                "p95" if side == "p95" else "success", self._ink, self._say, self._shown
            )
            values = ValueAxis(self._ink)
            view.addItem(item, ignoreBounds=True)
            values.linkToView(view)
            layout.addItem(view, row, 0)
            layout.addItem(values, row, 1)
            self._views.append(view)
            self._items.append(item)
            self._axes.append(values)
        layout.addItem(self._times, 4, 0)
        grid = layout.layout
        for row, part in ((1, 3), (3, 1)):
            grid.setRowStretchFactor(row, part)
        grid.setRowFixedHeight(2, 12)
        self._views[1].setXLink(self._views[0])
        self._marks.linkToView(self._views[0])
        self._times.linkToView(self._views[1])
        self._views[0].sigXRangeChanged.connect(self._rescale)
        self.canvas.scene().sigMouseMoved.connect(self._hover)

    def _set_range(self, start_s: float, end_s: float) -> None:
        self._views[0].setXRange(start_s, end_s, padding=0)
        self._rescale()

    def _rescale(self, *_: object) -> None:
        """Fit the values to the time that is shown; kept while they fit."""
        shown = self._shown
        start_s, end_s = self.range_s
        shown.scales = scales(shown.chart, view_axis(start_s, end_s, 1), shown.scales)
        ranges = (shown.scales.success, shown.scales.p95)
        sides = [side for _, side in PANELS]
        for view, values, side, scale in zip(self._views, self._axes, sides, ranges, strict=True):
            view.setYRange(scale.low, scale.high, padding=0)
            limit = limit_of(shown.chart, side)
            near = 0.06 * (scale.high - scale.low)
            ticks = [one for one in scale.ticks if limit is None or abs(one - limit) > near]
            values.values = (*ticks, *(() if limit is None else (limit,)))
            values.picture = None
        self._redraw()

    def _redraw(self) -> None:
        shown, say = self._shown, self._say
        shown.readings = readings(shown.chart, shown.at_s, self._version, self._baseline)
        parts = [f"{label_of(one, say)} {figure_of(one, say)}" for one in shown.readings]
        at_s = shown.at_s
        when = "" if at_s is None else say.time_s(datetime.fromtimestamp(at_s, UTC))
        self._caption.say("   ".join(filter(None, (when, *parts))))
        self._marks.update()
        for item in self._items:
            item.update()
        self.canvas.scene().prepareForPaint()

    def _hover(self, at: QPointF) -> None:
        inside = any(view.sceneBoundingRect().contains(at) for view in self._views)
        self.point(float(self._views[0].mapSceneToView(at).x()) if inside else None)

    def _zoom(self, factor: float) -> None:
        start_s, end_s = self.range_s
        middle_s = self._shown.at_s if self._shown.at_s is not None else end_s
        length_s = max(LEAST_RANGE_S, (end_s - start_s) * factor)
        part = (middle_s - start_s) / max(end_s - start_s, 1e-3)
        self._set_range(middle_s - part * length_s, middle_s + (1 - part) * length_s)

    def _step(self, px: float) -> None:
        start_s, end_s = self.range_s
        each_s = (end_s - start_s) / max(1.0, self._views[0].width())
        at_s = end_s if self._shown.at_s is None else self._shown.at_s + px * each_s
        self.point(min(max(at_s, start_s), end_s))

    def _dress(self) -> None:
        self.canvas.setBackground(self._look.color(Role.SURFACE))
        for one in (self._marks, self._times, *self._axes):
            one.dress()
        self._redraw()
