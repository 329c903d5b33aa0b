"""A tile shows figures that can be relied on, and the gravest of what is wrong."""

import pytest

from cockpit.app.board_codes import DataCode
from cockpit.app.snapshot import TileState
from cockpit.app.tiles import crash_free, flow_tile, gravest, kpi_tile, last, versions
from cockpit.domain.codes import CountCode
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import flow, workspace

OK, WARN, BAD, UNKNOWN = TileState.OK, TileState.WARN, TileState.BAD, TileState.UNKNOWN


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ([OK, WARN], WARN),
        ([WARN, UNKNOWN, OK], UNKNOWN),
        ([UNKNOWN, BAD], BAD),
        ([OK, OK], OK),
        ([], UNKNOWN),
    ],
)
def test_what_is_bad_for_sure_comes_first_then_what_is_not_known(
    states: list[TileState], wanted: TileState
) -> None:
    assert gravest(states) is wanted


def test_a_flow_shows_the_figures_of_its_last_minutes() -> None:
    table = Table(before_s=4_000.0)
    tile = flow_tile(table.ask(), table.plan.flows[0])
    assert tile.state is OK
    assert tile.success_ratio == pytest.approx(0.98, abs=0.005)
    assert tile.event_count == pytest.approx(60.0 * 300.0, rel=0.05)
    assert tile.slow_ratio == pytest.approx(0.03, abs=0.005)
    assert (tile.slow_limit_s, tile.age_s) == (1.0, 0.0)


def test_a_tile_is_made_in_four_slices() -> None:
    table, breaths = Table(before_s=4_000.0), list[None]()
    flow_tile(table.ask(), table.plan.flows[0], None, lambda: breaths.append(None))
    assert len(breaths) == 3


def test_the_share_of_the_reasons_adds_up() -> None:
    table = Table(reason=lambda moment: "EXPIRED" if moment.platform == "ios" else "USED")
    tile = flow_tile(table.ask(), table.plan.flows[0])
    assert {one.reason for one in tile.reasons} == {"EXPIRED", "USED"}
    assert sum(one.share_ratio for one in tile.reasons) == pytest.approx(1.0)
    assert tile.other_reasons_ratio == 0.0


def test_reasons_beyond_the_top_three_are_told_as_a_share() -> None:
    names = ("A", "B", "C", "D", "E")
    table = Table(reason=lambda moment: names[int(moment.at_s / 5) % len(names)])
    tile = flow_tile(table.ask(), table.plan.flows[0])
    shown = sum(one.share_ratio for one in tile.reasons)
    assert len(tile.reasons) == 3
    assert tile.other_reasons_ratio == pytest.approx(1.0 - shown)
    assert 0.2 < (tile.other_reasons_ratio or 0.0) < 0.6


def test_a_reason_of_which_nothing_is_left_is_not_shown() -> None:
    ended_s = NOON.timestamp() - 900.0
    table = Table(
        before_s=4_000.0, reason=lambda moment: "GONE" if moment.at_s < ended_s else "STILL"
    )
    assert [one.reason for one in flow_tile(table.ask(), table.plan.flows[0]).reasons] == ["STILL"]


def test_a_quantile_beyond_the_highest_bound_says_so() -> None:
    table = Table(slow_ratio=lambda _moment: 0.5)
    tile = flow_tile(table.ask(), table.plan.flows[0])
    assert (tile.p95_s, tile.p95_is_above) == (1.0, True)


def test_a_promise_about_a_bound_that_nobody_counts_is_unknown_and_names_one_that_fits() -> None:
    odd = flow("coupon", latency_slo={"target": 0.95, "faster_than_s": 0.8})
    table = Table(workspace(flows=[odd]))
    tile = flow_tile(table.ask(), table.plan.flows[0])
    told = tile.messages[-1]
    assert (tile.state, told.code) == (UNKNOWN, CountCode.NO_SUCH_BOUND)
    assert (told.value("bound_s"), told.value("nearest_s")) == (0.8, 1.0)


def test_a_kpi_is_the_share_of_its_good_events() -> None:
    table = Table()
    kpi, part = table.plan.kpis[0]
    tile = kpi_tile(table.ask(), kpi, part)
    assert (tile.name, tile.state) == ("completion", OK)
    assert tile.ratio == pytest.approx(0.98, abs=0.005)


def test_a_kpi_of_old_numbers_is_not_known() -> None:
    table = Table()
    table.ask()
    table.clock.move(120.0)
    kpi, part = table.plan.kpis[0]
    tile = kpi_tile(table.desk(), kpi, part)
    assert (tile.state, tile.messages[0].code) == (UNKNOWN, DataCode.STALE)


def test_sessions_without_a_crash_are_shown_by_version_the_busiest_first() -> None:
    table = Table(crash_ratio=0.04)
    assert table.plan.crashes is not None
    shown = crash_free(table.ask(), table.plan.crashes[1])
    assert [one.version for one in shown] == [OLD, NEW]
    assert shown[0].crash_free_ratio == pytest.approx(0.96, abs=0.005)
    table.clock.move(120.0)
    assert crash_free(table.desk(), table.plan.crashes[1]) == ()


def test_versions_are_shown_with_their_share_of_all_events() -> None:
    table = Table(share=lambda _at_s: 0.25)
    shown = versions(table.ask())
    assert [one.version for one in shown] == [OLD, NEW]
    assert [one.share_ratio for one in shown] == pytest.approx([0.75, 0.25], abs=0.02)


def test_before_anything_was_told_there_are_no_figures() -> None:
    table = Table(workspace(flows=[flow("coupon")]))
    tile = flow_tile(table.desk(), table.plan.flows[0])
    assert last(table.desk(), table.part, 300.0) is None
    assert (tile.state, tile.success_ratio, tile.event_count) == (UNKNOWN, None, None)
    assert versions(table.desk()) == ()
