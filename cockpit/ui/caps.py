"""Key caps and notes, painted alike in the band, the palette and wherever keys are shown."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from cockpit.ui.look import Look, Role, Type

CAP_PX = 18


def cap_px(look: Look, text: str) -> float:
    """Return how wide the cap of a key is."""
    return max(CAP_PX, QFontMetricsF(look.font(Type.NOTE)).horizontalAdvance(text) + 12)


def paint_cap(painter: QPainter, look: Look, right: float, middle: float, text: str) -> float:
    """Paint a key cap that ends at `right`; return where it begins."""
    width = cap_px(look, text)
    box = QRectF(right - width + 0.5, middle - CAP_PX / 2 + 0.5, width - 1, CAP_PX - 1)
    painter.setPen(QPen(look.color(Role.BORDER), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    painter.setFont(look.font(Type.NOTE))
    painter.setPen(look.color(Role.TEXT2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return right - width


def paint_note(
    painter: QPainter, look: Look, box: QRectF, text: str, *, is_right: bool = False
) -> None:
    """Paint a small line of text."""
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(look.font(Type.NOTE))
    painter.setPen(look.color(Role.TEXT2))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, text)
