"""The instant that all charts of a board point at together."""

from PySide6.QtCore import QObject, Signal


class Crosshair(QObject):
    """One instant, in unix seconds, or none; `moved` says that it is another one now."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.at_s: float | None = None

    def point(self, at_s: float | None) -> None:
        """Point at an instant; None points nowhere."""
        if at_s != self.at_s:
            self.at_s = at_s
            self.moved.emit()
