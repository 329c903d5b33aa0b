"""The aims of the two ways out: what each hold button would do, and how far it has come.

Worked out from a snapshot and from what was heard since, without Qt, so that it is tested by value.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from cockpit.app.snapshot import LeverView, RollbackView, Snapshot, TileState
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.operations import Lever
from cockpit.domain.standings import LaunchPhase
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.aim_codes import AimCode
from cockpit.ui.course import Course, Side, Stand, course
from cockpit.ui.heard import Heard, back_key, off_key
from cockpit.ui.say import DASH, Say
from cockpit.ui.sign import Sign

if TYPE_CHECKING:  # there is no launch to see before the journal is read
    from cockpit.app.launch_view import LaunchView


SHORT_ID = 4
HOUR_S = 3_600.0


class AimState(StrEnum):
    """The look of a hold button."""

    IDLE = "idle"
    ARMED = "armed"
    RECOMMENDED = "recommended"
    SENT = "sent"
    SEEN = "seen"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Aim(Struct, frozen=True):
    """What a hold button shows and would do.

    `key` is "" without a target. `hint` None stands for how long to hold. The three lines tell
    what a press does, to whom, and how it was proved; `proof` is the mark of the third.
    `what` names the deed for whoever cannot see it.
    """

    key: str
    label: str
    state: AimState
    hint: str | None
    lines: tuple[str, str, str]
    proof: Sign
    what: str


class Wanted(Struct, frozen=True):
    """The levers that a person has chosen in place of ours; None leaves the choice to the rule."""

    flag: str | None = None
    rollback: str | None = None


class Aiming(Struct, frozen=True):
    """Everything that aims are worked out from, `now` being the instant that is shown."""

    snapshot: Snapshot
    heard: Heard
    wanted: Wanted
    say: Say
    now: datetime

    @property
    def age_s(self) -> float:
        """Return the age of the snapshot."""
        return max(0.0, (self.now - self.snapshot.at).total_seconds())

    def ago_s(self, at: datetime) -> float:
        """Return how long ago an instant was."""
        return max(0.0, (self.now - at).total_seconds())


def advised(snapshot: Snapshot) -> Advice | None:
    """Return the way out that is recommended: by the verdict, else by what asks to act now."""
    release = snapshot.release
    if release is not None and release.state is State.FAIL and release.advice is not None:
        return release.advice
    urgent = (one.advice for one in snapshot.alerts if one.grade is AlertGrade.ACT_NOW)
    return next((advice for advice in urgent if advice is not None), None)


def aimed_flag(snapshot: Snapshot, wanted: str | None) -> LeverView | None:
    """Return the flag that the button is aimed at.

    What a person has chosen, else the recommended one, else the first of the launch's own flags
    that may be pulled, else the first lever of the workspace; None without launch and advice.
    """
    levers = {one.flag: one for one in snapshot.levers}
    advice = advised(snapshot)
    launch = going_out(snapshot)
    named = [wanted] if wanted else []
    if advice is not None and advice.way_out is WayOut.FLAG_OFF:
        named.append(advice.name)
    if launch is not None:
        named += [*(one.flag for one in launch.targets), *levers]
    return next((levers[flag] for flag in named if flag in levers), None)


def aimed_rollback(snapshot: Snapshot, wanted: str | None) -> RollbackView | None:
    """Return the rollback that the button is aimed at: chosen, recommended, or the first."""
    backs = {one.name: one for one in snapshot.rollbacks}
    advice = advised(snapshot)
    named = [wanted] if wanted else []
    if advice is not None and advice.way_out is WayOut.ROLLBACK:
        named.append(advice.name)
    return next((backs[name] for name in [*named, *backs] if name in backs), None)


def going_out(snapshot: Snapshot) -> "LaunchView | None":
    """Return the launch unless it is over."""
    launch = snapshot.launch
    over = {LaunchPhase.CLOSED, LaunchPhase.STOPPED}
    return None if launch is None or launch.phase in over else launch


def off_aim(given: Aiming) -> Aim:
    """Return the aim of the button that switches a flag off."""
    snapshot, say = given.snapshot, given.say
    lever = aimed_flag(snapshot, given.wanted.flag)
    if lever is None:
        has_levers = bool(snapshot.levers)
        why = AimCode.HINT_NO_RELEASE if has_levers else AimCode.HINT_NO_LEVER
        first = say(AimCode.CHOOSE) if has_levers else ""
        label = say(AimCode.OFF_NONE)
        return Aim("", label, AimState.IDLE, say(why), (first, "", ""), Sign.NONE, label)
    key, label = off_key(lever.flag), say(AimCode.OFF, flag=lever.flag)
    done = course(snapshot, given.heard, Side(key, Lever.FLAG_OFF, lever.flag), given.now)
    flows = _flows(lever, say)
    does = _does_off(lever, flows, say)
    if done is not None:
        is_off = say(AimCode.IS_OFF, flag=lever.flag, flows=flows)
        first = is_off if done.stand is Stand.SEEN else does
        return _under_way(given, done, key, label, first, is_flag=True)
    state, hint = _off_state(given, lever)
    proof, third = _flag_proof(given, lever)
    lines = (does, _reach(given, lever), third)
    return Aim(key, label, state, hint, lines, proof, label)


def back_aim(given: Aiming) -> Aim:
    """Return the aim of the button that rolls back."""
    snapshot, say = given.snapshot, given.say
    back = aimed_rollback(snapshot, given.wanted.rollback)
    if back is None:
        label, why = say(AimCode.BACK_NONE), say(AimCode.HINT_NO_LEVER)
        lines = (say(AimCode.NO_ROLLBACK), "", "")
        return Aim("", label, AimState.IDLE, why, lines, Sign.NONE, label)
    key = back_key(back.name)
    version = back.to_version
    label = say(AimCode.BACK, version=version) if version else say(AimCode.BACK_NONE)
    done = course(snapshot, given.heard, Side(key, Lever.ROLLBACK, back.service), given.now)
    if done is not None and done.to_version is not None:
        version = done.to_version
    does = say(AimCode.DOES_BACK, service=back.service, version=version or DASH)
    if done is not None:
        return _under_way(given, done, key, label, does, is_flag=False)
    proof, third = _back_proof(given, back)
    state, hint = _back_state(given, back)
    if version is None:
        proof, third = Sign.NONE, say(AimCode.BASELINE_UNKNOWN)
    reach = say(AimCode.REACH_BACK)
    if back.usual_s is not None:
        reach = say(AimCode.REACH_BACK_TIMED, age=say.age(back.usual_s))
    if state is AimState.IDLE and version is not None:
        reach = _nobody(given)
    return Aim(key, label, state, hint, (does, reach, third), proof, label)


def _off_state(given: Aiming, lever: LeverView) -> tuple[AimState, str | None]:
    is_off = lever.is_enabled is False and lever.is_served is False
    if is_off and lever.state is TileState.OK:
        return AimState.IDLE, given.say(AimCode.HINT_ALREADY_OFF)
    advice = advised(given.snapshot)
    is_it = advice is not None and advice == Advice(WayOut.FLAG_OFF, lever.flag)
    return (AimState.RECOMMENDED if is_it else AimState.ARMED), None


def _back_state(given: Aiming, back: RollbackView) -> tuple[AimState, str | None]:
    if back.to_version is None:
        return AimState.IDLE, given.say(AimCode.HINT_NO_VERSION)
    launch = going_out(given.snapshot)
    if launch is not None and launch.phase in {LaunchPhase.PLANNED, LaunchPhase.GO}:
        return AimState.IDLE, given.say(AimCode.HINT_NOT_DEPLOYED)
    advice = advised(given.snapshot)
    is_it = advice is not None and advice == Advice(WayOut.ROLLBACK, back.name)
    return (AimState.RECOMMENDED if is_it else AimState.ARMED), None


def _under_way(
    given: Aiming, done: Course, key: str, label: str, first: str, *, is_flag: bool
) -> Aim:
    """Return the aim while an operation of it is under way, seen, refused or unknown."""
    say = given.say
    age = say.age(given.ago_s(done.asked_at))
    state, second = AimState(done.stand.value), _asked(done, say)
    match done.stand:
        case Stand.SENT:
            hint, shown = say(AimCode.HINT_CHECKING, age=age), say(AimCode.SENT)
            proof, third = Sign.NONE, say(AimCode.NOT_ACCEPTED)
            if done.accepted_at is not None:
                third = say(AimCode.ACCEPTED, time=say.time_s(done.accepted_at))
        case Stand.SEEN:
            seen_code = AimCode.SEEN_OFF if is_flag else AimCode.SEEN_BACK
            hint, shown = say.time_s(done.seen_at), say(seen_code)
            proof, third = _after(given, done)
            took_s = (done.seen_at - done.asked_at).total_seconds() if done.seen_at else None
            second = say(AimCode.TOOK, age=say.age(took_s), time=say.time_s(done.asked_at))
        case Stand.REFUSED:
            hint, shown = say(AimCode.HINT_AGAIN), say(AimCode.REFUSED)
            proof, third = Sign.BAD, DASH if done.detail is None else say.text(done.detail)
        case Stand.UNKNOWN:
            ago_s = given.ago_s(done.asked_at)
            since = say.clock(ago_s) if ago_s < HOUR_S else say.age(ago_s)
            hint = say(AimCode.HINT_UNKNOWN, age=since)
            shown = say(AimCode.UNKNOWN_OFF if is_flag else AimCode.UNKNOWN_BACK)
            proof = Sign.UNKNOWN
            third = say(AimCode.PRESS_AGAIN if is_flag else AimCode.PRESS_AGAIN_BACK)
        case _:
            assert_never(done.stand)
    return Aim(key, shown, state, hint, (first, second, third), proof, label)


def _after(given: Aiming, done: Course) -> tuple[Sign, str]:
    """Return what is still awaited after the effect was seen; safe only with the metric back."""
    say = given.say
    if done.back_at is not None:
        return Sign.OK, say(AimCode.SAFE, time=say.time_s(done.back_at))
    if done.clients_by_at is not None and done.clients_by_at > given.now:
        left_s = (done.clients_by_at - given.now).total_seconds()
        return Sign.NONE, say(AimCode.CLIENTS_IN, age=say.age(left_s))
    return Sign.NONE, say(AimCode.AWAITING_METRIC)


def _asked(done: Course, say: Say) -> str:
    operation = short_id(done.operation_id)
    if done.sent_at is not None:
        return say(AimCode.SENT_AT, time=say.time_s(done.sent_at), operation=operation)
    return say(AimCode.ASKED_AT, time=say.time_s(done.asked_at), operation=operation)


def short_id(operation_id: str) -> str:
    """Return the beginning and the end of an operation's id."""
    if len(operation_id) <= 2 * SHORT_ID:
        return operation_id or DASH
    return f"{operation_id[:SHORT_ID]}…{operation_id[-2:]}"


def _flows(lever: LeverView, say: Say) -> str:
    return ", ".join(say.name("flow", flow) for flow in lever.guards) or DASH


def _does_off(lever: LeverView, flows: str, say: Say) -> str:
    if lever.is_enabled is False and lever.is_served is False:
        return say(AimCode.IS_OFF, flag=lever.flag, flows=flows)
    if lever.served_exposure_pct is None:
        return say(AimCode.DOES_OFF_BLIND, flows=flows)
    exposure = say.number(lever.served_exposure_pct, 0)
    return say(AimCode.DOES_OFF, exposure=exposure, flows=flows)


def _reach(given: Aiming, lever: LeverView) -> str:
    """Return who has the new version, and how many events of the guarded flows a minute."""
    snapshot, say = given.snapshot, given.say
    launch = going_out(snapshot)
    version = snapshot.service if launch is None else launch.version
    if launch is not None and launch.phase in {LaunchPhase.PLANNED, LaunchPhase.GO}:
        return _nobody(given)
    share = next((one.share_ratio for one in snapshot.versions if one.version == version), None)
    per_min = [
        one.new_event_count * 60.0 / one.window_s
        for one in snapshot.flows
        if one.name in lever.guards and one.new_event_count is not None and one.window_s > 0
    ]
    if share is None or not per_min:
        if launch is not None and launch.phase is LaunchPhase.DEPLOYED and _is_shut(launch):
            return _nobody(given)
        return say(AimCode.REACH_BLIND, version=version)
    count = say.count(sum(per_min))
    return say(AimCode.REACH, version=version, share=say.ratio(share), count=count)


def _is_shut(launch: "LaunchView") -> bool:
    """Return whether the release is known to be served to nobody."""
    return launch.served_exposure_pct == 0


def _nobody(given: Aiming) -> str:
    launch = going_out(given.snapshot)
    version = given.snapshot.service if launch is None else launch.version
    return given.say(AimCode.REACH_NOBODY, version=version)


def _flag_proof(given: Aiming, lever: LeverView) -> tuple[Sign, str]:
    say = given.say
    if lever.age_s is None:
        return Sign.UNKNOWN, say(AimCode.UNREAD)
    age = say.age(lever.age_s + given.age_s)
    if lever.state is TileState.UNKNOWN:
        return Sign.UNKNOWN, say(AimCode.UNREAD_SINCE, age=age)
    if lever.state is not TileState.OK:
        return Sign.WARN, say(AimCode.DIFFERS)
    if lever.usual_off_s is None:
        return Sign.OK, say(AimCode.PROVED, age=age)
    return Sign.OK, say(AimCode.PROVED_TIMED, age=age, usual=say.age(lever.usual_off_s))


def _back_proof(given: Aiming, back: RollbackView) -> tuple[Sign, str]:
    if back.last_done_at is None:
        return Sign.NONE, given.say(AimCode.NEVER_DONE)
    code = AimCode.REHEARSED if back.last_was_drill else AimCode.DONE_BEFORE
    return Sign.OK, given.say(code, age=given.say.age(given.ago_s(back.last_done_at)))
