"""Rows that keep text in line with the frames of controls, which lie within their widgets."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cockpit.ui.kit.focus import MARGIN_PX


def inset(*parts: QWidget, gap_px: int = 8, stretch: int | None = None) -> QHBoxLayout:
    """Return a row of texts that begins and ends where the frame of a control does.

    The part at `stretch` takes what room there is; without one it is left empty at the end.
    """
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
    row.setSpacing(gap_px)
    for place, part in enumerate(parts):
        row.addWidget(part, 1 if place == stretch else 0)
    if stretch is None:
        row.addStretch(1)
    return row


def controls(*parts: QWidget, gap_px: int = 8, stretch: int | None = None) -> QHBoxLayout:
    """Return a row of controls whose frames are `gap_px` apart."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap_px - 2 * MARGIN_PX)
    for place, part in enumerate(parts):
        row.addWidget(part, 1 if place == stretch else 0, Qt.AlignmentFlag.AlignVCenter)
    if stretch is None:
        row.addStretch(1)
    return row
