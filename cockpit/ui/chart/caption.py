"""The values at one instant: in the caption of a small chart, and at its crosshair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from cockpit.app.chart_view import ChartView, Line
from cockpit.ui.chart.chart_codes import ChartCode
from cockpit.ui.chart.columns import nearest
from cockpit.ui.chart.paint import dot
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role
from cockpit.ui.say import Say

NEWEST_STEPS = 3
"""A value that is older than so many steps is not shown as the newest."""

TAG_PX = 14
_PADDING_PX = 5
_GAP_PX = 3.0
_BETWEEN_PX = 6.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One line at one instant: success in per cent, p95 in milliseconds, None when not known.

    `name` is a version, or None for all versions together.
    """

    scale: Literal["success", "p95"]
    name: str | None
    value: float | None
    role: Role
    is_bad: bool = False


def readings(chart: ChartView, at_s: float | None, version: str) -> tuple[Reading, ...]:
    """Return what the lines say at an instant, or their newest values when it is None."""
    found = [
        Reading("success", None, _value(chart, chart.everything, at_s, 100.0), Role.CHART_BASE)
    ]
    if chart.new is not None:
        since = chart.bad_from
        moment_s = chart.end_s if at_s is None else at_s
        is_bad = since is not None and moment_s >= since.timestamp()
        value = _value(chart, chart.new, at_s, 100.0)
        found.append(Reading("success", version, value, Role.CHART_NEW, is_bad))
    p95 = chart.p95 if chart.p95_new is None else chart.p95_new
    if p95 is not None:
        role = Role.CHART_BASE if chart.p95_new is None else Role.CHART_NEW
        found.append(Reading("p95", None, _value(chart, p95, at_s, 1_000.0), role))
    return tuple(found)


def draw_caption(
    sheet: Sheet, found: Sequence[Reading], band: Band, right: float, *, has_lead: bool
) -> None:
    """Write the values so that they end at `right`, and what they are left of them."""
    painter, ink, say = sheet.painter, sheet.ink, sheet.say
    words = [(_label(reading, say), _figure(reading, say)) for reading in found]
    widths = [ink.width(label) + _GAP_PX + ink.width(figure) for label, figure in words]
    middle = band.top + band.height / 2
    left = right - sum(widths) - _BETWEEN_PX * (len(words) - 1)
    for code in (ChartCode.CAPTION, ChartCode.CAPTION_SHORT) if has_lead else ():
        if ink.width(say(code)) + _BETWEEN_PX <= left:
            ink.write(painter, 0.0, middle, say(code), Role.TEXT3)
            break
    for (label, figure), width in zip(words, widths, strict=True):
        end = ink.write(painter, left, middle, label, Role.TEXT3)
        ink.write(painter, end + _GAP_PX, middle, figure, Role.TEXT1)
        left += width + _BETWEEN_PX


def draw_crosshair(sheet: Sheet, found: Sequence[Reading], at_s: float) -> None:
    """Draw the line at an instant, a dot on each line there, and the time below.

    Without a caption the values stand beside the time.
    """
    painter, ink, parts = sheet.painter, sheet.ink, sheet.parts
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = int(sheet.axis.x(at_s)) + 0.5
    painter.setPen(ink.cross)
    painter.drawLines([QLineF(x, band.top - 2, x, band.bottom) for band in parts.plots()])
    for reading in found:
        band = parts.success if reading.scale == "success" else parts.p95
        scale = sheet.scales.success if reading.scale == "success" else sheet.scales.p95
        if reading.value is not None and band is not None:
            share = min(max(scale.share(reading.value), 0.0), 1.0)
            role = Role.BAD if reading.is_bad else reading.role
            at = QPointF(x, band.bottom - share * band.height)
            dot(painter, ink, at, ink.look.color(role))
    label = sheet.say.time_s(datetime.fromtimestamp(at_s, UTC))
    width = round(ink.width(label)) + 2 * _PADDING_PX
    row = Band(parts.times.bottom - TAG_PX, TAG_PX)
    left = round(min(max(x - width / 2, 0.0), parts.width - width))
    if parts.caption is None:
        ground = QRectF(0, row.top, parts.width, row.height)
        painter.fillRect(ground, ink.look.color(Role.SURFACE))
        left = parts.width - width
        draw_caption(sheet, found, row, left - 2 * _GAP_PX, has_lead=False)
    ink.tag(painter, QRectF(left, row.top, width, row.height), label, Role.ACTIVE, Role.TEXT1)


def _label(reading: Reading, say: Say) -> str:
    if reading.scale == "p95":
        return say(ChartCode.P95)
    return say(ChartCode.ALL) if reading.name is None else reading.name


def _figure(reading: Reading, say: Say) -> str:
    if reading.scale == "p95":
        return say.count(reading.value)
    return say.ratio(None if reading.value is None else reading.value / 100.0)


def _value(chart: ChartView, line: Line, at_s: float | None, factor: float) -> float | None:
    found = newest(line, chart) if at_s is None else nearest(line, at_s, chart.step_s)
    return None if found is None else found[1] * factor


def newest(line: Line, chart: ChartView) -> tuple[float, float] | None:
    """Return the newest known value with its instant; None when the line ended before the end."""
    known = np.flatnonzero(np.isfinite(line.value))
    if not known.size:
        return None
    at_s = float(line.at_s[known[-1]])
    if chart.end_s - at_s > NEWEST_STEPS * chart.step_s:
        return None
    return at_s, float(line.value[known[-1]])
