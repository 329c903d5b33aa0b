"""The samples of one series, kept in the order of time however they arrive."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import lt
from statistics import median

import numpy as np

from cockpit.domain.blocks import Floats, Track

MOST_SAMPLES = 20_000
"""Two hours of a series that is read every second, and room to spare."""

SLACK = 64
"""So many old samples may wait before they are cut off together."""

ROOM_RATIO = 0.25
"""So much more room than samples is made when an array is full."""


class Ring:
    """Times in seconds and values of one series; the newest are kept, the oldest forgotten.

    `group` are the values of the labels that its numbers are wanted by. Samples lie once in
    memory: a track is a view of them, and what a view has shown is never written again.
    """

    __slots__ = ("_begin", "_end", "_newest_at_s", "_times", "_track", "_values", "group")

    def __init__(self, group: tuple[str, ...]) -> None:
        self.group = group
        self._times: Floats = np.empty(0)
        self._values: Floats = np.empty(0)
        self._begin = self._end = 0
        self._newest_at_s: float | None = None
        self._track: Track | None = None

    @property
    def newest_at_s(self) -> float | None:
        """Return the time of the newest sample."""
        return self._newest_at_s

    @property
    def oldest_at_s(self) -> float | None:
        """Return the time of the oldest sample that is still kept."""
        return float(self._times[self._begin]) if len(self) else None

    def take(self, times_s: Sequence[float], values: Sequence[float]) -> None:
        """Keep the samples of an answer; answers may overlap, and come late.

        Of two values at one instant the larger stays, whichever came first.
        """
        if not all(map(lt, times_s, times_s[1:])):  # a plug-in may not keep to the order
            for at_s, value in sorted(zip(times_s, values, strict=True)):
                self.take((at_s,), (value,))
            return
        newest_at_s = self._newest_at_s
        known_count = 0 if newest_at_s is None else bisect_right(times_s, newest_at_s)
        for at_s, value in zip(times_s[:known_count], values[:known_count], strict=True):
            self._fit_in(at_s, value)
        if known_count < len(times_s):
            self._append(times_s[known_count:], values[known_count:])

    def forget_before(self, at_s: float) -> bool:
        """Forget what is older, but for the last sample at or before: it is the base of the next.

        However little time has passed, no more than `MOST_SAMPLES` are kept. Returns whether
        there was something to forget.
        """
        old_count = int(np.searchsorted(self._live(self._times), at_s, side="right")) - 1
        old_count = max(old_count, len(self) - MOST_SAMPLES)
        if old_count <= (SLACK if len(self) < MOST_SAMPLES else 0):
            return False
        self._begin += old_count
        self._track = None
        return True

    def track(self) -> Track:
        """Return the samples as arrays; the same ones until something changes."""
        if self._track is None:
            times, values = self._live(self._times), self._live(self._values)
            times.setflags(write=False)
            values.setflags(write=False)
            self._track = Track(times, values)
        return self._track

    def __len__(self) -> int:
        return self._end - self._begin

    def _append(self, times_s: Sequence[float], values: Sequence[float]) -> None:
        end = self._end + len(times_s)
        if end > self._times.size:
            end = len(self) + len(times_s)
            self._make_room(end)
        self._times[self._end : end], self._values[self._end : end] = times_s, values
        self._end, self._newest_at_s, self._track = end, times_s[-1], None

    def _fit_in(self, at_s: float, value: float) -> None:
        """Put a sample among those that are kept, in arrays of their own, unless it is no news."""
        times, values = self._live(self._times), self._live(self._values)
        place = int(np.searchsorted(times, at_s))
        if times[place] != at_s:
            times, values = np.insert(times, place, at_s), np.insert(values, place, value)
        elif value > values[place]:
            values = values.copy()
            values[place] = value
        else:
            return
        self._begin, self._end, self._track = 0, times.size, None
        self._times, self._values = times, values

    def _make_room(self, count: int) -> None:
        """Move what is kept to arrays for `count` and more; what tracks look at stays as it is."""
        times, values = self._live(self._times), self._live(self._values)
        size = count + round(ROOM_RATIO * count)
        self._times, self._values = np.empty(size), np.empty(size)
        self._begin, self._end = 0, times.size
        self._times[: times.size], self._values[: times.size] = times, values

    def _live(self, samples: Floats) -> Floats:
        """Return a view of those that are kept."""
        return samples[self._begin : self._end]


def interval_s(tracks: list[Track]) -> float | None:
    """Return the usual time between two samples; None while no series has two."""
    steps = [np.diff(track.at_s[-20:]) for track in tracks[:20] if track.at_s.size > 1]
    # numpy's own median loads its masked arrays: 30 ms of the first look.
    return median(np.concatenate(steps).tolist()) if steps else None
