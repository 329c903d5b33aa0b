"""Whether boards show all that they can before somebody takes a picture of them."""

import numpy as np

from cockpit.app.chart_view import Line
from cockpit.app.snapshot import FlowView, Snapshot


def is_drawn(seen: Snapshot) -> bool:
    """Return whether every chart tells what the figures beside it tell, up to the newest step."""
    lines = [one.line for one in seen.kpis]
    return all(_has_chart(one) for one in seen.flows) and all(_is_known(one) for one in lines)


def _has_chart(flow: FlowView) -> bool:
    chart = flow.chart
    if chart is None or chart.is_behind or not _is_known(chart.everything):
        return False
    return flow.new_success_ratio is None or _is_known(chart.new)


def _is_known(line: Line | None) -> bool:
    """Return whether something is known of the newest steps."""
    return line is not None and bool(np.isfinite(line.value[-2:]).any())
