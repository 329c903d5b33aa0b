"""What a failing release has done to people: beyond what the baseline shows, since the fault."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.harm import harm, with_harm
from cockpit.app.snapshot import MendView, Metric, OperationView, ReleaseView
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.verdict import State
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD, Moment
from tests.kit.releases import release_view, row

WHY = Message("test.why")
LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(5.0, NOON, "o5"),))
FAULT_S, WATCHED_S = 300.0, 600.0
ANDROID_PER_S = 60.0 * 0.05 * 0.6


def breaks(moment: Moment) -> float:
    is_hit = (moment.flow, moment.version, moment.platform) == ("coupon", NEW, "android")
    return 0.18 if is_hit and moment.at_s > NOON.timestamp() + FAULT_S else 0.02


@pytest.fixture(scope="module")
def table() -> Table:
    made = Table(before_s=900.0, bad_ratio=breaks)
    made.clock.move(WATCHED_S)
    made.ask(reach_s=WATCHED_S + 600.0)
    return made


def failing(metric: Metric = Metric.SUCCESS, platform: str | None = "android") -> ReleaseView:
    return release_view(row("coupon", State.FAIL, metric, worst_stratum=platform))


def test_failures_beyond_those_of_the_baseline_are_counted_since_the_fault(table: Table) -> None:
    found = harm(table.desk(), LAUNCH, failing(), ())
    assert found is not None
    assert (found.flow, found.platform, found.is_over) == ("coupon", "android", False)
    expected_count = 0.16 * ANDROID_PER_S * (WATCHED_S - FAULT_S)
    assert found.failed_count == pytest.approx(expected_count, rel=0.3)
    assert found.per_min == pytest.approx(0.16 * ANDROID_PER_S * 60.0, rel=0.35)
    began_s = (found.since_at - NOON).total_seconds()
    assert began_s == pytest.approx(FAULT_S, abs=60.0)


def test_all_platforms_together_have_the_same_harm(table: Table) -> None:
    one = harm(table.desk(), LAUNCH, failing(), ())
    both = harm(table.desk(), LAUNCH, failing(platform=None), ())
    assert one is not None
    assert both is not None
    assert both.platform is None
    assert both.failed_count == pytest.approx(one.failed_count, rel=0.4)


def pulled(*, is_back: bool, after_s: float) -> OperationView:
    mend = MendView("coupon", NEW, "android", 100.0, 2.0, 0.02, 0.04, is_back, "band/1")
    by_at = NOON + timedelta(seconds=after_s)
    return OperationView(
        operation_id="op1",
        lever=Lever.FLAG_OFF,
        target="coupon_v2",
        status=Status.CONFIRMED,
        message=WHY,
        asked_at=NOON,
        seen_at=NOON,
        clients_by_at=by_at,
        back_in_band_at=by_at + timedelta(seconds=20) if is_back else None,
        mends=(mend,),
    )


def test_it_is_over_once_users_are_safe_and_grows_no_more(table: Table) -> None:
    before = harm(table.desk(), LAUNCH, failing(), (pulled(is_back=False, after_s=450.0),))
    after = harm(table.desk(), LAUNCH, failing(), (pulled(is_back=True, after_s=450.0),))
    assert before is not None
    assert after is not None
    assert not before.is_over
    assert after.is_over
    assert after.until_at == NOON + timedelta(seconds=450)
    assert after.per_min is None
    assert after.failed_count == pytest.approx(before.failed_count / 2, rel=0.4)


def test_of_slow_events_and_without_a_failure_there_is_no_harm(table: Table) -> None:
    assert harm(table.desk(), LAUNCH, failing(Metric.SLOW), ()) is None
    assert harm(table.desk(), LAUNCH, release_view(row("coupon", State.WAIT)), ()) is None


def test_without_a_baseline_nothing_can_be_counted(table: Table) -> None:
    alone = replace(LAUNCH, baseline_version="0.0.1")
    assert harm(table.desk(), alone, failing(), ()) is None
    assert harm(table.desk(), LAUNCH, failing(platform="watch"), ()) is None


def test_before_the_first_block_nothing_can_be_counted(table: Table) -> None:
    now = replace(LAUNCH, stages=(Stage(5.0, table.clock.now(), "o5"),))
    assert harm(table.desk(), now, failing(), ()) is None
    assert harm(Table().desk(), LAUNCH, failing(), ()) is None


def test_only_a_verdict_that_fails_gets_its_harm(table: Table) -> None:
    desk, view = table.desk(), failing()
    found = with_harm(desk, LAUNCH, view, ())
    assert found is not None
    assert found.harm is not None
    assert with_harm(desk, LAUNCH, None, ()) is None
    waiting = release_view(row("coupon", State.WAIT))
    assert with_harm(desk, LAUNCH, waiting, ()) is waiting
    assert with_harm(desk, None, view, ()) is view
