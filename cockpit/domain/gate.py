"""The gate to the next rung: a list of small checks, open only when every one of them passes."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from cockpit.domain.gate_codes import GateCode
from cockpit.domain.launch import Frozen, Launch, frozen_by
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.weight import Weight

MONTH_S = 30 * 86_400.0
OPENING = frozenset({CheckState.PASS, CheckState.EXCEPTED})


class CheckName(StrEnum):
    """The checks of every gate; a comparison is named `compared`, its metric and its flow."""

    GO = "go"
    DEPLOYED = "deployed"
    HOLD = "hold"
    FREEZE = "freeze"
    WINDOW = "window"
    BAKE = "bake"
    SAMPLE = "sample"
    COMPARED = "compared"
    OUTSIDE = "outside"
    FAULT = "fault"
    UNRESOLVED = "unresolved"
    DATA = "data"
    DRIFT = "drift"


class Check(Struct, frozen=True):
    """What one check says; `until_at` is when it is likely to pass, None when nobody can tell.

    `weight` is that of a comparison; all other checks have none, and are always needed.
    """

    check: str
    state: CheckState
    told: Message
    until_at: datetime | None = None
    weight: Weight | None = None


class Target(Struct, frozen=True):
    """A flag that carries the exposure, in percent; None is not known.

    `set_pct` is what its server holds, `served_pct` what clients are told, `own_pct` what our own
    last confirmed step of this launch asked for. `drifted_by` names who else has changed it.
    `is_unresolved`: an operation of it has no known end.
    """

    flag: str
    set_pct: float | None
    served_pct: float | None
    own_pct: float | None = None
    is_unresolved: bool = False
    drifted_by: str | None = None

    def is_adrift(self, policy_pct: float) -> bool:
        """Whether it surely stands elsewhere than the stage, and than our own last step."""
        known = [one for one in (self.set_pct, self.served_pct) if one is not None]
        return any(one not in {policy_pct, self.own_pct} for one in known)


class Fault(Struct, frozen=True):
    """A fault of this launch that no way out has answered yet."""

    flow: str
    at: datetime


class GateFacts(Struct, frozen=True):
    """All that a gate rests on.

    `unseen_s` is how much of the stage nobody has data of: it does not count as bake time.
    `next_exposure_pct` is None at the top. `is_go_void`: the Go was said to another policy or to
    other evidence than there is now. `event_count` are the first attempts of the new
    version in this stage. `compared` are the comparisons with the baseline, None when there are
    none; `is_outside` says that a trouble does not come from this release alone, None when no
    comparison can tell; `verdict` is the sentence about it. `stale` says why data cannot be relied
    on; `data_age_s` is the age of the oldest that are needed.
    """

    launch: Launch
    now: datetime
    next_exposure_pct: float | None
    is_go_void: bool
    bake_needed_s: float
    minimum_events: int
    event_count: float | None
    compared: tuple[Check, ...] | None
    is_outside: bool | None
    verdict: Message | None
    fault: Fault | None
    freezes: tuple[Frozen, ...]
    targets: tuple[Target, ...]
    stale: tuple[Message, ...]
    data_age_s: float | None
    unseen_s: float = 0.0

    @property
    def is_exposed(self) -> bool:
        """Whether anybody has the new version, so that there is something to judge."""
        return self.launch.exposure_pct > 0


class Gate(Struct, frozen=True):
    """A gate as it was judged.

    `must_leave` says that it has failed: the two ways out are all that is left.
    """

    exposure_pct: float
    next_exposure_pct: float | None
    checks: tuple[Check, ...]
    is_exposed: bool

    @property
    def is_open(self) -> bool:
        """Whether the next rung may be taken: there is one, and not one check is against it."""
        return self.next_exposure_pct is not None and all(
            one.state in OPENING for one in self.checks
        )

    @property
    def must_leave(self) -> bool:
        """Whether it has failed; a No-Go before anybody has the release leaves nothing."""
        return any(
            one.state is CheckState.FAIL and (self.is_exposed or one.check != CheckName.GO)
            for one in self.checks
        )

    @property
    def earliest_at(self) -> datetime | None:
        """Return when it may open at the earliest; None when that cannot be told."""
        waits = [one.until_at for one in self.checks if one.state not in OPENING]
        known = [wait_at for wait_at in waits if wait_at is not None]
        return max(known) if known and len(known) == len(waits) else None


def judge_gate(facts: GateFacts) -> Gate:
    """Return the gate: every check that applies, in the order in which they are shown."""
    checks = tuple(one for check in CHECKS for one in check(facts))
    launch = facts.launch
    return Gate(launch.exposure_pct, facts.next_exposure_pct, checks, facts.is_exposed)


def go_given(facts: GateFacts) -> Iterator[Check]:
    """Check that the product owner has said Go, and nobody No-Go since."""
    go, no_go = facts.launch.go, facts.launch.no_go
    if go is not None and facts.is_go_void:
        yield _wait(CheckName.GO, message(GateCode.GO_VOID, person=go.by, at=go.at))
    elif go is not None:
        yield _pass(CheckName.GO, message(GateCode.GO, person=go.by, at=go.at))
    elif no_go is None:
        yield _wait(CheckName.GO, message(GateCode.NOT_SIGNED))
    else:
        code = GateCode.NO_GO_BECAUSE if no_go.reason else GateCode.NO_GO
        told = message(code, person=no_go.by, at=no_go.at, reason=no_go.reason)
        yield Check(CheckName.GO, CheckState.FAIL, told)


def deployed(facts: GateFacts) -> Iterator[Check]:
    """Check that the release is where it can be opened to somebody."""
    at = facts.launch.deployed_at
    if at is None:
        yield _wait(CheckName.DEPLOYED, message(GateCode.NOT_DEPLOYED))
    else:
        yield _pass(CheckName.DEPLOYED, message(GateCode.DEPLOYED, at=at))


def not_held(facts: GateFacts) -> Iterator[Check]:
    """Check that nobody holds the launch."""
    held = facts.launch.held
    if held is None:
        yield _pass(CheckName.HOLD, message(GateCode.NOT_HELD))
    else:
        code = GateCode.HELD_BECAUSE if held.reason else GateCode.HELD
        yield _wait(CheckName.HOLD, message(code, person=held.by, at=held.at, reason=held.reason))


def not_frozen(facts: GateFacts) -> Iterator[Check]:
    """Check that no freeze holds."""
    freeze = frozen_by(facts.freezes, facts.now)
    if freeze is None:
        yield _pass(CheckName.FREEZE, message(GateCode.NO_FREEZE))
    else:
        told = message(GateCode.FROZEN, reason=freeze.reason, until_at=freeze.end)
        yield _wait(CheckName.FREEZE, told, freeze.end)


def in_window(facts: GateFacts) -> Iterator[Check]:
    """Check that the launch window has begun; its end closes no gate, or a launch would hang."""
    from_at = facts.launch.window_from
    if from_at is None:
        return
    if facts.now < from_at:
        yield _wait(CheckName.WINDOW, message(GateCode.TOO_EARLY, from_at=from_at), from_at)
    else:
        yield _pass(CheckName.WINDOW, message(GateCode.IN_WINDOW, from_at=from_at))


def baked(facts: GateFacts) -> Iterator[Check]:
    """Check that the stage has been seen for long enough: time without data is no bake time."""
    if not facts.is_exposed:
        return
    needed_s, unseen_s = facts.bake_needed_s, facts.unseen_s
    elapsed_s = baked_s(facts)
    if elapsed_s >= needed_s:
        told = message(GateCode.BAKED, elapsed_s=elapsed_s, needed_s=needed_s)
        yield _pass(CheckName.BAKE, told)
    else:
        left_s = needed_s - elapsed_s
        code = GateCode.BAKING_UNSEEN if unseen_s > 0 else GateCode.BAKING
        told = message(
            code, elapsed_s=elapsed_s, needed_s=needed_s, left_s=left_s, unseen_s=unseen_s
        )
        yield _wait(CheckName.BAKE, told, facts.now + timedelta(seconds=left_s))


def enough(facts: GateFacts) -> Iterator[Check]:
    """Check that enough of the new version has been seen in this stage."""
    if not facts.is_exposed:
        return
    count, least_count = facts.event_count, facts.minimum_events
    if count is None:
        told = message(GateCode.NOT_COUNTED, least_count=least_count)
        yield Check(CheckName.SAMPLE, CheckState.UNKNOWN, told)
    elif count < least_count:
        told = message(GateCode.TOO_FEW, events_count=round(count), least_count=least_count)
        yield _wait(CheckName.SAMPLE, told, _full_at(facts, count))
    else:
        told = message(GateCode.ENOUGH, events_count=round(count), least_count=least_count)
        yield _pass(CheckName.SAMPLE, told)


def no_worse(facts: GateFacts) -> Iterator[Check]:
    """Hand on every comparison with the baseline: one that fails is a veto."""
    if not facts.is_exposed:
        return
    if all(one.weight is Weight.WATCH for one in facts.compared or ()):
        yield Check(CheckName.COMPARED, CheckState.UNKNOWN, message(GateCode.NOT_COMPARED))
    yield from facts.compared or ()


def quiet_outside(facts: GateFacts) -> Iterator[Check]:
    """Check that nothing outside is wrong: in such weather nobody is sent out."""
    if not facts.is_exposed or facts.compared is None:
        return
    if facts.is_outside is None:
        yield Check(CheckName.OUTSIDE, CheckState.UNKNOWN, message(GateCode.OUTSIDE_UNSEEN))
    elif facts.is_outside:
        yield _wait(CheckName.OUTSIDE, message(GateCode.FROM_OUTSIDE, told=facts.verdict))
    else:
        yield _pass(CheckName.OUTSIDE, message(GateCode.QUIET))


def no_fault_left(facts: GateFacts) -> Iterator[Check]:
    """Check that each fault of this launch has been answered by one of the two ways out."""
    fault = facts.fault
    if fault is not None:
        told = message(GateCode.FAULT, flow=fault.flow, at=fault.at)
        yield Check(CheckName.FAULT, CheckState.FAIL, told)
    elif facts.launch.was_exposed:
        yield _pass(CheckName.FAULT, message(GateCode.NO_FAULT))


def nothing_unresolved(facts: GateFacts) -> Iterator[Check]:
    """Check that the end of every operation of the targets is known."""
    left = next((one for one in facts.targets if one.is_unresolved), None)
    if left is not None:
        told = message(GateCode.UNRESOLVED, target=left.flag)
        yield Check(CheckName.UNRESOLVED, CheckState.UNKNOWN, told)
    else:
        yield _pass(CheckName.UNRESOLVED, message(GateCode.RESOLVED))


def data_fresh(facts: GateFacts) -> Iterator[Check]:
    """Check that what is seen is seen now."""
    if facts.stale:
        told = message(GateCode.NOT_FRESH, told=facts.stale[0])
        yield Check(CheckName.DATA, CheckState.UNKNOWN, told)
    else:
        age_s = None if facts.data_age_s is None else round(facts.data_age_s)
        yield _pass(CheckName.DATA, message(GateCode.FRESH, age_s=age_s))


def no_drift(facts: GateFacts) -> Iterator[Check]:
    """Check that each target stands where the stage, or our own last step, has put it."""
    policy_pct = facts.launch.exposure_pct
    if not facts.targets:
        yield Check(CheckName.DRIFT, CheckState.UNKNOWN, message(GateCode.NO_TARGET))
        return
    for one in facts.targets:
        if one.is_adrift(policy_pct):
            code = GateCode.ADRIFT_BY if one.drifted_by else GateCode.ADRIFT
            is_set = one.set_pct not in {None, policy_pct, one.own_pct}
            told = message(
                code,
                flag=one.flag,
                seen_pct=one.set_pct if is_set else one.served_pct,
                exposure_pct=policy_pct,
                person=one.drifted_by,
            )
            yield _wait(CheckName.DRIFT, told)
            return
    for one in facts.targets:
        if one.set_pct is None or one.served_pct is None:
            told = message(GateCode.UNREAD, flag=one.flag)
            yield Check(CheckName.DRIFT, CheckState.UNKNOWN, told)
            return
    told = message(GateCode.AGREED, exposure_pct=policy_pct, targets_count=len(facts.targets))
    yield _pass(CheckName.DRIFT, told)


def baked_s(facts: GateFacts) -> float:
    """Return for how long the stage has been seen."""
    elapsed_s = (facts.now - facts.launch.since_at).total_seconds()
    return max(0.0, elapsed_s - max(0.0, facts.unseen_s))


def _full_at(facts: GateFacts, count: float) -> datetime | None:
    """Return when the sample is full at the pace of this stage; None without a pace."""
    elapsed_s = (facts.now - facts.launch.since_at).total_seconds()
    if count <= 0 or elapsed_s <= 0:
        return None
    return in_time(facts.now, elapsed_s * (facts.minimum_events / count - 1.0))


def in_time(now: datetime, wait_s: float | None) -> datetime | None:
    """Return the instant so many seconds from now; None when it is not known, or a month away."""
    if wait_s is None or not wait_s <= MONTH_S:
        return None
    return now + timedelta(seconds=wait_s)


GateCheck: TypeAlias = Callable[[GateFacts], Iterator[Check]]

CHECKS: tuple[GateCheck, ...] = (
    go_given,
    deployed,
    not_held,
    not_frozen,
    in_window,
    baked,
    enough,
    no_worse,
    quiet_outside,
    no_fault_left,
    nothing_unresolved,
    data_fresh,
    no_drift,
)


def _pass(check: str, told: Message) -> Check:
    return Check(check, CheckState.PASS, told)


def _wait(check: str, told: Message, until_at: datetime | None = None) -> Check:
    return Check(check, CheckState.WAIT, told, until_at)
