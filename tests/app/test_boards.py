"""What tiles, levers and the verdict say in the less usual cases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from msgspec import Struct
from msgspec.structs import asdict

from cockpit.app.plan import planned
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.events import IntentRecorded, OutcomeRecorded
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from tests.kit.metrics import NEW, OLD, Moment
from tests.kit.monitoring import Cockpit, cockpit, flow, workspace

WHY = Message("test.why")


def operation(given: Cockpit, lever: Lever, name: str, **more: Any) -> None:
    """Put a confirmed operation into the journal, whose clients have all asked by now."""
    now = given.clock.now()
    order = Order("op1", lever, Target("flags", "production", name), now, "l1", **more)
    given.write(IntentRecorded(order))
    given.write(OutcomeRecorded("op1", Outcome.CONFIRMED, Stamps(now, seen_at=now), WHY, "action"))


def fault(given: Cockpit, stratum: str = "android", metric: str = "success") -> None:
    counts = (18, 100, 40, 2_000)
    rule = f"judge/1 {metric}"
    given.write(FaultDetected("l1", "coupon", stratum, "release", rule, *counts, 900.0))


def test_without_a_launch_only_flows_are_judged_and_it_says_how_to_open_one() -> None:
    snapshot = cockpit().look()
    assert (snapshot.release, snapshot.launch) == (None, None)
    assert snapshot.verdict.code == "board.no_launch"
    assert snapshot.state is TileState.OK
    assert [one.version for one in snapshot.versions] == [OLD, NEW]


def test_a_release_that_nobody_has_is_not_exposed() -> None:
    given = cockpit(share=lambda _at_s: 0.0)
    given.launch()
    given.clock.move(60)
    snapshot = given.look()
    assert snapshot.verdict.code == "board.not_exposed"
    assert snapshot.launch is not None
    assert (snapshot.launch.next_exposure_pct, snapshot.launch.stage_at) == (1, None)


def test_without_the_old_version_nothing_can_be_compared() -> None:
    given = cockpit(share=lambda _at_s: 1.0)
    given.launch(100)
    given.clock.move(120)
    release = given.look().release
    assert release is not None
    assert (release.state, release.verdict.code) == (State.NO_DATA, "board.no_control")


def test_an_outage_of_both_versions_is_not_blamed_on_the_release() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(700)
    outage_s = given.clock.now().timestamp()
    given.shop.bad_ratio = lambda moment: 0.25 if moment.at_s > outage_s else 0.02
    given.clock.move(180)
    snapshot = given.look()
    assert snapshot.release is not None
    assert snapshot.release.cause is Cause.EXTERNAL
    assert snapshot.release.state is not State.FAIL
    assert snapshot.release.verdict.code == "board.outside"
    given.shop.bad_ratio = lambda _moment: 0.25


def test_an_outage_right_after_a_step_may_be_shared() -> None:
    given = cockpit()
    given.launch(5)
    start_s = given.clock.now().timestamp()
    given.shop.bad_ratio = lambda moment: 0.25 if moment.at_s > start_s else 0.02
    given.clock.move(180)
    assert given.look().verdict.code == "board.shared"


def test_slowness_of_the_new_version_alone_fails_too() -> None:
    given = cockpit()
    given.launch(5)
    given.shop.slow_ratio = lambda moment: 0.3 if moment.version == NEW else 0.03
    given.clock.move(150)
    release = given.look().release
    assert release is not None
    assert release.state is State.FAIL
    assert release.verdict.value("metric") == "slow"


def test_a_flow_without_a_flag_has_the_rollback_as_its_way_out() -> None:
    given = cockpit()
    given.launch(5)

    def ratio(moment: Moment) -> float:
        return 0.3 if (moment.flow, moment.version) == ("checkout", NEW) else 0.02

    given.shop.bad_ratio = ratio
    given.clock.move(120)
    release = given.look().release
    assert release is not None
    assert (release.flow, release.platform) == ("checkout", None)
    assert release.advice == Advice(WayOut.ROLLBACK, "shop")
    assert release.verdict.code == "board.release_fails"


def test_what_was_proved_stays_after_a_restart() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(1)
    fault(given)
    given.clock.move(120)
    release = given.look().release
    assert release is not None
    assert release.state is State.FAIL
    assert release.rows[0].message.code == "board.failed_before"


def test_too_few_events_are_no_pass_and_no_green_tile() -> None:
    given = cockpit(rate_per_s=0.05)
    given.launch(5)
    given.clock.move(300)
    tile = given.look().flows[0]
    assert (tile.state, tile.messages[0].code) == (TileState.UNKNOWN, "data.thin")


def test_no_traffic_is_not_all_well() -> None:
    given = cockpit()
    given.look()
    given.shop.rate_per_s = 0.0
    given.clock.move(600)
    tile = given.look().flows[0]
    assert (tile.state, tile.messages[0].code) == (TileState.UNKNOWN, "data.no_traffic")


def test_a_broken_promise_is_bad_with_its_burn_rate() -> None:
    given = cockpit(bad_ratio=lambda _moment: 0.6, before_s=3_700.0)
    tile = given.look().flows[0]
    assert (tile.state, tile.messages[0].code) == (TileState.BAD, "slo.burning_fast")
    assert tile.slo is not None
    assert tile.slo.burns[0].is_firing
    assert tile.slo.full_budget_s == pytest.approx(30 * 86_400 / 20, rel=0.1)


def test_a_reason_that_is_new_is_marked() -> None:
    given = cockpit()
    start_s = given.clock.now().timestamp()
    given.shop.reason = lambda moment: "NPE" if moment.at_s > start_s else "EXPIRED"
    given.clock.move(200)
    found = {one.reason: one for one in given.look().flows[0].reasons}
    assert found["NPE"].is_new
    assert not found["EXPIRED"].is_new
    assert found["EXPIRED"].change_ratio is not None
    assert found["EXPIRED"].change_ratio < 0


def test_a_flow_may_count_bad_events_and_have_no_latency_and_no_reasons() -> None:
    bare = flow("coupon", bad='shop_flow_results_total{result="never"}')
    for name in ("good", "reasons", "latency", "latency_slo"):
        del bare[name]
    given = cockpit(workspace(flows=[bare], crashes=None, kpis=[]))
    snapshot = given.look()
    tile = snapshot.flows[0]
    assert (tile.success_ratio, tile.p95_s, tile.latency_slo, tile.reasons) == (1.0, None, None, ())
    assert tile.state is TileState.OK
    assert snapshot.crash_free == ()


def test_missing_good_events_are_a_mistake_and_not_a_success() -> None:
    given = cockpit(workspace(flows=[flow("coupon", good="no_such_total")]))
    tile = given.look().flows[0]
    assert (tile.state, tile.messages[0].code) == (TileState.UNKNOWN, "data.empty")
    assert tile.success_ratio is None


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        pytest.param(
            lambda given: given.flags.set("coupon_v2", enabled=False), "board.lever_off", id="off"
        ),
        pytest.param(
            lambda given: setattr(given.flags.flags["coupon_v2"], "served_enabled", False),
            "board.lever_differs",
            id="late",
        ),
        pytest.param(
            lambda given: setattr(given.flags, "read_error", RefusedError(WHY, Refusal.ARCHIVED)),
            "test.why",
            id="archived",
        ),
        pytest.param(
            lambda given: setattr(given.flags, "served_error", UnreachableError(WHY)),
            "test.why",
            id="down",
        ),
    ],
)
def test_a_lever_is_shown_as_its_server_and_its_clients_see_it(
    break_it: Callable[[Cockpit], None], code: str
) -> None:
    given = cockpit()
    break_it(given)
    (lever,) = given.look().levers
    assert lever.message.code == code
    assert (lever.state is TileState.OK) is (code == "board.lever_off")


def test_a_lever_that_was_not_read_for_a_minute_is_unknown() -> None:
    given = cockpit()
    given.look()
    given.clock.move(61)
    (lever,) = given.monitor.snapshot().levers
    assert (lever.state, lever.message.code) == (TileState.UNKNOWN, "board.lever_not_read")


def test_the_exposure_is_what_clients_are_told() -> None:
    given = cockpit()
    given.launch(5)
    given.flags.set("coupon_v2", pct=5.0)
    launch = given.look().launch
    assert launch is not None
    assert (launch.exposure_pct, launch.served_exposure_pct) == (5, 5.0)
    given.flags.flags["coupon_v2"].served_pct = None
    launch = given.look().launch
    assert launch is not None
    assert launch.served_exposure_pct is None


def test_after_a_rollback_all_versions_together_tell_whether_users_are_safe() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(30)
    fault(given)
    operation(given, Lever.ROLLBACK, "shop-app", to_version=OLD)
    given.shop.share = lambda _at_s: 0.0
    given.clock.move(90)
    (mend,) = given.look().operations[0].mends
    assert mend.version is None
    assert mend.is_back
    assert mend.event_count > 1_000


@pytest.mark.slow
def test_a_flag_that_was_switched_off_on_suspicion_is_watched_by_what_it_guards() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(60)
    operation(given, Lever.FLAG_OFF, "coupon_v2")
    given.clock.move(90)
    (mend,) = given.look().operations[0].mends
    assert (mend.flow, mend.version, mend.platform) == ("coupon", NEW, None)
    assert mend.is_back


def test_a_fault_that_goes_on_is_not_back_in_band() -> None:
    given = cockpit(bad_ratio=lambda moment: 0.18 if moment.version == NEW else 0.02)
    given.launch(5)
    given.clock.move(60)
    fault(given, stratum="")
    operation(given, Lever.EXPOSURE, "coupon_v2", exposure_pct=1.0)
    given.clock.move(120)
    (mend,) = given.look().operations[0].mends
    assert not mend.is_back
    assert mend.bad_ratio == pytest.approx(0.18, abs=0.06)


def test_slowness_is_mended_by_the_share_of_slow_events() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(60)
    fault(given, metric="slow")
    operation(given, Lever.FLAG_OFF, "coupon_v2")
    given.clock.move(120)
    (mend,) = given.look().operations[0].mends
    assert mend.rule_id == "band/2 slow"
    assert mend.is_back


def test_old_operations_leave_the_board_and_unresolved_ones_do_not() -> None:
    given = cockpit(scrape_s=60.0)
    given.launch(5)
    operation(given, Lever.FLAG_OFF, "coupon_v2")
    at = given.clock.now()
    order = Order("op2", Lever.FLAG_ON, Target("flags", "production", "coupon_v2"), at)
    given.write(IntentRecorded(order))
    snapshot = given.look()
    assert [one.operation_id for one in snapshot.operations] == ["op2", "op1"]
    assert snapshot.verdict.code == "board.unresolved"
    given.clock.move(timedelta(hours=2).total_seconds())
    assert [one.operation_id for one in given.look().operations] == ["op2"]


def test_a_version_on_another_metric_is_asked_for_before_the_counters() -> None:
    joined = workspace(
        labels={
            "version_from": {"metric": "target_info", "label": "service_version"},
            "platform": None,
        }
    )
    plan = planned(joined)
    assert [one.selector.metric for one in plan.named] == ["target_info"]
    assert plan.flows[0].success.events.by == ("job", "instance")
    assert plan.sources == ("metrics",)


def test_a_selector_for_two_bounds_meets_every_way_to_write_them() -> None:
    slow = planned(workspace()).flows[0].slow
    assert slow is not None
    assert slow.selector.matchers[-1].value == r"1\.0|1|1e\+00|\+Inf"


def plain(value: Any) -> Any:
    """Walk a snapshot as a printer of JSON does."""
    if isinstance(value, Struct):
        told = asdict(value).items()
        return {name: plain(one) for name, one in told if getattr(one, "IS_TOLD", True)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_a_snapshot_is_plain_data() -> None:
    given = cockpit()
    given.launch(5)
    given.clock.move(60)
    snapshot = given.look()
    assert isinstance(snapshot, Snapshot)
    kinds: set[str] = set()

    def walk(value: Any) -> None:
        for one in value.values() if isinstance(value, dict) else value:
            if isinstance(one, dict | list):
                walk(one)
            else:
                kinds.add(type(one).__name__)

    walk(plain(snapshot))
    assert "float64" not in kinds
    assert "ndarray" not in kinds
