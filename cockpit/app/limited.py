"""What was refused because there were too many (HTTP 429), as a share of all first attempts."""

import math

from cockpit.app.doubts import Desk
from cockpit.app.plan import SHOWN_S, Counted, FlowPlan


def limited_ratio(desk: Desk, plan: FlowPlan, event_count: float | None) -> float | None:
    """Return the share of the last minutes; None when nothing tells it.

    A flow's own counter counts before the reasons of its failures. Retries may be refused as
    well, so the share never goes beyond all.
    """
    if event_count is None or event_count <= 0:
        return None
    reasons = frozenset(desk.workspace.alerts.limited_reasons)
    if plan.limited is not None:
        count = _count(desk, plan.limited, None)
    else:
        count = None if plan.reasons is None else _count(desk, plan.reasons, reasons)
    return None if count is None else min(1.0, count / event_count)


def _count(desk: Desk, ask: Counted, reasons: frozenset[str] | None) -> float | None:
    """Return the increase over the last minutes, of these reasons alone where they are given."""
    until_s = desk.store.kept(ask).newest_at_s
    if until_s is None:
        return None
    blocks = desk.counting.blocks(ask, (until_s - SHOWN_S, until_s))
    counts = [
        float(count[0]) for cell, count in blocks.items() if reasons is None or cell.rest in reasons
    ]
    return None if any(not math.isfinite(one) for one in counts) else sum(counts)
