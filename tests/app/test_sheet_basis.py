"""A check of the Go/No-Go says what it weighs at the gates, and what its figure rests on."""

from datetime import timedelta
from typing import Any

import pytest

from cockpit.app.gonogo_view import ItemView, Rests
from cockpit.app.plan import SHOWN_S
from cockpit.app.tiles import KPI_S
from cockpit.domain.weight import Weight
from tests.kit.monitoring import cockpit, workspace
from tests.kit.sheets import CHECKS, asking, item

EVENTS = 'shop_flow_attempts_total{flow="coupon",try="first"}'
GOOD = 'shop_flow_results_total{flow="coupon",try="first",result="ok"}'


def sheet_of(*checks: str, **more: Any) -> dict[str, ItemView]:
    given = cockpit(asking(*checks, **more))
    given.launch()
    sheet = given.look().gonogo
    assert sheet is not None
    return {one.item_id: one for one in sheet.items}


def rests_of(check: str, **more: Any) -> Rests:
    found = sheet_of(check, **more)[check].rests
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("check", "weight", "weighs"),
    [
        ("success", Weight.VETO, Weight.VETO),
        ("errors", Weight.VETO, Weight.VETO),
        ("p95", Weight.BLOCK, Weight.BLOCK),
        ("crashes", Weight.BLOCK, Weight.BLOCK),
        ("kpi", Weight.HOLD, Weight.WATCH),
    ],
)
def test_a_figure_weighs_what_its_comparison_weighs_at_the_gates(
    check: str, weight: Weight, weighs: Weight
) -> None:
    weighing = rests_of(check).weighing
    assert weighing is not None
    assert (weighing.weight, weighing.weighs) == (weight, weighs)


def test_a_weight_of_the_workspace_takes_the_place_of_the_usual_one() -> None:
    gates = {"checks": [{"metric": "slow", "of": "coupon", "weight": "hold"}]}
    weighing = rests_of("p95", gates=gates).weighing
    assert weighing is not None
    assert weighing.weighs is Weight.HOLD


@pytest.mark.parametrize(
    "check", ["build", "flag", "rollback", "sources", "unresolved", "anchored"]
)
def test_what_no_gate_compares_has_a_rule_and_no_weight(check: str) -> None:
    found = rests_of(check)
    assert (found.weighing, found.event_count, found.since_at, found.queries) == (
        None,
        None,
        None,
        (),
    )
    assert found.rule


def test_a_figure_rests_on_the_events_that_were_counted_in_its_window() -> None:
    view = sheet_of("success")["success"]
    found, measured = view.rests, view.measured
    assert found is not None
    assert measured is not None
    assert found.event_count == measured.value("events_count")
    assert found.until_at is not None
    assert found.since_at == found.until_at - timedelta(seconds=SHOWN_S)
    assert found.rule == "flow_success flow=coupon at_least=0.9"
    assert found.queries == (EVENTS, GOOD)


@pytest.mark.parametrize("check", ["kpi", "crashes"])
def test_figures_of_ten_minutes_say_so(check: str) -> None:
    found = rests_of(check)
    assert found.until_at is not None
    assert found.since_at == found.until_at - timedelta(seconds=KPI_S)
    assert len(found.queries) == 2


def test_a_duration_rests_on_its_histogram() -> None:
    assert rests_of("p95").queries == ('shop_flow_duration_seconds_bucket{flow="coupon"}',)


def test_what_is_not_measured_keeps_its_rule_and_counts_nothing() -> None:
    check = CHECKS["crashes"] | {"of": "new"}
    given = cockpit(workspace(checklist=[item("crashes", "devops", check=check)]), share=0.0)
    given.launch()
    sheet = given.look().gonogo
    assert sheet is not None
    found = sheet.items[0].rests
    assert found is not None
    assert (found.event_count, found.since_at, found.until_at) == (None, None, None)
    assert found.rule == "crash_free of=new at_least=0.9"


def test_a_question_to_a_person_rests_on_its_answer_alone() -> None:
    assert sheet_of("build")["e2e"].rests is None
