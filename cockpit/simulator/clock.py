"""Simulated time: real time at a factor, or still until somebody steps it."""

import threading
import time


class SimulatedClock:
    """Tells seconds since 1970 (UTC) that only grow, at `speed` simulated seconds a real one.

    Speed 0 holds time still between steps. Any thread may ask, wait, step or change the speed.
    """

    def __init__(self, start_s: float, speed: float) -> None:
        if speed < 0:
            msg = f"speed must not be negative, not {speed}"
            raise ValueError(msg)
        self._changed = threading.Condition()
        self._base_s = start_s
        self._anchor_s = time.monotonic()
        self._speed = speed
        self._closed = False

    @property
    def speed(self) -> float:
        """Return the simulated seconds in a real one; 0 is still."""
        return self._speed

    def now(self) -> float:
        """Return this simulated instant in seconds since 1970."""
        with self._changed:
            return self._now()

    def advance(self, seconds: float) -> None:
        """Step forward by `seconds`, at once."""
        if seconds < 0:
            msg = f"time goes forward only, not by {seconds} seconds"
            raise ValueError(msg)
        with self._changed:
            self._set(self._now() + seconds)

    def move_to(self, instant_s: float) -> None:
        """Step forward to `instant_s`; an instant that has passed changes nothing."""
        with self._changed:
            self._set(max(instant_s, self._now()))

    def set_speed(self, speed: float) -> None:
        """Run at `speed` from this instant on; 0 holds time still."""
        if speed < 0:
            msg = f"speed must not be negative, not {speed}"
            raise ValueError(msg)
        with self._changed:
            self._set(self._now())
            self._speed = speed

    def wait_s(self, seconds: float) -> bool:
        """Return True after `seconds` of simulated time, False when the clock is closed."""
        return self.wait_until(self.now() + seconds)

    def wait_until(self, instant_s: float) -> bool:
        """Return True at the simulated instant, False when the clock is closed before."""
        with self._changed:
            while not self._closed:
                left_s = instant_s - self._now()
                if left_s <= 0:
                    return True
                self._changed.wait(left_s / self._speed if self._speed > 0 else None)
            return False

    def close(self) -> None:
        """Wake everybody who waits, for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _now(self) -> float:
        return self._base_s + (time.monotonic() - self._anchor_s) * self._speed

    def _set(self, instant_s: float) -> None:
        self._base_s = instant_s
        self._anchor_s = time.monotonic()
        self._changed.notify_all()
