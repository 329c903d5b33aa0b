"""Answering an expression out of the history."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.metrics.expression import Expression
from cockpit.simulator.metrics.history import History, Values
from cockpit.simulator.metrics.increase import MIN_SAMPLES, increases
from cockpit.simulator.metrics.page import value_text

STALE_MS = 300_000
WHOLE_BELOW = 2.0**53
"""Below this whole numbers are what they seem to be."""

MOST_AT_ONCE = 20_000
"""So many samples are held in one array; more are slower, as they leave the processor's cache."""

Answer = dict[str, object]


def instant(history: History, asked: Expression, at_ms: int) -> Answer:
    """Return the `data` of an instant query at `at_ms`."""
    if asked.range_ms is not None and asked.by is None:
        return _raw(history, asked, at_ms)
    labels, rows = _evaluated(history, asked, np.array([at_ms], dtype=np.int64))
    found = [
        {"metric": metric, "value": [at_ms / 1000, value_text(row[0])]}
        for metric, row in zip(labels, rows.T, strict=True)
        if not np.isnan(row[0])
    ]
    return {"resultType": "vector", "result": found}


def ranged(history: History, asked: Expression, steps_ms: NDArray[np.int64]) -> Answer:
    """Return the `data` of a range query at each of the instants."""
    labels, rows = _evaluated(history, asked, steps_ms)
    found = [
        {"metric": metric, "values": _points(steps_ms, row)}
        for metric, row in zip(labels, rows.T, strict=True)
        if not np.isnan(row).all()
    ]
    return {"resultType": "matrix", "result": found}


def _raw(history: History, asked: Expression, at_ms: int) -> Answer:
    places = history.index.places(asked.metric, asked.matchers)
    times, values = history.samples(places, at_ms - (asked.range_ms or 0), at_ms)
    found = [
        {"metric": history.index.labels(place), "values": _points(times, column)}
        for place, column in zip(places, values.T, strict=True)
        if not np.isnan(column).all()
    ]
    return {"resultType": "matrix", "result": found}


def _points(times_ms: NDArray[np.int64], values: Values) -> list[tuple[float, str]]:
    there = ~np.isnan(values)
    return list(zip(_seconds(times_ms[there]), _texts(values[there]), strict=True))


def _seconds(times_ms: NDArray[np.int64]) -> list[float]:
    """Return unix seconds; whole ones come without a point, as those of Prometheus."""
    if np.any(times_ms % 1000):
        return [at_ms / 1000 for at_ms in times_ms.tolist()]
    return [at_ms // 1000 for at_ms in times_ms.tolist()]


def _texts(values: Values) -> list[str]:
    """Return the values as they are printed; of counters all are whole."""
    if np.all(np.abs(values) < WHOLE_BELOW) and not np.any(values % 1.0):
        return list(map(str, values.astype(np.int64).tolist()))
    return [value_text(value) for value in values.tolist()]


def _evaluated(
    history: History, asked: Expression, steps_ms: NDArray[np.int64]
) -> tuple[list[Mapping[str, str]], Values]:
    """Return labels and values, (steps, series); NaN where there is no value."""
    places = history.index.places(asked.metric, asked.matchers)
    if asked.by is None or asked.range_ms is None:
        return [history.index.labels(place) for place in places], _newest(history, places, steps_ms)
    return _summed(history, asked.by, asked.range_ms, places, steps_ms)


def _newest(history: History, places: list[int], steps_ms: NDArray[np.int64]) -> Values:
    """Return the newest values; a series that the newest scrape did not have is stale at once."""
    times, values = history.samples(places, steps_ms[0] - STALE_MS, steps_ms[-1])
    found = np.full((len(steps_ms), len(places)), np.nan)
    rows = np.searchsorted(times, steps_ms, side="right") - 1
    fresh = rows >= 0
    fresh[fresh] = steps_ms[fresh] - times[rows[fresh]] < STALE_MS
    found[fresh] = values[rows[fresh]]
    return found


def _summed(
    history: History,
    by: tuple[str, ...],
    range_ms: int,
    places: list[int],
    steps_ms: NDArray[np.int64],
) -> tuple[list[Mapping[str, str]], Values]:
    groups: dict[tuple[tuple[str, str], ...], int] = {}
    group_of = np.zeros(len(places), dtype=np.int64)
    for column, place in enumerate(places):
        labels = history.index.labels(place)
        key = tuple((name, labels[name]) for name in by if labels.get(name))
        group_of[column] = groups.setdefault(key, len(groups))
    grown = _grown(history, range_ms, places, steps_ms)
    cells = np.arange(len(steps_ms))[:, None] * len(groups) + group_of
    there = ~np.isnan(grown)
    size = len(steps_ms) * len(groups)
    sums = np.bincount(cells[there], grown[there], size)
    has_any = np.bincount(cells[there], minlength=size) > 0
    found = np.where(has_any, sums, np.nan).reshape(len(steps_ms), len(groups))
    return [dict(key) for key in groups], found


def _grown(
    history: History, range_ms: int, places: list[int], steps_ms: NDArray[np.int64]
) -> Values:
    """Return by how much each series grew until each instant; NaN where nothing is known."""
    times, values = history.samples(places, steps_ms[0] - range_ms, steps_ms[-1])
    ends_ms = steps_ms.astype(np.float64)
    before = history.increases_before(places, ends_ms - range_ms, ends_ms)
    lows = np.searchsorted(times, steps_ms - range_ms, side="right")
    highs = np.searchsorted(times, steps_ms, side="right")
    found = np.full((len(steps_ms), len(places)), np.nan)
    for rows in _alike(highs - lows, len(places)):
        kept = lows[rows, None] + np.arange(highs[rows[0]] - lows[rows[0]])
        ends = ends_ms[rows]
        found[rows] = increases(times[kept], values[kept], ends - range_ms, ends)
    if before is None:
        return found
    since = np.zeros_like(before)
    for row in np.flatnonzero((highs - lows >= MIN_SAMPLES) & ~np.isnan(before).all(axis=1)):
        low, high = lows[row], highs[row]
        start_ms = max(ends_ms[row] - range_ms, history.begin_ms or 0)
        grown = increases(times[low:high], values[low:high], start_ms, ends_ms[row])
        since[row] = np.nan_to_num(grown)
    return np.where(np.isnan(before), found, before + since)


def _alike(counts: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers of those rows that have as many samples, no more than fit at once."""
    for count in np.unique(counts[counts > 0]).tolist():
        rows = np.flatnonzero(counts == count)
        at_once = max(1, MOST_AT_ONCE // max(1, count * width))
        for begin in range(0, len(rows), at_once):
            yield rows[begin : begin + at_once]
