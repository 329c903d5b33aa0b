"""Lines over time, as boards draw them."""

from datetime import datetime
from enum import StrEnum

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Line(Struct, frozen=True, eq=False):
    """Values over time, oldest first; arrays of one length that nobody writes to.

    `at_s` are unix seconds at the end of each step, rising by one step. `value` is NaN where it
    is not known: the line breaks there. `count` is the number of events behind each value.
    """

    at_s: Numbers
    value: Numbers
    count: Numbers

    @property
    def last(self) -> float | None:
        """Return the newest known value; None when there is none."""
        known = self.value[np.isfinite(self.value)]
        return float(known[-1]) if known.size else None


class MarkKind(StrEnum):
    """What happened at a mark."""

    DEPLOY = "deploy"
    STAGE = "stage"
    FLAG = "flag"
    ROLLBACK = "rollback"
    DETECTED = "detected"


class Mark(Struct, frozen=True):
    """An instant that all charts show: a stage with its `exposure_pct`, a lever with its `name`."""

    at: datetime
    kind: MarkKind
    exposure_pct: float | None = None
    name: str | None = None


class ChartView(Struct, frozen=True, eq=False):
    """A flow over the last `range_s`: success ratios and p95 in seconds, a value each `step_s`.

    `new` and `baseline` are None outside of a launch. Steps of the new version with fewer than
    `thin_below_count` events say little. From `bad_from` the new version was worse, up to
    `bad_until`, when its users were safe again; None as long as it goes on.
    `is_behind` says that the newest steps could not be read yet. Each value covers the last
    `window_s`, as the figures of the tile do. Times are those of the metric source's clock.
    """

    range_s: float
    step_s: float
    end_s: float
    everything: Line
    new: Line | None = None
    baseline: Line | None = None
    p95: Line | None = None
    p95_new: Line | None = None
    slo_ratio: float | None = None
    p95_limit_s: float | None = None
    thin_below_count: float = 30.0
    bad_from: datetime | None = None
    bad_until: datetime | None = None
    is_behind: bool = False
    window_s: float = 300.0
