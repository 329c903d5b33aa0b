"""What the demo's guide says at each moment: worked out from the snapshot alone."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.app.launch_view import LaunchPhase, LaunchView
from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.domain.cause import Cause
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.unresolved import Status
from cockpit.domain.verdict import State
from cockpit.ui.guide_codes import GuideCode

FIRST_LESSON_PCT = 1.0
OUTSIDE = frozenset({Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED})


class Topic(StrEnum):
    """What goes wrong in this demo."""

    COUPON = "coupon"
    PAYMENT = "payment"
    SLOW_BURN = "slow-burn"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is seen and what to press; `page` is where that is, None for the strip."""

    message: Message
    page: str | None = None


def lesson(snapshot: Snapshot, *, about: Topic = Topic.COUPON, has_closed: bool = False) -> Lesson:
    """Return the lesson of this moment; `has_closed` says that the demo's launch has ended."""
    launch, release = snapshot.launch, snapshot.release
    if launch is None:
        code = GuideCode.OVER if has_closed else GuideCode.PLAN
        return Lesson(message(code), "journal" if has_closed else "rollout")
    if (way_out := _newest_way_out(snapshot)) is not None:
        return _after_press(way_out)
    if release is not None and release.state is State.FAIL:
        name = release.advice.name if release.advice is not None else None
        return Lesson(message(GuideCode.BROKEN, flow=release.flow, target=name))
    if release is not None and release.cause in OUTSIDE:
        return Lesson(message(GuideCode.OUTSIDE), "release")
    return _before_fault(snapshot, launch, about)


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
    elif exposure_pct > FIRST_LESSON_PCT:
        is_slow = about is Topic.SLOW_BURN
        code = GuideCode.WATCH_FOR_SLOWNESS if is_slow else GuideCode.WATCH_FOR
        return Lesson(message(code, exposure_pct=exposure_pct), "flow")
    if gate is not None and gate.is_open and gate.next_exposure_pct is not None:
        next_pct = gate.next_exposure_pct
        return Lesson(message(GuideCode.NEXT_STEP, next_exposure_pct=next_pct), "rollout")
    return Lesson(message(GuideCode.BAKING, exposure_pct=exposure_pct), "release")
