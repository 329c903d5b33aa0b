"""Garbage is collected when the window idles: a full collection stalls it for 50 ms (measured).

It would also run on whatever thread happens to allocate, and there destroy Qt's objects.
"""

import gc

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

EVERY_MS = 1_000
YOUNG_COUNT = 5_000
OLD_EVERY_MS = 60_000


class Collecting(QObject):
    """Collects from the window's event loop from `start` to `stop`, and nobody else does.

    `start` is called whenever something large was built: what is there then is never looked at
    again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._since_old = QElapsedTimer()
        self._was_enabled = gc.isenabled()

    def start(self) -> None:
        """Freeze what is there, at no cost, and collect by the timer from now on."""
        gc.freeze()
        gc.disable()
        self._since_old.start()
        self._timer.start()

    def stop(self) -> None:
        """Leave it as it was before."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def collect(self) -> None:
        """Collect the young; once a minute the old as well. Nothing when there is little."""
        if self._since_old.elapsed() >= OLD_EVERY_MS:
            self._since_old.restart()
            gc.collect()
        elif gc.get_count()[0] >= YOUNG_COUNT:
            gc.collect(1)
