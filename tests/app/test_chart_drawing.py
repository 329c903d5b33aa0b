"""Charts of flows and lines of KPIs, drawn from steps that are kept."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cockpit.app.chart_drawing import PAST_COUNT, Drawing
from cockpit.app.chart_plan import ChartAsk, ChartPlan, charted
from cockpit.app.chart_store import Sheets, Track
from cockpit.app.plan import planned
from cockpit.app.stage import Sides
from tests.kit.monitoring import flow, workspace

NOW_S = 1_800_000.0
ALL = (Track.EVERYTHING, "")
SIDES = Sides("3.2.0", "3.1.4")


class Easel:
    """A drawing over two sheets that a test fills by hand."""

    def __init__(self, plan: ChartPlan) -> None:
        self.plan = plan
        self.lines = Sheets(900.0, 30.0, 600.0)
        self.past = Sheets(43_200.0, 600.0, 600.0)
        self.drawing = Drawing(plan, self.lines, self.past)

    def tell(self, sheets: Sheets, ask: ChartAsk, value: float, until_s: float = NOW_S) -> None:
        """Tell the same count of every step up to now."""
        steps = sheets.at(ask, until_s)
        steps.put(steps.first, steps.newest, {ALL: np.full(steps.size, value)})


@pytest.fixture
def easel() -> Easel:
    return Easel(
        charted(
            planned(
                workspace(
                    flows=[flow("coupon", latency=None, latency_slo=None)], levers={}, kpis=[KPI]
                )
            )
        )
    )


KPI = {
    "name": "completion",
    "source": "metrics",
    "events": "visits_total",
    "good": "orders_total",
}


def test_a_flow_without_a_histogram_has_no_percentile(easel: Easel) -> None:
    for ask, value in zip(easel.plan.flows[0].success.asks, (100.0, 97.0), strict=True):
        easel.tell(easel.lines, ask, value)
    view = easel.drawing.chart("coupon")
    assert view is not None
    assert (view.p95, view.p95_new, view.p95_limit_s) == (None, None, None)
    assert view.slo_ratio == 0.97
    assert view.window_s == 300.0
    assert np.allclose(view.everything.value, 0.97)
    assert np.allclose(view.everything.count, 1_000.0)
    assert not view.is_behind


def test_a_chart_is_behind_until_every_question_has_been_answered(easel: Easel) -> None:
    events, good = easel.plan.flows[0].success.asks
    assert easel.drawing.chart("coupon") is None
    easel.tell(easel.lines, events, 100.0)
    assert easel.drawing.chart("coupon") is None
    easel.lines.at(good, NOW_S)
    view = easel.drawing.chart("coupon")
    assert view is not None
    assert view.is_behind
    easel.tell(easel.lines, good, 97.0)
    view = easel.drawing.chart("coupon")
    assert view is not None
    assert not view.is_behind
    for later_s, is_behind in ((30.0, False), (60.0, True)):
        for ask in (events, good):
            easel.lines.at(ask, NOW_S + later_s)
        view = easel.drawing.chart("coupon")
        assert view is not None
        assert view.is_behind is is_behind


def test_when_it_was_found_worse_is_told_without_drawing_anew(easel: Easel) -> None:
    for ask in easel.plan.flows[0].success.asks:
        easel.tell(easel.lines, ask, 100.0)
    plain = easel.drawing.chart("coupon")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    marked = easel.drawing.chart("coupon", at)
    assert plain is not None
    assert marked is not None
    assert (plain.bad_from, marked.bad_from) == (None, at)
    assert marked.everything is plain.everything
    assert easel.drawing.chart("coupon", at) is marked


def test_versions_are_drawn_while_they_are_told_apart(easel: Easel) -> None:
    easel.lines.begin(900.0, 30.0, SIDES)
    for ask in easel.plan.flows[0].success.asks:
        easel.tell(easel.lines, ask, 100.0)
    view = easel.drawing.chart("coupon")
    assert view is not None
    assert view.new is not None
    assert np.isnan(view.new.value).all()
    assert view.new.at_s is view.everything.at_s


def test_the_line_of_a_kpi_covers_as_much_as_its_figure(easel: Easel) -> None:
    assert easel.drawing.kpi_line("completion") is None
    for ask, value in zip(easel.plan.kpis[0].ratio.asks, (100.0, 40.0), strict=True):
        easel.tell(easel.lines, ask, value)
    line = easel.drawing.kpi_line("completion")
    assert line is not None
    assert line.last == pytest.approx(0.4)
    assert line.count[-1] == pytest.approx(2_000.0)
    assert easel.drawing.kpi_line("completion") is line


def test_the_past_has_the_newest_windows_that_were_over(easel: Easel) -> None:
    for ask, value in zip(easel.plan.kpis[0].ratio.asks, (100.0, 40.0), strict=True):
        easel.tell(easel.past, ask, value)
    past = easel.drawing.kpi_past("completion", NOW_S)
    assert len(past) == PAST_COUNT
    assert {(one.total_count, one.bad_count) for one in past} == {(100.0, 60.0)}
    oldest_s = NOW_S - 71 * 600.0
    assert len(easel.drawing.kpi_past("completion", oldest_s + 650.0)) == 2
    assert easel.drawing.kpi_past("completion", oldest_s - 1.0) == ()
