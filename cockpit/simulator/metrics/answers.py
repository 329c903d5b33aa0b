"""Answering an expression out of the history."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.metrics.expression import Expression, Matcher
from cockpit.simulator.metrics.history import History, Values
from cockpit.simulator.metrics.increase import increases
from cockpit.simulator.metrics.page import value_text

STALE_MS = 300_000
SCRAPED_FROM = {"instance": "shop", "job": "shop"}  # what a real scrape adds
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


def selected(history: History, metric: str, matchers: Sequence[Matcher]) -> list[int]:
    """Return the places of the series that a selector names."""
    return [
        place
        for place in history.places(metric)
        if all(each.accepts(labels_of(history, place)) for each in matchers)
    ]


def labels_of(history: History, place: int) -> dict[str, str]:
    """Return the labels of a series with its name among them."""
    series = history.series(place)
    return {"__name__": series.name, **SCRAPED_FROM, **dict(series.labels)}


def _raw(history: History, asked: Expression, at_ms: int) -> Answer:
    places = selected(history, asked.metric, asked.matchers)
    times, values = history.samples(places, at_ms - (asked.range_ms or 0), at_ms)
    found = [
        {"metric": labels_of(history, place), "values": _points(times, column)}
        for place, column in zip(places, values.T, strict=True)
        if not np.isnan(column).all()
    ]
    return {"resultType": "matrix", "result": found}


def _points(times_ms: NDArray[np.int64], values: Values) -> list[list[object]]:
    there = ~np.isnan(values)
    pairs = zip(times_ms[there].tolist(), values[there].tolist(), strict=True)
    return [[at_ms / 1000, value_text(value)] for at_ms, value in pairs]


def _evaluated(
    history: History, asked: Expression, steps_ms: NDArray[np.int64]
) -> tuple[list[dict[str, str]], Values]:
    """Return labels and values, (steps, series); NaN where there is no value."""
    places = selected(history, asked.metric, asked.matchers)
    if asked.by is None or asked.range_ms is None:
        return [labels_of(history, place) for place in places], _newest(history, places, steps_ms)
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
) -> tuple[list[dict[str, str]], Values]:
    groups: dict[tuple[tuple[str, str], ...], int] = {}
    group_of = np.zeros(len(places), dtype=np.int64)
    for column, place in enumerate(places):
        labels = labels_of(history, place)
        key = tuple((name, labels[name]) for name in by if labels.get(name))
        group_of[column] = groups.setdefault(key, len(groups))
    times, values = history.samples(places, steps_ms[0] - range_ms, steps_ms[-1])
    ends_ms = steps_ms.astype(np.float64)
    before = history.increases_before(places, ends_ms - range_ms, ends_ms)
    found = np.full((len(steps_ms), len(groups)), np.nan)
    for row, end_ms in enumerate(steps_ms.tolist()):
        low, high = np.searchsorted(times, [end_ms - range_ms, end_ms], side="right")
        kept = times[low:high], values[low:high]
        grown = increases(*kept, end_ms - range_ms, end_ms)
        if before is not None and not np.isnan(before[row]).all():
            start_ms = max(end_ms - range_ms, history.begin_ms or 0)
            since = np.nan_to_num(increases(*kept, start_ms, end_ms))
            grown = np.where(np.isnan(before[row]), grown, before[row] + since)
        there = ~np.isnan(grown)
        sums = np.bincount(group_of[there], grown[there], len(groups))
        has_any = np.bincount(group_of[there], minlength=len(groups)) > 0
        found[row, has_any] = sums[has_any]
    return [dict(key) for key in groups], found
