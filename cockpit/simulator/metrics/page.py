"""The shop's metrics page in the Prometheus text format, version 0.0.4."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop.series import Labels, Series

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
HELP = {
    "shop_flow_attempts_total": "Tries at a flow, first ones and retries.",
    "shop_flow_results_total": "Tries by how they ended.",
    "shop_flow_failures_total": "Tries that failed, by reason.",
    "shop_flow_duration_seconds": "How long tries took.",
    "shop_sessions_total": "Sessions begun.",
    "shop_sessions_crashed_total": "Sessions that ended in a crash.",
    "shop_searches_total": "Searches answered.",
    "shop_searches_converted_total": "Searches that led to a purchase.",
    "shop_recommendation_impressions_total": "Recommendations shown.",
    "shop_recommendation_clicks_total": "Recommendations clicked.",
    "shop_checkouts_begun_total": "Checkouts begun.",
    "shop_checkouts_finished_total": "Checkouts paid.",
    "shop_flag_enabled": "Whether the shop takes a flag for on.",
    "shop_release_exposure_ratio": "Share of the customers that has a version.",
}
_HISTOGRAM_PARTS = ("_bucket", "_sum", "_count")


def metrics_page(
    series: Sequence[Series], values: NDArray[np.int64], present: NDArray[np.bool_]
) -> str:
    """Return the page with every series that is present, families together."""
    families: dict[str, list[str]] = {}
    for place in np.flatnonzero(present).tolist():
        each = series[place]
        lines = families.setdefault(_family(each), [])
        if not lines:
            lines += _head(_family(each), each.kind)
        lines.append(f"{each.name}{_braced(each.labels)} {value_text(values[place] / each.scale)}")
    return "".join(f"{line}\n" for lines in families.values() for line in lines)


def value_text(value: float) -> str:
    """Return a sample value as Prometheus prints it."""
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value.is_integer() else repr(float(value))


def _head(family: str, kind: str) -> list[str]:
    told = HELP.get(family)
    return [*([f"# HELP {family} {told}"] if told else []), f"# TYPE {family} {kind}"]


def _family(series: Series) -> str:
    if series.kind == "histogram":
        for part in _HISTOGRAM_PARTS:
            if series.name.endswith(part):
                return series.name.removesuffix(part)
    return series.name


def _braced(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{escaped(value)}"' for name, value in labels) + "}"


def escaped(value: str) -> str:
    """Return a label value with backslash, quote and line feed escaped."""
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
