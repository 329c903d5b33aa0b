"""Rules about names: given once, and used only where something has them."""

from collections.abc import Iterable, Iterator

from cockpit.domain.message import Message
from cockpit.ports.workspace_file import Kinds
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_fields import given
from cockpit.storage.workspace_tree import Node, hint, told

_NAMED_ONCE = (
    (("flows",), "name"),
    (("kpis",), "name"),
    (("people",), "id"),
    (("checklist",), "id"),
    (("levers", "flags"), "flag"),
    (("levers", "rollbacks"), "name"),
    (("rollout", "targets"), "flag"),
    (("rollout", "stages"), "exposure_pct"),
)


def name_messages(root: Node, kinds: Kinds) -> Iterator[Message]:
    """Yield each name that is given twice, and each that nothing has."""
    for place, field in _NAMED_ONCE:
        yield from _twice(root.items_at(*place), field)
    yield from _sources(root, kinds)
    levers = root.items_at("levers", "flags")
    flows, flags = _names(root.items_at("flows"), "name"), _names(levers, "flag")
    people = _names(root.items_at("people"), "id")
    for flow in root.items_at("flows"):
        yield from _unknown(flow.at("flag"), flags, RuleCode.NO_SUCH_LEVER)
    for lever in levers:
        for guarded in lever.items_at("guards"):
            yield from _unknown(guarded, flows, RuleCode.NO_SUCH_FLOW)
    alerts = root.at("alerts", "flows")
    for name, thresholds in alerts.fields.items() if alerts else ():
        if name not in flows:
            yield told(thresholds, RuleCode.NO_SUCH_FLOW, given=name, hint=hint(name, flows))
    yield from _checks(root, flows, flags)
    yield from _gates(root, flows)
    for lever in (*levers, *root.items_at("levers", "rollbacks")):
        for person in ("owner", "on_call"):
            yield from _unknown(lever.at(person), people, RuleCode.NO_SUCH_PERSON)
        yield from _unknown(lever.at("escalation", "to"), people, RuleCode.NO_SUCH_PERSON)


def _checks(root: Node, flows: set[str], flags: set[str]) -> Iterator[Message]:
    """Yield each name in a check of the checklist that nothing has."""
    kpis = _names(root.items_at("kpis"), "name")
    rollbacks = _names(root.items_at("levers", "rollbacks"), "name")
    for item in root.items_at("checklist"):
        for field, known, code in (
            ("flow", flows, RuleCode.NO_SUCH_FLOW),
            ("kpi", kpis, RuleCode.NO_SUCH_KPI),
            ("flag", flags, RuleCode.NO_SUCH_LEVER),
            ("rollback", rollbacks, RuleCode.NO_SUCH_ROLLBACK),
        ):
            yield from _unknown(item.at("check", field), known, code)


def _gates(root: Node, flows: set[str]) -> Iterator[Message]:
    """Yield each flow or KPI that the weight of a comparison names and nothing has."""
    kpis = _names(root.items_at("kpis"), "name")
    for check in root.items_at("gates", "checks"):
        is_kpi = check.text_at("metric") == "kpi"
        known, code = (kpis, RuleCode.NO_SUCH_KPI) if is_kpi else (flows, RuleCode.NO_SUCH_FLOW)
        yield from _unknown(check.at("of"), known, code)


def _twice(items: Iterable[Node], field: str) -> Iterator[Message]:
    seen: dict[str, int] = {}
    for item in items:
        name = item.at(field)
        if name is None or name.text is None:
            continue
        if name.text in seen:
            yield told(name, RuleCode.DUPLICATE_NAME, given=given(name), first_line=seen[name.text])
        seen.setdefault(name.text, name.line)


def _sources(root: Node, kinds: Kinds) -> Iterator[Message]:
    found = root.at("sources")
    kind_of = (
        {name: source.text_at("kind") for name, source in found.fields.items()} if found else {}
    )
    for places, fitting, code in (
        (metric_sources(root), kinds.metrics, RuleCode.NOT_FOR_METRICS),
        (flag_sources(root), kinds.flags, RuleCode.NOT_FOR_FLAGS),
        (rollback_sources(root), kinds.rollbacks, RuleCode.NOT_FOR_ROLLBACKS),
    ):
        for source in places:
            yield from _unknown(source, set(kind_of), RuleCode.NO_SUCH_SOURCE)
            kind = kind_of.get(source.text or "")
            if kind in kinds.all and kind not in fitting:
                yield told(
                    source, code, given=given(source), kind=kind, names=", ".join(sorted(fitting))
                )


def metric_sources(root: Node) -> tuple[Node, ...]:
    """Return each place that names a metric source."""
    crashes = root.at("crashes")
    users = (*root.items_at("flows"), *root.items_at("kpis"), *((crashes,) if crashes else ()))
    return _places(users)


def flag_sources(root: Node) -> tuple[Node, ...]:
    """Return each place that names a flag server."""
    return _places((*root.items_at("levers", "flags"), *root.items_at("rollout", "targets")))


def rollback_sources(root: Node) -> tuple[Node, ...]:
    """Return each place that names a deploy server."""
    return _places(root.items_at("levers", "rollbacks"))


def _places(users: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(source for user in users if (source := user.at("source")))


def _names(items: Iterable[Node], field: str) -> set[str]:
    return {name for item in items if (name := item.text_at(field))}


def _unknown(node: Node | None, known: set[str], code: RuleCode) -> Iterator[Message]:
    if node is not None and node.text is not None and node.text not in known:
        yield told(node, code, given=given(node), hint=hint(node.text, known))
