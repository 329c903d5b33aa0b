"""The marks of a chart: dotted lines through the plots, and their glyphs above."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from cockpit.app.chart_view import Mark, MarkKind
from cockpit.ui.chart.axis import Axis
from cockpit.ui.chart.chart_codes import ChartCode
from cockpit.ui.chart.glyphs import Wanted, placed
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.sheet import Sheet
from cockpit.ui.look import Role
from cockpit.ui.say import Say

TAG_HEIGHT_PX = 14
GLYPH_PX = 9.0
FLAG_PX = 11.0


def shown_marks(marks: Sequence[Mark], axis: Axis) -> list[Mark]:
    """Return the marks within the axis, in the order of time."""
    inside = [mark for mark in marks if axis.start_s < mark.at.timestamp() <= axis.end_s]
    return sorted(inside, key=lambda mark: mark.at)


def draw_lines(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Draw a dotted line at each mark, through the upper plot."""
    band = sheet.parts.plots()[0]
    sheet.painter.setPen(sheet.ink.mark)
    for mark in marks:
        x = int(sheet.axis.x(mark.at.timestamp())) + 0.5
        sheet.painter.drawLine(QLineF(x, band.top + 2, x, band.bottom + 1))


def draw_glyphs(sheet: Sheet, marks: Sequence[Mark], band: Band) -> None:
    """Draw the glyphs of the marks above the plot; where two would collide, the older one goes."""
    axis, ink = sheet.axis, sheet.ink
    labels = [_label(mark, sheet.say) for mark in marks]
    wanted = [
        _wanted(mark, axis.x(mark.at.timestamp()), ink.width(label) + 8)
        for mark, label in zip(marks, labels, strict=True)
    ]
    lefts = placed(wanted, float(axis.width_px))
    top = band.bottom - TAG_HEIGHT_PX - 1
    for mark, label, glyph, left in zip(marks, labels, wanted, lefts, strict=True):
        if left is None:
            continue
        rect = QRectF(round(left), top, glyph.width, TAG_HEIGHT_PX)
        if mark.kind is MarkKind.STAGE:
            ink.tag(sheet.painter, rect, label, Role.RAISED, Role.TEXT2)
        else:
            _draw_shape(sheet.painter, ink, mark.kind, rect)


def _label(mark: Mark, say: Say) -> str:
    if mark.kind is not MarkKind.STAGE or mark.exposure_pct is None:
        return ""
    return say(ChartCode.STAGE, exposure_pct=mark.exposure_pct)


def _wanted(mark: Mark, x: float, label_width: float) -> Wanted:
    if mark.kind is MarkKind.STAGE:
        return Wanted(x - label_width / 2, label_width)
    if mark.kind is MarkKind.FLAG:
        return Wanted(int(x), FLAG_PX)
    return Wanted(x - GLYPH_PX / 2, GLYPH_PX)


def _draw_shape(painter: QPainter, ink: Ink, kind: MarkKind, rect: QRectF) -> None:
    color = ink.look.color(Role.CHART_MARK)
    middle, center = rect.center().x(), rect.center().y()
    painter.setPen(ink.shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind is MarkKind.FLAG:
        left, top = rect.left() + 0.5, rect.top() + 1.5
        cloth = [(0, 0), (9, 0), (7, 3.5), (9, 7), (0, 7)]
        painter.drawLine(QPointF(left, top), QPointF(left, rect.bottom()))
        painter.drawPolyline(QPolygonF([QPointF(left + x, top + y) for x, y in cloth]))
    elif kind is MarkKind.DETECTED:
        painter.drawEllipse(QPointF(middle, center + 1), 3.2, 3.2)
    elif kind is MarkKind.DEPLOY:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        down = [(-4.5, -3.0), (4.5, -3.0), (0.0, 5.0)]
        painter.drawPolygon(QPolygonF([QPointF(middle + x, center + y) for x, y in down]))
    else:
        back = [(4.0, -4.0), (-3.5, 0.5), (4.0, 5.0)]
        painter.drawPolyline(QPolygonF([QPointF(middle + x, center + y) for x, y in back]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
