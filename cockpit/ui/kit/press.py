"""When a press fires: pure, told the time with each call, so that it is tested without waiting.

Times are in seconds of one monotonic clock.
"""

from enum import StrEnum

FROZEN_S = 2.0
"""For so long after the target changed, a press does nothing."""

AGAIN_S = 5.0
"""For so long the second press of the two-step way counts."""

BOUNCE_S = 0.3
"""A second press within this time belongs to the first: a double click is one decision."""

STEP_S = 0.1
"""What one tick may add. A window that hung does not know whether the button was let go."""


class Begun(StrEnum):
    """What came of beginning to press."""

    HELD = "held"
    FROZEN = "frozen"
    PREPARED = "prepared"
    FIRED = "fired"


class Press:
    """One button's press. `key` is what was painted when it began, and what fires."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._held_s = 0.0
        self._ticked_s = 0.0
        self._is_held = False
        self._changed_s = float("-inf")
        self._prepared_s: float | None = None
        self.key = ""

    @property
    def is_held(self) -> bool:
        """Return whether it is pressed and has not fired."""
        return self._is_held

    @property
    def ratio(self) -> float:
        """Return how much of the hold is done, 0 to 1."""
        return min(1.0, self._held_s / self._hold_s) if self._is_held else 0.0

    @property
    def left_s(self) -> float:
        """Return how much longer to hold."""
        return max(0.0, self._hold_s - self._held_s)

    def is_frozen(self, now_s: float) -> bool:
        """Return whether the target has only just changed."""
        return now_s - self._changed_s < FROZEN_S

    def again_s(self, now_s: float) -> float:
        """Return for how long a second press would still fire; 0 when it would not."""
        if self._prepared_s is None:
            return 0.0
        return max(0.0, self._prepared_s + AGAIN_S - now_s)

    def retarget(self, now_s: float) -> None:
        """Freeze: another target is painted from now on, and nothing is prepared for it."""
        self._changed_s = now_s
        self._prepared_s = None

    def begin(self, key: str, now_s: float, *, is_two_step: bool) -> Begun:
        """Begin on what is painted now. Two steps prepare first, and fire the second time."""
        if self.is_frozen(now_s):
            return Begun.FROZEN
        if not is_two_step:
            self.key = key
            self._is_held, self._held_s, self._ticked_s = True, 0.0, now_s
            return Begun.HELD
        if self.again_s(now_s) > 0 and self.key == key and self._prepared_s is not None:
            if now_s - self._prepared_s < BOUNCE_S:
                return Begun.PREPARED
            self._prepared_s = None
            return Begun.FIRED
        self.key, self._prepared_s = key, now_s
        return Begun.PREPARED

    def tick(self, now_s: float) -> bool:
        """Count the time since the last tick; return whether the press fires now, once.

        Only ticks count: letting go is heard between them, and never fires.
        """
        if not self._is_held:
            return False
        self._held_s += min(STEP_S, max(0.0, now_s - self._ticked_s))
        self._ticked_s = now_s
        if self._held_s < self._hold_s:
            return False
        self._is_held = False
        return True

    def end(self) -> float:
        """Let go; return how much had been done, 0 to 1, 0 when nothing was held."""
        done = self.ratio
        self._is_held = False
        return done

    def forget(self) -> None:
        """Drop what was prepared: the person has gone elsewhere."""
        self._prepared_s = None
