"""The span in which a stage is judged, and the blocks that it is cut into."""

import math
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.app.store import ESTIMATE_S

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


BEFORE_S = 600.0
"""So long before a stage the old version shows what quiet times look like."""

LEAST_REACH_S, MOST_REACH_S = 600.0, 7_200.0

BLOCK_S = 15.0
INTERVALS_A_BLOCK = 2.0
"""With fewer samples than these a block may by chance hold none, which reads as a gap."""

WAVERING = 0.1
"""Scrapes are never quite on time; that may not change the length of blocks."""

START_EVERY_S = 300.0

SETTLE_S = 120.0
"""No PASS before: who updates first is not like the others, and caches are cold. A FAIL in these
minutes stands all the same: a fault that shows at once must not wait, and the search for a
breakage starts anew every few minutes, so that the first ones weigh little later."""


class Sides(Struct, frozen=True):
    """The version that goes out, and the one that it replaces."""

    new: str
    old: str


class Span(Struct, frozen=True):
    """The blocks of a stage, in the time of the source.

    They last `block_s` each and begin at `start_s`; number `first`, from 0, is the first that can
    be counted, and `count` are complete.
    """

    start_s: float
    block_s: float
    first: int
    count: int

    @property
    def bounds_s(self) -> tuple[float, ...]:
        """Return the ends of the blocks, one more than there are blocks."""
        last = self.first + self.count
        return tuple(self.start_s + n * self.block_s for n in range(self.first, last + 1))


def reach_s(launch: "Launch | None", now: datetime) -> float:
    """Return how far back samples are needed: the stage, and a while before it."""
    if launch is None:
        return LEAST_REACH_S
    elapsed_s = (now - launch.since_at).total_seconds()
    return min(MOST_REACH_S, max(LEAST_REACH_S, elapsed_s + BEFORE_S))


def block_s(interval_s: float, *, is_estimated: bool) -> float:
    """Return the length of a block: 15 s, longer where samples are rare."""
    if is_estimated:
        return ESTIMATE_S
    least_s = math.ceil(INTERVALS_A_BLOCK * interval_s / BLOCK_S - WAVERING) * BLOCK_S
    return min(START_EVERY_S, max(BLOCK_S, least_s))


def span(start_s: float, length_s: float, from_s: float, until_s: float) -> Span | None:
    """Return the complete blocks since `start_s` that (from_s, until_s] covers; None without one.

    Blocks of a minute lie on whole minutes, as the server's windows do.
    """
    if length_s >= ESTIMATE_S:
        start_s = math.ceil(start_s / length_s) * length_s
    first = max(0, math.ceil((from_s - start_s) / length_s))
    count = math.floor((until_s - start_s) / length_s) - first
    return Span(start_s, length_s, first, count) if count > 0 else None
