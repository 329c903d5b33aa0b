"""What the rollout page says about stages, targets and what comes next, without widgets."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from cockpit.app.launch_view import (
    CheckView,
    GateView,
    LaunchView,
    StageView,
    TargetView,
)
from cockpit.app.reading import STALE_S
from cockpit.app.snapshot import LeverView, Snapshot, TileState
from cockpit.domain.operations import Lever
from cockpit.domain.standings import CheckState, LaunchPhase, StageState, Status
from cockpit.domain.way_out import WayOut
from cockpit.ui.aim import advised
from cockpit.ui.codes import WordCode
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.say import DASH, Say

OPENING = frozenset({CheckState.PASS, CheckState.EXCEPTED})
GRAVITY = (
    CheckState.FAIL,
    CheckState.UNKNOWN,
    CheckState.WAIT,
    CheckState.EXCEPTED,
    CheckState.PASS,
)
CURRENT = frozenset({StageState.CURRENT, StageState.FAILED})
OVER = frozenset({LaunchPhase.CLOSED, LaunchPhase.STOPPED})


class Way(StrEnum):
    """What the last tile offers, by where the launch stands."""

    CHECKS = "checks"
    DEPLOY = "deploy"
    ADVANCE = "advance"
    LEAVE = "leave"
    FINISH = "finish"


def way_of(launch: LaunchView) -> Way:
    """Return what comes next. A failed gate leaves the two ways out and nothing else."""
    if launch.phase is LaunchPhase.PLANNED:
        return Way.CHECKS
    if launch.phase is LaunchPhase.GO:
        return Way.DEPLOY
    if launch.gate is not None and launch.gate.must_leave:
        return Way.LEAVE
    is_top = launch.phase is LaunchPhase.WATCHING
    return Way.FINISH if is_top else Way.ADVANCE


def ways_used(snapshot: Snapshot) -> frozenset[WayOut]:
    """Return the ways out whose effect was seen, as far as the snapshot tells.

    A confirmed step back to 0 % is done by flags; before the first step there is no exposure.
    """
    ways = {Lever.FLAG_OFF: WayOut.FLAG_OFF, Lever.ROLLBACK: WayOut.ROLLBACK}
    found = {
        ways[one.lever]
        for one in snapshot.operations
        if one.lever in ways and one.status is Status.CONFIRMED
    }
    launch, advice = snapshot.launch, advised(snapshot)
    off = {one.flag for one in snapshot.levers if _is_off(one)}
    is_back = launch is not None and launch.exposure_pct == 0
    if is_back or (advice is not None and advice.way_out is WayOut.FLAG_OFF and advice.name in off):
        found.add(WayOut.FLAG_OFF)
    return frozenset(found)


def pct(say: Say, value: float | None, digits: int | None = None) -> str:
    """Return a percentage with its sign; a dash when it is not known."""
    if value is None:
        return DASH
    number = f"{value:g}" if digits is None else say.number(value, digits)
    return say(RolloutCode.PERCENT, number=number)


def summary(launch: LaunchView, say: Say) -> str:
    """Return policy, largest effect and drift in one line."""
    known = [one.effective_pct for one in launch.targets if one.effective_pct is not None]
    return say(
        RolloutCode.SUMMARY,
        policy=pct(say, launch.exposure_pct or 0.0),
        effective=pct(say, max(known, default=None), 1),
        drift_count=sum(one.is_adrift for one in launch.targets),
    )


def chip(stage: StageView, gate: GateView | None, say: Say) -> tuple[Shape, str]:
    """Return the mark and the word of a stage."""
    if stage.state is StageState.DONE:
        return Shape.OK, say(RolloutCode.PASSED)
    if stage.state is StageState.FAILED:
        return Shape.BAD, say(RolloutCode.BLOCKED)
    if stage.state is StageState.AHEAD:
        return Shape.LOCK, say(WordCode.LOCKED)
    if gate is None:
        return Shape.UNKNOWN, say(WordCode.UNKNOWN)
    states = {one.state for one in gate.checks}
    if states <= OPENING:
        is_top = gate.next_exposure_pct is None
        return Shape.OK, say(RolloutCode.PASSED if is_top else RolloutCode.OPEN)
    is_unknown = CheckState.UNKNOWN in states
    word = WordCode.UNKNOWN if is_unknown else WordCode.WAIT
    return (Shape.UNKNOWN if is_unknown else Shape.WAIT), say(word)


def when(stage: StageView, launch: LaunchView, say: Say) -> str:
    """Return from when to when a stage was on, or when the next can be at the earliest."""
    if stage.state is StageState.DONE:
        start, end = say.time(stage.reached_at), say.on(stage.reached_at).time(stage.left_at)
        return say(RolloutCode.FROM_TO, start=start, end=end)
    if stage.state in CURRENT and stage.reached_at is not None:
        return say(RolloutCode.SINCE, start=say.time(stage.reached_at))
    gate = launch.gate
    is_next = gate is not None and stage.exposure_pct == gate.next_exposure_pct
    at: datetime | None = gate.earliest_at if gate is not None and is_next else None
    return "" if at is None else say(RolloutCode.EARLIEST, time=say.time(at))


def bake(stage: StageView, say: Say) -> str:
    """Return how long the stage bakes, and has baked."""
    needed = say.clock(stage.bake_needed_s)
    if stage.state is StageState.AHEAD:
        return needed
    done = say.clock(stage.bake_elapsed_s)
    if stage.state is StageState.DONE:
        return say(RolloutCode.STAYED, needed=needed, stayed=done)
    return say(RolloutCode.OF, done=done, needed=needed)


def sample(stage: StageView, say: Say) -> str:
    """Return how many events the stage needs, and has seen."""
    needed = say.count(stage.minimum_events)
    if stage.state is StageState.AHEAD:
        return say(RolloutCode.EVENTS, count=stage.minimum_events)
    return say(RolloutCode.OF, done=say.count(stage.event_count), needed=needed)


def checks(stage: StageView, say: Say) -> str:
    """Return how many checks pass, and what the others say."""
    if stage.state is StageState.AHEAD:
        return say(RolloutCode.CHECKS_AGAIN)
    found = stage.checks
    if not found:
        return DASH
    passed = sum(one.state in OPENING for one in found)
    counts = (
        (CheckState.FAIL, RolloutCode.COUNT_BAD),
        (CheckState.WAIT, RolloutCode.COUNT_WAIT),
        (CheckState.UNKNOWN, RolloutCode.COUNT_UNKNOWN),
    )
    rest = [
        say(code, count=count)
        for state, code in counts
        if (count := sum(one.state is state for one in found))
    ]
    if not rest:
        return say(RolloutCode.CHECKS_OF, passed_count=passed, all_count=len(found))
    told = ", ".join(rest)
    return say(RolloutCode.CHECKS_WITH, passed_count=passed, all_count=len(found), rest=told)


def stood_by(stage: StageView, launch: LaunchView, say: Say) -> str:
    """Return who asked for the stage and who stood by; for one ahead, what is asked for."""
    if stage.first_person is not None:
        first = say.person(stage.first_person)
        if stage.second_person is None:
            return first
        second = say.person(stage.second_person)
        return say(RolloutCode.STOOD_BY, first=first, second=second)
    if stage.state is not StageState.AHEAD:
        return DASH
    needs = launch.gate is None or launch.gate.needs_second_person
    return say(RolloutCode.NEEDS_SECOND if needs else RolloutCode.NEEDS_TYPED)


def compared(target: TargetView, say: Say) -> tuple[Shape, str, str]:
    """Return mark, word and remark of a target against the policy."""
    if target.is_adrift and not is_old(target):
        seen = pct(say, target.set_pct if target.set_pct is not None else target.served_pct)
        if target.drifted_by is None:
            note = say(RolloutCode.ADRIFT_SEEN, seen=seen)
        else:
            person = say.person(target.drifted_by)
            note = say(RolloutCode.ADRIFT_BY, person=person, seen=seen)
        return Shape.WARN, say(RolloutCode.ADRIFT), note
    if is_old(target):
        age = say.age(target.read_age_s)
        return Shape.UNKNOWN, say(WordCode.UNKNOWN), say(RolloutCode.READ_LONG_AGO, age=age)
    if target.set_pct is None:
        return Shape.UNKNOWN, say(WordCode.UNKNOWN), say(RolloutCode.NOT_READ)
    return Shape.OK, say(RolloutCode.AGREES), say(RolloutCode.AGREES_NOTE)


def is_old(target: TargetView) -> bool:
    """Return whether the flag was read so long ago that nobody knows where it stands now."""
    return target.read_age_s is not None and target.read_age_s > STALE_S


def in_order(found: Sequence[CheckView]) -> tuple[CheckView, ...]:
    """Return the checks, the gravest first, and those that pass at the end."""
    return tuple(sorted(found, key=lambda one: GRAVITY.index(one.state)))


def against_count(gate: GateView) -> int:
    """Return how many checks keep the gate shut."""
    return sum(one.state not in OPENING for one in gate.checks)


def typed_pct(text: str) -> float | None:
    """Return the percentage that somebody typed, `20` or `20 %`; None when it is no number."""
    plain = text.replace("%", "").replace(",", ".").strip()
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if 0.0 <= value <= 100.0 else None  # noqa: PLR2004 - per cent


def _is_off(lever: LeverView) -> bool:
    is_sure = lever.state is TileState.OK
    return is_sure and lever.is_enabled is False and lever.is_served is False
