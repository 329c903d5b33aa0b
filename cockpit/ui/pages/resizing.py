"""A widget that tells its width whenever that changes, so that a page can make room."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Resizing(QWidget):
    """Calls `fit` with its width in pixels, before its layout takes the new size."""

    def __init__(self, fit: Callable[[int], None]) -> None:
        super().__init__()
        self._fit = fit

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the width."""
        self._fit(event.size().width())
        super().resizeEvent(event)
