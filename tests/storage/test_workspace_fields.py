"""Each field says what it wants, where it stands."""

from pathlib import Path

import pytest

from cockpit.domain.message import message
from cockpit.storage.workspace_codes import HintCode
from cockpit.storage.workspace_fields import given
from cockpit.storage.workspace_tree import Node
from tests.storage.workspaces import changed, hints, places, read, refused


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  deploy: {kind: webhook, ", "  deploy: {", ("missing", 13, "sources.deploy.kind")),
        ("service: {name: shop-app}\n", "", ("missing", 1, "service")),
        ("    slo: {target: 0.97}\n", "", ("missing", 15, "flows[0].slo")),
        ("service: {name: shop-app}", "service:", ("no_value", 2, "service")),
        ("service: {name: shop-app}", "service: shop", ("not_a_section", 2, "service")),
        ("[1, 5, 20, 100]", "5", ("not_a_list", 25, "rollout.ladder")),
        ("[1, 5, 20, 100]", "[]", ("empty_list", 25, "rollout.ladder")),
        ("name: shop-app", "name: [a]", ("not_text", 2, "service.name")),
        ("name: shop-app", "name: 쇼핑", ("not_a_name", 2, "service.name")),
        ("reason: holidays", "reason: '  '", ("empty_text", 28, "rollout.freeze[0].reason")),
        (
            "reason: holidays",
            f"reason: {'ha' * 101}",
            ("long_text", 28, "rollout.freeze[0].reason"),
        ),
        ("0.97", "97 %", ("not_a_number", 20, "flows[0].slo.target")),
        ("0.97", ".nan", ("not_a_number", 20, "flows[0].slo.target")),
        ("0.97", "[0.97]", ("not_a_number", 20, "flows[0].slo.target")),
        ("version: 1", "version: 1.5", ("not_whole", 1, "version")),
        ("0.97", "0", ("not_above", 20, "flows[0].slo.target")),
        ("0.97", "99.5", ("not_below", 20, "flows[0].slo.target")),
        ("version: 1", "version: 0", ("too_small", 1, "version")),
        ("version: 1", "version: 2", ("too_big", 1, "version")),
        ("auth: headers", "auth: header", ("not_one_of", 10, "sources.flags.auth")),
        ("roles: [pm]", "roles: [boss]", ("not_one_of", 35, "people[0].roles[0]")),
        (
            "2026-12-26T00:00:00+09:00",
            "2026-12-26",
            ("not_an_instant", 28, "rollout.freeze[0].end"),
        ),
        ("'attempts_total{flow=\"coupon\"}'", "'a{b}'", ("not_a_selector", 17, "flows[0].events")),
        (
            "https://prom.example.com",
            "prom.example.com",
            ("not_an_address", 4, "sources.metrics.url"),
        ),
        ("https://prom", "https://me@prom", ("user_in_address", 4, "sources.metrics.url")),
        (
            "  metrics: {",
            "  metrics: {heders: {a: b}, ",
            ("unknown_field", 4, "sources.metrics.heders"),
        ),
    ],
)
def test_a_wrong_field_is_named(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    assert expected in places(refused(tmp_path, changed((old, new))))


def test_a_name_of_a_source_is_checked_too(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("  deploy:", "  das ziel:")))
    assert ("not_a_name", 13, "sources.das ziel") in places(told)


@pytest.mark.parametrize(
    ("place", "new", "nearest"),
    [
        ("service: {name: shop-app}", "service: {name: shop-app, titel: x}", "title"),
        ("  metrics: {", "  metrics: {urls: x, ", "url"),
        ("    slo: {", "    slo: {period: 1, ", "period_days"),
        ("  ladder:", "  minimum_event: 3\n  ladder:", "minimum_events"),
        ("    latency_slo: {", "    latency_slo: {faster_then_s: 1, ", "faster_than_s"),
        ("targets: [{", "targets: [{flags: x, ", "flag"),
        ("- {flag: coupon_v2", "- {guard: x, flag: coupon_v2", "guards"),
        ("version: 1", "version: 1\nlevels: x", "levers"),
    ],
)
def test_the_nearest_field_of_the_same_section_is_offered(
    tmp_path: Path, place: str, new: str, nearest: str
) -> None:
    told = refused(tmp_path, changed((place, new)))
    assert hints(told) == [message(HintCode.NEAREST, name=nearest)]


def test_a_selector_says_where_reading_stopped(tmp_path: Path) -> None:
    (told,) = refused(tmp_path, changed(("good: 'results_total{", "good: 'results_total{,")))
    assert told.value("position") == 15


def test_a_broken_list_is_not_called_empty(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("    source: metrics\n", "    surce: metrics\n")))
    assert places(told) == [
        ("missing", 15, "flows[0].source"),
        ("unknown_field", 16, "flows[0].surce"),
    ]


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("check_split", "No", False),
        ("check_split", "on", True),
        ("minimum_events", "20.0", 20),
        ("bake_s", "1_200", 1_200.0),
        ("bake_s", "'60 '", 60.0),
    ],
)
def test_numbers_and_yes_may_be_written_as_people_do(
    tmp_path: Path, field: str, text: str, found: object
) -> None:
    workspace = read(tmp_path, changed(("  bake_s: 600\n", f"  {field}: {text}\n"))).workspace
    assert getattr(workspace.rollout, field) == found


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("check_split", "perhaps", "wrong_value"),
        ("minimum_events", "20.5", "not_whole"),
        ("minimum_events", "\uff12\uff10", "not_whole"),
        ("minimum_events", "0", "too_small"),
        ("bake_s", "86401", "too_big"),
        ("bake_s", ".inf", "not_a_number"),
    ],
)
def test_what_is_no_such_value_is_called_so(
    tmp_path: Path, field: str, text: str, expected: str
) -> None:
    told = refused(tmp_path, changed(("  bake_s: 600\n", f"  {field}: {text}\n")))
    assert [place[::2] for place in places(told)] == [(expected, f"rollout.{field}")]


def test_what_may_be_a_secret_is_not_repeated() -> None:
    assert given(Node(1, "a", "0123456789abcdef0123456789abcdef")) == message(HintCode.HIDDEN)
    assert given(Node(1, "a", "coupon_v2")) == "coupon_v2"
    assert given(Node(1, "a", None)) is None


def test_letters_that_are_none_are_refused(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("reason: holidays", 'reason: "\\ud800"')))
    assert places(told) == [("not_yaml", 28, None)]


CHECKED = """\
checklist:
  - id: ok
    role: qa
    question: {ko: 성공률, en: Success}
    check: {kind: flow_success, flow: coupon, at_least: 0.9}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: flow_success, ", "", ("missing", "checklist[0].check.kind")),
        ("kind: flow_success", "kind: ", ("no_value", "checklist[0].check.kind")),
        ("flow_success", "flow_succes", ("not_one_of", "checklist[0].check.kind")),
        ("flow: coupon, ", "", ("missing", "checklist[0].check.flow")),
        ("at_least: 0.9", "at_least: 90", ("too_big", "checklist[0].check.at_least")),
        ("at_least: 0.9", "at_least: x", ("not_a_number", "checklist[0].check.at_least")),
        ("at_least: 0.9", "at_least: \uff10", ("not_a_number", "checklist[0].check.at_least")),
        (
            "kind: flow_success, flow: coupon, at_least: 0.9",
            "kind: kpi, kpi: searches, at_least: 9",
            ("too_big", "checklist[0].check.at_least"),
        ),
        ("at_least: 0.9", "at_lest: 0.9", ("unknown_field", "checklist[0].check.at_lest")),
        (
            "{kind: flow_success, flow: coupon, at_least: 0.9}",
            "flow_success",
            ("not_a_section", "checklist[0].check"),
        ),
    ],
)
def test_a_wrong_field_of_a_check_is_named(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str]
) -> None:
    text = changed(("people:\n", CHECKED.replace(old, new) + "people:\n"))
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "check:" in row)
    code, field = expected
    assert (code, line, field) in places(refused(tmp_path, text))


def test_the_nearest_field_of_the_chosen_check_is_offered(tmp_path: Path) -> None:
    check = CHECKED.replace("at_least", "at_lest")
    told = refused(tmp_path, changed(("people:\n", check + "people:\n")))
    assert message(HintCode.NEAREST, name="at_least") in hints(told)
