"""Alerts: one of three reasons, no flapping, nothing from what is not known."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.alert_view import PAST_COUNT
from cockpit.app.promise_view import BurnView, SloView
from cockpit.app.snapshot import (
    FlowView,
    KpiView,
    MendView,
    Metric,
    OperationView,
    ReleaseView,
    Snapshot,
    TileState,
)
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.burn_windows import BurnAlert
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.slo import SloState
from cockpit.domain.standings import Cause, Status
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_alerts import Alerts, RatioThreshold, Thresholds
from tests.kit.alarm_watch import Watch
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import workspace
from tests.kit.releases import release_view, row

WHY = Message("test.why")
BURNING = Message("test.burning")
LEFT = Message("test.left")


def slo(state: SloState) -> SloView:
    return SloView(0.97, state, (BURNING,), (), None, None, "slo/2")


def flow(name: str, state: SloState = SloState.OK, latency: SloState | None = None) -> FlowView:
    speed = None if latency is None else slo(latency)
    return FlowView(name, TileState.OK, (), 300.0, slo=slo(state), latency_slo=speed)


def kpi(state: TileState) -> KpiView:
    return KpiView("completion", state, (LEFT,), 0.4, 1_000.0, 600.0, 1.0)


def mended(flow_name: str, *, is_back: bool) -> OperationView:
    mend = MendView(flow_name, None, None, 100.0, 1.0, 0.01, 0.03, is_back, "band/1")
    return OperationView(
        "op1", Lever.FLAG_OFF, "coupon_v2", Status.CONFIRMED, WHY, NOON, NOON, NOON, None, (mend,)
    )


def snapshot(
    *flows: FlowView,
    kpis: tuple[KpiView, ...] = (),
    release: ReleaseView | None = None,
    operations: tuple[OperationView, ...] = (),
) -> Snapshot:
    return Snapshot(
        at=NOON,
        service="shop-app",
        state=TileState.OK,
        verdict=WHY,
        operations=operations,
        launch=None,
        release=release,
        flows=flows or (flow("coupon"), flow("checkout")),
        kpis=kpis,
        crash_free=(),
        versions=(),
        levers=(),
        sources=(),
    )


@pytest.fixture
def watch() -> Watch:
    return Watch(workspace())


FINE = snapshot()
BAD = snapshot(flow("coupon", SloState.BAD), flow("checkout"))
UNKNOWN = snapshot(flow("coupon", SloState.UNKNOWN), flow("checkout"))


def test_what_is_well_alerts_nobody(watch: Watch) -> None:
    assert watch.see(FINE, 100) == ()
    assert watch.past == ()


def test_an_alert_begins_after_ten_seconds_and_counts_from_the_first(watch: Watch) -> None:
    watch.see(FINE)
    assert watch.see(BAD, 10) == ()
    (alert,) = watch.see(BAD)
    assert (alert.reason, alert.grade, alert.flow) == (
        AlertReason.SLO,
        AlertGrade.ACT_NOW,
        "coupon",
    )
    assert alert.since_at == NOON + timedelta(seconds=2)
    assert alert.message == BURNING


def test_what_is_over_within_ten_seconds_is_no_alert(watch: Watch) -> None:
    for _ in range(10):
        assert watch.see(BAD, 9) == ()
        assert watch.see(FINE) == ()
    assert watch.past == ()


def test_an_alert_ends_when_all_has_been_well_for_a_minute(watch: Watch) -> None:
    watch.see(BAD, 20)
    assert len(watch.see(FINE, 60)) == 1
    assert watch.see(FINE) == ()
    (ended,) = watch.past
    assert ended.ended_at == NOON + timedelta(seconds=21)


def test_trouble_that_comes_back_within_the_minute_goes_on(watch: Watch) -> None:
    watch.see(BAD, 20)
    for _ in range(5):
        watch.see(FINE, 50)
        watch.see(BAD, 2)
    (alert,) = watch.alerts
    assert alert.since_at == NOON + timedelta(seconds=1)


def test_what_is_not_known_neither_begins_nor_ends_an_alert(watch: Watch) -> None:
    assert watch.see(UNKNOWN, 300) == ()
    watch.see(BAD, 20)
    assert len(watch.see(UNKNOWN, 300)) == 1
    for _ in range(5):
        watch.see(FINE, 30)
        assert len(watch.see(UNKNOWN)) == 1
    assert watch.see(FINE, 61) == ()


def test_trouble_that_shows_between_doubts_is_an_alert_all_the_same(watch: Watch) -> None:
    for _ in range(6):
        watch.see(BAD)
        watch.see(UNKNOWN)
    assert len(watch.see(BAD)) == 1


def burning_hour(*, half_hour: bool = False) -> FlowView:
    """Return a flow whose pages fire: that of the last hour, and of the last six if wanted."""
    quick = BurnView(BurnAlert.PAGE_QUICK, 3_600.0, 300.0, 14.4, 20.0, 20.0, is_firing=True)
    slow = BurnView(BurnAlert.PAGE_SLOW, 21_600.0, 1_800.0, 6.0, 8.0, 8.0, is_firing=half_hour)
    promise = replace(slo(SloState.BAD), burns=(quick, slow))
    return replace(flow("coupon"), latency_slo=promise)


def safe_for(seconds: float, metric: Metric = Metric.SLOW) -> tuple[OperationView, ...]:
    """Return a way out that has helped so long ago."""
    one = mended("coupon", is_back=True)
    mends = tuple(replace(mend, metric=metric) for mend in one.mends)
    return (replace(one, back_in_band_at=NOON - timedelta(seconds=seconds), mends=mends),)


@pytest.mark.parametrize(
    ("half_hour", "safe_s", "metric", "is_told"),
    [
        pytest.param(False, 200.0, Metric.SLOW, False, id="the short window holds the fault"),
        pytest.param(False, 300.0, Metric.SLOW, True, id="the short window is past it"),
        pytest.param(True, 200.0, Metric.SLOW, False, id="both short windows hold it"),
        pytest.param(True, 300.0, Metric.SLOW, True, id="the shorter one is past it"),
        pytest.param(False, 10.0, Metric.SUCCESS, True, id="something else was mended"),
    ],
)
def test_what_burnt_before_users_were_safe_asks_for_no_hand(
    watch: Watch, half_hour: bool, safe_s: float, metric: Metric, is_told: bool
) -> None:
    given = burning_hour(half_hour=half_hour)
    seen = snapshot(given, flow("checkout"), operations=safe_for(safe_s, metric))
    assert bool(watch.see(seen, 20)) is is_told


def test_a_slow_burn_is_worth_a_look_and_has_no_way_out(watch: Watch) -> None:
    (alert,) = watch.see(snapshot(flow("coupon", latency=SloState.WARNING)), 20)
    assert (alert.grade, alert.reason, alert.advice) == (AlertGrade.WATCH, AlertReason.SLO, None)


def test_a_broken_promise_names_the_flag_of_its_flow_and_never_a_rollback(watch: Watch) -> None:
    both = snapshot(flow("coupon", SloState.BAD), flow("checkout", SloState.BAD))
    by_flow = {one.flow: one.advice for one in watch.see(both, 20)}
    assert by_flow == {"coupon": Advice(WayOut.FLAG_OFF, "coupon_v2"), "checkout": None}


def test_a_kpi_alone_is_worth_a_look_and_no_more(watch: Watch) -> None:
    (alert,) = watch.see(snapshot(kpis=(kpi(TileState.WARN),)), 20)
    assert (alert.key, alert.kpi, alert.flow) == ("kpi:completion", "completion", None)
    assert (alert.reason, alert.grade, alert.message) == (AlertReason.KPI, AlertGrade.WATCH, LEFT)
    assert len(watch.see(snapshot(kpis=(kpi(TileState.UNKNOWN),)), 100)) == 1
    assert watch.see(snapshot(kpis=(kpi(TileState.OK),)), 61) == ()


def failing(name: str = "coupon", cause: Cause = Cause.RELEASE) -> ReleaseView:
    return release_view(row(name, State.FAIL, cause=cause), row("checkout", State.WAIT))


def test_a_failing_release_asks_for_a_hand_and_names_the_lever_of_its_flow(watch: Watch) -> None:
    (alert,) = watch.see(snapshot(release=failing()), 20)
    assert (alert.key, alert.reason) == ("flow:coupon", AlertReason.VERSION)
    assert alert.grade is AlertGrade.ACT_NOW
    assert alert.advice == Advice(WayOut.FLAG_OFF, "coupon_v2")
    assert alert.message.code == "board.release_fails"


def test_without_a_flag_the_way_out_is_to_roll_back(watch: Watch) -> None:
    rows = row("checkout", State.FAIL), row("coupon", State.WAIT)
    (alert,) = watch.see(snapshot(release=release_view(*rows)), 20)
    assert alert.advice == Advice(WayOut.ROLLBACK, "shop")


def test_a_flow_has_one_alert_and_the_release_goes_before_the_promise(watch: Watch) -> None:
    watch.see(BAD, 20)
    both = snapshot(flow("coupon", SloState.BAD), flow("checkout"), release=failing())
    (alert,) = watch.see(both)
    assert (alert.reason, alert.since_at) == (AlertReason.SLO, NOON + timedelta(seconds=1))
    (alert,) = watch.see(both, 10)
    assert alert.reason is AlertReason.VERSION
    assert [one.name for one in alert.others] == ["slo"]


def test_what_comes_from_outside_is_no_fault_of_the_version(watch: Watch) -> None:
    outside = failing(cause=Cause.EXTERNAL)
    (alert,) = watch.see(snapshot(release=outside), 20)
    assert (alert.grade, alert.advice) == (AlertGrade.WATCH, None)
    (alert,) = watch.see(
        snapshot(flow("coupon", SloState.BAD), flow("checkout"), release=outside), 20
    )
    assert alert.reason is AlertReason.SLO


def test_an_alert_of_a_version_ends_once_users_are_safe_again(watch: Watch) -> None:
    watch.see(snapshot(release=failing()), 20)
    pulled = (mended("coupon", is_back=False),)
    assert len(watch.see(snapshot(release=failing(), operations=pulled), 100)) == 1
    back = (mended("coupon", is_back=True),)
    assert watch.see(snapshot(release=failing(), operations=back), 61) == ()


def test_a_flow_is_safe_only_once_all_is_back_that_had_failed_there(watch: Watch) -> None:
    watch.see(snapshot(release=failing()), 20)
    one = mended("coupon", is_back=True)
    (back,) = one.mends
    slow = replace(back, metric=Metric.SLOW, is_back=False)
    half = replace(one, mends=(slow, back))
    assert len(watch.see(snapshot(release=failing(), operations=(half,)), 61)) == 1


def test_an_alert_of_a_version_ends_with_its_launch_and_not_with_its_data(watch: Watch) -> None:
    watch.see(snapshot(release=failing()), 20)
    silent = release_view(row("coupon", State.NO_DATA))
    assert len(watch.see(snapshot(release=silent), 100)) == 1
    assert watch.see(snapshot(flow("coupon", SloState.UNKNOWN), flow("checkout")), 61) == ()


def test_crashes_have_an_alert_of_no_flow(watch: Watch) -> None:
    (alert,) = watch.see(snapshot(release=release_view(row("", State.FAIL))), 20)
    assert (alert.key, alert.flow, alert.kpi) == ("crashes", None, None)
    assert alert.advice == Advice(WayOut.ROLLBACK, "shop")


def test_what_needs_a_hand_comes_first_then_what_came_first(watch: Watch) -> None:
    watch.see(snapshot(flow("coupon"), flow("checkout", SloState.WARNING)), 5)
    warn = flow("checkout", SloState.WARNING)
    watch.see(snapshot(flow("coupon"), warn, kpis=(kpi(TileState.WARN),)), 5)
    last = snapshot(flow("coupon", SloState.BAD), warn, kpis=(kpi(TileState.WARN),))
    keys = [one.key for one in watch.see(last, 20)]
    assert keys == ["flow:coupon", "flow:checkout", "kpi:completion"]


def test_what_gets_a_little_better_still_needs_a_hand_for_a_minute(watch: Watch) -> None:
    watch.see(BAD, 20)
    better = snapshot(flow("coupon", SloState.WARNING), flow("checkout"))
    (alert,) = watch.see(better, 59)
    assert alert.grade is AlertGrade.ACT_NOW
    (alert,) = watch.see(better, 2)
    assert alert.grade is AlertGrade.WATCH


def test_the_last_ten_that_are_over_are_kept_the_newest_first(watch: Watch) -> None:
    for _ in range(PAST_COUNT + 2):
        watch.see(BAD, 12)
        watch.see(FINE, 62)
    past = watch.past
    assert len(past) == PAST_COUNT
    assert [one.since_at for one in past] == sorted((one.since_at for one in past), reverse=True)


def test_a_flow_that_is_shown_no_more_has_no_alert_for_long(watch: Watch) -> None:
    watch.see(BAD, 20)
    assert watch.see(snapshot(flow("checkout")), 61) == ()


def broken(**figures: float) -> FlowView:
    return replace(flow("coupon"), event_count=500.0, **figures)  # figures


LOW = RatioThreshold(above_ratio=0.05, clear_below_ratio=0.03)


def with_thresholds(thresholds: Thresholds) -> Workspace:
    return replace(workspace(), alerts=Alerts(thresholds=thresholds))


def test_a_level_of_the_team_alerts_beside_a_promise_that_holds() -> None:
    watch = Watch(with_thresholds(Thresholds(errors=LOW)))
    (alert,) = watch.see(snapshot(broken(success_ratio=0.94)), 20)
    assert (alert.reason, alert.grade, alert.message.code) == (
        AlertReason.SLO,
        AlertGrade.WATCH,
        "alert.errors",
    )
    assert len(watch.see(snapshot(broken(success_ratio=0.96)), 300)) == 1
    assert watch.see(snapshot(broken(success_ratio=0.98)), 61) == ()


def test_a_level_that_asks_for_a_hand_names_the_flag() -> None:
    loud = replace(LOW, grade="act_now")
    watch = Watch(with_thresholds(Thresholds(limited=loud)))
    (alert,) = watch.see(snapshot(broken(limited_ratio=0.2)), 20)
    assert (alert.grade, alert.advice) == (
        AlertGrade.ACT_NOW,
        Advice(WayOut.FLAG_OFF, "coupon_v2"),
    )


def test_what_comes_from_outside_has_no_way_out_of_ours(watch: Watch) -> None:
    given = snapshot(
        flow("coupon", SloState.BAD), flow("checkout"), release=failing(cause=Cause.EXTERNAL)
    )
    (alert,) = watch.see(given, 20)
    assert (alert.grade, alert.advice) == (AlertGrade.ACT_NOW, None)


def test_one_alert_holds_everything_that_is_wrong_in_its_flow(watch: Watch) -> None:
    both = flow("coupon", SloState.BAD, SloState.WARNING)
    (alert,) = watch.see(snapshot(both, release=failing()), 20)
    assert alert.reason is AlertReason.VERSION
    assert [one.name for one in alert.others] == ["slo", "latency_slo"]


def test_what_came_before_all_others_is_marked(watch: Watch) -> None:
    warn = flow("checkout", SloState.WARNING)
    (alone,) = watch.see(snapshot(flow("coupon"), warn), 20)
    assert not alone.is_first
    later, first = watch.see(snapshot(flow("coupon", SloState.BAD), warn), 20)
    assert (later.flow, later.is_first) == ("coupon", False)
    assert (first.flow, first.is_first) == ("checkout", True)
