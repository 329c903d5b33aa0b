"""How many events happened and how many of them were bad."""

import math

from msgspec import Struct


class Outcomes(Struct, frozen=True):
    """`total_count` events, of which `bad_count` were bad; fractions may come from a server."""

    total_count: float
    bad_count: float

    def __post_init__(self) -> None:
        if not 0 <= self.bad_count <= self.total_count < math.inf:
            msg = f"{self.bad_count} bad of {self.total_count} events cannot be"
            raise ValueError(msg)

    def __add__(self, other: "Outcomes") -> "Outcomes":
        """Return both together."""
        return Outcomes(self.total_count + other.total_count, self.bad_count + other.bad_count)

    @property
    def bad_ratio(self) -> float | None:
        """The share of bad events; None without events."""
        return self.bad_count / self.total_count if self.total_count else None


NOTHING = Outcomes(0, 0)


class Pair(Struct, frozen=True):
    """The same events on the new version and, at the same time, on the one it replaces."""

    new: Outcomes
    old: Outcomes

    def __add__(self, other: "Pair") -> "Pair":
        """Return both together."""
        return Pair(self.new + other.new, self.old + other.old)


NO_PAIR = Pair(NOTHING, NOTHING)


def known_outcomes(total_count: float | None, bad_count: float | None) -> Outcomes | None:
    """Return the outcomes, or None when the two counts are missing or cannot both be true."""
    if total_count is None or bad_count is None:
        return None
    if not 0 <= bad_count <= total_count < math.inf:  # also False for NaN
        return None
    return Outcomes(total_count, bad_count)
