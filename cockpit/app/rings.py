"""The samples of one series, kept in the order of time however they arrive."""

from array import array
from bisect import bisect_left, bisect_right
from statistics import median

import numpy as np

from cockpit.domain.blocks import Track

MOST_SAMPLES = 20_000
"""Two hours of a series that is read every second, and room to spare."""

SLACK = 64
"""So many old samples may wait before they are cut off together."""


class Ring:
    """Times in seconds and values of one series; the newest are kept, the oldest forgotten.

    `group` are the values of the labels that its numbers are wanted by.
    """

    __slots__ = ("_times", "_track", "_values", "group")

    def __init__(self, group: tuple[str, ...]) -> None:
        self.group = group
        self._times = array("d")
        self._values = array("d")
        self._track: Track | None = None

    @property
    def newest_at_s(self) -> float | None:
        """Return the time of the newest sample."""
        return self._times[-1] if self._times else None

    @property
    def oldest_at_s(self) -> float | None:
        """Return the time of the oldest sample that is still kept."""
        return self._times[0] if self._times else None

    def put(self, at_s: float, value: float) -> float | None:
        """Keep the sample and return its time when it changed what was known, else None.

        Of two values at one instant the larger stays, whichever came first.
        """
        if not self._times or at_s > self._times[-1]:
            self._times.append(at_s)
            self._values.append(value)
            self._track = None
            return at_s
        place = bisect_left(self._times, at_s)
        if self._times[place] != at_s:
            self._times.insert(place, at_s)
            self._values.insert(place, value)
        elif value > self._values[place]:
            self._values[place] = value
        else:
            return None
        self._track = None
        return at_s

    def forget_before(self, at_s: float) -> bool:
        """Forget what is older, but for the last sample at or before: it is the base of the next.

        However little time has passed, no more than `MOST_SAMPLES` are kept. Returns whether
        there was something to forget.
        """
        old_count = bisect_right(self._times, at_s) - 1
        old_count = max(old_count, len(self._times) - MOST_SAMPLES)
        if old_count <= (SLACK if len(self._times) < MOST_SAMPLES else 0):
            return False
        del self._times[:old_count]
        del self._values[:old_count]
        self._track = None
        return True

    def track(self) -> Track:
        """Return the samples as arrays; the same ones until something changes."""
        if self._track is None:
            self._track = Track(np.array(self._times), np.array(self._values))
        return self._track

    def __len__(self) -> int:
        return len(self._times)


def interval_s(tracks: list[Track]) -> float | None:
    """Return the usual time between two samples; None while no series has two."""
    steps = [np.diff(track.at_s[-20:]) for track in tracks[:20] if track.at_s.size > 1]
    # numpy's own median loads its masked arrays: 30 ms of the first look.
    return median(np.concatenate(steps).tolist()) if steps else None
