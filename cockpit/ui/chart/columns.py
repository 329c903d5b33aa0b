"""Lines as the pixels of a chart: lowest and highest value of each column, in pieces.

A spike of one sample is the lowest or highest value of its column and stays visible.
"""

import math
from enum import IntEnum

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cockpit.app.chart_view import Line, Numbers
from cockpit.ui.chart.axis import Axis

BREAK_STEPS = 1.5
"""A line breaks where more than so many steps (and columns) lie between two known values."""

LEAST_GAP_PX = 3.0
"""Shorter stretches without data break the line, and are not hatched."""


class Stroke(IntEnum):
    """How a piece of a line is drawn."""

    PLAIN = 0
    THIN = 1
    """Too few events: dashed."""

    BAD = 2
    """Found worse."""


class Piece(Struct, frozen=True):
    """A stretch of a line without a break: points `start` to `stop` (exclusive), drawn alike."""

    stroke: Stroke
    start: int
    stop: int


class Path(Struct, frozen=True, eq=False):
    """Points of a line: `x` in pixels from the left edge, `value` in the line's own unit.

    Both arrays have one length; a piece that continues another begins with its last point.
    """

    x: Numbers
    value: Numbers
    pieces: tuple[Piece, ...]


class Strokes(Struct, frozen=True):
    """What decides how the line of a new version is drawn."""

    thin_below_count: float
    bad_from_s: float | None = None
    bad_until_s: float = math.inf


NOTHING = Path(np.empty(0), np.empty(0), ())


def path(line: Line, axis: Axis, step_s: float, strokes: Strokes | None = None) -> Path:
    """Return the points of a line; without `strokes` all of it is plain."""
    at_s, value, count = _inside(line, axis)
    if not at_s.size:
        return NOTHING
    if at_s.size <= axis.width_px:
        bounds = np.arange(at_s.size)
        x, points, each = at_s / axis.column_s - axis.first, value, 1
    else:
        column = np.ceil(at_s / axis.column_s) - (1 + axis.first)
        bounds = np.concatenate(([0], np.flatnonzero(column[1:] != column[:-1]) + 1))
        x, points, each = np.repeat(column[bounds] + 0.5, 2), _extremes(value, bounds), 2
    ends = np.concatenate((bounds[1:] - 1, [at_s.size - 1]))
    is_broken = at_s[bounds[1:]] - at_s[ends[:-1]] > BREAK_STEPS * max(step_s, axis.column_s)
    kinds = None
    if strokes is not None:
        kinds = np.zeros(bounds.size, dtype=np.int64)
        lengths = np.diff(bounds, append=at_s.size)
        kinds[np.add.reduceat(count, bounds) < strokes.thin_below_count * lengths] = Stroke.THIN
        if strokes.bad_from_s is not None:
            is_bad = at_s[ends] >= strokes.bad_from_s
            kinds[is_bad & (at_s[ends] < strokes.bad_until_s)] = Stroke.BAD
    return Path(x, points, _pieces(is_broken, kinds, each))


def gaps(line: Line | None, axis: Axis, step_s: float) -> list[tuple[float, float]]:
    """Return where nothing is known, as pixels from the left edge: (from, to), left to right."""
    if line is None:
        return [(0.0, float(axis.width_px))]
    at_s, _, _ = _inside(line, axis)
    from_s = np.concatenate(([axis.start_s], at_s))
    to_s = np.concatenate((at_s - step_s, [axis.end_s]))
    wide = np.flatnonzero(to_s - from_s >= LEAST_GAP_PX * axis.column_s)
    found: list[tuple[float, float]] = []
    for number in wide:
        is_end = number == at_s.size
        length_s = float(to_s[number] - from_s[number])
        if is_end and length_s <= BREAK_STEPS * step_s + axis.column_s:
            continue  # the step that is not over yet
        found.append((max(0.0, axis.x(float(from_s[number]))), axis.x(float(to_s[number]))))
    return found


def nearest(line: Line | None, at_s: float, step_s: float) -> tuple[float, float] | None:
    """Return instant and value of the step that holds `at_s`; None when it is not known."""
    if line is None or not line.at_s.size:
        return None
    number = min(int(np.searchsorted(line.at_s, at_s)), line.at_s.size - 1)
    found_s, value = float(line.at_s[number]), float(line.value[number])
    if not np.isfinite(value) or abs(found_s - at_s) > BREAK_STEPS * step_s:
        return None
    return found_s, value


def is_same(one: Line | None, other: Line | None) -> bool:
    """Tell whether two lines look the same."""
    if one is None or other is None or one is other:
        return one is other
    return (
        one.at_s.size == other.at_s.size
        and (not one.at_s.size or bool(one.at_s[-1] == other.at_s[-1]))
        and one.value.tobytes() == other.value.tobytes()
    )


def _inside(line: Line, axis: Axis) -> tuple[Numbers, Numbers, Numbers]:
    """Return the known values within the axis."""
    start = int(np.searchsorted(line.at_s, axis.start_s, side="right"))
    stop = int(np.searchsorted(line.at_s, axis.end_s, side="right"))
    at_s, value, count = line.at_s[start:stop], line.value[start:stop], line.count[start:stop]
    known = np.isfinite(value)
    if known.all():
        return at_s, value, count
    return at_s[known], value[known], count[known]


def _extremes(value: Numbers, bounds: NDArray[np.intp]) -> Numbers:
    """Return two points a column, its lowest and highest value, in the order of its trend."""
    low = np.minimum.reduceat(value, bounds)
    high = np.maximum.reduceat(value, bounds)
    last = np.concatenate((value[bounds[1:] - 1], value[-1:]))
    falls = value[bounds] > last
    points = np.empty(2 * bounds.size)
    points[0::2] = np.where(falls, high, low)
    points[1::2] = np.where(falls, low, high)
    return points


def _pieces(
    is_broken: NDArray[np.bool_], kinds: NDArray[np.int64] | None, each: int
) -> tuple[Piece, ...]:
    size = is_broken.size + 1
    changes = is_broken if kinds is None else is_broken | (kinds[1:] != kinds[:-1])
    starts = [0, *(np.flatnonzero(changes) + 1).tolist()]
    found: list[Piece] = []
    for start, stop in zip(starts, [*starts[1:], size], strict=True):
        continues = start > 0 and not is_broken[start - 1]
        stroke = Stroke.PLAIN if kinds is None else Stroke(int(kinds[start]))
        found.append(Piece(stroke, start * each - int(continues), stop * each))
    return tuple(found)
