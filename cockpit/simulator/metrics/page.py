"""The shop's metrics page in the Prometheus text format, version 0.0.4."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop.series import Labels, Series

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
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
            lines.append(f"# TYPE {_family(each)} {each.kind}")
        lines.append(f"{each.name}{_braced(each.labels)} {value_text(values[place] / each.scale)}")
    return "".join(f"{line}\n" for lines in families.values() for line in lines)


def value_text(value: float) -> str:
    """Return a sample value as Prometheus prints it."""
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value.is_integer() else repr(float(value))


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
