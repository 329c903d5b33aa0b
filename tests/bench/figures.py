"""How figures are summed up and printed."""

from collections.abc import Sequence


def percentile(values: Sequence[float], pct: float) -> float:
    """Return the value that `pct` percent of the values do not exceed, by the nearest rank."""
    ranked = sorted(values)
    rank = max(1, -(-len(ranked) * pct // 100))
    return ranked[int(rank) - 1]


def line(what: str, values_s: Sequence[float], *, pct: float, unit_ms: bool = True) -> str:
    """Return one line: the median and a high percentile of some times."""
    scale, unit = (1000.0, "ms") if unit_ms else (1.0, "s")
    middle, high = percentile(values_s, 50) * scale, percentile(values_s, pct) * scale
    return f"{what:<44} p50 {middle:8.2f} {unit}  p{pct:.0f} {high:8.2f} {unit}  n {len(values_s)}"


def target(what: str, value: float, limit: float, unit: str) -> str:
    """Return one line: a figure, its target, and their ratio."""
    verdict = "reached" if value <= limit else "MISSED"
    share = value / limit
    return f"target  {what:<40} {value:8.2f} of {limit:g} {unit}  ({share:.2f} x)  {verdict}"
