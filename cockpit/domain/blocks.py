"""Many counters cut into disjoint blocks of time that lose no event and count none twice."""

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.intp]

PART_COUNT = 128
"""How many series are worked on at once: few enough to stay in the processor's cache."""


class Track(Struct, frozen=True, eq=False):
    """The samples of one series: `at_s` (seconds since 1970, UTC) and `value`, of one length."""

    at_s: Floats
    value: Floats

    def __post_init__(self) -> None:
        if self.at_s.shape != self.value.shape or self.at_s.ndim != 1:
            msg = f"times and values differ in shape: {self.at_s.shape}, {self.value.shape}"
            raise ValueError(msg)


class Blocks(Struct, frozen=True, eq=False):
    """What every series counted in every block.

    `counts` has one row for each series and one column for each block; NaN means that no
    sample arrived in the block, which is not the same as zero. What happened meanwhile stands
    in the block in which the next sample arrives. `dropped_count` samples were unusable.
    """

    counts: Floats
    dropped_count: int


def counted_after(track: Track, at_s: float) -> Track:
    """Return the part of a track in order of time that counting after `at_s` needs.

    That are the samples after it and the last usable one before, from which they grow: with
    hours kept and minutes asked for, nearly all the others are left out.
    """
    first = int(np.searchsorted(track.at_s, at_s, side="right")) - 1
    while first > 0 and not (math.isfinite(track.value[first]) and track.value[first] >= 0):
        first -= 1
    return track if first <= 0 else Track(track.at_s[first:], track.value[first:])


def block_counts(
    tracks: Sequence[Track], bounds_s: Sequence[float], born_after_s: float | None = None
) -> Blocks:
    """Return what `tracks` counted inside each (bounds_s[i], bounds_s[i + 1]].

    A block is counted from the last sample before it, so that blocks side by side add up to
    the whole; unlike `increase()` of PromQL nothing is extrapolated and births are not lost. A
    series that is first seen later than `born_after_s` began at zero; any other first sample is
    only a base. A value below the one before it is a restart, and counts whole. Dropped are
    values that no counter can have (NaN, infinite, negative), samples without a real time, and
    all but the largest of several at one instant.
    """
    bounds = np.asarray(bounds_s, dtype=np.float64)
    if bounds.size < 2 or not np.all(np.diff(bounds) > 0):  # noqa: PLR2004 - a block has two ends
        msg = "the bounds of the blocks must be at least two, and rise"
        raise ValueError(msg)
    parts = [
        _counted(tracks[start : start + PART_COUNT], bounds, born_after_s)
        for start in range(0, len(tracks), PART_COUNT)
    ]
    counts = [part.counts for part in parts] or [np.empty((0, bounds.size - 1))]
    return Blocks(np.concatenate(counts), sum(part.dropped_count for part in parts))


def grouped(counts: Floats, group_of: Sequence[int], group_count: int) -> Floats:
    """Return the counts added up by group, one row for each; `group_of` names the group of a row.

    A cell is NaN when no series of the group has told anything about that block.
    """
    members = np.asarray(group_of, dtype=np.intp)
    totals = np.zeros((group_count, counts.shape[1]))
    told = np.zeros_like(totals, dtype=np.bool_)
    known = ~np.isnan(counts)
    np.add.at(totals, members, np.where(known, counts, 0.0))
    np.logical_or.at(told, members, known)
    totals[~told] = np.nan
    return totals


def _counted(tracks: Sequence[Track], bounds: Floats, born_after_s: float | None) -> Blocks:
    series, at_s, value, dropped_count = _in_order(tracks)
    if not series.size:
        return Blocks(np.full((len(tracks), bounds.size - 1), np.nan), dropped_count)

    growth = np.empty_like(value)
    np.subtract(value[1:], value[:-1], out=growth[1:])
    fell = np.flatnonzero(growth[1:] < 0) + 1
    growth[fell] = value[fell]
    first = np.append(0, np.flatnonzero(series[1:] != series[:-1]) + 1)
    is_birth = at_s[first] > (np.inf if born_after_s is None else born_after_s)
    growth[first] = np.where(is_birth, value[first], 0.0)

    # One column on either side takes what lies before the first block and after the last.
    width = bounds.size + 1
    cell = series * width + np.searchsorted(bounds, at_s, side="left")
    size = len(tracks) * width
    counts: Floats = np.bincount(cell, weights=growth, minlength=size).astype(np.float64)
    told = np.bincount(cell, minlength=size)
    told[cell[first[~is_birth]]] -= 1
    counts[told == 0] = np.nan
    return Blocks(counts.reshape(len(tracks), width)[:, 1:-1].copy(), dropped_count)


def _in_order(tracks: Sequence[Track]) -> tuple[Ints, Floats, Floats, int]:
    """Return series number, time and value of all usable samples, by series and time."""
    lengths = [track.at_s.size for track in tracks]
    series = np.repeat(np.arange(len(tracks), dtype=np.intp), lengths)
    at_s = np.concatenate([track.at_s for track in tracks])
    value = np.concatenate([track.value for track in tracks])
    given = at_s.size
    usable = np.isfinite(at_s) & np.isfinite(value) & (value >= 0)
    if not usable.all():
        series, at_s, value = series[usable], at_s[usable], value[usable]
    same = series[1:] == series[:-1]
    if np.any(same & (np.diff(at_s) <= 0)):
        # The largest of several values at one instant comes last, and stays.
        order = np.lexsort((value, at_s, series))
        series, at_s, value = series[order], at_s[order], value[order]
        twice = (series[1:] == series[:-1]) & (at_s[1:] == at_s[:-1])
        kept = np.append(~twice, True)
        series, at_s, value = series[kept], at_s[kept], value[kept]
    return series, at_s, value, given - series.size
