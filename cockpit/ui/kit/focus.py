"""The focus ring: two pixels, two pixels away from what has the focus."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cockpit.ui.look import Look, Role

RING_PX = 2
MARGIN_PX = 4
"""How much room a control leaves around itself for its ring."""


def paint_ring(painter: QPainter, look: Look, frame: QRectF, radius_px: float) -> None:
    """Paint the ring around the frame of a control."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color(Role.FOCUS), RING_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    away = MARGIN_PX - RING_PX / 2
    ring = frame.adjusted(-away, -away, away, away)
    painter.drawRoundedRect(ring, radius_px + away, radius_px + away)
    painter.restore()
