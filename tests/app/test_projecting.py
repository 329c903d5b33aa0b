"""A release of one per cent is looked at as if everybody had it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.alerts import looks
from cockpit.app.projecting import launch_left_s
from cockpit.app.promise_view import AtFullView
from cockpit.app.snapshot import FlowView, Snapshot, TileState
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding, leading
from cockpit.domain.codes import SloCode
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.slo import SloState
from cockpit.ports.workspace import Rollout
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, Moment
from tests.kit.monitoring import Cockpit, cockpit, flow, workspace

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)
ROLLOUT = Rollout(ladder=(1, 5, 20, 100), bake_s=1_800)
PLANNED = Launch("l1", "shop-app", NEW, "320", "3.1.4", NOON, "mina")


def coupon(made: Cockpit) -> FlowView:
    return next(one for one in made.seen[-1].flows if one.name == "coupon")


def at_full(made: Cockpit) -> AtFullView:
    slo = coupon(made).slo
    assert slo is not None
    assert slo.at_full is not None
    return slo.at_full


def broken(
    bad_ratio: float, share: float = 0.01, target: float = 0.97, usual_ratio: float = 0.02
) -> Cockpit:
    """Return a cockpit of a shop whose new version fails its coupons at `bad_ratio`."""

    def failing(moment: Moment) -> float:
        is_hit = (moment.version, moment.flow) == (NEW, "coupon")
        return bad_ratio if is_hit and moment.at_s >= NOON.timestamp() else usual_ratio

    promised = workspace(flows=[flow("coupon", slo={"target": target}), flow("checkout")])
    return cockpit(promised, share=lambda _at_s: share, bad_ratio=failing)


def test_a_stage_of_one_per_cent_that_always_fails_warns_while_the_service_burns_little() -> None:
    made = broken(1.0)
    made.launch(1)
    made.watch(60.0, 5.0)
    slo = coupon(made).slo
    assert slo is not None
    assert (slo.burns[0].long_burn or 0.0) < 1.0
    assert not any(one.is_firing for one in slo.burns)
    found = at_full(made)
    assert found.breaks
    assert found.long_burn is not None
    assert found.long_burn > found.threshold
    assert slo.state is SloState.WARNING
    assert slo.reasons[0].code == SloCode.BREAKS_AT_FULL


def findings(seen: Snapshot) -> tuple[Finding, ...]:
    return looks(seen, workspace(), lambda _key: frozenset())["flow:coupon"].findings


def test_the_alert_is_to_watch_the_promise_while_no_comparison_has_failed() -> None:
    made = broken(1.0)
    made.launch(1)
    (found,) = findings(replace(made.watch(60.0, 5.0), release=None))
    assert (found.reason, found.grade) == (AlertReason.SLO, AlertGrade.WATCH)
    assert found.told.code == SloCode.BREAKS_AT_FULL


def test_once_the_release_is_proved_worse_that_is_the_alert_and_a_hand_is_needed() -> None:
    made = broken(1.0)
    made.launch(1)
    found = leading(findings(made.watch(120.0, 5.0)))
    assert (found.reason, found.grade) == (AlertReason.VERSION, AlertGrade.ACT_NOW)


def test_a_new_version_that_is_well_shows_its_burn_and_warns_of_nothing() -> None:
    made = broken(0.02, share=0.3)
    made.launch(20)
    made.watch(60.0, 5.0)
    found = at_full(made)
    assert not found.breaks
    assert found.long_burn == pytest.approx(0.02 / 0.03, rel=0.5)
    assert coupon(made).state is TileState.OK


def test_before_anybody_is_exposed_and_once_everybody_is_nothing_is_projected() -> None:
    made = broken(0.02)
    made.launch()
    made.watch(60.0, 5.0)
    slo = coupon(made).slo
    assert slo is not None
    assert slo.at_full is None
    made.steps(1, 5, 20, 100)
    made.watch(60.0, 5.0)
    slo = coupon(made).slo
    assert slo is not None
    assert slo.at_full is None


def test_a_promise_of_speed_is_looked_at_in_the_same_way() -> None:
    made = cockpit(
        share=lambda _at_s: 0.01,
        slow_ratio=lambda moment: 0.95 if moment.version == NEW else 0.02,
    )
    made.launch(1)
    made.watch(60.0, 5.0)
    slow = coupon(made).latency_slo
    assert slow is not None
    assert slow.at_full is not None
    assert slow.at_full.breaks
    assert slow.reasons[0].code == SloCode.BREAKS_AT_FULL


def test_the_planned_window_says_how_long_a_launch_goes_on() -> None:
    opens, closes = NOON + 10 * MINUTE, NOON + 70 * MINUTE
    launch = replace(PLANNED, window_from=opens, window_to=closes)
    assert launch_left_s(launch, ROLLOUT, NOON) is None
    assert launch_left_s(launch, ROLLOUT, opens) == 3_600.0
    assert launch_left_s(launch, ROLLOUT, closes) is None


def test_without_a_window_the_stages_to_come_say_it() -> None:
    assert launch_left_s(None, ROLLOUT, NOON) is None
    assert launch_left_s(PLANNED, ROLLOUT, NOON) is None
    deployed = replace(PLANNED, deployed_at=NOON)
    assert launch_left_s(replace(deployed, go=None), ROLLOUT, NOON) is None
    exposed = replace(deployed, stages=(Stage(5, NOON, "o5"),))
    assert launch_left_s(exposed, ROLLOUT, NOON + 10 * MINUTE) == 2 * 1_800 + 1_200
    everybody = replace(deployed, stages=(Stage(100, NOON, "o100"),))
    assert launch_left_s(everybody, ROLLOUT, NOON + 40 * MINUTE) == 0.0
