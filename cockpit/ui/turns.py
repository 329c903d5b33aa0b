"""Long work of the window in short pieces, one in each turn of its event loop."""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Does the first piece at once and the others in the turns that follow, for its `owner`.

    What is left of an older task is dropped when a new one comes, so each task has to do all that
    there is to do. Without `is_live` there is no event loop to wait for, and all is done at once.
    """

    NAME = "turns"
    """Found by their name, as to find the type of every child of a window takes 15 ms."""

    def __init__(self, owner: QObject, *, is_live: bool) -> None:
        super().__init__(owner)
        self.setObjectName(self.NAME)
        self._is_live = is_live
        self._left: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._left

    def take(self, pieces: Iterable[Callable[[], object]]) -> None:
        """Do these pieces, in their order."""
        self._left = deque(pieces)
        self._go_on()
        while self._left and not self._is_live:
            self._go_on()
        if self._left:
            self._timer.start()

    def _go_on(self) -> None:
        if self._left:
            self._left.popleft()()
        if not self._left:
            self._timer.stop()
