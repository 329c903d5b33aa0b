"""By how much counters grew, as Prometheus computes it.

Rules: prometheus/prometheus promql/functions.go, extrapolatedRate (3.x). Ranges are open at
the left. The growth between first and last sample is stretched to the edges of the range: as
far as the edge when it is less than 1.1 mean gaps away, else by half a gap; never to before the
counter was zero. A drop is a reset and adds what had been reached. Fewer than two samples give
nothing.
"""

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
Values = NDArray[np.float64]

MAX_GAPS = 1.1
MIN_SAMPLES = 2


def increases(
    times_ms: Times, values: Values, start_ms: Values | float, end_ms: Values | float
) -> Values:
    """Return the increase of each column over the range (start, end]; NaN where there is none.

    `values` is (instants, series), NaN where a series has no sample; instants lie in the range.
    Several ranges of as many instants go at once, in a first dimension of everything.
    """
    if times_ms.shape[-1] < MIN_SAMPLES:
        return np.full((*values.shape[:-2], values.shape[-1]), np.nan)
    times = times_ms[..., None]
    start, end = np.asarray(start_ms)[..., None], np.asarray(end_ms)[..., None]
    seen = ~np.isnan(values)
    count = seen.sum(axis=-2)
    enough = count >= MIN_SAMPLES
    first_row = seen.argmax(axis=-2)
    last_row = times_ms.shape[-1] - 1 - seen[..., ::-1, :].argmax(axis=-2)
    first, last = _at(values, first_row), _at(values, last_row)
    grown = last - first + _lost_in_resets(values)
    first_ms, last_ms = _at(times, first_row), _at(times, last_row)
    spanned = np.where(enough, last_ms - first_ms, 1).astype(float)
    gap = spanned / np.maximum(count - 1, 1)
    to_start, to_end = first_ms - start, end - last_ms
    to_start = np.where(to_start < gap * MAX_GAPS, to_start, gap / 2)
    to_end = np.where(to_end < gap * MAX_GAPS, to_end, gap / 2)
    rising = (grown > 0) & (first >= 0)
    to_zero = np.where(rising, spanned * first / np.where(rising, grown, 1.0), np.inf)
    stretched = spanned + np.minimum(to_start, to_zero) + to_end
    return np.where(enough, grown * stretched / spanned, np.nan)


def _at(rows: Values | Times, row: NDArray[np.int64]) -> Values:
    """Return of each column what stands in its row."""
    there = np.take_along_axis(rows, row[..., None, :], axis=-2)[..., 0, :]
    return there.astype(np.float64)


def _lost_in_resets(values: Values) -> Values:
    """Return for each column what its counter had reached before each drop."""
    rows = np.arange(values.shape[-2])[:, None]
    newest = np.maximum.accumulate(np.where(np.isnan(values), 0, rows), axis=-2)
    filled = np.take_along_axis(values, newest, axis=-2)  # NaN only before the first sample
    before: Values = filled[..., :-1, :]
    lost: Values = np.where(filled[..., 1:, :] < before, before, 0.0).sum(axis=-2)
    return lost
