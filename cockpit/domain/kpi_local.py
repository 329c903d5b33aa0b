"""Steps of time by the clocks on the wall: what is usual at an hour moves when clocks change."""

from datetime import UTC, datetime, tzinfo

import numpy as np
from msgspec import Struct

from cockpit.domain.blocks import Floats


class LocalSteps(Struct, frozen=True):
    """Numbers of steps of `step_s`, counted from 1970, brought to local time.

    Step n ends at n * step_s. Where clocks go forward local numbers are left out, and where they
    go back some come twice. Without a zone local time is UTC.
    """

    step_s: float
    zone: tzinfo | None = None

    def of(self, step: int) -> int:
        """Return the local number of a step."""
        return step + self._shift(step)

    def back(self, local: int) -> int:
        """Return the step of a local number; of two the later, and of none the next."""
        return local - self._shift(local - self._shift(local))

    def moved(self, values: Floats, first: int) -> tuple[Floats, int]:
        """Return the values by local step, and the local number of the first one.

        `first` is the step of the first value. Steps that there are not are NaN, and those that
        come twice are summed.
        """
        if self.zone is None or not values.size:
            return values, first
        pieces = self._pieces(first, first + values.size)
        begin = min(since + shift for since, _, shift in pieces)
        end = max(until + shift for _, until, shift in pieces)
        moved, is_there = np.zeros(end - begin), np.zeros(end - begin, dtype=bool)
        for since, until, shift in pieces:
            place = slice(since + shift - begin, until + shift - begin)
            moved[place] += values[since - first : until - first]
            is_there[place] = True
        return np.where(is_there, moved, np.nan), begin

    def _pieces(self, since: int, until: int) -> list[tuple[int, int, int]]:
        """Return [since, until) in pieces of one shift each, found by halving."""
        if until - since == 1 or self._shift(since) == self._shift(until - 1):
            # Two changes within weeks that undo each other are not of this world.
            return [(since, until, self._shift(since))]
        middle = (since + until) // 2
        left, right = self._pieces(since, middle), self._pieces(middle, until)
        if left[-1][2] == right[0][2]:
            left[-1] = (left[-1][0], right[0][1], left[-1][2])
            right = right[1:]
        return [*left, *right]

    def _shift(self, step: int) -> int:
        """Return by how many steps local time is ahead in the middle of a step."""
        if self.zone is None:
            return 0
        at = datetime.fromtimestamp((step - 0.5) * self.step_s, UTC).astimezone(self.zone)
        offset = at.utcoffset()
        return 0 if offset is None else round(offset.total_seconds() / self.step_s)
