"""What charts ask: each question once, in steps that hold two samples."""

import pytest

from cockpit.app.chart_plan import STEPS_S, charted, least_step_s, step_of
from cockpit.app.plan import planned
from tests.kit.monitoring import workspace


def test_everything_is_asked_once_and_kpis_without_labels() -> None:
    plan = charted(planned(workspace()))
    assert len(set(plan.asks)) == len(plan.asks)
    assert {ask.by for ask in plan.past_asks} == {()}
    assert {ask.by for one in plan.flows for ask in one.success.asks} == {("version",)}
    assert [one.buckets.by for one in plan.flows if one.buckets] == [("version", "le")] * 2


def test_a_version_that_stands_on_another_metric_is_not_asked_for() -> None:
    labels = {"version_from": {"metric": "target_info", "label": "service_version"}}
    plan = charted(planned(workspace(labels=labels)))
    assert plan.version_label is None
    assert {ask.by for one in plan.flows for ask in one.success.asks} == {()}


@pytest.mark.parametrize("range_s", STEPS_S)
@pytest.mark.parametrize("interval_s", [1.0, 5.0, 15.0, 30.0, 60.0])
def test_no_chart_has_more_than_240_steps_and_each_holds_two_samples(
    range_s: float, interval_s: float
) -> None:
    step_s = step_of(range_s, least_step_s(interval_s, is_estimated=False))
    assert range_s / step_s <= 240
    assert step_s > 2 * interval_s


def test_what_the_server_estimates_is_asked_for_by_the_minute_at_least() -> None:
    assert step_of(3_600.0, least_step_s(60.0, is_estimated=True)) == 60.0


def test_a_pace_too_slow_for_the_range_leaves_one_step() -> None:
    assert step_of(900.0, 10_000.0) == 900.0
