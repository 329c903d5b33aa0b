"""The levers: how each is pulled, where its effect is looked for, and who else has pulled it."""

import math
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from msgspec import Struct

from cockpit.app.codes import ActionCode
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, RefusedError, SourceError
from cockpit.ports.flags import FlagControl, FlagEvent, FlagState, ServedFlag
from cockpit.ports.rollbacks import Job, JobState, RollbackControl

EVENT_MARGIN_S = 1.0
"""Dates of HTTP answers are whole seconds, so a skew that is measured by them may be off by one."""


JOB_CODES = {
    JobState.QUEUED: ActionCode.JOB_QUEUED,
    JobState.RUNNING: ActionCode.JOB_RUNNING,
    JobState.SUCCEEDED: ActionCode.JOB_SUCCEEDED,
    JobState.FAILED: ActionCode.JOB_FAILED,
    JobState.CANCELLED: ActionCode.JOB_CANCELLED,
}


class Known(Struct, frozen=True):
    """A target as it was at one look, before an operation.

    `exposure_pct` is the smaller of what the admin API holds and what clients are served: a step
    is a shrink only when it is one for both. `is_as_wanted` says that both agree with the order.
    """

    at: datetime
    exposure_pct: float | None
    has_strategies: bool
    is_as_wanted: bool
    now: Message


class Look(Struct, frozen=True):
    """What one look at the server found after an operation.

    `is_as_wanted` is the proof: clients are served what was ordered, and the server holds it.
    `is_held` says that the server itself holds what was ordered, whatever clients see; None when
    that was not asked. `is_undone` says that neither is so any more. `is_going_on` is a job that
    still runs, `is_over_badly` one that ended without its effect.
    """

    now: Message
    is_as_wanted: bool = False
    is_held: bool | None = None
    is_undone: bool = False
    is_going_on: bool = False
    is_over_badly: bool = False
    job_id: str | None = None
    skew_s: float | None = None


class Pull(Struct, frozen=True):
    """An order under way, as a lever needs it.

    `overtakes` are the operations of the same target that may have left already. `job_id` is the
    job that the order started, once that is known. `skew_s` is the server's clock minus ours. A
    thorough look asks for the server's own state even when clients do not see the effect yet.
    `is_again` says that a person asks for it again, long after it may have left.
    """

    order: Order
    overtakes: tuple[str, ...] = ()
    job_id: str | None = None
    skew_s: float | None = None
    is_thorough: bool = False
    is_again: bool = False


class Puller(Protocol):
    """Pulls the levers of one source. Every call may raise `SourceError`."""

    offers: frozenset[Lever]
    """What can be pulled here."""

    may_repeat: bool
    """Whether asking twice is the same as asking once."""

    def known(self, order: Order, /) -> Known:
        """Return the target as it is before the operation, read afresh."""
        ...

    def send(self, pull: Pull, /) -> str | None:
        """Ask the server for what is ordered; return the id of the job it started, if any."""
        ...

    def look(self, pull: Pull, /) -> Look:
        """Return what clients are served, and what the server holds."""
        ...

    def events(self, pull: Pull, /) -> tuple[FlagEvent, ...]:
        """Return the server's own record of changes of the target since the order, oldest first."""
        ...

    def own_name(self) -> str | None:
        """Return the name that the server's events bear when we caused them."""
        ...

    def warm(self) -> None:
        """Keep the connection open."""
        ...


class FlagLevers:
    """Flag off, flag on and the steps of a rollout, on one flag server."""

    offers = frozenset({Lever.FLAG_OFF, Lever.FLAG_ON, Lever.EXPOSURE})
    may_repeat = True

    def __init__(self, flags: FlagControl, clock: Clock) -> None:
        self._flags = flags
        self._clock = clock

    def known(self, order: Order, /) -> Known:
        """Return what the server holds and what clients are served, both read now."""
        flag = order.target.name
        state, served = self._flags.read(flag), self._flags.served(flag)
        both_pct = (state.exposure_pct, served.exposure_pct)
        return Known(
            at=self._clock.now(),
            exposure_pct=None if None in both_pct else min(p for p in both_pct if p is not None),
            has_strategies=state.has_strategies,
            is_as_wanted=_shows(order, state) and _shows(order, served),
            now=_now(state, served),
        )

    def send(self, pull: Pull, /) -> None:
        """Ask for the desired state; asking again changes nothing more."""
        order = pull.order
        flag, operation_id = order.target.name, order.operation_id
        match order.lever:
            case Lever.FLAG_OFF:
                self._flags.turn_off(flag, operation_id=operation_id)
            case Lever.FLAG_ON:
                self._flags.turn_on(flag, operation_id=operation_id)
            case Lever.EXPOSURE if order.exposure_pct is not None:
                self._flags.set_exposure(flag, order.exposure_pct, operation_id=operation_id)
            case _:
                msg = f"a flag server cannot {order.lever}"
                raise ValueError(msg)

    def look(self, pull: Pull, /) -> Look:
        """Look where clients look; what they see counts only once the server itself agrees.

        A client token of another environment would show a flag as off that is on.
        """
        order = pull.order
        served = self._flags.served(order.target.name)
        is_served = _shows(order, served)
        if not is_served and not pull.is_thorough:
            return Look(_now(None, served), skew_s=served.contact.skew_s)
        state = self._held(order.target.name)
        is_held = state is not None and _shows(order, state)
        return Look(
            _now(state, served) if state else message(ActionCode.NOW_GONE, flag=served.flag),
            is_as_wanted=is_served and is_held,
            is_held=is_held,
            is_undone=not is_served and not is_held,
            skew_s=served.contact.skew_s,
        )

    def events(self, pull: Pull, /) -> tuple[FlagEvent, ...]:
        """Return the changes of the flag in its environment since the order."""
        order = pull.order
        since = order.asked_at + timedelta(seconds=(pull.skew_s or 0.0) - EVENT_MARGIN_S)
        return tuple(
            event
            for event in self._flags.events(order.target.name, since=since)
            if event.environment in {None, order.target.environment} and event.at >= since
        )

    def own_name(self) -> str | None:
        """Return whom the server names for our token."""
        return self._flags.own_name()

    def warm(self) -> None:
        """Ask something cheap, so that the connection stays open."""
        self._flags.warm()

    def _held(self, flag: str) -> FlagState | None:
        """Return what the server holds; None for a flag that it has never heard of.

        That one proves nothing: it is off for everybody, but most likely its name is wrong.
        """
        try:
            return self._flags.read(flag)
        except RefusedError as error:
            if error.refusal is Refusal.NOT_FOUND:
                return None
            if error.refusal is Refusal.ARCHIVED:
                return FlagState(flag, "", enabled=False, exposure_pct=None, has_strategies=False)
            raise


class RollbackLevers:
    """Rollbacks that run as jobs. A start is never sent twice by itself: it is searched for."""

    offers = frozenset({Lever.ROLLBACK})
    may_repeat = False

    def __init__(self, rollbacks: RollbackControl, clock: Clock) -> None:
        self._rollbacks = rollbacks
        self._clock = clock

    def known(self, order: Order, /) -> Known:
        """Return that nothing is known before: a rollback is always the safer way."""
        now = message(ActionCode.NOW_NO_JOB, service=order.target.name)
        return Known(self._clock.now(), None, has_strategies=True, is_as_wanted=False, now=now)

    def send(self, pull: Pull, /) -> str | None:
        """Start the job, or join the one that an operation overtaken by this one has started.

        So two presses in a row give one job. A search for the others keeps nothing back when it
        gets no answer; the search for its own job must succeed before it is asked for again.
        """
        order = pull.order
        if pull.is_again and (own := self._rollbacks.find(order.operation_id)) is not None:
            return own.job_id
        for operation_id in pull.overtakes:
            with suppress(SourceError):
                job = self._rollbacks.find(operation_id)
                if job is not None and not job.state.is_over and _is_same_way(order, job):
                    return job.job_id
        version, operation_id = order.to_version or "", order.operation_id
        return self._rollbacks.start(order.target.name, version, operation_id=operation_id).job_id

    def look(self, pull: Pull, /) -> Look:
        """Follow the job, or search for it: by this operation, then by those it has overtaken."""
        job = self._rollbacks.follow(pull.job_id) if pull.job_id else self._found(pull)
        if job is None:
            return Look(message(ActionCode.NOW_NO_JOB, service=pull.order.target.name))
        return Look(
            _job_now(job),
            is_as_wanted=job.state is JobState.SUCCEEDED,
            is_going_on=not job.state.is_over,
            is_over_badly=job.state in {JobState.FAILED, JobState.CANCELLED},
            job_id=job.job_id,
            skew_s=job.contact.skew_s,
        )

    def _found(self, pull: Pull) -> Job | None:
        for operation_id in (pull.order.operation_id, *pull.overtakes):
            job = self._rollbacks.find(operation_id)
            if job is not None and _is_same_way(pull.order, job):
                return job
        return None

    def events(self, _pull: Pull, /) -> tuple[FlagEvent, ...]:
        """Return nothing: the job itself is the server's record."""
        return ()

    def own_name(self) -> str | None:
        """Return None: jobs are told apart by operation ids."""
        return None

    def warm(self) -> None:
        """Ask something cheap, so that the connection stays open."""
        self._rollbacks.warm()


def _shows(order: Order, flag: FlagState | ServedFlag) -> bool:
    match order.lever:
        case Lever.FLAG_OFF:
            return not flag.enabled
        case Lever.FLAG_ON:
            return flag.enabled
        case Lever.EXPOSURE:
            wanted_pct = order.exposure_pct
            if flag.exposure_pct is None or wanted_pct is None:
                return False
            return math.isclose(flag.exposure_pct, wanted_pct, abs_tol=1e-9)
        case Lever.ROLLBACK:
            return False
        case _:
            assert_never(order.lever)


def _now(state: FlagState | None, served: ServedFlag) -> Message:
    """Return what is true now, as one message: clients first, then the server where they differ."""
    code = ActionCode.NOW_ON if served.enabled else ActionCode.NOW_OFF
    if state is not None and state.enabled != served.enabled:
        code = ActionCode.NOW_ON_LATE if served.enabled else ActionCode.NOW_OFF_LATE
    if code is ActionCode.NOW_ON and served.exposure_pct is not None:
        return message(ActionCode.NOW_ON_AT, flag=served.flag, exposure_pct=served.exposure_pct)
    return message(code, flag=served.flag)


def _is_same_way(order: Order, job: Job) -> bool:
    return job.to_version in {None, order.to_version}


def _job_now(job: Job) -> Message:
    done_count = sum(step.state is JobState.SUCCEEDED for step in job.steps)
    return message(
        JOB_CODES[job.state],
        job_id=job.job_id,
        done_count=done_count,
        steps_count=len(job.steps),
    )
