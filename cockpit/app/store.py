"""What metric sources have told, kept as long as it is needed. Lives on the core lane."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import compress

import numpy as np
from msgspec import Struct, field

from cockpit.app.plan import Counted, Named, Windowed
from cockpit.app.rings import Ring, interval_s
from cockpit.domain.blocks import Track
from cockpit.ports.metrics import Answer, Series
from cockpit.ports.workspace import VersionFrom

MOST_EXACT_SERIES = 2_000
MOST_SERIES = 4 * MOST_EXACT_SERIES
"""Series that came and went are kept up to here; beyond, those silent for longest go first."""

ESTIMATE_S = 60.0
"""The windows of a server's estimates: shorter ones would miss what a 15 s scrape brings."""

TOO_FAR_AHEAD_S = 5.0
"""A sample from further in the server's future is a mistake of whoever exported it."""


class Mode(StrEnum):
    """How counts come about."""

    EXACT = "exact"
    """From raw samples, counted here."""

    ESTIMATED = "estimated"
    """From the server's own estimate, because there are too many series."""

    RECORDED = "recorded"
    """From what rules have the server record, where a window is long."""


class Kept(Struct, frozen=True, eq=False):
    """What is kept for one question; `groups[i]` tells whose `tracks[i]` is.

    `first_at_s` is when the metric was first seen by anybody, as far as is known here. Series
    that appear later began at zero. `is_partial`: the last answer came with warnings;
    `newly_dropped_count` of its samples could not be used.
    """

    mode: Mode = Mode.EXACT
    groups: tuple[tuple[str, ...], ...] = ()
    tracks: tuple[Track, ...] = ()
    first_at_s: float | None = None
    newest_at_s: float | None = None
    interval_s: float | None = None
    is_partial: bool = False
    dropped_count: int = 0
    newly_dropped_count: int = 0
    series_count: int = 0


NOTHING_KEPT = Kept()


class _Shelf(Struct):
    mode: Mode = Mode.EXACT
    rings: dict[frozenset[tuple[str, str]], Ring] = field(default_factory=dict)
    whole_until_s: float | None = None
    asked_from_s: float | None = None
    is_partial: bool = False
    dropped_count: int = 0
    newly_dropped_count: int = 0
    series_count: int = 0
    is_empty: bool = False
    kept: Kept | None = None


class Window(Struct, frozen=True):
    """The increases over a long window by the labels that were asked for, and when it ended."""

    at_s: float
    counts: Mapping[tuple[str, ...], float]
    is_partial: bool


class Store:
    """Samples by question. Answers may overlap, come twice, late or in any order."""

    def __init__(self) -> None:
        self._shelves: dict[Counted, _Shelf] = {}
        self._windows: dict[Windowed, Window] = {}
        self._names: dict[str, dict[tuple[str, ...], str]] = {}
        self.names_revision = 0
        """Rises when labels come to stand for another version."""

    def mode(self, ask: Counted) -> Mode | None:
        """Return how the question is counted; None before its series were counted."""
        shelf = self._shelves.get(ask)
        return shelf.mode if shelf is not None else None

    def set_series_count(self, ask: Counted, series_count: int) -> Mode:
        """Choose how to count by the number of series, and return it.

        A change of the way begins anew: counts of two kinds are never mixed.
        """
        mode = Mode.EXACT if series_count <= MOST_EXACT_SERIES else Mode.ESTIMATED
        shelf = self._shelves.get(ask)
        if shelf is None or shelf.mode is not mode:
            shelf = self._shelves[ask] = _Shelf(mode)
        shelf.series_count = series_count
        return mode

    def whole_until_s(self, ask: Counted) -> float | None:
        """Return up to when everything was told without warnings, in the server's time."""
        shelf = self._shelves.get(ask)
        return shelf.whole_until_s if shelf is not None else None

    def asked_from_s(self, ask: Counted) -> float | None:
        """Return from when on the question has been answered, in the server's time."""
        shelf = self._shelves.get(ask)
        return shelf.asked_from_s if shelf is not None else None

    def take(self, ask: Counted, answer: Answer, *, from_s: float, until_s: float) -> None:
        """Keep an answer that covers (from_s, until_s], in the server's time."""
        shelf = self._shelves.setdefault(ask, _Shelf())
        shelf.kept = None
        shelf.is_partial = bool(answer.warnings)
        shelf.is_empty = not answer.series
        before_count = shelf.dropped_count
        if not answer.warnings:
            shelf.whole_until_s = max(until_s, shelf.whole_until_s or until_s)
        shelf.asked_from_s = min(from_s, shelf.asked_from_s or from_s)
        if answer.series:
            shelf.series_count = max(len(answer.series), shelf.series_count)
        for series in answer.series:
            self._put(shelf, ask, series, until_s)
        shelf.newly_dropped_count = shelf.dropped_count - before_count

    def take_window(self, ask: Windowed, answer: Answer, *, at_s: float) -> None:
        """Keep the increase over a long window that ended at `at_s`."""
        counts: dict[tuple[str, ...], float] = {}
        for series in answer.series:
            if series.values:
                group = tuple(series.labels.get(label, "") for label in ask.by)
                counts[group] = counts.get(group, 0.0) + series.values[-1]
        is_partial = bool(answer.warnings) or any(one.dropped_count for one in answer.series)
        self._windows[ask] = Window(at_s, counts, is_partial)

    def take_names(self, ask: Named, answer: Answer, given: VersionFrom) -> None:
        """Keep which labels stand for which version; series that have gone keep theirs."""
        names = self._names.setdefault(ask.source, {})
        for series in answer.series:
            key = tuple(series.labels.get(label, "") for label in given.on)
            version = series.labels.get(given.label)
            if version and names.get(key) != version:
                names[key] = version
                self.names_revision += 1

    def version_of(self, source: str, key: tuple[str, ...]) -> str:
        """Return the version that these labels stand for; empty when nothing tells."""
        return self._names.get(source, {}).get(key, "")

    def window(self, ask: Windowed) -> Window | None:
        """Return the newest answer to a long window."""
        return self._windows.get(ask)

    def is_empty(self, ask: Counted) -> bool:
        """Return whether the last answer had no series at all."""
        shelf = self._shelves.get(ask)
        return shelf is not None and shelf.is_empty

    def forget_before(self, ask: Counted, at_s: float) -> None:
        """Forget what is not needed for counting from `at_s` on."""
        shelf = self._shelves.get(ask)
        if shelf is None:
            return
        has_forgotten = [ring.forget_before(at_s) for ring in shelf.rings.values()]
        if len(shelf.rings) > MOST_SERIES:
            has_forgotten.append(True)
            by_age = sorted(shelf.rings, key=lambda key: shelf.rings[key].newest_at_s or 0.0)
            for key in by_age[: len(shelf.rings) - MOST_SERIES]:
                del shelf.rings[key]
        shelf.asked_from_s = max(at_s, shelf.asked_from_s or at_s)
        if any(has_forgotten):
            shelf.kept = None

    def kept(self, ask: Counted) -> Kept:
        """Return what is kept for the question; the same value until something changes."""
        shelf = self._shelves.get(ask)
        if shelf is None:
            return NOTHING_KEPT
        if shelf.kept is None:
            shelf.kept = _kept(shelf)
        return shelf.kept

    def _put(self, shelf: _Shelf, ask: Counted, series: Series, until_s: float) -> None:
        key = frozenset(series.labels.items())
        ring = shelf.rings.get(key)
        if ring is None:
            ring = Ring(tuple(series.labels.get(label, "") for label in ask.by))
            shelf.rings[key] = ring
        times_s, values = series.times_s, series.values
        latest_s = until_s + TOO_FAR_AHEAD_S
        if max(times_s, default=latest_s) > latest_s:
            inside = [at_s <= latest_s for at_s in times_s]
            times_s, values = tuple(compress(times_s, inside)), tuple(compress(values, inside))
        shelf.dropped_count += series.dropped_count + len(series.times_s) - len(times_s)
        ring.take(times_s, values)


def _kept(shelf: _Shelf) -> Kept:
    rings = [ring for ring in shelf.rings.values() if len(ring)]
    tracks = [ring.track() for ring in rings]
    if shelf.mode is Mode.ESTIMATED:
        tracks = [_as_counter(track) for track in tracks]
    ends = [ring.newest_at_s for ring in rings if ring.newest_at_s is not None]
    starts = [ring.oldest_at_s for ring in rings if ring.oldest_at_s is not None]
    every_s = ESTIMATE_S if shelf.mode is Mode.ESTIMATED else interval_s(tracks)
    return Kept(
        mode=shelf.mode,
        groups=tuple(ring.group for ring in rings),
        tracks=tuple(tracks),
        first_at_s=min(starts, default=None),
        newest_at_s=max(ends, default=None),
        interval_s=every_s,
        is_partial=shelf.is_partial,
        dropped_count=shelf.dropped_count,
        newly_dropped_count=shelf.newly_dropped_count,
        series_count=shelf.series_count,
    )


def _as_counter(track: Track) -> Track:
    """Return the counter that grows by what the server said of each of its windows."""
    times = np.concatenate([[track.at_s[0] - ESTIMATE_S], track.at_s])
    return Track(times, np.concatenate([[0.0], np.cumsum(np.maximum(track.value, 0.0))]))
