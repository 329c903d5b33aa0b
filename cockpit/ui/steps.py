"""Work on the window's thread, cut into steps: one for each turn of the event loop."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class Steps(QObject):
    """Runs steps in order, each in a turn of its own, so that the window lives in between.

    A step that raises ends the sequence; `failed` gets what it raised. `stop` leaves the rest
    undone.
    """

    def __init__(
        self, steps: Sequence[Step], *, failed: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._steps = list(steps)
        self._failed = failed

    def begin(self) -> None:
        """Run the first step in the next turn."""
        QTimer.singleShot(0, self, self._next)

    def stop(self) -> None:
        """Run no further step."""
        self._steps.clear()

    def _next(self) -> None:
        if not self._steps:
            return
        step = self._steps.pop(0)
        try:
            step()
        except Exception as error:  # noqa: BLE001 - shown in the window, with the way out
            self._steps.clear()
            self._failed(error)
            return
        QTimer.singleShot(0, self, self._next)
