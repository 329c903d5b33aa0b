"""Scraped samples, kept as small numbers in blocks."""

import threading
from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.metrics.index import Index
from cockpit.simulator.shop.past import Past
from cockpit.simulator.shop.series import Series

Values = NDArray[np.float64]
Times = NDArray[np.int64]

BLOCK_LENGTH = 120
_ABSENT = np.iinfo(np.int32).min
_LARGEST = np.iinfo(np.int32).max


class History:
    """Samples of many series at common instants, at most `retention_s` old.

    Values are whole numbers of 1/scale of their series, kept as 4-byte distances from the
    first row of their block. Absent values come out as NaN. `past` knows by how much counters
    grew before the first scrape.
    """

    def __init__(
        self, series: Sequence[Series], retention_s: float, past: Past | None = None
    ) -> None:
        self._series = series
        self.index = Index(series)
        self._past = past
        self._begin_ms: int | None = None
        self._retention_ms = round(retention_s * 1000)
        self._guard = threading.RLock()
        self._blocks: deque[_Block] = deque()

    def append(self, at_ms: int, values: NDArray[np.int64], present: NDArray[np.bool_]) -> None:
        """Keep one scrape, later than every other, and forget what is too old."""
        with self._guard:
            if self._begin_ms is None:
                self._begin_ms = at_ms
            if not self._blocks or not self._blocks[-1].add(at_ms, values, present):
                self._blocks.append(_Block(values))
                self._blocks[-1].add(at_ms, values, present)
            while self._blocks[0].times[self._blocks[0].length - 1] < at_ms - self._retention_ms:
                self._blocks.popleft()

    @property
    def begin_ms(self) -> int | None:
        """Return when the first scrape was, however long ago; None before it."""
        return self._begin_ms

    def increases_before(
        self, places: Sequence[int], start_ms: Values, end_ms: Values
    ) -> Values | None:
        """Return by how much counters grew in the part of each (start, end] before the begin.

        The shape is (instants, places), with NaN where nothing is known. None without a past.
        """
        if self._past is None or self._begin_ms is None or not (start_ms < self._begin_ms).any():
            return None
        return self._past.increases([self._series[place] for place in places], start_ms, end_ms)

    def samples(
        self, places: Sequence[int], after_ms: float, until_ms: float
    ) -> tuple[Times, Values]:
        """Return instants in (after, until] and values, (instants, places)."""
        wanted = np.array(places, dtype=np.int64)
        scales = np.array([self._series[place].scale for place in places], dtype=np.float64)
        with self._guard:
            parts = [block.cut(wanted, after_ms, until_ms) for block in self._blocks]
        times = [part[0] for part in parts if len(part[0])]
        if not times:
            return np.zeros(0, dtype=np.int64), np.zeros((0, len(places)))
        values = np.concatenate([part[1] for part in parts if len(part[0])])
        return np.concatenate(times), values / scales


class _Block:
    def __init__(self, first: NDArray[np.int64]) -> None:
        self.base = first.copy()
        self.times = np.zeros(BLOCK_LENGTH, dtype=np.int64)
        self.distances = np.full((BLOCK_LENGTH, len(first)), _ABSENT, dtype=np.int32)
        self.length = 0

    def add(self, at_ms: int, values: NDArray[np.int64], present: NDArray[np.bool_]) -> bool:
        if self.length == BLOCK_LENGTH or len(values) != len(self.base):
            return False
        distances = values - self.base
        if np.abs(distances).max(initial=0) >= _LARGEST:
            return False
        self.times[self.length] = at_ms
        self.distances[self.length, present] = distances[present]
        self.length += 1
        return True

    def cut(
        self, places: NDArray[np.int64], after_ms: float, until_ms: float
    ) -> tuple[Times, Values]:
        times = self.times[: self.length]
        low, high = np.searchsorted(times, [after_ms, until_ms], side="right")
        values = np.full((high - low, len(places)), np.nan)
        if high > low:
            here = places < len(self.base)
            rows = self.distances[low:high][:, places[here]]
            kept = np.where(rows == _ABSENT, np.nan, rows + self.base[places[here]].astype(float))
            values[:, here] = kept
        return times[low:high].copy(), values
