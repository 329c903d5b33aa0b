"""The team's own levels as alerts of the server."""

from typing import Any

from cockpit.app.rules.thresholds import ERRORS, LIMITED, P95, SLOW
from cockpit.ports.workspace import Workspace
from tests.app.rules.written import alerts, one_flow, written

LEVEL = {"above_ratio": 0.06, "clear_below_ratio": 0.04}
ALL = {
    "errors": LEVEL,
    "slow": LEVEL,
    "limited": LEVEL,
    "p95": {"above_s": 2, "clear_below_s": 1.5, "grade": "act_now"},
}
SPEED = {"latency": "took_bucket", "latency_slo": {"target": 0.95, "faster_than_s": 1}}


def given(flow: dict[str, Any], **more: Any) -> Workspace:
    return one_flow(flow=flow, alerts={"thresholds": ALL, **more})


def names(workspace: Workspace) -> set[str]:
    return {one.name for one in written(workspace).alerts} & {ERRORS, SLOW, LIMITED, P95}


def test_a_level_for_something_that_is_not_counted_is_no_alert() -> None:
    assert names(given({})) == {ERRORS}
    assert names(given({"latency": "took_bucket"})) == {ERRORS, P95}
    assert names(given(SPEED | {"reasons": "lost_total"})) == {ERRORS, P95, SLOW, LIMITED}
    assert names(one_flow(flow=SPEED)) == set()


def test_a_level_of_one_flow_stands_before_that_of_all() -> None:
    own = {"above_ratio": 0.5, "clear_below_ratio": 0.25, "minimum_events": 7, "grade": "act_now"}
    (errors,) = alerts(written(given({}, flows={"checkout": {"errors": own}})), ERRORS)
    assert "> 0.5 or" in errors.expr
    assert ">= 0.25 and on ()" in errors.expr
    assert errors.expr.endswith(">= 7")
    assert errors.labels["severity"] == "page"


def test_what_goes_on_between_the_levels_asks_for_the_same_alert() -> None:
    (errors,) = alerts(written(given({})), ERRORS)
    firing = (
        'ALERTS{alertname="CockpitErrors",alertstate="firing",service="shop-app",flow="checkout"}'
    )
    assert f"and on () {firing})" in errors.expr


def test_a_counter_of_its_own_says_what_was_refused() -> None:
    (limited,) = alerts(written(given({"limited": "limited_total", "reasons": "lost"})), LIMITED)
    assert "sum(increase(limited_total[5m]))" in limited.expr
    assert "lost" not in limited.expr


def test_reasons_that_look_like_patterns_are_taken_by_the_letter() -> None:
    workspace = given({"reasons": "lost_total"}, limited_reasons=["4.9", 'a"|b'])
    (limited,) = alerts(written(workspace), LIMITED)
    assert 'lost_total{reason=~"4\\\\.9|a\\"\\\\|b"}' in limited.expr
