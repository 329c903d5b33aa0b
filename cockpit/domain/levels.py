"""A level with hysteresis: crossed above one value, and no longer so below another."""

import math

from msgspec import Struct


class Level(Struct, frozen=True):
    """From above `above` on it is crossed, and below `clear_below` no longer.

    Fewer than `minimum_count` events say nothing.
    """

    above: float
    clear_below: float
    minimum_count: float

    def is_crossed(
        self, value: float | None, count: float | None, *, was_crossed: bool
    ) -> bool | None:
        """Return whether the level is crossed now; None when nothing is known.

        Between the two values it stays as it was, so that a value that wavers about one of them
        does not flap.
        """
        if value is None or count is None or not (math.isfinite(value) and math.isfinite(count)):
            return None
        if count < self.minimum_count:
            return None
        return value >= self.clear_below if was_crossed else value > self.above
