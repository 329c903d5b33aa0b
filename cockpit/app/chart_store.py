"""The last steps of what charts are drawn from: arrays of fixed length that never grow."""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from cockpit.app.chart_plan import ChartAsk, RatioAsks
from cockpit.app.chart_view import Numbers
from cockpit.app.plan import BUCKET_LABEL
from cockpit.app.stage import Sides
from cockpit.ports.metrics import Answer

MOST_KEYS = 192
"""Sixty bounds of a histogram for each track, and room to spare; what has more is not drawn."""

SLICE_SERIES = 24
"""So many series of 240 points each are taken in some 1 ms."""

NEAR_S = 0.5
"""A point belongs to the step whose end it is this close to."""


class Track(StrEnum):
    """Whose numbers they are."""

    EVERYTHING = "everything"
    NEW = "new"
    BASELINE = "baseline"


Key: TypeAlias = tuple[Track, str]
"""A track and, in a histogram, the text of a bound."""


class Steps:
    """What one question counted at each of the last `size` steps, up to step `newest`.

    Step n ends at n times its length, in unix seconds of the source. NaN is a step of which
    nothing is known. `is_told` marks those that were answered: there a track without a value had
    no series. `version` differs after each change.
    """

    __slots__ = ("_counts", "is_told", "newest", "size", "told_until", "version")

    def __init__(self, size: int, newest: int) -> None:
        self.size = size
        self.newest = newest
        self.told_until: int | None = None
        self.version = 0
        self.is_told: NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self._counts: dict[Key, Numbers] = {}

    @property
    def first(self) -> int:
        """Return the number of the oldest step."""
        return self.newest - self.size + 1

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the tracks and bounds that have been seen."""
        return tuple(self._counts)

    def counts(self, key: Key) -> Numbers:
        """Return the counts of all steps, oldest first; not to be written to."""
        found = self._counts.get(key)
        return np.full(self.size, np.nan) if found is None else found

    def reach(self, newest: int) -> None:
        """Go on to a later step; the oldest ones are forgotten."""
        by = newest - self.newest
        if by <= 0:
            return
        self.newest = newest
        self.version += 1
        shift = min(by, self.size)
        self.is_told = _shifted(self.is_told, shift, empty=False)
        self._counts = {
            key: found
            for key, counts in self._counts.items()
            if not np.isnan(found := _shifted(counts, shift, empty=np.nan)).all()
        }

    def wanted_from(self, overlap: int) -> int:
        """Return the first step to ask for: what is not known yet, and the last ones again."""
        if self.told_until is None:
            return self.first
        return max(self.first, self.told_until - overlap + 1)

    def put(self, first: int, until: int, counts: dict[Key, Numbers]) -> None:
        """Keep what was told of the steps `first` to `until`, both included.

        Each array has one value for each of these steps. Steps that have been forgotten meanwhile
        are left out, and so is an answer with more keys than a chart can have.
        """
        start, stop = max(first, self.first), min(until, self.newest) + 1
        if stop <= start or len(counts) > MOST_KEYS:
            return
        inside = slice(start - self.first, stop - self.first)
        given = slice(start - first, stop - first)
        kept = dict.fromkeys((*self._counts, *counts))
        if len(kept) > MOST_KEYS:
            kept = dict.fromkeys(counts)
        fresh: dict[Key, Numbers] = {}
        for key in kept:
            values = self.counts(key).copy()
            values[inside] = counts[key][given] if key in counts else np.nan
            fresh[key] = values
        self._counts = fresh
        self.is_told[inside] = True
        self.told_until = max(stop - 1, self.told_until or stop - 1)
        self.version += 1


class RatioSteps(Struct, frozen=True, eq=False):
    """Events, and those among them that ended well, or badly; with neither, none is bad."""

    events: Steps
    good: Steps | None = None
    bad: Steps | None = None

    @property
    def all(self) -> tuple[Steps, ...]:
        """Return those that there are."""
        return tuple(one for one in (self.events, self.good, self.bad) if one is not None)


class Sheets(Struct):
    """The steps of every question over one range; `sides` are the versions that are told apart.

    A value of a line covers up to `longest_window_s`, so that much more is kept before the range.
    """

    range_s: float
    step_s: float
    longest_window_s: float
    sides: Sides | None = None
    steps: dict[ChartAsk, Steps] = field(default_factory=dict)

    def begin(self, range_s: float, step_s: float, sides: Sides | None) -> None:
        """Begin anew: what was kept is of other steps or other versions."""
        self.range_s, self.step_s, self.sides = range_s, step_s, sides
        self.steps = {}

    @property
    def length(self) -> int:
        """Return how many steps a line has."""
        return math.ceil(self.range_s / self.step_s)

    def window(self, window_s: float) -> int:
        """Return how many steps a value over `window_s` covers."""
        return max(1, round(window_s / self.step_s))

    def at(self, ask: ChartAsk, there_s: float) -> Steps:
        """Return the steps of a question, brought up to the newest one that is over."""
        newest = math.floor(there_s / self.step_s)
        steps = self.steps.get(ask)
        if steps is None:
            size = self.length + self.window(self.longest_window_s) - 1
            steps = self.steps[ask] = Steps(size, newest)
        steps.reach(newest)
        return steps

    def of(self, ratio: RatioAsks) -> RatioSteps | None:
        """Return the steps of a ratio; None before all of it is asked for."""
        if any(ask not in self.steps for ask in ratio.asks):
            return None
        good = None if ratio.good is None else self.steps[ratio.good]
        bad = None if ratio.bad is None else self.steps[ratio.bad]
        return RatioSteps(self.steps[ratio.events], good, bad)


def folded(
    answer: Answer,
    first: int,
    until: int,
    *,
    step_s: float,
    version_label: str | None,
    sides: Sides | None,
    breathe: Callable[[], None] = lambda: None,
) -> dict[Key, Numbers]:
    """Return the counts of an answer by track and bound, one for each step `first` to `until`."""
    size = until - first + 1
    counts: dict[Key, Numbers] = {}
    for number, series in enumerate(answer.series, start=1):
        times_s = np.asarray(series.times_s)
        values = np.asarray(series.values)
        place = np.rint(times_s / step_s).astype(np.int64)
        fits = (np.abs(times_s - place * step_s) < NEAR_S) & (place >= first) & (place <= until)
        place, values = place[fits] - first, values[fits]
        bound = series.labels.get(BUCKET_LABEL, "")
        version = series.labels.get(version_label, "") if version_label is not None else ""
        for track in _tracks(version, sides):
            total = counts.setdefault((track, bound), np.full(size, np.nan))
            total[place] = np.where(np.isnan(total[place]), 0.0, total[place]) + values
        if number % SLICE_SERIES == 0:
            breathe()
    return counts


def _tracks(version: str, sides: Sides | None) -> tuple[Track, ...]:
    if sides is not None and version and version == sides.new:
        return (Track.EVERYTHING, Track.NEW)
    if sides is not None and version and version == sides.old:
        return (Track.EVERYTHING, Track.BASELINE)
    return (Track.EVERYTHING,)


def _shifted(array: NDArray[np.generic], by: int, *, empty: float | bool) -> NDArray:  # type: ignore[type-arg]
    shifted = np.full_like(array, empty)
    shifted[: array.size - by] = array[by:]
    return shifted
