"""What a comparison with the baseline means for the gate, by the weight that it has."""

from datetime import datetime

from msgspec import Struct

from cockpit.domain.gate import Check, CheckName
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.launch import Accepted
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import State
from cockpit.domain.weight import Weight

STATES = {
    State.PASS: CheckState.PASS,
    State.FAIL: CheckState.FAIL,
    State.WAIT: CheckState.WAIT,
    State.NO_DATA: CheckState.UNKNOWN,
}


class Compared(Struct, frozen=True):
    """A comparison as the gate gets it.

    `told` is its sentence. `is_quiet`: it waits for a proof against which nothing speaks, and no
    data are missing. `must_pass`: that proof is asked for. `weight` is what it weighs once
    `watch_count` releases have been watched; `watched_count` have been so far. `accepted` is
    None until somebody accepts what it has found in this stage.
    """

    metric: str
    flow: str
    state: State
    told: Message
    weight: Weight
    platform: str | None = None
    event_count: float = 0.0
    is_quiet: bool = False
    must_pass: bool = False
    watched_count: int = 0
    watch_count: int = 0
    accepted: Accepted | None = None
    until_at: datetime | None = None

    @property
    def check(self) -> str:
        """Return the name of its check."""
        return check_name(self.metric, self.flow)

    @property
    def weighs(self) -> Weight:
        """Return what it weighs now: while it is watched it keeps nothing shut."""
        return Weight.WATCH if self.watched_count < self.watch_count else self.weight


def check_name(metric: str, flow: str) -> str:
    """Return the name of the check that compares the metric of the flow."""
    return " ".join(filter(None, (CheckName.COMPARED.value, metric, flow)))


def weighed(one: Compared) -> Check:
    """Return the comparison as a check.

    Missing data are unknown whatever anybody accepts, and so is a proof that is asked for and
    missing: an acceptance is about something that was found.
    """
    state, code = STATES[one.state], GateCode.COMPARED
    if one.weighs is Weight.WATCH:
        code = GateCode.WATCHED if one.watch_count else GateCode.ONLY_WATCHED
        state = CheckState.PASS
    elif one.is_quiet and not one.must_pass and state is CheckState.WAIT:
        state, code = CheckState.PASS, GateCode.UNPROVED
    elif _is_finding(one) and one.weight is not Weight.VETO:
        state, code = _found(one, state)
    told = message(
        code,
        flow=one.flow,
        metric=one.metric,
        platform=one.platform,
        told=one.told,
        events_count=round(one.event_count),
        watched_count=one.watched_count,
        watch_count=one.watch_count,
        person=None if one.accepted is None else one.accepted.by,
        reason=None if one.accepted is None else one.accepted.reason,
    )
    until_at = one.until_at if state is CheckState.WAIT else None
    return Check(one.check, state, told, until_at, one.weighs)


def _is_finding(one: Compared) -> bool:
    """Whether it has found something that somebody can look at: it is worse, or may be."""
    return one.state is State.FAIL or (one.state is State.WAIT and not one.is_quiet)


def _found(one: Compared, state: CheckState) -> tuple[CheckState, GateCode]:
    is_proved = one.state is State.FAIL
    is_enough = one.weight is Weight.HOLD or is_proved
    if one.accepted is not None and is_enough:
        return CheckState.EXCEPTED, GateCode.ACCEPTED
    if one.weight is Weight.HOLD:
        return CheckState.WAIT, GateCode.NEEDS_LOOK
    return state, GateCode.BLOCKED if is_proved else GateCode.COMPARED
