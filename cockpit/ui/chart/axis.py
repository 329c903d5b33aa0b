"""The time axis that the panels of a chart share: pixel columns at fixed instants."""

import math

from msgspec import Struct

STEPS_S = (60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400)
"""Distances between times that people read at a glance."""

MOST_TICKS = 4


class Axis(Struct, frozen=True):
    """`width_px` columns of `column_s` seconds each; the first one has the number `first`.

    Columns are counted from the epoch, so that the column of an instant never changes while the
    axis moves on, and a line does not tremble; only while a person moves a chart is `first` not
    a whole number.
    """

    first: float
    width_px: int
    column_s: float

    @property
    def start_s(self) -> float:
        """Return the instant at the left edge, in unix seconds."""
        return self.first * self.column_s

    @property
    def end_s(self) -> float:
        """Return the instant at the right edge, in unix seconds."""
        return (self.first + self.width_px) * self.column_s

    def x(self, at_s: float) -> float:
        """Return how many pixels right of the left edge an instant is; beyond it when outside."""
        return at_s / self.column_s - self.first

    def at_s(self, x: float) -> float:
        """Return the instant at so many pixels right of the left edge, kept inside the axis."""
        return (self.first + min(max(x, 0.0), float(self.width_px))) * self.column_s


def axis(end_s: float, range_s: float, width_px: int) -> Axis:
    """Return the axis that ends with the column of `end_s`."""
    width = max(1, width_px)
    column_s = range_s / width
    return Axis(math.ceil(end_s / column_s) - width, width, column_s)


def view_axis(start_s: float, end_s: float, width_px: int) -> Axis:
    """Return the axis that begins and ends exactly there."""
    width = max(1, width_px)
    column_s = max(end_s - start_s, 1e-3) / width
    return Axis(start_s / column_s, width, column_s)


def time_ticks(
    start_s: float, end_s: float, offset_s: float, most: int = MOST_TICKS
) -> list[float]:
    """Return round instants in a zone that is `offset_s` ahead of UTC, at most so many."""
    length_s = max(end_s - start_s, 1.0)
    step_s = next((one for one in STEPS_S if length_s / one <= most), None)
    if step_s is None:
        step_s = math.ceil(length_s / most / STEPS_S[-1]) * STEPS_S[-1]
    number = math.ceil((start_s + offset_s) / step_s)
    found: list[float] = []
    while (at_s := number * step_s - offset_s) <= end_s and len(found) < most:
        found.append(at_s)
        number += 1
    return found
