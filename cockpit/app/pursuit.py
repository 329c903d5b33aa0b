"""The pursuit of an operation from its request to its outcome, and a while beyond."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from cockpit.app.asking import Ask
from cockpit.app.codes import ActionCode
from cockpit.app.findings import (
    Findings,
    changed_by_another,
    found,
    may_be_done_by_another,
    not_seen,
    own_event,
    reason_of,
    reverted_by,
)
from cockpit.app.levers import Look, Pull, Puller
from cockpit.app.logbook import Logbook
from cockpit.app.underway import (
    ActionEvent,
    ActionProgress,
    Limits,
    Phase,
    Step,
    Underway,
    begun,
    is_young,
    slower,
    taken_over,
)
from cockpit.domain.events import OperationReverted, OutcomeRecorded
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Order, Outcome
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from cockpit.ports.clock import Clock
from cockpit.ports.errors import SourceError, UnreachableError
from cockpit.ports.flags import FlagEvent

AnswerT = TypeVar("AnswerT")
log = logging.getLogger(__name__)


class Pursuit:
    """Sends, looks, settles, repeats and watches; one operation never waits for another.

    Runs on one thread and never waits: what is due is done by `work`, and whatever asks the
    outside goes through `ask`. An operation that was left alone meanwhile hears no answer any more.
    """

    def __init__(
        self,
        *,
        levers: Mapping[str, Puller],
        logbook: Logbook,
        clock: Clock,
        publish: Callable[[ActionEvent], None],
        ask: Ask,
        limits: Limits,
    ) -> None:
        self._levers = levers
        self._logbook = logbook
        self._clock = clock
        self._publish = publish
        self._ask = ask
        self._limits = limits
        self._underway: dict[str, Underway] = {}

    def phase(self, operation_id: str) -> Phase | None:
        """Return what the operation does next; None when nothing is left to do for it here."""
        underway = self._underway.get(operation_id)
        return underway.phase if underway else None

    def begin(self, pull: Pull) -> None:
        """Send what is ordered, its intent being recorded, and go after it."""
        self._send(self._new(pull))

    def note_already_so(self, pull: Pull, now: Message) -> None:
        """Settle an order whose target is as wanted; nothing is sent."""
        self._settle(self._new(pull), Outcome.CONFIRMED, message(ActionCode.ALREADY_SO, now=now))
        self.leave(pull.order.operation_id)

    def adopt(self, operation: Operation, *, may_send: bool, is_again: bool = False) -> None:
        """Go after an operation of an earlier run: look, and send it again only if it may be.

        With `is_again` it is sent at once, because a person asks for it.
        """
        new = self._new(Pull(operation.intent.order, operation.intent.supersedes))
        adopted = taken_over(operation, new, may_send=may_send)
        if is_again:
            pull = replace(adopted.pull, is_again=True)
            self._send(replace(adopted, pull=pull, settled_by="repeat"))
        else:
            self._store(adopted)

    def leave(self, operation_id: str) -> None:
        """Do nothing more for the operation; what is recorded of it stands."""
        self._underway.pop(operation_id, None)

    def leave_those_before(self, order: Order, overtakes: tuple[str, ...]) -> None:
        """Do nothing more for what the order overtakes; it speaks for this side of the target."""
        for underway in tuple(self._underway.values()):
            is_watched = underway.phase in {Phase.MATCHING, Phase.WATCHING}
            if underway.operation_id in overtakes or (
                is_watched and underway.pull.order.side == order.side
            ):
                self.leave(underway.operation_id)

    def work(self) -> float | None:
        """Do what has become due; return the seconds until more does, None when nothing will."""
        self._leave_what_others_settled()
        now_s = self._clock.monotonic_s()
        for underway in tuple(self._underway.values()):
            is_still_there = self._underway.get(underway.operation_id) is underway
            if is_still_there and not underway.is_asked and underway.due_s <= now_s:
                with self.never_without_outcome(underway.operation_id):
                    self._go_on(underway)
        now_s = self._clock.monotonic_s()
        dues_s = [one.due_s - now_s for one in self._underway.values() if not one.is_asked]
        return max(0.0, min(dues_s)) if dues_s else None

    @contextmanager
    def never_without_outcome(self, operation_id: str) -> Iterator[None]:
        """Close the operation as unknown when anything at all goes wrong after its intent."""
        try:
            yield
        except BaseException:
            underway = self._underway.pop(operation_id, None)
            operation = self._logbook.operations.get(operation_id)
            if operation is not None and operation.status is Status.OPEN:
                stopped = underway or self._new(Pull(operation.intent.order))
                self._settle(stopped, Outcome.UNKNOWN, message(ActionCode.STOPPED_MIDWAY))
                self.leave(operation_id)
            raise

    def _new(self, pull: Pull) -> Underway:
        may_send = self._lever(pull.order).may_repeat
        return begun(pull, self._clock.monotonic_s(), self._limits, may_send=may_send)

    def _send(self, underway: Underway) -> None:
        now = self._clock.now()
        stamps = replace(underway.stamps, sent_at=underway.stamps.sent_at or now)
        sending = replace(
            underway,
            phase=Phase.SENDING,
            stamps=stamps,
            attempts_count=underway.attempts_count + 1,
        )
        self._tell(sending, Step.SENT)
        lever = self._lever(sending.pull.order)
        self._ask_for(sending, partial(lever.send, sending.pull), self._sent)

    def _sent(self, underway: Underway, answer: str | Exception | None) -> None:
        if isinstance(answer, Exception):
            self._not_sent(underway, answer)
            return
        accepted_at = underway.stamps.accepted_at or self._clock.now()
        accepted = replace(
            underway,
            pull=replace(underway.pull, job_id=answer or underway.pull.job_id),
            stamps=replace(underway.stamps, accepted_at=accepted_at),
            may_have_left=True,
        )
        self._tell(accepted, Step.ACCEPTED)
        self._look_from_now(accepted)

    def _not_sent(self, underway: Underway, error: Exception) -> None:
        """Tell apart what was refused, what never left, and what only a look can tell."""
        reason = reason_of(error)
        is_certain = isinstance(error, SourceError) and not error.may_have_applied
        if underway.may_have_left or not is_certain:
            self._look_from_now(replace(underway, doubt=reason, may_have_left=True))
        elif isinstance(error, UnreachableError):
            self._settle(underway, Outcome.FAILED, message(ActionCode.NEVER_LEFT, reason=reason))
        else:
            lever = self._lever(underway.pull.order)
            pull = replace(underway.pull, is_thorough=True)
            self._ask_for(underway, partial(lever.look, pull), partial(self._refused, error))

    def _refused(self, error: Exception, underway: Underway, answer: Look | Exception) -> None:
        """Say what is true for users after a refusal; somebody else may have done it already."""
        reason = reason_of(error)
        if isinstance(answer, Exception):
            detail = message(ActionCode.REFUSED_UNSEEN, reason=reason)
            self._settle(underway, Outcome.FAILED, detail)
        elif answer.is_as_wanted and may_be_done_by_another(error):
            detail = message(ActionCode.BY_ANOTHER, now=answer.now)
            self._settle(underway, Outcome.CONFIRMED, detail)
        else:
            detail = message(ActionCode.REFUSED, reason=reason, now=answer.now)
            self._settle(underway, Outcome.FAILED, detail)

    def _go_on(self, underway: Underway) -> None:
        lever = self._lever(underway.pull.order)
        thorough = replace(underway.pull, is_thorough=True)
        match underway.phase:
            case Phase.SENDING | Phase.LOOKING:
                is_last = self._clock.monotonic_s() >= underway.until_s
                pull = thorough if is_last else underway.pull
                handle = partial(self._looked, is_last=is_last)
                self._ask_for(underway, partial(lever.look, pull), handle)
            case Phase.REPEATING if self._clock.monotonic_s() >= underway.give_up_s:
                self.leave(underway.operation_id)
                self._tell(underway, Step.STOPPED)
            case Phase.REPEATING:
                self._ask_for(underway, partial(found, lever, thorough), self._looked_again)
            case Phase.MATCHING:
                self._ask_for(underway, partial(lever.events, underway.pull), self._matched)
            case Phase.WATCHING:
                self._ask_for(underway, partial(found, lever, thorough), self._watched)

    def _look_from_now(self, underway: Underway) -> None:
        until_s = self._clock.monotonic_s() + self._limits.read_back_s
        self._go_on(replace(underway, phase=Phase.LOOKING, until_s=until_s))

    def _looked(self, underway: Underway, answer: Look | Exception, *, is_last: bool) -> None:
        seen = self._with_findings(underway, answer)
        if self._is_settled_by(seen, answer):
            return
        now_s = self._clock.monotonic_s()
        if isinstance(answer, Look) and answer.is_going_on:
            # A job in sight is not unknown, however long it takes.
            until_s = min(now_s + self._limits.read_back_s, seen.job_until_s)
            seen, is_last = replace(seen, until_s=until_s), now_s >= until_s
        if is_last:
            self._pause(replace(self._noted_unknown(seen, answer), phase=Phase.REPEATING))
        else:
            due_s = min(now_s + self._limits.look_every_s, max(seen.until_s, now_s))
            self._store(replace(seen, due_s=due_s))

    def _looked_again(self, underway: Underway, answer: Findings | Exception) -> None:
        look, events, own_name = (
            (answer, None, None)
            if isinstance(answer, Exception)
            else (answer.look, answer.events, answer.own_name)
        )
        seen = self._with_findings(underway, look)
        if self._is_settled_by(seen, look):
            return
        order = seen.pull.order
        other = changed_by_another(order, events or (), own_name)
        if isinstance(look, Look) and other is not None:
            detail = message(ActionCode.CHANGED_BY, by=other.by, changed_at=other.at, now=look.now)
            self._tell(self._settle(seen, Outcome.UNKNOWN, detail), Step.STOPPED)
            self.leave(seen.operation_id)
            return
        may_send = isinstance(look, Look) and not look.is_held and events is not None
        if may_send and seen.may_send and is_young(order, self._clock.now(), self._limits):
            settled_by = "start" if seen.settled_by == "start" else "repeat"
            self._send(replace(slower(seen, self._limits), settled_by=settled_by))
        else:
            self._pause(self._noted_unknown(seen, look))

    def _matched(self, underway: Underway, answer: tuple[FlagEvent, ...] | Exception) -> None:
        """Write down which of the server's own events is ours; nothing has waited for this."""
        now_s = self._clock.monotonic_s()
        watch_s = max(self._limits.watch_s, underway.pull.order.client_poll_s)
        due_s, until_s = now_s + self._limits.watch_every_s, now_s + watch_s
        self._store(replace(underway, phase=Phase.WATCHING, due_s=due_s, until_s=until_s))
        event = None if isinstance(answer, Exception) else own_event(underway.pull.order, answer)
        operation = self._logbook.operations.get(underway.operation_id)
        outcome = operation.outcome if operation is not None else None
        if event is not None and outcome is not None and outcome.server_event_id is None:
            self._logbook.keep(replace(outcome, server_event_id=event.event_id))
            self._tell(underway, Step.SETTLED, server_event_id=event.event_id)

    def _watched(self, underway: Underway, answer: Findings | Exception) -> None:
        """See whether the effect lasts: an older request, or somebody else, may undo it."""
        now_s = self._clock.monotonic_s()
        # A watch ends with a look that succeeded: who sees nothing has not watched.
        end_s = underway.give_up_s if isinstance(answer, Exception) else underway.until_s
        if not isinstance(answer, Exception) and answer.look.is_undone:
            last = answer.events[-1] if answer.events else None
            by, event_id = (last.by, last.event_id) if last else (None, None)
            self._logbook.keep(OperationReverted(underway.operation_id, by, event_id))
            detail = reverted_by(by, answer.look.now)
            self._tell(replace(underway, detail=detail), Step.REVERTED)
            self.leave(underway.operation_id)
        elif now_s >= end_s:
            self.leave(underway.operation_id)
        else:
            self._store(replace(underway, due_s=now_s + self._limits.watch_every_s))

    def _with_findings(self, underway: Underway, answer: Look | Exception) -> Underway:
        if isinstance(answer, Exception):
            return replace(underway, doubt=reason_of(answer))
        skew_s = underway.pull.skew_s if answer.skew_s is None else answer.skew_s
        job_id = answer.job_id or underway.pull.job_id
        return replace(underway, pull=replace(underway.pull, skew_s=skew_s, job_id=job_id))

    def _leave_what_others_settled(self) -> None:
        """Stop where another process has overtaken, closed or settled what is under way here."""
        if self._underway:
            self._logbook.refresh()
        operations = self._logbook.operations
        last = self._logbook.newest
        for underway in tuple(self._underway.values()):
            operation = operations.get(underway.operation_id)
            if operation is None:
                continue
            if underway.phase in {Phase.MATCHING, Phase.WATCHING}:
                if last[operation.intent.order.side] is not operation:
                    self.leave(underway.operation_id)
            elif not operation.is_unresolved:
                self.leave(underway.operation_id)
                self._tell(underway, Step.STOPPED)

    def _is_settled_by(self, underway: Underway, answer: Look | Exception) -> bool:
        if isinstance(answer, Exception):
            return False
        if answer.is_as_wanted:
            is_by_read = underway.settled_by == "start"
            code = ActionCode.AS_WANTED_NOW if is_by_read else ActionCode.CONFIRMED
            self._settle(underway, Outcome.CONFIRMED, message(code, now=answer.now))
        elif answer.is_over_badly:
            detail = message(ActionCode.JOB_ENDED_BADLY, now=answer.now)
            self._settle(underway, Outcome.FAILED, detail)
        return answer.is_as_wanted or answer.is_over_badly

    def _settle(self, underway: Underway, outcome: Outcome, detail: Message) -> Underway:
        """Record the outcome, tell it, and go on with what follows from it."""
        now = self._clock.now()
        stamps = underway.stamps
        if outcome is Outcome.CONFIRMED:
            clients_by_at = now + timedelta(seconds=underway.pull.order.client_poll_s)
            stamps = replace(stamps, seen_at=now, clients_by_at=clients_by_at)
        settled = replace(underway, stamps=stamps, outcome=outcome, detail=detail)
        self._logbook.keep(
            OutcomeRecorded(
                settled.operation_id,
                outcome,
                stamps,
                detail,
                settled.settled_by,
                attempts_count=settled.attempts_count,
                skew_s=settled.pull.skew_s,
            )
        )
        if outcome is Outcome.CONFIRMED and self._lever(settled.pull.order).may_repeat:
            now_s = self._clock.monotonic_s()
            self._store(replace(settled, phase=Phase.MATCHING, due_s=now_s))
        elif outcome is not Outcome.UNKNOWN:
            self.leave(settled.operation_id)
        self._tell(settled, Step.SETTLED)
        return settled

    def _noted_unknown(self, underway: Underway, answer: Look | Exception) -> Underway:
        """Record what is not known, and what the server says now; once, until that changes."""
        detail = not_seen(answer, underway.doubt)
        if underway.outcome is Outcome.UNKNOWN and detail == underway.detail:
            return underway
        return self._settle(underway, Outcome.UNKNOWN, detail)

    def _ask_for(
        self,
        underway: Underway,
        call: Callable[[], AnswerT],
        handle: Callable[[Underway, AnswerT | Exception], None],
    ) -> None:
        asked = replace(underway, is_asked=True)
        self._store(asked)

        def then(answer: AnswerT | Exception) -> None:
            if isinstance(answer, Exception) and not isinstance(answer, SourceError):
                log.error("asking a source", exc_info=answer)
            if self._underway.get(asked.operation_id) is asked:
                with self.never_without_outcome(asked.operation_id):
                    handle(replace(asked, is_asked=False), answer)

        self._ask(call, then)

    def _pause(self, underway: Underway) -> None:
        due_s = self._clock.monotonic_s() + underway.pause_s
        self._store(replace(slower(underway, self._limits), due_s=due_s))

    def _store(self, one: Underway) -> None:
        self._underway[one.operation_id] = one

    def _lever(self, order: Order) -> Puller:
        return self._levers[order.target.source]

    def _tell(self, underway: Underway, step: Step, *, server_event_id: int | None = None) -> None:
        self._publish(
            ActionProgress(
                underway.pull.order,
                step,
                underway.stamps,
                underway.outcome,
                underway.detail,
                underway.attempts_count,
                server_event_id,
            )
        )
