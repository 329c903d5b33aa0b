"""The bridge from the lanes to the window: what is told on any thread arrives on the window's."""

from collections import deque
from threading import Lock

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.hands import News

GATHER_MS = 10
"""For so long what is told is gathered: the window paints once for all of it, and a request that
is about to leave has the interpreter to itself. What comes first of all is what people wait for:
nothing is gathered with it."""


class Bridge(QObject):
    """Hands snapshots, events of actions and news to the window, in the order they were told.

    `show`, `happened` and `tell` may be called on any thread and never wait. Of snapshots only the
    newest is delivered: a window that was busy does not paint what is old already. After `close`
    nothing is delivered any more.
    """

    seen = Signal(object)
    """The newest `Snapshot`."""

    heard = Signal(object)
    """An `ActionEvent` or `News`."""

    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._newest: Snapshot | None = None
        self._told: deque[ActionEvent | News] = deque()
        self._is_woken = False
        self._is_closed = False
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setTimerType(Qt.TimerType.PreciseTimer)
        self._gathering.timeout.connect(self._deliver)
        self._woken.connect(self._gathering.start, Qt.ConnectionType.QueuedConnection)

    def show(self, snapshot: Snapshot) -> None:
        """Take a snapshot; an older one that was not delivered yet is forgotten."""
        with self._lock:
            self._newest = snapshot
            self._wake()

    def happened(self, event: ActionEvent) -> None:
        """Take an event of an action."""
        self.tell(event)

    def tell(self, news: ActionEvent | News) -> None:
        """Take news; all of them are delivered."""
        with self._lock:
            self._told.append(news)
            self._wake()

    def close(self) -> None:
        """Deliver nothing from now on. Called on the window's thread."""
        with self._lock:
            self._is_closed = True
            self._newest = None
            self._told.clear()

    def _wake(self) -> None:
        if not self._is_woken and not self._is_closed:
            self._is_woken = True
            self._woken.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            self._is_woken = False
            newest, told = self._newest, tuple(self._told)
            self._newest = None
            self._told.clear()
        self._gathering.setInterval(GATHER_MS)
        for one in told:
            if not self._is_closed:
                self.heard.emit(one)
        if newest is not None and not self._is_closed:
            self.seen.emit(newest)
