"""Read series out of the answers of the Prometheus query API.

https://prometheus.io/docs/prometheus/latest/querying/api/: values are texts, times are unix
seconds (whole numbers from VictoriaMetrics); `warnings` and `infos` may be missing.
"""

import math
from collections.abc import Iterable

from msgspec import Struct

from cockpit.connectors.codes import MetricCode
from cockpit.connectors.decode import ShapeError, items, record, text
from cockpit.connectors.reply import Reply
from cockpit.ports.metrics import Series

NUMBERS = frozenset({int, float})
"""What JSON makes of numbers; truth is no number there."""

LATEST_S = 1e11
"""The year 5138: later than that no clock is."""


class Window(Struct, frozen=True):
    """The times that points may have, in unix seconds: later than `after_s`, up to `until_s`."""

    after_s: float = -math.inf
    until_s: float = math.inf


def all_series(
    data: object, reply: Reply, window: Window, max_series: int
) -> tuple[tuple[Series, ...], int]:
    """Return the series of an answer's `data`, and how many points lay in the future.

    Raises `ShapeError`, and `BadAnswerError` for too many series, for two series with the same
    labels, and for native histograms, which are no numbers.
    """
    fields = record(data, "data")
    kind, result = text(fields, "resultType"), items(fields.get("result"), "result")
    if kind not in {"vector", "matrix"}:
        raise ShapeError(field="resultType")
    if len(result) > max_series:
        raise reply.bad(
            MetricCode.TOO_MANY_SERIES, series_count=len(result), limit_count=max_series
        )
    found: dict[frozenset[tuple[str, str]], Series] = {}
    future_count = 0
    for item in result:
        entry = record(item, "result")
        if "histogram" in entry or "histograms" in entry:
            raise reply.bad(MetricCode.HISTOGRAM)
        labels = _labels(entry.get("metric"))
        pairs = [entry.get("value")] if kind == "vector" else items(entry.get("values"), "values")
        series, ahead_count = _series(labels, pairs, window)
        if found.setdefault(frozenset(labels.items()), series) is not series:
            raise reply.bad(MetricCode.DOUBLE_SERIES)
        future_count += ahead_count
    return tuple(found.values()), future_count


def _labels(metric: object) -> dict[str, str]:
    labels = record(metric, "metric")
    return {name: text(labels, name) for name in labels if name != "__name__"}


def _series(labels: dict[str, str], pairs: Iterable[object], window: Window) -> tuple[Series, int]:
    points: dict[float, float] = {}
    dropped_count = future_count = 0
    for pair in pairs:
        time_s, value = _point(pair)
        if time_s > window.until_s:
            future_count += 1
        elif time_s <= window.after_s:
            continue  # Prometheus before 3.0 counts the left end of a range in
        elif not math.isfinite(value) or time_s in points:
            dropped_count += 1
        else:
            points[time_s] = value
    times_s = tuple(sorted(points))
    values = tuple(points[time_s] for time_s in times_s)
    return Series(labels, times_s, values, dropped_count), future_count


def _point(pair: object) -> tuple[float, float]:
    if type(pair) is not list or len(pair) != 2:  # noqa: PLR2004 - time and value
        raise ShapeError(field="value")
    time_s, value = pair
    if type(time_s) not in NUMBERS or not -LATEST_S <= time_s <= LATEST_S:
        raise ShapeError(field="timestamp")
    if type(value) is not str:
        raise ShapeError(field="value")
    try:
        return float(time_s), float(value)
    except ValueError:
        raise ShapeError(field="value") from None
