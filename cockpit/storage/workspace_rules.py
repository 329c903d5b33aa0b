"""Rules about what has to fit together: flows, patterns, ladder, freezes, anchor, checks."""

import re
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from cockpit.domain.message import Message, message
from cockpit.ports.selectors import SelectorError, parsed
from cockpit.ports.workspace_fields import InstantError, instant
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_gate_rules import gate_messages
from cockpit.storage.workspace_thresholds import threshold_messages
from cockpit.storage.workspace_tree import Node, joined, number, told

_SELECTORS = (
    *("events", "good", "bad", "reasons", "limited", "latency"),
    *("sessions", "crashed", "metric"),
)
# Python knows these and RE2, which metric servers use, does not:
# https://github.com/google/re2/wiki/Syntax
_TOO_CLEVER = re.compile(r"\(\?(?:[=!>(#]|<[=!]|P=)|\\[1-9]|[+*?}]\+")
_ALL_PCT = 100.0


def rule_messages(root: Node, folder: Path, data_folder: Path | None) -> Iterator[Message]:
    """Yield what does not fit together; the anchor must not lie in `data_folder`."""
    for flow in root.items_at("flows"):
        yield from _flow(flow)
    yield from _patterns(root)
    yield from _ladder(root.at("rollout", "ladder"))
    yield from gate_messages(root)
    for freeze in root.items_at("rollout", "freeze"):
        yield from _freeze(freeze)
    yield from _anchor(root.at("journal", "anchor_folder"), folder, data_folder)
    for item in root.items_at("checklist"):
        yield from _check(root, item.at("check"))
    yield from threshold_messages(root)


def _flow(flow: Node) -> Iterator[Message]:
    if flow.fields and (flow.at("good") is None) == (flow.at("bad") is None):
        yield told(flow, RuleCode.GOOD_OR_BAD)
    latency = flow.at("latency")
    if latency is None:
        if (promise := flow.at("latency_slo")) is not None:
            path = joined(flow.path, "latency")
            yield message(RuleCode.NEEDS_LATENCY, line=promise.line, field=path)
        return
    try:
        selector = parsed(latency.text or "")
    except SelectorError:
        return  # the reader of fields has said so
    if not selector.metric.endswith("_bucket"):
        yield told(latency, RuleCode.NOT_A_BUCKET, given=selector.metric)
    if any(matcher.label == "le" for matcher in selector.matchers):
        yield told(latency, RuleCode.BOUND_IN_LATENCY)


def _patterns(root: Node) -> Iterator[Message]:
    for name in ("version_pattern", "build_pattern"):
        numbering = root.at("releases", name)
        if numbering is not None and not _compiles(numbering.text or ""):
            yield told(numbering, RuleCode.NOT_A_PATTERN)
    for selector in _selectors(root):
        try:
            matchers = parsed(selector.text or "").matchers
        except SelectorError:
            continue
        for pattern in (matcher.value for matcher in matchers if "~" in matcher.operator):
            if not _compiles(pattern):
                yield told(selector, RuleCode.NOT_A_PATTERN)
            elif _TOO_CLEVER.search(pattern):
                yield told(selector, RuleCode.PATTERN_TOO_CLEVER)


def _selectors(root: Node) -> Iterator[Node]:
    version_from, crashes = root.at("labels", "version_from"), root.at("crashes")
    singles = [part for part in (version_from, crashes) if part is not None]
    for part in (*singles, *root.items_at("flows"), *root.items_at("kpis")):
        for name in _SELECTORS:
            if (selector := part.at(name)) is not None:
                yield selector


def _compiles(pattern: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about notation of later Pythons
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _ladder(ladder: Node | None) -> Iterator[Message]:
    steps = ladder.items if ladder else ()
    values = [number(step) for step in steps]
    for step, (before, after) in zip(steps[1:], pairwise(values), strict=False):
        if after <= before:
            yield told(step, RuleCode.LADDER_NOT_RISING)
    if values and (values[-1] < _ALL_PCT):
        yield told(steps[-1], RuleCode.LADDER_NOT_COMPLETE)


def _freeze(freeze: Node) -> Iterator[Message]:
    try:
        start, end = (instant(freeze.text_at(name) or "") for name in ("start", "end"))
    except InstantError:
        return  # the reader of fields has said so
    if start >= end:
        yield told(freeze, RuleCode.FREEZE_NOT_FORWARD)


def _anchor(node: Node | None, folder: Path, data_folder: Path | None) -> Iterator[Message]:
    if node is None or node.text is None or data_folder is None:
        return
    try:
        anchor = (folder / Path(node.text).expanduser()).resolve()
        is_inside = anchor.is_relative_to(data_folder.resolve())
    except (OSError, ValueError, RuntimeError):  # no folder that a disk could hold
        is_inside = False
    if is_inside:
        yield told(node, RuleCode.ANCHOR_WITH_JOURNAL, folder=str(data_folder))


def _check(root: Node, check: Node | None) -> Iterator[Message]:
    """Yield that what the check of a question measures is not there."""
    if check is None:
        return
    kind, name = check.text_at("kind"), check.text_at("flow")
    flow = next((one for one in root.items_at("flows") if one.text_at("name") == name), None)
    if kind == "crash_free" and root.at("crashes") is None:
        yield told(check, RuleCode.CHECK_NEEDS_CRASHES)
    if kind == "flow_latency" and flow is not None and flow.at("latency") is None:
        yield told(check, RuleCode.CHECK_NEEDS_LATENCY, flow=name)
    if kind == "journal_anchored" and root.at("journal", "anchor_folder") is None:
        yield told(check, RuleCode.CHECK_NEEDS_ANCHOR)
