"""Lines from arrays, hatches and dots."""

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from shiboken6 import VoidPtr, wrapInstance

from cockpit.app.chart_view import Numbers
from cockpit.ui.chart.columns import Path, Stroke
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.scale import Scale

END_DOT_PX = 3.0
HATCH_PITCH_PX = 6.0

_BYTES_A_POINT = 16
_LEAST_PX = 0.5


def heights(path: Path, scale: Scale, band: Band) -> Numbers:
    """Return the points' pixels from the top of the widget."""
    made: Numbers = band.bottom - (path.value - scale.low) * (
        band.height / (scale.high - scale.low)
    )
    return made


def draw_path(
    painter: QPainter, path: Path, scale: Scale, band: Band, pens: dict[Stroke, QPen]
) -> None:
    """Draw the line, each piece with the pen of its stroke."""
    y = heights(path, scale, band)
    for piece in path.pieces:
        painter.setPen(pens[piece.stroke])
        part = slice(piece.start, piece.stop)
        if piece.stroke is Stroke.THIN:
            draw_dashes(painter, path.x[part], y[part])
        else:
            draw_segments(painter, segments(path.x[part], y[part]))


def segments(x: Numbers, y: Numbers) -> Numbers:
    """Return the lines (x, y, x, y) that have to be drawn so that a line shows through points.

    Lines within a column are left out when they are shorter than half a pixel, and lines between
    columns when the columns touch each other anyway.
    """
    if x.size == 1:
        return np.array([[x[0] - _LEAST_PX, y[0], x[0] + _LEAST_PX, y[0]]])
    rises = np.abs(np.diff(y))
    is_within = x[1:] == x[:-1]
    needed = ~is_within | (rises >= _LEAST_PX)
    between = np.flatnonzero(~is_within)
    inner = between[(between > 0) & (between < rises.size - 1)]
    if inner.size:
        left = np.where(is_within[inner - 1], y[inner - 1], y[inner])
        right = np.where(is_within[inner + 1], y[inner + 2], y[inner + 1])
        left_low, left_high = np.minimum(left, y[inner]), np.maximum(left, y[inner])
        right_low, right_high = np.minimum(right, y[inner + 1]), np.maximum(right, y[inner + 1])
        overlap = np.minimum(left_high, right_high) - np.maximum(left_low, right_low)
        needed[inner[overlap >= _LEAST_PX]] = False
    starts = np.flatnonzero(needed)
    found = np.empty((starts.size, 4))
    found[:, 0], found[:, 1] = x[starts], y[starts]
    found[:, 2], found[:, 3] = x[starts + 1], y[starts + 1]
    return found


def draw_segments(painter: QPainter, lines: Numbers) -> None:
    """Draw lines, given as rows x, y, x, y.

    Lines wider than a pixel cost Qt twenty times less this way than as one polyline, which it
    strokes as a whole; the square ends of the pens close the corners.
    """
    if lines.size:  # the rows have the shape of QLineF, and live until the call is over
        rows: Any = wrapInstance(lines.ctypes.data, QLineF)
        painter.drawLines(rows, len(lines))


def draw_dashes(painter: QPainter, x: Numbers, y: Numbers) -> None:
    """Draw the line through points as one, so that its dashes go on from point to point."""
    points = QPolygonF()
    points.resize(x.size)
    memory: Any = VoidPtr
    both = np.frombuffer(memory(points.data(), x.size * _BYTES_A_POINT, True))
    both[0::2] = x
    both[1::2] = y
    painter.drawPolyline(points)


def hatch(painter: QPainter, ink: Ink, rect: QRectF) -> None:
    """Fill with lines at 45 degrees: nothing is known here."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(ink.hatch)
    height = rect.height()
    left = rect.left() - (rect.left() + rect.bottom()) % HATCH_PITCH_PX
    lines: list[QLineF] = []
    while left < rect.right() + height:
        lines.append(QLineF(left - height, rect.bottom(), left, rect.top()))
        left += HATCH_PITCH_PX
    painter.drawLines(lines)
    painter.restore()


def dot(painter: QPainter, ink: Ink, at: QPointF, color: QColor) -> None:
    """Draw a dot with a thin edge of the ground around it."""
    painter.setPen(ink.edge)
    painter.setBrush(color)
    painter.drawEllipse(at, END_DOT_PX, END_DOT_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)
