"""What another thread has made arrives on the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Arrival(QObject):
    """Takes one thing from any thread by `bring`, and hands it to `take` on the window's."""

    _came = Signal(object)

    def __init__(self, take: Callable[[object], None], parent: QObject) -> None:
        super().__init__(parent)
        self._came.connect(take, Qt.ConnectionType.QueuedConnection)

    def bring(self, thing: object) -> None:
        """Hand it over, and return at once."""
        self._came.emit(thing)
