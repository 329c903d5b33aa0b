"""The values at one instant: in the caption of a small chart, and at its crosshair."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from cockpit.app.chart_view import ChartView, Line
from cockpit.ui.chart.chart_codes import ChartCode
from cockpit.ui.chart.columns import nearest
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.paint import dot
from cockpit.ui.chart.panels import GUTTER_PX, Band
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role
from cockpit.ui.say import Say

NEWEST_STEPS = 3
"""A value that is older than so many steps is not shown as the newest."""

TAG_PX = 14
_PADDING_PX = 5
_GAP_PX = 3.0
_BETWEEN_PX = 6.0


class Reading(Struct, frozen=True):
    """One line at one instant: success in per cent, p95 in milliseconds, None when not known.

    `name` is a version, or None for all versions together. `at_s` is the end of the step whose
    value it is.
    """

    scale: Literal["success", "p95"]
    name: str | None
    at_s: float
    value: float | None
    role: Role
    is_bad: bool = False


def readings(
    chart: ChartView, at_s: float | None, version: str, baseline: str | None = None
) -> tuple[Reading, ...]:
    """Return what the lines say at an instant, or their newest values when it is None.

    The version compared with is among them only where it has a name.
    """
    found = [_reading(chart, "success", None, chart.everything, at_s)]
    if chart.new is not None:
        new = _reading(chart, "success", version, chart.new, at_s, Role.CHART_NEW)
        found.append(replace(new, is_bad=_is_bad(chart, new.at_s)))
    if chart.baseline is not None and baseline is not None:
        found.append(_reading(chart, "success", baseline, chart.baseline, at_s, Role.DISABLED))
    slow = _slow(chart, at_s)
    return tuple(found) if slow is None else (*found, slow)


def _slow(chart: ChartView, at_s: float | None) -> Reading | None:
    """Return p95 of the new version, or of all of them while nobody has that one."""
    new = chart.p95_new
    own = None if new is None else _reading(chart, "p95", None, new, at_s, Role.CHART_NEW)
    if chart.p95 is None or (own is not None and own.value is not None):
        return own
    return _reading(chart, "p95", None, chart.p95, at_s)


def _is_bad(chart: ChartView, at_s: float) -> bool:
    """Whether the new version was worse at that instant."""
    if chart.bad_from is None or at_s < chart.bad_from.timestamp():
        return False
    return chart.bad_until is None or at_s < chart.bad_until.timestamp()


def draw_caption(
    sheet: Sheet, found: Sequence[Reading], band: Band, right: float, *, has_lead: bool
) -> None:
    """Write the values so that they end at `right`, and what they are left of them.

    In a narrow chart they go on over the gutter of the axis, which has no figures at that height.
    """
    painter, ink, say = sheet.painter, sheet.ink, sheet.say
    edge = right + GUTTER_PX if has_lead else right
    shown = fitting(found, ink, say, edge)
    whole = _width(shown, ink, say)
    left, middle = min(max(right, whole), edge) - whole, band.top + band.height / 2
    has_p95 = any(reading.scale == "p95" for reading in shown)
    short = ChartCode.CAPTION_SHORT if sheet.parts.success is not None else ChartCode.CAPTION_P95
    leads = (ChartCode.CAPTION,) * has_p95 + (short,)
    for code in leads if has_lead else ():
        if ink.width(say(code)) + _BETWEEN_PX <= left:
            ink.write(painter, 0.0, middle, say(code), Role.TEXT3)
            break
    for reading in shown:
        end = ink.write(painter, left, middle, label_of(reading, say), Role.TEXT3) + _GAP_PX
        left = ink.write(painter, end, middle, figure_of(reading, say), Role.TEXT1) + _BETWEEN_PX


def fitting(found: Sequence[Reading], ink: Ink, say: Say, room_px: float) -> tuple[Reading, ...]:
    """Return the readings that have room beside each other; what is not new goes first."""
    shown = tuple(found)
    while len(shown) > 1 and _width(shown, ink, say) > room_px:
        shown = shown[1:]
    return shown


def _width(found: Sequence[Reading], ink: Ink, say: Say) -> float:
    words = ((label_of(one, say), figure_of(one, say)) for one in found)
    widths = [ink.width(label) + _GAP_PX + ink.width(figure) for label, figure in words]
    return sum(widths) + _BETWEEN_PX * (len(widths) - 1)


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
            at = QPointF(sheet.axis.x(reading.at_s), band.bottom - share * band.height)
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


def label_of(reading: Reading, say: Say) -> str:
    """Return what a reading is called in a caption."""
    if reading.scale == "p95":
        return say(ChartCode.P95)
    return say(ChartCode.ALL) if reading.name is None else reading.name


def figure_of(reading: Reading, say: Say) -> str:
    """Return the value of a reading without its unit."""
    if reading.scale == "p95":
        return say.count(reading.value)
    return say.ratio(None if reading.value is None else reading.value / 100.0)


def _reading(  # noqa: PLR0917 - one line of a chart
    chart: ChartView,
    scale: Literal["success", "p95"],
    name: str | None,
    line: Line,
    at_s: float | None,
    role: Role = Role.CHART_BASE,
) -> Reading:
    found = newest(line, chart) if at_s is None else nearest(line, at_s, chart.step_s)
    if found is None:
        return Reading(scale, name, chart.end_s if at_s is None else at_s, None, role)
    factor = 1_000.0 if scale == "p95" else 100.0
    return Reading(scale, name, found[0], found[1] * factor, role)


def newest(line: Line, chart: ChartView) -> tuple[float, float] | None:
    """Return the newest known value with its instant; None when the line ended before the end."""
    known = np.flatnonzero(np.isfinite(line.value))
    if not known.size:
        return None
    at_s = float(line.at_s[known[-1]])
    if chart.end_s - at_s > NEWEST_STEPS * chart.step_s:
        return None
    return at_s, float(line.value[known[-1]])
