"""What stands behind the lines of a small chart: grid, figures and times at the axes, marks."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from cockpit.app.chart_view import Mark
from cockpit.ui.chart.axis import time_ticks
from cockpit.ui.chart.mark_row import draw_glyphs, draw_lines
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.scale import Scale, tick_text
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role

GUTTER_LEFT_PX = 6
TIMES_MIDDLE_PX = 7
LEAST_BETWEEN_PX = 11.0
"""Two figures at an axis stand at least so far from each other."""


def draw_times(sheet: Sheet) -> None:
    """Draw vertical grid lines at round times, with the times below."""
    painter, ink, axis, parts = sheet.painter, sheet.ink, sheet.axis, sheet.parts
    offset = sheet.say.local(datetime.fromtimestamp(axis.end_s, UTC)).utcoffset()
    offset_s = 0.0 if offset is None else offset.total_seconds()
    middle = parts.times.bottom - TIMES_MIDDLE_PX
    bands = parts.plots()
    for at_s in time_ticks(axis.start_s, axis.end_s, offset_s):
        x = int(axis.x(at_s)) + 0.5
        painter.setPen(ink.grid)
        painter.drawLines([QLineF(x, band.top, x, band.bottom + 2) for band in bands])
        label = sheet.say.time(datetime.fromtimestamp(at_s, UTC))
        left = x - ink.width(label) / 2
        if left >= 0 and left + ink.width(label) <= parts.width:
            ink.write(painter, round(left), middle, label, Role.TEXT3)


def draw_values(sheet: Sheet, band: Band, scale: Scale, limit: float | None) -> None:
    """Draw horizontal grid lines and the limit, with their figures right of the plot.

    Where figures would touch, that of the limit stays, then those at the ends of the axis.
    """
    painter, ink, width = sheet.painter, sheet.ink, sheet.parts.width
    left = width + GUTTER_LEFT_PX
    heights = [(tick, _y(tick, scale, band)) for tick in scale.ticks]
    painter.setPen(ink.grid)
    painter.drawLines([QLineF(0, y, width, y) for _, y in heights])
    taken: list[float] = []
    if limit is not None and scale.low <= limit <= scale.high:
        y = _y(limit, scale, band)
        painter.setPen(ink.slo)
        painter.drawLine(QLineF(0, y, width, y))
        ink.write(painter, left, y, tick_text(limit), Role.TEXT2)
        taken.append(y)
    ends = {scale.ticks[0], scale.ticks[-1]}
    for tick, y in sorted(heights, key=lambda one: one[0] not in ends):
        if all(abs(y - other) >= LEAST_BETWEEN_PX for other in taken):
            taken.append(y)
            ink.write(painter, left, y, tick_text(tick), Role.TEXT3)


def draw_marks(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Draw a dotted line at each mark, and its glyph above when there is room for glyphs."""
    draw_lines(sheet, marks)
    if sheet.parts.glyphs is not None:
        sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_glyphs(sheet, marks, sheet.parts.glyphs)


def _y(value: float, scale: Scale, band: Band) -> float:
    return int(band.bottom - scale.share(value) * band.height) + 0.5
