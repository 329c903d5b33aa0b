"""Names are given once, and used only where something has them."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_names import name_messages
from tests.storage.workspaces import KINDS, MISSHAPEN, changed, places, read, refused, tree

PERSON = "  - {id: mina, name: 김미나, roles: [pm]}\n"
LEVER = "    - {flag: coupon_v2, source: flags, guards: [coupon], owner: mina}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (PERSON, PERSON * 2, ("duplicate_name", 36, "people[1].id")),
        (LEVER, LEVER * 2, ("duplicate_name", 32, "levers.flags[1].flag")),
        (
            "targets: [{flag: release, source: flags}]",
            "targets: [{flag: release, source: flags}, {flag: release, source: flags}]",
            ("duplicate_name", 26, "rollout.targets[1].flag"),
        ),
        ("    source: metrics", "    source: metric", ("no_such_source", 16, "flows[0].source")),
        ("    source: metrics", "    source: flags", ("not_for_metrics", 16, "flows[0].source")),
        (
            "{flag: release, source: flags}",
            "{flag: release, source: deploy}",
            ("not_for_flags", 26, "rollout.targets[0].source"),
        ),
        (
            "coupon_v2, source: flags",
            "coupon_v2, source: metrics",
            ("not_for_flags", 31, "levers.flags[0].source"),
        ),
        (
            "source: deploy",
            "source: flags",
            ("not_for_rollbacks", 33, "levers.rollbacks[0].source"),
        ),
        ("    flag: coupon_v2", "    flag: other", ("no_such_lever", 22, "flows[0].flag")),
        ("guards: [coupon]", "guards: [cart]", ("no_such_flow", 31, "levers.flags[0].guards[0]")),
        ("owner: mina", "owner: jun", ("no_such_person", 31, "levers.flags[0].owner")),
        ("on_call: mina", "on_call: jun", ("no_such_person", 33, "levers.rollbacks[0].on_call")),
        (
            "owner: mina",
            "escalation: {after_minutes: 10, to: jun}",
            ("no_such_person", 31, "levers.flags[0].escalation.to"),
        ),
        (
            "on_call: mina",
            "escalation: {after_minutes: 10, to: jun}",
            ("no_such_person", 33, "levers.rollbacks[0].escalation.to"),
        ),
        (
            "people:",
            "crashes: {source: deploy, sessions: a, crashed: b}\npeople:",
            ("not_for_metrics", 34, "crashes.source"),
        ),
    ],
)
def test_a_name_that_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    assert places(refused(tmp_path, changed((old, new)))) == [expected]


def test_the_second_of_two_flows_tells_where_the_first_is(tmp_path: Path) -> None:
    second = "  - {name: coupon, source: metrics, events: a, good: b, slo: {target: 0.9}}\nrollout:"
    (told,) = refused(tmp_path, changed(("rollout:", second)))
    assert (told.value("line"), told.value("first_line")) == (23, 15)


def test_a_flow_that_is_broken_otherwise_still_has_its_name(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("0.97", "97")))
    assert places(told) == [("not_below", 20, "flows[0].slo.target")]


def test_items_without_a_name_are_not_called_twins(tmp_path: Path) -> None:
    nameless = "people:\n  - {name: Kim}\n  - {name: Kim}\n"
    assert places(refused(tmp_path, changed(("people:\n", nameless)))) == [
        ("missing", 35, "people[0].id"),
        ("missing", 36, "people[1].id"),
    ]


def test_a_wrong_kind_is_said_once(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("kind: prometheus", "kind: graphite")))
    assert places(told) == [("unknown_kind", 4, "sources.metrics.kind")]


def test_crashes_may_have_a_source_of_metrics(tmp_path: Path) -> None:
    text = changed(("people:", "crashes: {source: metrics, sessions: a, crashed: b}\npeople:"))
    assert read(tmp_path, text).workspace.crashes


@pytest.mark.parametrize("text", MISSHAPEN)
def test_a_section_of_another_shape_names_nothing(text: str) -> None:
    assert list(name_messages(tree(text), KINDS)) == []


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("kind: flow_success, flow: {}, at_least: 0.9", "no_such_flow"),
        ("kind: flow_latency, flow: {}, p95_at_most_s: 1", "no_such_flow"),
        ("kind: kpi, kpi: {}, at_least: 0.9", "no_such_kpi"),
        ("kind: flag_ready, flag: {}", "no_such_lever"),
        ("kind: rollback_ready, rollback: {}", "no_such_rollback"),
    ],
)
def test_a_check_measures_only_what_the_workspace_has(
    tmp_path: Path, check: str, code: str
) -> None:
    item = (
        f"  - {{id: a, role: qa, question: {{ko: 가, en: a}}, check: {{{check.format('other')}}}}}"
    )
    (told,) = refused(tmp_path, changed(("people:", f"checklist:\n{item}\npeople:")))
    assert told.code == f"workspace.{code}"
    assert str(told.value("field")).startswith("checklist[0].check.")
