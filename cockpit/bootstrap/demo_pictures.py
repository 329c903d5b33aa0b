"""The pictures that the demo leaves: written while the story has nothing else to do."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from cockpit.app.lanes import Lane

PATIENCE_S = 60.0
PNG_QUALITY = 80
"""Packs in half the time of Qt's own choice, into files a twentieth larger."""


def taken(window: QWidget) -> QImage:
    """Return what stands on the screen of a window, once all is painted that has changed.

    It costs a copy, where painting everything anew for a picture would take as long as any page.
    """
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    return window.screen().grabWindow(window.winId()).toImage()


class NotWrittenError(Exception):
    """A picture could not be written; its text is the file."""


class Pictures:
    """Pictures in a folder, written on a lane of their own; used on the window's thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Path] = []
        self._waiting: list[tuple[QImage, Path]] = []
        self._written: set[Path] = set()
        self._lane = Lane("pictures", lambda _error: None)

    def keep(self, image: QImage, name: str) -> None:
        """Keep a picture that is to be written as PNG, under a name without its ending."""
        file = self._folder / f"{name}.png"
        self._files.append(file)
        self._waiting.append((image, file))

    def write(self) -> None:
        """Begin to write what was kept, without waiting for it."""
        waiting, self._waiting = self._waiting, []
        for image, file in waiting:
            self._lane.submit(lambda image=image, file=file: self._write(image, file))  # type: ignore[misc]

    def written(self) -> tuple[Path, ...]:
        """Return all files once they are there; raise `NotWrittenError` without one of them."""
        self.write()
        self._lane.close(PATIENCE_S)
        for file in self._files:
            if file not in self._written:
                raise NotWrittenError(str(file))
        return tuple(self._files)

    def _write(self, image: QImage, file: Path) -> None:
        if image.save(str(file), quality=PNG_QUALITY):
            self._written.add(file)
