"""What a workspace may say, and seldom means."""

from collections.abc import Iterator

from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import DAY_S, never_firing
from cockpit.domain.message import Message
from cockpit.ports.workspace import LatencySlo, Slo
from cockpit.storage.workspace_codes import WarningCode
from cockpit.storage.workspace_fields import section
from cockpit.storage.workspace_names import flag_sources, metric_sources, rollback_sources
from cockpit.storage.workspace_tree import Node, told

PROMISES: dict[str, type[Slo | LatencySlo]] = {"slo": Slo, "latency_slo": LatencySlo}


def warning_messages(root: Node) -> Iterator[Message]:
    """Yield what somebody should look at; `root` is a file without errors."""
    yield from _flows(root)
    yield from _promises(root)
    yield from _sources(root)
    yield from _missing(root)
    held = {role.text for person in root.items_at("people") for role in person.items_at("roles")}
    for item in root.items_at("checklist"):
        role = item.at("role")
        if role is not None and role.text not in held:
            yield told(role, WarningCode.ROLE_WITHOUT_PERSON, role=role.text)


def _flows(root: Node) -> Iterator[Message]:
    levers = {lever.text_at("flag"): lever for lever in root.items_at("levers", "flags")}
    guarded = {
        flag: {flow.text for flow in lever.items_at("guards")} for flag, lever in levers.items()
    }
    for flow in root.items_at("flows"):
        name, flag = flow.text_at("name"), flow.text_at("flag")
        if flag is None:
            yield told(flow, WarningCode.FLOW_WITHOUT_FLAG, flow=name)
        elif name not in guarded[flag]:
            yield told(flow, WarningCode.GUARD_NOT_MUTUAL, flow=name, flag=flag)
        counts = flow.at("counts")
        if counts is not None and counts.text == "attempts":
            yield told(counts, WarningCode.RETRIES_COUNTED, flow=name)
    for flag, lever in levers.items():
        if not guarded[flag]:
            yield told(lever, WarningCode.LEVER_GUARDS_NOTHING, flag=flag)


def _promises(root: Node) -> Iterator[Message]:
    """Yield each burn alert that stays silent even while everything fails."""
    for flow in root.items_at("flows"):
        for field, kind in PROMISES.items():
            given = flow.at(field)
            if given is None:
                continue
            promise, _wrong = section(given, kind)
            assert promise is not None, "the file is without errors"  # noqa: S101 - cannot be
            objective = Objective(promise.target, promise.period_days * DAY_S)
            silent = never_firing(objective)
            if silent:
                yield told(
                    given,
                    WarningCode.NEVER_FIRES,
                    flow=flow.text_at("name"),
                    target_ratio=promise.target,
                    burn=silent[0].burn,
                    most_burn=1.0 / objective.budget_ratio,
                    pairs_count=len(silent),
                )


def _sources(root: Node) -> Iterator[Message]:
    flag_servers = {place.text for place in flag_sources(root)}
    used = {place.text for place in (*metric_sources(root), *rollback_sources(root))}
    for name, source in root.fields["sources"].fields.items():
        if name not in used | flag_servers:
            yield told(source, WarningCode.UNUSED_SOURCE, source=name)
        elif name in flag_servers and source.at("client_secret") is None:
            yield told(source, WarningCode.NO_CLIENT_SECRET, source=name)


def _missing(root: Node) -> Iterator[Message]:
    if not root.items_at("rollout", "targets"):
        yield told(root.at("rollout") or root, WarningCode.NO_TARGET)
    if not root.items_at("levers", "rollbacks"):
        yield told(root.at("levers") or root, WarningCode.NO_ROLLBACK)
    if root.at("journal", "anchor_folder") is None:
        yield told(root.at("journal") or root, WarningCode.NO_ANCHOR)
