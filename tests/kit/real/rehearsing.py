"""A shop with one flow and its counters, for the rules that the cockpit writes."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from cockpit.ports.workspace import Workspace
from tests.kit.monitoring import workspace
from tests.kit.real.promtool import Rehearsal, counter

EVERY_S = 15.0
HOUR = round(3600 / EVERY_S)
"""Scrapes in an hour."""

EVENTS, GOOD = "tries_total", "good_total"
Rehearse: TypeAlias = Callable[..., Rehearsal]


def shop(*, target: float = 0.999, **more: Any) -> Workspace:
    """Return a workspace with one flow that promises success and nothing else."""
    flow = {
        "name": "checkout",
        "source": "metrics",
        "events": EVENTS,
        "good": GOOD,
        "slo": {"target": target},
        **more.pop("flow", {}),
    }
    return workspace(**{"flows": [flow], "kpis": [], "levers": {}, **more})


def counted(tries: Sequence[float], bad: Sequence[float]) -> dict[str, list[float | None]]:
    """Return the two counters of the flow, from what each scrape adds."""
    good = [one - lost for one, lost in zip(tries, bad, strict=True)]
    return {EVENTS: counter(tries), GOOD: counter(good)}


def steady(per_scrape: float, scrapes: int, bad_ratio: Callable[[int], float]) -> dict[str, Any]:
    """Return the counters of a flow with even traffic."""
    bad = [per_scrape * bad_ratio(scrape) for scrape in range(scrapes)]
    return counted([per_scrape] * scrapes, bad)
