"""What happens in each of the demo's stories once the product owner has said Go."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from cockpit.app.snapshot import Metric, ReleaseView, Snapshot, TileState
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo_acting import GATE_STEP_S, Acting, UntrueError
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.cause import Cause
from cockpit.domain.gate import CheckName, CheckState
from cockpit.domain.verdict import State
from cockpit.domain.way_out import WayOut

CHART_STEP_S = 1.0
"""Charts are asked for one by one, and with longer steps they never catch up."""

PAGES = ("flow", "release", "safety", "gonogo", "rollout", "journal", "sources")
COUPON, CHECKOUT = "coupon", "checkout"
COUPON_FLAG, CHECKOUT_FLAG, PLATFORM = "coupon_v2", "checkout_v2", "android"


def coupon(acting: Acting) -> None:
    """At 5 % the new version breaks coupons on Android: its flag goes off, and back it goes."""
    acting.step(1)
    acting.step(5)
    release = _found(acting)
    if (release.flow, release.platform) != (COUPON, PLATFORM) or not _leads_to(
        release, COUPON_FLAG
    ):
        raise UntrueError(release.verdict)
    acting.switch_off(COUPON_FLAG)
    acting.roll_back()
    acting.close()
    _look_around(acting)


def payment(acting: Acting) -> None:
    """At 1 % a payment provider goes down for everybody: nothing is pulled, the gate waits."""
    acting.step(1)
    acting.page(Qt.Key.Key_1)
    acting.stage.until(_is_from_outside, "outside", step_s=GATE_STEP_S)
    seen = acting.stage.until(
        lambda s: any(one.flow == CHECKOUT for one in s.alerts), "alert", step_s=GATE_STEP_S
    )
    release = seen.release
    assert release is not None, "it was waited for"  # noqa: S101 - see above
    advised = [one for one in seen.alerts if one.advice is not None]
    if not _is_from_outside(seen) or release.advice or advised or not _waits_for_outside(seen):
        raise UntrueError(release.verdict)
    acting.say(PlayCode.OUTSIDE, verdict=release.verdict)
    _look(acting)
    acting.step(5)
    acting.say(PlayCode.OUTSIDE_OVER)
    _look_around(acting)


def slow_burn(acting: Acting) -> None:
    """From 5 % on checkout gets slower: it is found before any business figure moves."""
    acting.step(1)
    acting.step(5)
    began_s = acting.stage.world.clock.monotonic_s()
    acting.page(Qt.Key.Key_1)
    seen = acting.stage.until(_is_slow, "slow")
    moved = [one for one in seen.kpis if one.state in {TileState.WARN, TileState.BAD}]
    release = _found(acting)
    if moved or release.flow != CHECKOUT or not _leads_to(release, CHECKOUT_FLAG):
        raise UntrueError(release.verdict)
    waited_s = acting.stage.world.clock.monotonic_s() - began_s
    acting.say(PlayCode.SLOW, waited_s=waited_s)
    acting.switch_off(CHECKOUT_FLAG)
    acting.close()
    _look_around(acting)


PLOTS: Mapping[Scenario, Callable[[Acting], None]] = {
    Scenario.COUPON: coupon,
    Scenario.PAYMENT: payment,
    Scenario.SLOW_BURN: slow_burn,
}


def _found(acting: Acting) -> ReleaseView:
    """Return the verdict once the release is proved to be worse; it has to be its own fault."""
    began_s = acting.stage.world.clock.monotonic_s()
    acting.page(Qt.Key.Key_1)
    found = acting.stage.until(
        lambda s: s.release is not None and s.release.state is State.FAIL and bool(s.release.flow),
        "fault",
    )
    release = found.release
    assert release is not None, "it was waited for"  # noqa: S101 - see above
    if release.cause is not Cause.RELEASE:
        raise UntrueError(release.verdict)
    waited_s = acting.stage.world.clock.monotonic_s() - began_s
    acting.say(PlayCode.FOUND, waited_s=waited_s, verdict=release.verdict)
    acting.stage.until(lambda s: any(one.flow == release.flow for one in s.alerts), "alert")
    _look(acting)
    return release


def _leads_to(release: ReleaseView, flag: str) -> bool:
    advice = release.advice
    return advice is not None and (advice.way_out, advice.name) == (WayOut.FLAG_OFF, flag)


def _is_from_outside(snapshot: Snapshot) -> bool:
    release = snapshot.release
    return release is not None and release.cause is Cause.EXTERNAL


def _waits_for_outside(snapshot: Snapshot) -> bool:
    """Return whether the gate is shut for the weather outside, and for nobody's fault."""
    gate = None if snapshot.launch is None else snapshot.launch.gate
    checks = {} if gate is None else {one.check: one.state for one in gate.checks}
    return checks.get(CheckName.OUTSIDE) is CheckState.WAIT and (
        checks.get(CheckName.FAULT) is CheckState.PASS
    )


def _is_slow(snapshot: Snapshot) -> bool:
    """Return whether somebody is told that checkout gets slow: by its promise or its release."""
    reasons = {one.reason for one in snapshot.alerts if one.flow == CHECKOUT}
    rows = () if snapshot.release is None else snapshot.release.rows
    is_proved = any(
        row.flow == CHECKOUT and row.metric is Metric.SLOW and row.state is State.FAIL
        for row in rows
    )
    return AlertReason.SLO in reasons or (AlertReason.VERSION in reasons and is_proved)


def _has_charts(snapshot: Snapshot) -> bool:
    """Return whether the charts, which begin anew with each launch, have been read again."""
    charts = [one.chart for one in snapshot.flows]
    return all(chart is not None and not chart.is_behind for chart in charts)


def _look(acting: Acting) -> None:
    acting.stage.until(_has_charts, "charts", step_s=CHART_STEP_S)
    for page in ("flow", "release", "rollout"):
        acting.take(page, f"3-{page}-fault")


def _look_around(acting: Acting) -> None:
    acting.stage.until(_has_charts, "charts", step_s=CHART_STEP_S)
    for page in PAGES:
        acting.take(page, f"5-{page}")
