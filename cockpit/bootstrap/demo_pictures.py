"""The pictures that the demo leaves: written beside the story, which does not wait for them."""

from pathlib import Path

from PySide6.QtGui import QImage

from cockpit.app.lanes import Lane

PATIENCE_S = 60.0


class NotWrittenError(Exception):
    """A picture could not be written; its text is the file."""


class Pictures:
    """Pictures in a folder, written on a lane of their own; used on the window's thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Path] = []
        self._written: set[Path] = set()
        self._lane = Lane("pictures", lambda _error: None)

    def keep(self, image: QImage, name: str) -> None:
        """Have a picture written as PNG, under a name without its ending."""
        file = self._folder / f"{name}.png"
        self._files.append(file)
        self._lane.submit(lambda: self._write(image, file))

    def written(self) -> tuple[Path, ...]:
        """Return all files once they are there; raise `NotWrittenError` without one of them."""
        self._lane.close(PATIENCE_S)
        for file in self._files:
            if file not in self._written:
                raise NotWrittenError(str(file))
        return tuple(self._files)

    def _write(self, image: QImage, file: Path) -> None:
        if image.save(str(file)):  # Qt holds no interpreter while it packs
            self._written.add(file)
