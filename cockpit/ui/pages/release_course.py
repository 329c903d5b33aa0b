"""How the evidence against the new version has grown, against the limit that proves it."""

import math
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.trials import Course
from cockpit.ui.chart.axis import Axis, axis, time_ticks
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.pages.release_codes import ReleasePageCode
from cockpit.ui.say import Say

GUTTER_PX, BESIDE_PX, TIMES_PX, TOP_PX = 34, 6, 16, 14
LEAST_LOG10, BEYOND_LOG10 = -1.0, 1.0
DOT_PX = 3.0
LEAST_BETWEEN_PX = 11.0
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Growth(Struct, frozen=True):
    """The evidence over the last `range_s` up to `end_s`, and the limit that proves it."""

    course: Course | None
    needed: float
    end_s: float
    range_s: float


class EvidenceChart(QWidget):
    """Paints the evidence on a scale of powers of ten; red from where it proves."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self._look, self._say = look, say
        self._growth: Growth | None = None
        look.changed.connect(self.update)

    @property
    def is_drawn(self) -> bool:
        """Return whether there is a line to draw."""
        growth = self._growth
        return growth is not None and growth.course is not None

    def show_growth(self, growth: Growth) -> None:
        """Show how the evidence has grown."""
        self._growth = growth
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint scale, limit and line."""
        growth = self._growth
        if growth is None or growth.course is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = _Plot(self._look, self._say, self.width(), self.height(), growth, growth.course)
        plot.draw(painter)
        painter.end()


class _Plot:
    """One picture of it."""

    def __init__(  # noqa: PLR0917 - a picture has a place and a content
        self, look: Look, say: Say, width: int, height: int, growth: Growth, course: Course
    ) -> None:
        self._look, self._say, self._growth = look, say, growth
        self._writing = Writing(look, Type.NOTE)
        self._needed = say.count(growth.needed)
        gutter = max(GUTTER_PX, BESIDE_PX + math.ceil(self._writing.width(self._needed)))
        self._axis: Axis = axis(growth.end_s, growth.range_s, max(1, width - gutter))
        self._top, self._bottom = TOP_PX, max(TOP_PX + 1, height - TIMES_PX)
        is_inside = (course.at_s >= self._axis.start_s) & (course.at_s <= self._axis.end_s)
        self._at_s = course.at_s[is_inside]
        self._log10 = course.log_evidence[is_inside] / math.log(10.0)
        self._limit = math.log10(growth.needed)
        highest = max([self._limit + BEYOND_LOG10, *self._log10.tolist()[-1:]])
        self._highest = max(highest, float(np.max(self._log10, initial=highest)))

    def draw(self, painter: QPainter) -> None:
        """Draw grid and limit, then the line over them."""
        self._draw_times(painter)
        self._draw_values(painter)
        if self._at_s.size:
            self._draw_line(painter)

    def _y(self, log10: float) -> float:
        kept = min(max(log10, LEAST_LOG10), self._highest)
        part = (kept - LEAST_LOG10) / (self._highest - LEAST_LOG10)
        return float(self._bottom - part * (self._bottom - self._top))

    def _draw_times(self, painter: QPainter) -> None:
        local = self._say.local(datetime.fromtimestamp(self._axis.end_s, UTC)).utcoffset()
        offset_s = 0.0 if local is None else local.total_seconds()
        start_s, end_s = self._axis.start_s, self._axis.end_s
        for at_s in time_ticks(start_s, end_s, offset_s):
            x = int(self._axis.x(at_s)) + 0.5
            painter.setPen(QPen(self._look.color(Role.CHART_GRID), 1))
            painter.drawLine(QLineF(x, self._top, x, self._bottom))
            label = self._say.time(datetime.fromtimestamp(at_s, UTC))
            left = x - self._writing.width(label) / 2
            if left >= 0 and left + self._writing.width(label) <= self._axis.width_px:
                middle = self._bottom + TIMES_PX / 2 + 2
                self._writing.write(painter, left, middle, label, Role.TEXT3)

    def _draw_values(self, painter: QPainter) -> None:
        taken: list[float] = []
        highest = math.floor(self._highest)
        ticks = [(self._limit, self._needed, Role.TEXT2), (0.0, "1", Role.TEXT3)]
        ticks.append((float(highest), f"10{str(highest).translate(SUPERSCRIPTS)}", Role.TEXT3))
        for log10, label, role in ticks:
            y = self._y(log10)
            if any(abs(y - other) < LEAST_BETWEEN_PX for other in taken):
                continue
            taken.append(y)
            is_limit = log10 == self._limit
            pen = QPen(self._look.color(Role.TEXT2 if is_limit else Role.CHART_GRID), 1)
            if is_limit:
                pen.setDashPattern([3, 3])
            painter.setPen(pen)
            line_y = round(y) + 0.5
            painter.drawLine(QLineF(0, line_y, self._axis.width_px, line_y))
            self._writing.write(painter, self._axis.width_px + BESIDE_PX, y, label, role)

    def _draw_line(self, painter: QPainter) -> None:
        points = [
            QPointF(self._axis.x(at_s), self._y(log10))
            for at_s, log10 in zip(self._at_s.tolist(), self._log10.tolist(), strict=True)
        ]
        over = np.flatnonzero(self._log10 >= self._limit)
        proved = int(over[0]) if over.size else len(points)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.color(Role.TEXT1), 1.5))
        painter.drawPolyline(QPolygonF(points[: proved + 1]))
        end = Role.TEXT1
        if over.size:
            end = Role.BAD
            painter.setPen(QPen(self._look.color(Role.BAD), 1.8))
            painter.drawPolyline(QPolygonF(points[max(0, proved - 1) :]))
            self._draw_proof(painter, proved)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(end))
        painter.drawEllipse(points[-1], DOT_PX, DOT_PX)

    def _draw_proof(self, painter: QPainter, proved: int) -> None:
        """Mark the instant of the proof, with its time beside it."""
        at_s = float(self._at_s[proved])
        x = int(self._axis.x(at_s)) + 0.5
        pen = QPen(self._look.color(Role.TEXT2), 1)
        pen.setDashPattern([1, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(x, self._top - TOP_PX / 2, x, self._bottom))
        time = self._say.time_s(datetime.fromtimestamp(at_s, UTC))
        label = self._say(ReleasePageCode.PROVED_AT, time=time)
        width = self._writing.width(label)
        left = x - width - 6 if x - width - 6 >= 0 else x + 6
        self._writing.write(painter, left, TOP_PX / 2, label, Role.TEXT2)
