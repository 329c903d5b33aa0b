"""A picture is taken of boards that are drawn: every line is there, up to the newest step."""

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.app.chart_view import ChartView, Line
from cockpit.app.snapshot import FlowView, KpiView, Snapshot, TileState
from cockpit.bootstrap.demo_drawn import is_drawn
from cockpit.domain.message import Message
from tests.kit.fakes_acting import NOON

TIMES_S = np.arange(4.0) * 30.0


def line(*values: float) -> Line:
    return Line(TIMES_S, np.array(values), np.full(4, 100.0))


FULL, LATE = line(0.98, 0.98, 0.98, np.nan), line(0.98, 0.98, np.nan, np.nan)
CHART = ChartView(3_600.0, 30.0, 90.0, FULL, new=FULL, baseline=FULL)
FLOW = FlowView("coupon", TileState.OK, (), 300.0, new_success_ratio=0.9, chart=CHART)
KPI = KpiView("completion", TileState.OK, (), 0.98, 1_000.0, 600.0, 1.0, line=FULL)


def seen(flow: FlowView = FLOW, kpi: KpiView = KPI) -> Snapshot:
    return Snapshot(
        at=NOON,
        service="shop-app",
        state=TileState.OK,
        verdict=Message("test.fine"),
        operations=(),
        launch=None,
        release=None,
        flows=(flow,),
        kpis=(kpi,),
        crash_free=(),
        versions=(),
        levers=(),
        sources=(),
    )


def test_boards_with_all_their_lines_are_drawn() -> None:
    assert is_drawn(seen())
    without_new = replace(FLOW, new_success_ratio=None, chart=replace(CHART, new=None))
    assert is_drawn(seen(without_new))


SPOILT = {
    "no chart": None,
    "behind": replace(CHART, is_behind=True),
    "late": replace(CHART, everything=LATE),
    "late for the new version": replace(CHART, new=LATE),
    "nothing of the new version": replace(CHART, new=None),
}


@pytest.mark.parametrize("chart", SPOILT.values(), ids=SPOILT)
def test_a_chart_that_tells_less_than_its_tile_is_not(chart: ChartView | None) -> None:
    assert not is_drawn(seen(replace(FLOW, chart=chart)))


@pytest.mark.parametrize("drawn", [None, LATE], ids=["none", "late"])
def test_a_figure_without_its_line_is_not(drawn: Line | None) -> None:
    assert not is_drawn(seen(kpi=replace(KPI, line=drawn)))
