"""Rules about the thresholds of the alerts: two levels in order, and something to measure by."""

from collections.abc import Iterator, Mapping, Sequence

from cockpit.domain.message import Message
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_tree import Node, number, told

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "errors": (),
    "p95": ("latency",),
    "slow": ("latency_slo",),
    "limited": ("limited", "reasons"),
}
"""By what a flow can be measured against a threshold: it needs one of these."""


def threshold_messages(root: Node) -> Iterator[Message]:
    """Yield each threshold that clears above where it begins, or that nothing can be held to."""
    flows = root.items_at("flows")
    every, single = root.at("alerts", "thresholds"), root.at("alerts", "flows")
    if every is not None:
        yield from _thresholds(every, flows)
    for name, own in single.fields.items() if single else ():
        yield from _thresholds(own, [flow for flow in flows if flow.text_at("name") == name])


def _thresholds(thresholds: Node, flows: Sequence[Node]) -> Iterator[Message]:
    """Yield what is wrong with thresholds for these flows, one of which must be measured so."""
    for kind, needed in _NEEDED.items():
        threshold = thresholds.at(kind)
        if threshold is None:
            continue
        for unit in ("ratio", "s"):
            above, below = threshold.at(f"above_{unit}"), threshold.at(f"clear_below_{unit}")
            if above and below and number(below) > number(above):
                yield told(below, RuleCode.CLEARS_ABOVE, given=below.text, above=above.text)
        has_any = any(flow.at(name) is not None for flow in flows for name in needed)
        if needed and flows and not has_any:
            yield told(threshold, RuleCode.THRESHOLD_NEEDS, names=", ".join(needed))
