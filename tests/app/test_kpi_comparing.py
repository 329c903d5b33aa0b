"""KPIs of both versions beside each other, whichever side is the bad one and however rare."""

from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.comparing import Case
from cockpit.app.kpi_comparing import FINISHING, MOST_AT_ONCE, ROW_EVERY_S, KpiWatch, kpi_row
from cockpit.app.past import Past
from cockpit.app.snapshot import ComparisonView, Metric
from cockpit.app.trials import Trials
from cockpit.domain.codes import JudgeCode
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import Rule, State
from cockpit.ports.workspace import Workspace
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD, Moment
from tests.kit.monitoring import workspace

LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(20.0, NOON, "o1"),))
RULE = Rule(block_s=15.0, margin_times=3.0)
FIRST = 'shop_flow_attempts_total{try="first",flow="coupon"}'
DONE = 'shop_flow_results_total{result="ok",flow="coupon"}'
CONVERSION = {"name": "conversion", "source": "metrics", "events": FIRST, "good": DONE}
ABANDONMENT = CONVERSION | {"worse": "higher"}
FAILED = "shop_flow_failures_total"


def given_workspace(*kpis: dict[str, Any], **more: Any) -> Workspace:
    return workspace(kpis=list(kpis), **more)


def rows(
    kpi: dict[str, Any], usual: float, new: float, *, after_s: float = 300.0, share: float = 0.2
) -> tuple[ComparisonView, ...]:
    """Return the rows; `usual` of the events are good, and `new` on the new version since noon."""

    def bad_ratio(moment: Moment) -> float:
        is_new = moment.version == NEW and moment.at_s > NOON.timestamp()
        return 1.0 - (new if is_new else usual)

    table = Table(
        given_workspace(kpi), before_s=1_200.0, share=lambda _at_s: share, bad_ratio=bad_ratio
    )
    table.clock.move(after_s)
    return rows_of(table)


def rows_of(table: Table) -> tuple[ComparisonView, ...]:
    case = Case(table.ask(), Trials(), Past(), LAUNCH, RULE)
    found = [kpi_row(case, kpi, part) for kpi, part in table.plan.kpis]
    return tuple(row for row in found if row is not None)


@pytest.mark.parametrize(
    ("kpi", "usual", "new"),
    [
        pytest.param(CONVERSION, 0.90, 0.70, id="a common thing becomes rarer"),
        pytest.param(CONVERSION, 0.08, 0.04, id="a rare thing becomes rarer"),
        pytest.param(ABANDONMENT, 0.10, 0.25, id="a rare evil becomes more common"),
        pytest.param(ABANDONMENT, 0.80, 0.95, id="a common evil becomes more common"),
    ],
)
def test_a_kpi_that_the_new_version_worsens_is_proved_worse(
    kpi: dict[str, Any], usual: float, new: float
) -> None:
    [row] = rows(kpi, usual, new)
    is_worse_low = kpi is CONVERSION
    assert (row.flow, row.metric) == ("conversion", Metric.KPI)
    assert (row.state, row.cause) == (State.FAIL, Cause.RELEASE)
    shown = {"new": row.new, "old": row.old}
    for name, good in (("new", new), ("old", usual)):
        bad_ratio = shown[name].bad_ratio
        assert bad_ratio == pytest.approx(1.0 - good if is_worse_low else good, abs=0.03)
    assert row.difference_ratio is not None
    assert row.difference_ratio > 0.02
    assert row.message.code in {JudgeCode.FAIL, JudgeCode.FAIL_IN}


@pytest.mark.parametrize(("kpi", "usual"), [(CONVERSION, 0.3), (ABANDONMENT, 0.3)])
def test_a_kpi_that_the_new_version_betters_is_not_called_worse(
    kpi: dict[str, Any], usual: float
) -> None:
    better = usual + 0.2 if kpi is CONVERSION else usual - 0.2
    [row] = rows(kpi, usual, better)
    assert row.state in {State.PASS, State.WAIT}
    assert row.difference_ratio is not None
    assert row.difference_ratio < 0.0


def test_an_equal_kpi_passes_with_enough_events() -> None:
    [row] = rows(CONVERSION, 0.08, 0.08, after_s=600.0)
    assert (row.state, row.cause) == (State.PASS, Cause.OK)
    assert row.old.event_count > row.new.event_count > 0


@pytest.mark.parametrize("usual", [0.08, 0.9])
def test_without_events_of_the_new_version_there_is_no_data(usual: float) -> None:
    [row] = rows(CONVERSION, usual, usual, share=0.0)
    assert (row.state, row.cause) == (State.NO_DATA, Cause.NO_DATA)
    assert row.new.event_count == 0
    assert row.old.event_count > 0


def test_a_kpi_whose_events_tell_no_version_is_not_compared() -> None:
    table = Table(
        given_workspace(CONVERSION, labels={"version": "release", "platform": "platform"}),
        before_s=900.0,
    )
    assert rows_of(table) == ()


def test_many_kpis_take_turns_and_none_is_forgotten() -> None:
    names = [f"kpi_{number}" for number in range(2 * MOST_AT_ONCE + 1)]
    table = Table(
        given_workspace(*(CONVERSION | {"name": name} for name in names)),
        before_s=900.0,
        share=lambda _at_s: 0.2,
    )
    table.clock.move(120.0)
    desk, watch = table.ask(), KpiWatch()
    seen = [len(watch.rows(desk, Past(), LAUNCH)) for _ in range(4)]
    assert seen == [MOST_AT_ONCE, 2 * MOST_AT_ONCE, len(names), len(names)]
    assert [row.flow for row in watch.rows(desk, Past(), LAUNCH)] == names


def test_what_the_old_version_only_finishes_after_a_step_is_no_comparison() -> None:
    began_s = NOON.timestamp()

    def bad_ratio(moment: Moment) -> float:
        is_finished = moment.version == OLD and began_s < moment.at_s <= began_s + 30.0
        return 0.2 if is_finished else 0.5

    table = Table(
        given_workspace(CONVERSION),
        before_s=900.0,
        share=lambda at_s: 0.999 if at_s > began_s else 0.2,
        bad_ratio=bad_ratio,
    )
    table.clock.move(600.0)
    [row] = KpiWatch().rows(table.ask(), Past(), LAUNCH)
    assert row.state is not State.FAIL
    assert row.since_at == NOON + FINISHING


def test_a_row_stays_for_some_seconds_and_another_launch_begins_anew() -> None:
    table = Table(given_workspace(CONVERSION), before_s=900.0, share=lambda _at_s: 0.2)
    table.clock.move(120.0)
    watch = KpiWatch()
    [first] = watch.rows(table.ask(), Past(), LAUNCH)
    table.clock.move(ROW_EVERY_S / 2)
    [same] = watch.rows(table.ask(), Past(), LAUNCH)
    assert same is first
    table.clock.move(ROW_EVERY_S)
    [later] = watch.rows(table.ask(), Past(), LAUNCH)
    assert later.new.event_count >= first.new.event_count
    assert later is not first
    [other] = watch.rows(table.desk(), Past(), replace(LAUNCH, launch_id="l2"))
    assert other is not later
