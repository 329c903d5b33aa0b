"""From kept samples to events by version and platform, in blocks or over one span."""

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.app.plan import Counted, Part
from cockpit.app.store import Kept, Mode, Store
from cockpit.domain.blocks import Floats, block_counts, counted_after, grouped
from cockpit.domain.outcomes import NOTHING, Outcomes, known_outcomes
from cockpit.ports.workspace import Labels

BIRTH_SLACK = 1.5
"""Series seen within so many intervals of the very first sample were there before it."""

USUAL_INTERVAL_S = 15.0

GONE_INTERVALS = 3.0
"""A series without a sample for so long has gone."""

MOST_KNOWN = 30
"""So many spans of one question are remembered."""


class Cell(Struct, frozen=True, order=True):
    """A version on a platform; `rest` is the reason or the bucket, empty where there is none."""

    version: str
    platform: str = ""
    rest: str = ""


ByCell: TypeAlias = dict[Cell, Floats]


class PartBlocks(Struct, frozen=True, eq=False):
    """Events and bad ones of each cell in each block; NaN where they are not known."""

    events: ByCell
    bad: ByCell


class _Known(Struct):
    """What was counted of samples that are still the ones that are kept."""

    kept: Kept
    names_revision: int
    by_bounds: dict[tuple[float, ...], ByCell] = field(default_factory=dict)


class Counting:
    """Counts what the store keeps; `labels` say which label is the version.

    What was counted is remembered until the store keeps something else: boards ask for the same
    blocks several times, and snapshots come more often than samples.
    """

    def __init__(self, store: Store, labels: Labels) -> None:
        self._store = store
        self._labels = labels
        self._known: dict[Counted, _Known] = {}

    def cells(self, ask: Counted) -> tuple[Cell, ...]:
        """Return whose series they are, one for each track that is kept."""
        by_group = {group: self._cell(ask, group) for group in set(self._store.kept(ask).groups)}
        return tuple(by_group[group] for group in self._store.kept(ask).groups)

    def blocks(self, ask: Counted, bounds_s: Sequence[float]) -> ByCell:
        """Return the counts of each cell in each (bounds_s[i], bounds_s[i + 1]].

        They are not to be changed.
        """
        kept, revision = self._store.kept(ask), self._store.names_revision
        known = self._known.get(ask)
        if known is None or known.kept is not kept or known.names_revision != revision:
            known = self._known[ask] = _Known(kept, revision)
        bounds = tuple(bounds_s)
        if bounds not in known.by_bounds:
            if len(known.by_bounds) >= MOST_KNOWN:
                known.by_bounds.clear()
            known.by_bounds[bounds] = self._counted(ask, kept, bounds)
        return known.by_bounds[bounds]

    def _counted(self, ask: Counted, kept: Kept, bounds_s: tuple[float, ...]) -> ByCell:
        if not kept.tracks:
            return {}
        of_series = self.cells(ask)
        cells = sorted(set(of_series))
        place = {cell: number for number, cell in enumerate(cells)}
        tracks = [counted_after(track, bounds_s[0]) for track in kept.tracks]
        counts = block_counts(tracks, bounds_s, born_after_s(kept)).counts
        sums = grouped(counts, [place[cell] for cell in of_series], len(cells))
        sums.setflags(write=False)
        return dict(zip(cells, sums, strict=True))

    def part(self, part: Part, bounds_s: Sequence[float]) -> PartBlocks:
        """Return the events and the bad ones among them."""
        events = self.blocks(part.events, bounds_s)
        if part.good is not None:
            good = self.blocks(part.good, bounds_s)
            return PartBlocks(events, {cell: _rest(events[cell], good, cell) for cell in events})
        bad = {} if part.bad is None else self.blocks(part.bad, bounds_s)
        return PartBlocks(events, {cell: _beside(events[cell], bad.get(cell)) for cell in events})

    def slow(self, ask: Counted, bound_s: float, bounds_s: Sequence[float]) -> PartBlocks:
        """Return all events of a histogram, with those slower than `bound_s` as the bad ones."""
        by_bucket = self.blocks(ask, bounds_s)
        events = _at_bound(by_bucket, math.inf)
        fast = _at_bound(by_bucket, bound_s)
        return PartBlocks(events, {cell: _rest(events[cell], fast, cell) for cell in events})

    def until_s(self, part: Part) -> float | None:
        """Return up to when all of the part has been told; None when it has told nothing.

        Bad events may have no series yet, or only series of what has gone: then the time of all
        events counts alone.
        """
        events_s = self._store.kept(part.events).newest_at_s
        if events_s is None:
            return None
        if part.good is not None:
            good_s = self._store.kept(part.good).newest_at_s
            return None if good_s is None else min(events_s, good_s)
        bad_s = None if part.bad is None else self._store.kept(part.bad).newest_at_s
        late_s = events_s - GONE_INTERVALS * self.interval_s(part.asks)
        return events_s if bad_s is None or bad_s < late_s else min(events_s, bad_s)

    def interval_s(self, asks: Sequence[Counted]) -> float:
        """Return the longest usual time between two samples of these."""
        known = [self._store.kept(ask).interval_s for ask in asks]
        return max((one for one in known if one is not None), default=USUAL_INTERVAL_S)

    def _cell(self, ask: Counted, group: tuple[str, ...]) -> Cell:
        labels, values = self._labels, dict(zip(ask.by, group, strict=True))
        if labels.version_from is None:
            version = values.pop(labels.version, "")
        else:
            key = tuple(values.pop(label, "") for label in labels.version_from.on)
            version = self._store.version_of(ask.source, key)
        platform = values.pop(labels.platform, "") if labels.platform is not None else ""
        return Cell(version, platform, "".join(values.values()))


def born_after_s(kept: Kept) -> float | None:
    """Return the instant after which a series that is new began at zero.

    The first scrape of all finds counters that have run for long; what appears later than that
    was not there before. None for a server's estimates, which have no births.
    """
    if kept.mode is Mode.ESTIMATED or kept.first_at_s is None:
        return None
    return kept.first_at_s + BIRTH_SLACK * (kept.interval_s or USUAL_INTERVAL_S)


def summed(part: PartBlocks, cells: Sequence[Cell] | None = None) -> Outcomes | None:
    """Return all blocks of these cells (of all) together; None when a count is impossible.

    Blocks that are not known add nothing: what happened in them stands in the next.
    """
    total = NOTHING
    for cell in part.events if cells is None else cells:
        known = ~(np.isnan(part.events[cell]) | np.isnan(part.bad[cell]))
        one = known_outcomes(
            float(part.events[cell][known].sum()), float(part.bad[cell][known].sum())
        )
        if one is None:
            return None
        total = total + one
    return total


def _at_bound(by_bucket: ByCell, bound_s: float) -> ByCell:
    """Return the counts of the buckets with this bound, however it is written."""
    return {
        replace(cell, rest=""): counts
        for cell, counts in by_bucket.items()
        if _le_s(cell.rest) == bound_s
    }


def _le_s(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _beside(events: Floats, bad: Floats | None) -> Floats:
    """Return the bad ones: none where no series of them exists though its events are told."""
    if bad is None:
        return np.where(np.isnan(events), np.nan, 0.0)
    filled = np.where(np.isnan(bad), 0.0, bad)
    return np.where(np.isnan(events), np.nan, np.minimum(filled, events))


def _rest(events: Floats, good: ByCell, cell: Cell) -> Floats:
    """Return the events that are not among the good ones.

    An event may begin in one block and end in the next, so that a block can have more good ends
    than beginnings: what is too much is taken from the bad ones that follow. Good series that are
    missing altogether are a mistake in the workspace, and tell nothing; missing for one cell
    while others have some, they mean that nothing went well there.
    """
    if not good:
        return np.full_like(events, np.nan)
    ends = good.get(cell, np.zeros_like(events))
    unknown = np.isnan(events)
    left = np.where(unknown, 0.0, events - np.where(np.isnan(ends), 0.0, ends))
    so_far = np.maximum.accumulate(np.concatenate([[0.0], np.cumsum(left)]))
    return np.where(unknown, np.nan, np.diff(so_far))
