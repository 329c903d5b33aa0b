"""What the demo's guide says at each moment: worked out from the snapshot alone."""

from enum import StrEnum

from msgspec import Struct

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import OperationView, Snapshot, TileState
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.launch import ALL_PCT
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Cause, LaunchPhase, Status
from cockpit.domain.verdict import State
from cockpit.domain.way_out import WayOut
from cockpit.ui.guide_codes import GuideCode

FIRST_LESSON_PCT = 1.0
MOVED = frozenset({TileState.WARN, TileState.BAD})
OUTSIDE = frozenset({Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED})


class Topic(StrEnum):
    """What goes wrong in this demo."""

    COUPON = "coupon"
    PAYMENT = "payment"
    SLOW_BURN = "slow-burn"


class Lesson(Struct, frozen=True):
    """What is seen and what to press; `page` is where that is, None for the strip."""

    message: Message
    page: str | None = None


def lesson(snapshot: Snapshot, *, about: Topic = Topic.COUPON, has_closed: bool = False) -> Lesson:
    """Return the lesson of this moment; `has_closed` says that the demo's launch has ended."""
    launch = snapshot.launch
    if launch is None:
        code = GuideCode.OVER if has_closed else GuideCode.PLAN
        return Lesson(message(code), "journal" if has_closed else "rollout")
    if (way_out := _newest_way_out(snapshot)) is not None:
        return _after_press(way_out)
    return _trouble(snapshot) or _before_fault(snapshot, launch, about)


def _trouble(snapshot: Snapshot) -> Lesson | None:
    """Return the lesson of what has gone wrong; None while nothing has."""
    release = snapshot.release
    if release is not None and release.state is State.FAIL:
        name = release.advice.name if release.advice is not None else None
        return Lesson(message(GuideCode.BROKEN, flow=release.flow, target=name))
    if release is not None and release.cause in OUTSIDE:
        return Lesson(message(GuideCode.OUTSIDE), "release")
    if (flag := _urgent_way_out(snapshot)) is not None:
        return Lesson(message(_breaking(snapshot), target=flag))
    if release is not None and release.cause is Cause.RELEASE_OR_EXTERNAL:
        return Lesson(message(GuideCode.NO_CONTROL), "flow")
    return None


def _breaking(snapshot: Snapshot) -> GuideCode:
    """Return the lesson of a promise that breaks: what is known of business figures beside it."""
    states = {one.state for one in snapshot.kpis}
    if states & MOVED:
        return GuideCode.BREAKING_LATE
    return GuideCode.BREAKING_FIRST if states == {TileState.OK} else GuideCode.BREAKING


def _urgent_way_out(snapshot: Snapshot) -> str | None:
    """Return the flag of the first alert that asks to act now; None without one."""
    urgent = (one.advice for one in snapshot.alerts if one.grade is AlertGrade.ACT_NOW)
    return next((one.name for one in urgent if one and one.way_out is WayOut.FLAG_OFF), None)


def _newest_way_out(snapshot: Snapshot) -> OperationView | None:
    pulled = [one for one in snapshot.operations if one.lever is not Lever.EXPOSURE]
    return max(pulled, key=lambda one: one.asked_at, default=None)


def _after_press(operation: OperationView) -> Lesson:
    target = operation.target
    if operation.status is Status.UNKNOWN:
        return Lesson(message(GuideCode.UNKNOWN, target=target))
    if operation.status is Status.OPEN:
        return Lesson(message(GuideCode.SENT, target=target))
    if operation.back_in_band_at is None:
        return Lesson(message(GuideCode.OFF, target=target))
    return Lesson(message(GuideCode.SAFE, target=target), "rollout")


def _before_fault(snapshot: Snapshot, launch: LaunchView, about: Topic) -> Lesson:
    if launch.is_held:
        return Lesson(message(GuideCode.HELD), "rollout")
    match launch.phase:
        case LaunchPhase.PLANNED:
            is_no_go = snapshot.gonogo is not None and snapshot.gonogo.is_no_go
            return Lesson(message(GuideCode.NO_GO if is_no_go else GuideCode.SIGN), "gonogo")
        case LaunchPhase.GO:
            return Lesson(message(GuideCode.DEPLOY), "rollout")
        case LaunchPhase.DEPLOYED:
            return Lesson(message(GuideCode.FIRST_STEP), "rollout")
        case _:
            return _at_stage(launch, about)


def _at_stage(launch: LaunchView, about: Topic) -> Lesson:
    exposure_pct, gate = launch.exposure_pct or 0.0, launch.gate
    if about is Topic.PAYMENT:
        if gate is None or not gate.is_open:
            return Lesson(message(GuideCode.WATCH_FOR_OUTAGE, exposure_pct=exposure_pct), "flow")
    elif about is Topic.SLOW_BURN:
        if exposure_pct >= ALL_PCT:
            return Lesson(message(GuideCode.WATCH_FOR_SLOWNESS), "flow")
    elif exposure_pct > FIRST_LESSON_PCT:
        return Lesson(message(GuideCode.WATCH_FOR, exposure_pct=exposure_pct), "flow")
    if gate is not None and gate.is_open and gate.next_exposure_pct is not None:
        next_pct = gate.next_exposure_pct
        return Lesson(message(GuideCode.NEXT_STEP, next_exposure_pct=next_pct), "rollout")
    return Lesson(message(GuideCode.BAKING, exposure_pct=exposure_pct), "release")
