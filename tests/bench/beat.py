"""A timer that beats in the window's event loop, and what kept it from beating."""

import sys
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Self

from PySide6.QtCore import QEventLoop, Qt, QTimer

BEAT_MS = 5
FRAME_MS = 16.7
LATE_MS = 10.0
LOOK_EVERY_S = 0.002
DEPTH = 4


class Beat:
    """Beats every 5 ms; `gaps_ms` are the times between two beats.

    `busy_ms` is what the window's thread itself worked in them: the rest of a long gap was spent
    waiting for the interpreter or for a processor that others had.
    """

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self.busy_ms: list[float] = []
        self._worked_s = 0.0
        self.last_s = time.monotonic()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    @property
    def longest_ms(self) -> float:
        """Return the longest gap."""
        return max(self.gaps_ms, default=0.0)

    @property
    def late_count(self) -> int:
        """Return how many gaps were longer than a frame of a screen with 60 a second."""
        return sum(gap > FRAME_MS for gap in self.gaps_ms)

    def run(self, seconds: float) -> Self:
        """Beat for so long."""
        self.last_s, self._worked_s = time.monotonic(), time.thread_time()
        self._timer.start()
        wait(seconds)
        self._timer.stop()
        return self

    def _beat(self) -> None:
        now_s, worked_s = time.monotonic(), time.thread_time()
        self.gaps_ms.append((now_s - self.last_s) * 1000)
        self.busy_ms.append((worked_s - self._worked_s) * 1000)
        self.last_s, self._worked_s = now_s, worked_s


class Witness:
    """Looks at what the window's thread does whenever a beat is late. It slows what it sees."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._thread_id = threading.get_ident()
        self._is_over = threading.Event()
        self.seen: Counter[str] = Counter()
        self._looker = threading.Thread(target=self._look, daemon=True)  # noqa: TID251 - a measurement

    def __enter__(self) -> Self:
        self._looker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._looker.join()

    def _look(self) -> None:
        while not self._is_over.wait(LOOK_EVERY_S):
            if (time.monotonic() - self._beat.last_s) * 1000 < LATE_MS:
                continue
            self.seen[" > ".join(reversed(_places(self._thread_id)))] += 1


def _places(thread_id: int) -> list[str]:
    """Return where a thread is, the innermost first.

    Quick, and no frame is kept: one that is held keeps its painter alive beyond the event that
    paints, and then Qt crashes.
    """
    frame = sys._current_frames().get(thread_id)
    places: list[str] = []
    while frame is not None and len(places) < DEPTH:
        code = frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return places


def wait(seconds: float) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
