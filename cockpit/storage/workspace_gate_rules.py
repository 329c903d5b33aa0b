"""Rules about stages and gates: what they name has to be there, and be possible."""

from collections.abc import Iterator

from cockpit.domain.message import Message
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_fields import given
from cockpit.storage.workspace_tree import Node, number, told

_USUAL_LADDER = (1.0, 5.0, 20.0, 100.0)
_WATCH = "watch"


def gate_messages(root: Node) -> Iterator[Message]:
    """Yield what no gate could ever do."""
    yield from _stages(root)
    yield from _weights(root)


def _stages(root: Node) -> Iterator[Message]:
    ladder = root.at("rollout", "ladder")
    rungs = tuple(number(one) for one in ladder.items) if ladder else _USUAL_LADDER
    held = {role.text for one in root.items_at("people") for role in one.items_at("roles")}
    for stage in root.items_at("rollout", "stages"):
        exposure = stage.at("exposure_pct")
        if exposure is not None and number(exposure) not in {0.0, *rungs}:
            yield told(exposure, RuleCode.STAGE_NOT_ON_LADDER, given=given(exposure))
        role = stage.at("approval")
        if role is not None and role.text not in held:
            yield told(role, RuleCode.APPROVAL_VACANT, role=role.text)


def _weights(root: Node) -> Iterator[Message]:
    """Yield each comparison that has to be proved before a step and is only watched."""
    stages = root.items_at("rollout", "stages")
    needed = {
        one.text
        for place in (root.at("rollout"), *stages)
        if place is not None
        for one in place.items_at("must_pass")
    } or {"success"}
    for check in root.items_at("gates", "checks"):
        metric, weight = check.text_at("metric"), check.at("weight")
        if weight is not None and weight.text == _WATCH and metric in needed:
            yield told(weight, RuleCode.NEEDED_AND_WATCHED, metric=metric)
