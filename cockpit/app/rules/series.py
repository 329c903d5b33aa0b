"""The series that the rules keep: their names, their labels, and the selectors that find them.

Names follow https://prometheus.io/docs/practices/rules/: level, metric, operations.
"""

import hashlib
import json
from collections.abc import Mapping

from cockpit.domain.burn_windows import DAY_S, HOUR_S, MINUTE_S
from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.selectors import rendered

EVENTS, BAD = "flow:cockpit_events", "flow:cockpit_bad"
TIMED, SLOW = "flow:cockpit_timed", "flow:cockpit_slow"
KPI_EVENTS, KPI_GOOD = "kpi:cockpit_events", "kpi:cockpit_good"
KPI_USUAL, KPI_ODDNESS = "kpi:cockpit_ratio:usual1h", "kpi:cockpit_ratio:oddness1h"

SERVICE, FLOW, KPI = "service", "flow", "kpi"
DEFINITION = "selector"
"""Label with a hash of what is counted: records of another definition are never taken for ours."""

_UNITS = ((DAY_S, "d"), (HOUR_S, "h"), (MINUTE_S, "m"))


def span(range_s: float) -> str:
    """Return a span of time in the largest unit that divides it, such as 30d, 6h or 15s."""
    for unit_s, letter in _UNITS:
        if range_s % unit_s == 0:
            return f"{range_s / unit_s:.0f}{letter}"
    return f"{range_s:.0f}s"


def increase_name(metric: str, range_s: float) -> str:
    """Return the name of the series with the increase of `metric` over the range."""
    return f"{metric}:increase{span(range_s)}"


def series(name: str, labels: Mapping[str, str]) -> Selector:
    """Return the selector of one series of ours."""
    return Selector(name, tuple(Matcher(label, "=", value) for label, value in labels.items()))


def increased(selector: Selector, range_s: float, offset: str = "") -> str:
    """Return the expression for the increase of all series together."""
    return f"sum(increase({rendered(selector)}[{span(range_s)}]{offset}))"


def definition(*counted: object) -> str:
    """Return the hash of what is counted: twelve hexadecimal digits."""
    text = json.dumps(counted, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def number(value: float) -> str:
    """Return a number as PromQL takes it, without the noise of binary fractions."""
    return f"{value:.12g}"
