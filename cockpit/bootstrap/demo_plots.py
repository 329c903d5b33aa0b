"""What happens in each of the demo's stories once the product owner has said Go."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from cockpit.app.alert_view import AlertView
from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import KpiView, ReleaseView, Snapshot, TileState
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo_acting import GATE_STEP_S, Acting, UntrueError
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.gate import CheckName
from cockpit.domain.standings import Cause, CheckState
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut

OUTAGE_STEP_S, ALERT_STEP_S = 120.0, 30.0
"""How often is looked for what is over after minutes."""

KPI_STEP_S = 5.0
"""The weeks that a business figure is compared with are read meanwhile, some days at a time."""

BURN_STEP_S = 120.0
"""What takes an hour's burn is no sooner told by shorter looks."""

MOVED_RATIO = 0.01
"""A business figure that has changed by a hundredth of itself has moved, whoever has noticed."""

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
    acting.stage.until(_is_from_outside, "outside", step_s=OUTAGE_STEP_S)
    seen = acting.stage.until(
        lambda s: any(one.flow == CHECKOUT for one in s.alerts), "alert", step_s=ALERT_STEP_S
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
    acting.stage.until(_is_compared, "comparison", step_s=ALERT_STEP_S)
    _look_around(acting)


def slow_burn(acting: Acting) -> None:
    """With everybody on it checkout gets slower: its promise tells before a business figure."""
    for exposure_pct in (1, 5, 20):
        acting.step(exposure_pct)
    known = acting.stage.until(_is_usual, "kpi", step_s=KPI_STEP_S)
    usual = {one.name: one.ratio for one in known.kpis}
    acting.step(100)
    began_s = acting.stage.world.clock.monotonic_s()
    acting.page(Qt.Key.Key_1)
    seen = acting.stage.until(
        lambda s: _moved(s, usual) is not None or (_told(s) is not None and _is_usual(s)),
        "alert",
        step_s=BURN_STEP_S,
    )
    _want_unmoved(seen, usual)
    told = _told(seen)
    if told is None or not _is_burn(told) or _is_proved(seen):
        raise UntrueError(seen.verdict if told is None else told.message)
    waited_s = acting.stage.world.clock.monotonic_s() - began_s
    acting.say(PlayCode.SLOW, waited_s=waited_s, told=told.message)
    _look(acting)
    acting.switch_off(CHECKOUT_FLAG)
    calm = acting.stage.until(_is_calm, "calm", step_s=GATE_STEP_S)
    _want_unmoved(calm, usual)
    acting.say(PlayCode.CALM)
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
    return release.advice == Advice(WayOut.FLAG_OFF, flag)


def _is_from_outside(snapshot: Snapshot) -> bool:
    release = snapshot.release
    return release is not None and release.cause is Cause.EXTERNAL


def _is_compared(snapshot: Snapshot) -> bool:
    """Return whether the versions are compared by everything that the service tells of itself."""
    release = snapshot.release
    return release is not None and all(row.state is not State.NO_DATA for row in release.rows)


def _waits_for_outside(snapshot: Snapshot) -> bool:
    """Return whether the gate is shut for the weather outside, and for nobody's fault."""
    gate = None if snapshot.launch is None else snapshot.launch.gate
    checks = {} if gate is None else {one.check: one.state for one in gate.checks}
    return checks.get(CheckName.OUTSIDE) is CheckState.WAIT and (
        checks.get(CheckName.FAULT) is CheckState.PASS
    )


def _told(snapshot: Snapshot) -> AlertView | None:
    """Return the alert about checkout; None without one."""
    return next((one for one in snapshot.alerts if one.flow == CHECKOUT), None)


def _is_burn(told: AlertView) -> bool:
    """Return whether its promise of speed alone raised the alert, and it names the flag."""
    is_alone = told.reason is AlertReason.SLO and not told.others
    is_speed = told.message.code == BoardCode.SPEED_BURNS_FAST
    return is_alone and is_speed and told.advice == Advice(WayOut.FLAG_OFF, CHECKOUT_FLAG)


def _is_calm(snapshot: Snapshot) -> bool:
    """Return whether nothing is told of checkout any more, and all its promises are kept."""
    kept = {one.name for one in snapshot.flows if one.state is TileState.OK}
    return _told(snapshot) is None and CHECKOUT in kept


def _is_usual(snapshot: Snapshot) -> bool:
    """Return whether every business figure is known to be where it is expected."""
    return all(one.state is TileState.OK for one in snapshot.kpis)


def _moved(snapshot: Snapshot, usual: Mapping[str, float | None]) -> KpiView | None:
    """Return the first business figure that is no longer what it was; None without one."""
    for one in snapshot.kpis:
        before = usual.get(one.name)
        if not one.ratio or not before or abs(one.ratio / before - 1.0) > MOVED_RATIO:
            return one
    return None


def _want_unmoved(snapshot: Snapshot, usual: Mapping[str, float | None]) -> None:
    moved = _moved(snapshot, usual)
    if moved is not None:
        raise UntrueError(next(iter(moved.messages), snapshot.verdict))


def _is_proved(snapshot: Snapshot) -> bool:
    """Return whether a comparison of the versions has found it, business figures included."""
    release = snapshot.release
    rows = () if release is None else (*release.rows, *release.kpis)
    return any(row.state is State.FAIL for row in rows)


def _look(acting: Acting) -> None:
    acting.take(3, "flow", "release", "rollout", about="fault")


def _look_around(acting: Acting) -> None:
    acting.take(5, *PAGES)
