"""Lines and axes for tests of charts."""

import numpy as np

from cockpit.app.chart_view import ChartView, Line

END_S = 1_790_000_000.0


def line(values: object, step_s: float = 10.0, count: float = 100.0) -> Line:
    """Return a line of these values that ends at `END_S`."""
    value = np.asarray(values, dtype=np.float64)
    at_s = np.asarray(END_S - step_s * np.arange(value.size)[::-1], dtype=np.float64)
    return Line(at_s, value, np.full(value.size, count))


def chart(**parts: object) -> ChartView:
    """Return an hour of steady success with p95, changed by `parts`."""
    given: dict[str, object] = {
        "range_s": 3_600.0,
        "step_s": 10.0,
        "end_s": END_S,
        "everything": line(np.full(360, 0.98)),
        "new": line(np.full(360, 0.97)),
        "p95": line(np.full(360, 0.4)),
        "p95_new": line(np.full(360, 0.42)),
        "slo_ratio": 0.975,
        "p95_limit_s": 0.6,
    }
    return ChartView(**(given | parts))  # type: ignore[arg-type]
