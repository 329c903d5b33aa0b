"""What has to fit together does."""

from pathlib import Path

import pytest
from msgspec import to_builtins

from cockpit.storage.workspace_rules import rule_messages
from tests.storage.workspaces import MISSHAPEN, changed, places, read, refused, tree

GOOD_LINE = '    good: \'results_total{flow="coupon",result=~"ok|late"}\'\n'
LATENCY = "    latency: duration_seconds_bucket\n"
LATENCY_SLO = "latency_slo: {target: 0.95, faster_than_s: 1}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (GOOD_LINE, "", [("good_or_bad", 15, "flows[0]")]),
        (GOOD_LINE, GOOD_LINE + "    bad: b\n", [("good_or_bad", 15, "flows[0]")]),
        (LATENCY, "", [("needs_latency", 20, "flows[0].latency")]),
        ("duration_seconds_bucket", "duration_seconds", [("not_a_bucket", 19, "flows[0].latency")]),
        (
            "duration_seconds_bucket",
            "'d_bucket{le=\"1\"}'",
            [("bound_in_latency", 19, "flows[0].latency")],
        ),
        ("ok|late", "(ok", [("not_a_pattern", 18, "flows[0].good")]),
        ("ok|late", "a{99999999999}", [("not_a_pattern", 18, "flows[0].good")]),
        ("ok|late", "(?=ok)", [("pattern_too_clever", 18, "flows[0].good")]),
        ("ok|late", "(o)k\\\\1", [("pattern_too_clever", 18, "flows[0].good")]),
        ("ok|late", "ok++", [("pattern_too_clever", 18, "flows[0].good")]),
        (
            "rollout:",
            "releases: {version_pattern: '(', build_pattern: '[a'}\nrollout:",
            [
                ("not_a_pattern", 23, "releases.version_pattern"),
                ("not_a_pattern", 23, "releases.build_pattern"),
            ],
        ),
        ("[1, 5, 20, 100]", "[5, 1, 100]", [("ladder_not_rising", 25, "rollout.ladder[1]")]),
        ("[1, 5, 20, 100]", "[1, 5]", [("ladder_not_complete", 25, "rollout.ladder[1]")]),
        ("[1, 5, 20, 100]", "[1, x, 100]", [("not_a_number", 25, "rollout.ladder[1]")]),
        ("2026-12-26", "2026-12-23", [("freeze_not_forward", 28, "rollout.freeze[0]")]),
        ("duration_seconds_bucket", "'a b'", [("not_a_selector", 19, "flows[0].latency")]),
        (
            "rollout:",
            "labels: {version_from: {metric: 'm{a=~\"[\"}', label: v}}\nrollout:",
            [("not_a_pattern", 23, "labels.version_from.metric")],
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int, str]]
) -> None:
    assert places(refused(tmp_path, changed((old, new)))) == expected


def test_patterns_that_later_pythons_may_read_otherwise_are_taken(tmp_path: Path) -> None:
    read(tmp_path, changed(("ok|late", "[[a]ok]")))


def test_bad_alone_is_enough(tmp_path: Path) -> None:
    flow = read(tmp_path, changed((GOOD_LINE, "    bad: failures_total\n"))).workspace.flows[0]
    assert (flow.good, flow.bad) == (None, "failures_total")


@pytest.mark.parametrize("inside", ["", "/anchors", "/../data/x"])
def test_an_anchor_beside_the_journal_proves_nothing(tmp_path: Path, inside: str) -> None:
    data = tmp_path / "data"
    told = refused(tmp_path, changed(("/mnt/anchors", f"{data}{inside}")), data_folder=data)
    assert places(told) == [("anchor_with_journal", 36, "journal.anchor_folder")]


def test_a_relative_anchor_begins_at_the_file(tmp_path: Path) -> None:
    relative = changed(("/mnt/anchors", "data/anchors"))
    assert places(refused(tmp_path, relative, data_folder=tmp_path / "data")) == [
        ("anchor_with_journal", 36, "journal.anchor_folder")
    ]
    read(tmp_path, relative, data_folder=tmp_path / "elsewhere")


def test_an_anchor_that_no_disk_can_hold_is_not_called_inside(tmp_path: Path) -> None:
    text = changed(("/mnt/anchors", '"~nobody-of-this-name/x"'))
    read(tmp_path, text, data_folder=tmp_path)


@pytest.mark.parametrize("text", MISSHAPEN)
def test_a_section_of_another_shape_breaks_no_rule(tmp_path: Path, text: str) -> None:
    assert list(rule_messages(tree(text), tmp_path, tmp_path)) == []


@pytest.mark.parametrize(
    ("check", "removed", "code"),
    [
        ("{kind: crash_free, at_least: 0.9}", "", "check_needs_crashes"),
        (
            "{kind: flow_latency, flow: coupon, p95_at_most_s: 1}",
            f"{LATENCY}    slo: {{target: 0.97}}\n    {LATENCY_SLO}\n",
            "check_needs_latency",
        ),
        (
            "{kind: journal_anchored}",
            "journal: {anchor_folder: /mnt/anchors}\n",
            "check_needs_anchor",
        ),
    ],
)
def test_a_check_needs_what_it_measures(
    tmp_path: Path, check: str, removed: str, code: str
) -> None:
    text = changed((removed, "    slo: {target: 0.97}\n" if "slo" in removed else ""))
    item = f"  - {{id: a, role: qa, question: {{ko: 가, en: a}}, check: {check}}}"
    (told,) = refused(tmp_path, text.replace("people:", f"checklist:\n{item}\npeople:"))
    assert (told.code, told.value("field")) == (f"workspace.{code}", "checklist[0].check")


def test_a_check_that_has_what_it_needs_is_fine(tmp_path: Path) -> None:
    checks = (
        "{kind: crash_free, at_least: 1}",
        "{kind: flow_latency, flow: coupon, p95_at_most_s: 1}",
        "{kind: journal_anchored}",
        "{kind: sources_ok}",
    )
    items = "".join(
        f"  - {{id: i{number}, role: qa, question: {{ko: 가, en: a}}, check: {check}}}\n"
        for number, check in enumerate(checks)
    )
    crashes = "crashes: {source: metrics, sessions: a, crashed: b}\n"
    text = changed(("people:", f"{crashes}checklist:\n{items}people:"))
    found = read(tmp_path, text).workspace.checklist
    assert [to_builtins(one.check)["kind"] for one in found if one.check] == [
        "crash_free",
        "flow_latency",
        "journal_anchored",
        "sources_ok",
    ]
