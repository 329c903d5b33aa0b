"""The launch of 3.2.0: its ladder, its gates, and the flags that carry its exposure."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from cockpit.app.launch_view import (
    CheckView,
    LaunchView,
    StageView,
    TargetView,
)
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState, LaunchPhase, StageState
from tests.kit.story.gates import BAKE_S, FAILED, LEAST, PASSED, WAITING, gate
from tests.kit.story.people import ME
from tests.kit.story.times import DEPLOYED, GO, NOW, PLANNED, STAGE_1, STAGE_5, at

LADDER = (1.0, 5.0, 20.0, 100.0)
REACHED = {1.0: STAGE_1, 5.0: STAGE_5, 20.0: at("11:12:00"), 100.0: at("12:30:00")}
LEFT = {1.0: STAGE_5, 5.0: REACHED[20.0], 20.0: REACHED[100.0]}


def ladder(
    exposure_pct: float,
    now: datetime,
    checks: tuple[CheckView, ...] = (),
    *,
    has_failed: bool = False,
    events: float = 2_810.0,
) -> tuple[StageView, ...]:
    """Return the rungs as they are with the exposure of now; 0 when nothing has begun."""
    current = StageView(
        exposure_pct,
        StageState.FAILED if has_failed else StageState.CURRENT,
        REACHED.get(exposure_pct),
        None,
        BAKE_S,
        (now - REACHED.get(exposure_pct, now)).total_seconds(),
        LEAST,
        events,
        checks,
    )
    return tuple(_rung(pct, current) for pct in LADDER)


def _rung(pct: float, current: StageView) -> StageView:
    if pct > current.exposure_pct:
        return StageView(pct, StageState.AHEAD, None, None, BAKE_S, None, LEAST, None)
    second = "sumin" if pct > 1 else "eunho"
    if pct == current.exposure_pct:
        return replace(current, second_person=second, first_person=ME)
    stayed_s = (LEFT[pct] - REACHED[pct]).total_seconds()
    done = StageView(
        pct, StageState.DONE, REACHED[pct], LEFT[pct], BAKE_S, stayed_s, LEAST, 1_524.0, PASSED
    )
    return replace(done, second_person=second, first_person=ME)


def target(flag: str, policy_pct: float, **more: Any) -> TargetView:
    """Return a flag that follows the ladder."""
    follows = TargetView(
        flag, "flags", policy_pct, policy_pct, policy_pct, policy_pct * 0.92, 3.0, is_adrift=False
    )
    return replace(follows, **more)


def targets(policy_pct: float, *, is_adrift: bool = False) -> tuple[TargetView, ...]:
    """Return both flags; the second may have been changed by somebody else."""
    away = {"set_pct": 20.0, "served_pct": 20.0, "effective_pct": 19.8, "is_adrift": True}
    drift = {**away, "drifted_by": "lee.sm"} if is_adrift else {}
    return target("release_3_2_0", policy_pct), target("reco_v3", policy_pct, **drift)


def launch(
    exposure_pct: float,
    now: datetime,
    *,
    phase: LaunchPhase = LaunchPhase.STAGE,
    checks: tuple[CheckView, ...] = (),
    has_failed: bool = False,
    is_adrift: bool = False,
    events: float = 2_810.0,
) -> LaunchView:
    """Return the launch at an exposure; 0 before the first step."""
    rungs = ladder(exposure_pct, now, checks, has_failed=has_failed, events=events)
    current = next((one for one in rungs if one.exposure_pct == exposure_pct), None)
    following = min((pct for pct in LADDER if pct > exposure_pct), default=None)
    return LaunchView(
        launch_id="0193a7c2-8f40-7d11-9b20-1d6f5a3e41c8",
        version="3.2.0",
        build="320",
        baseline="3.1.4",
        planned_at=PLANNED,
        exposure_pct=exposure_pct or None,
        served_exposure_pct=exposure_pct,
        stage_at=None if current is None else current.reached_at,
        bake_elapsed_s=None if current is None else current.bake_elapsed_s,
        bake_needed_s=BAKE_S,
        ladder_pct=LADDER,
        next_exposure_pct=following,
        next_refusal=_refusal(exposure_pct, checks, following),
        is_drill=False,
        phase=phase,
        window_from=at("10:00:00"),
        window_to=at("18:00:00"),
        commit="4f1c9a2e77b0",
        notes="신규 쿠폰 · 결제 화면 개편",
        holder=ME,
        go_at=None if phase is LaunchPhase.PLANNED else GO,
        go_by=None if phase is LaunchPhase.PLANNED else "jiwoo",
        deployed_at=None if phase in {LaunchPhase.PLANNED, LaunchPhase.GO} else DEPLOYED,
        stages=rungs,
        gate=gate(following, checks, must_leave=has_failed) if checks else None,
        targets=targets(exposure_pct, is_adrift=is_adrift),
    )


def _refusal(
    exposure_pct: float, checks: tuple[CheckView, ...], following: float | None
) -> Message | None:
    if following is None:
        return message(LadderCode.AT_TOP, exposure_pct=exposure_pct)
    shut = [one for one in checks if one.state not in {CheckState.PASS, CheckState.EXCEPTED}]
    return message(LadderCode.GATE_SHUT, told=shut[0].message) if shut else None


def at_1_pct(now: datetime, checks: tuple[CheckView, ...] = WAITING) -> LaunchView:
    """Return the launch at 1 %."""
    return launch(1.0, now, checks=checks, events=1_524.0 if checks is PASSED else 171.0)


def at_5_pct(now: datetime = NOW, *, is_adrift: bool = True) -> LaunchView:
    """Return the launch at 5 % with a gate that has failed."""
    return launch(5.0, now, checks=FAILED, has_failed=True, is_adrift=is_adrift)
