"""The outermost window: on the screen at once, and filled when there is something to show.

Imports Qt and the look alone, so that its first frame does not wait for anything else.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from cockpit.ui.look import Look, Role

USUAL_SIZE = QSize(1440, 900)
LEAST_SIZE = QSize(1100, 700)
BAND_PX, STRIP_PX, RAIL_PX, PADDING_PX, GAP_PX = 32, 132, 152, 16, 12
HEADER_PX, ROW_PX, RADIUS_PX = 32, 64, 6
GEOMETRY = "window/geometry"


class Skeleton(QWidget):
    """The frame with empty tiles: where everything will be, and nothing that looks like news.

    `painted` is called once, from the event loop, after the first frame.
    """

    def __init__(self, look: Look, painted: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._look = look
        self._painted = painted
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint band, strip, rail and tiles."""
        painter = QPainter(self)
        look, width, height = self._look, self.width(), self.height()
        painter.fillRect(event.rect(), look.color(Role.WINDOW))
        painter.fillRect(0, 0, width, BAND_PX, look.color(Role.BAND))
        painter.fillRect(0, BAND_PX, width, STRIP_PX, look.color(Role.SURFACE))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Role.SURFACE))
        for tile in _tiles(width, height):
            painter.drawRoundedRect(tile, RADIUS_PX, RADIUS_PX)
        painter.end()
        if self._painted is not None:
            QTimer.singleShot(0, self._painted)
            self._painted = None


class Shell(QMainWindow):
    """The window of the operating system around whatever is shown.

    `settings_file` keeps size and place between runs, None keeps nothing. `may_close` is asked
    before the window closes. `painted` is called once, after the first frame. On a `screen` that is
    smaller than the least size, None being the one it is on, the window takes what there is.
    """

    def __init__(
        self,
        look: Look,
        *,
        settings_file: Path | None = None,
        may_close: Callable[[], bool] = lambda: True,
        painted: Callable[[], None] | None = None,
        screen: QSize | None = None,
    ) -> None:
        super().__init__()
        self.may_close = may_close
        self._settings = _settings(settings_file)
        there = screen or self.screen().availableGeometry().size()
        self.setMinimumSize(LEAST_SIZE.boundedTo(there))
        self.resize(USUAL_SIZE.boundedTo(there))
        if self._settings is not None:
            kept = self._settings.value(GEOMETRY)
            self.restoreGeometry(kept if isinstance(kept, QByteArray) else QByteArray())
        self.setCentralWidget(Skeleton(look, painted))

    def fill(self, content: QWidget) -> None:
        """Show the content in place of the skeleton."""
        self.setCentralWidget(content)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when that is fine by whoever is asked, and remember where the window was."""
        if not self.may_close():
            event.ignore()
            return
        if self._settings is not None:
            self._settings.setValue(GEOMETRY, self.saveGeometry())
            self._settings.sync()
        super().closeEvent(event)


def _settings(file: Path | None) -> QSettings | None:
    return None if file is None else QSettings(str(file), QSettings.Format.IniFormat)


def _tiles(width: int, height: int) -> tuple[QRectF, ...]:
    """Return where the row of figures and the four tiles will be."""
    left, top = RAIL_PX + PADDING_PX, BAND_PX + STRIP_PX + PADDING_PX + HEADER_PX + GAP_PX
    across = width - left - PADDING_PX
    row = QRectF(left, top, across, ROW_PX)
    below = top + ROW_PX + GAP_PX
    tile_width = (across - GAP_PX) / 2
    tile_height = max(0.0, (height - below - PADDING_PX - GAP_PX) / 2)
    tiles = [
        QRectF(
            left + column * (tile_width + GAP_PX),
            below + line * (tile_height + GAP_PX),
            tile_width,
            tile_height,
        )
        for line in (0, 1)
        for column in (0, 1)
    ]
    return (row, *tiles)
