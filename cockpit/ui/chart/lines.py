"""The lines of a small chart, and the ranges that hold them."""

import math

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF

from cockpit.app.chart_view import ChartView, Line
from cockpit.ui.chart import paint
from cockpit.ui.chart.axis import Axis
from cockpit.ui.chart.columns import Path, Stroke, Strokes, gaps, path
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.scale import Scale, Scales, duration_scale, success_scale
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role

_CLIP_PX = 4


def scales(chart: ChartView, axis: Axis, before: Scales | None) -> Scales:
    """Return the ranges that hold the lines within the axis; kept while they fit.

    Steps with too few events may leave the success panel at its bottom.
    """
    pairs = [
        _extremes(line, axis, chart.thin_below_count) for line in (chart.everything, chart.new)
    ]
    least = [pair[0] * 100.0 for pair in pairs if pair is not None]
    slows = [_extremes(line, axis, 0.0) for line in (chart.p95, chart.p95_new)]
    known = [value * 1_000.0 for pair in slows if pair is not None for value in pair]
    return Scales(
        success_scale(
            min(least, default=None), target_pct(chart), None if before is None else before.success
        ),
        duration_scale(
            min(known, default=None),
            max(known, default=None),
            limit_ms(chart),
            None if before is None else before.p95,
        ),
    )


def target_pct(chart: ChartView) -> float | None:
    """Return the promised success ratio in per cent."""
    return None if chart.slo_ratio is None else chart.slo_ratio * 100.0


def limit_ms(chart: ChartView) -> float | None:
    """Return the promised p95 in milliseconds."""
    return None if chart.p95_limit_s is None else chart.p95_limit_s * 1_000.0


def draw_success(sheet: Sheet, chart: ChartView) -> None:
    """Draw success in the upper panel, where there is one: all grey, the new version over it."""
    band = sheet.parts.success
    if band is None:
        return
    since_s = None if chart.bad_from is None else chart.bad_from.timestamp()
    until_s = math.inf if chart.bad_until is None else chart.bad_until.timestamp()
    strokes = Strokes(chart.thin_below_count, since_s, until_s)
    pair = _Pair(chart, chart.everything, chart.new, 100.0, strokes)
    _draw_pair(sheet, pair, band, sheet.scales.success)


def draw_p95(sheet: Sheet, chart: ChartView) -> None:
    """Draw p95 in the lower panel, where there is one."""
    if sheet.parts.p95 is not None:
        strokes = Strokes(chart.thin_below_count)
        pair = _Pair(chart, chart.p95, chart.p95_new, 1_000.0, strokes)
        _draw_pair(sheet, pair, sheet.parts.p95, sheet.scales.p95)


def draw_baseline(sheet: Sheet, chart: ChartView) -> None:
    """Draw the success of the version compared with, in the upper panel."""
    band, scale = sheet.parts.success, sheet.scales.success
    if chart.baseline is not None and band is not None:
        grey = _times(path(chart.baseline, sheet.axis, chart.step_s), 100.0)
        paint.draw_path(sheet.painter, grey, scale, band, sheet.ink.baseline)


class _Pair(Struct, frozen=True):
    """What one panel shows: all versions together, and the new one."""

    chart: ChartView
    everything: Line | None
    new: Line | None
    factor: float
    strokes: Strokes


def _draw_pair(sheet: Sheet, pair: _Pair, band: Band, scale: Scale) -> None:
    painter, ink, axis, step_s = sheet.painter, sheet.ink, sheet.axis, pair.chart.step_s
    for left, right in gaps(pair.chart.everything, axis, step_s):
        paint.hatch(painter, ink, QRectF(left, band.top, right - left, band.height))
    width = sheet.parts.width + _CLIP_PX
    painter.setClipRect(QRectF(0, band.top - 2, width, band.height + _CLIP_PX))
    if pair.everything is not None:
        grey = _times(path(pair.everything, axis, step_s), pair.factor)
        paint.draw_path(painter, grey, scale, band, ink.grey)
    if pair.new is not None:
        new = _times(path(pair.new, axis, step_s, pair.strokes), pair.factor)
        paint.draw_path(painter, new, scale, band, ink.new)
        _draw_end(sheet, new, scale, band)
    painter.setClipping(False)


def _draw_end(sheet: Sheet, line: Path, scale: Scale, band: Band) -> None:
    """Draw the dot at the end of a line that reaches the present."""
    if not line.pieces or line.pieces[-1].stroke is Stroke.THIN:
        return
    if sheet.axis.width_px - line.x[-1] > paint.END_DOT_PX:
        return
    is_bad = line.pieces[-1].stroke is Stroke.BAD
    y = float(paint.heights(line, scale, band)[-1])
    at = QPointF(float(line.x[-1]), min(max(y, band.top), band.bottom))
    color = sheet.ink.look.color(Role.BAD if is_bad else Role.CHART_NEW)
    paint.dot(sheet.painter, sheet.ink, at, color)


def _extremes(line: Line | None, axis: Axis, least_count: float) -> tuple[float, float] | None:
    """Return lowest and highest value that rest on enough events."""
    if line is None:
        return None
    start, stop = np.searchsorted(line.at_s, (axis.start_s, axis.end_s), side="right")
    value = line.value[start:stop]
    value = value[np.isfinite(value) & (line.count[start:stop] >= least_count)]
    return (float(value.min()), float(value.max())) if value.size else None


def _times(line: Path, factor: float) -> Path:
    return Path(line.x, line.value * factor, line.pieces)
