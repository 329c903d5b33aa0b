"""Thresholds hold together, and something is measured that can be held to them."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_thresholds import threshold_messages
from tests.storage.workspaces import GOOD, MISSHAPEN, changed, places, read, refused, tree

LATENCY = "    latency: duration_seconds_bucket\n"
LATENCY_SLO = "    latency_slo: {target: 0.95, faster_than_s: 1}\n"
RATIO = "{above_ratio: 0.05, clear_below_ratio: 0.03}"
LINE = GOOD.count("\n") + 1


def alerts(text: str) -> str:
    return f"{GOOD}alerts: {text}\n"


def test_thresholds_are_read_with_their_defaults(tmp_path: Path) -> None:
    found = read(tmp_path, alerts(f"{{flows: {{coupon: {{errors: {RATIO}}}}}}}")).workspace.alerts
    errors = found.of_flow("coupon").errors
    assert errors is not None
    assert (errors.above_ratio, errors.clear_below_ratio) == (0.05, 0.03)
    assert (errors.minimum_events, errors.grade) == (100, "watch")
    assert found.of_flow("cart").errors is None


def test_levels_that_are_the_same_are_fine(tmp_path: Path) -> None:
    read(tmp_path, alerts("{thresholds: {p95: {above_s: 2, clear_below_s: 2}}}"))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (
            "{thresholds: {errors: {above_ratio: 0.03, clear_below_ratio: 0.05}}}",
            "alerts.thresholds.errors.clear_below_ratio",
        ),
        (
            "{flows: {coupon: {p95: {above_s: 1, clear_below_s: 1.5}}}}",
            "alerts.flows.coupon.p95.clear_below_s",
        ),
    ],
)
def test_an_alert_that_clears_above_where_it_begins_is_refused(
    tmp_path: Path, text: str, field: str
) -> None:
    assert places(refused(tmp_path, alerts(text))) == [("clears_above", LINE, field)]


@pytest.mark.parametrize(
    ("kind", "removed", "names"),
    [
        ("p95: {above_s: 2, clear_below_s: 1}", LATENCY + LATENCY_SLO, "latency"),
        (f"slow: {RATIO}", LATENCY_SLO, "latency_slo"),
        (f"limited: {RATIO}", "", "limited, reasons"),
    ],
)
def test_a_threshold_that_nothing_can_be_held_to_is_refused(
    tmp_path: Path, kind: str, removed: str, names: str
) -> None:
    text = GOOD.replace(LATENCY, "").replace(LATENCY_SLO, "") if LATENCY in removed else GOOD
    text = text.replace(removed, "") if removed else text
    for place in ("thresholds", "flows.coupon"):
        section = f"{{{place.replace('flows.', 'flows: {')}: {{{kind}}}}}"
        section += "}" if place.startswith("flows") else ""
        (told,) = refused(tmp_path, f"{text}alerts: {section}\n")
        assert told.code == "workspace.threshold_needs"
        assert told.value("field") == f"alerts.{place}.{kind.split(':', maxsplit=1)[0]}"
        assert told.value("names") == names


def test_one_flow_that_can_be_measured_is_enough_for_every_flow(tmp_path: Path) -> None:
    other = (
        '  - {name: cart, source: metrics, events: a, good: b, limited: "c", slo: {target: 0.9}}\n'
    )
    text = (
        changed(("rollout:", f"{other}rollout:"))
        + f"alerts: {{thresholds: {{limited: {RATIO}}}}}\n"
    )
    assert read(tmp_path, text).workspace.flows[1].limited == "c"


def test_thresholds_are_for_flows_that_there_are(tmp_path: Path) -> None:
    told = refused(tmp_path, alerts(f"{{flows: {{cupon: {{errors: {RATIO}}}}}}}"))
    assert places(told) == [("no_such_flow", LINE, "alerts.flows.cupon")]


def test_a_field_that_there_is_not_is_named_with_what_there_is(tmp_path: Path) -> None:
    told = refused(tmp_path, alerts("{flows: {coupon: {error: {}}}}"))
    assert places(told) == [("unknown_field", LINE, "alerts.flows.coupon.error")]


@pytest.mark.parametrize(
    "text",
    [
        *MISSHAPEN,
        "alerts: 5",
        "alerts: {thresholds: 1, flows: [a]}",
        "flows: [{name: a}]\nalerts: {flows: {a: 3, b: {errors: {above_ratio: x}}}}",
    ],
)
def test_a_section_of_another_shape_breaks_no_rule(text: str) -> None:
    assert list(threshold_messages(tree(text))) == []


@pytest.mark.parametrize("ratio", ["0", "1", "-0.1", ".nan", ".inf", "x"])
def test_a_level_that_is_no_share_is_refused(tmp_path: Path, ratio: str) -> None:
    text = f"{{thresholds: {{errors: {{above_ratio: {ratio}, clear_below_ratio: 0.001}}}}}}"
    (told, *_) = refused(tmp_path, alerts(text))
    assert told.value("field") == "alerts.thresholds.errors.above_ratio"
