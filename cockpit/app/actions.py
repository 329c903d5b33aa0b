"""The way of an action: guard, intent on disk, request, a look where clients look, outcome."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from cockpit.app.asking import Ask, in_place
from cockpit.app.codes import ActionCode
from cockpit.app.levers import FlagLevers, Known, Pull, Puller, RollbackLevers
from cockpit.app.logbook import MERGE_EVERY_S, Logbook
from cockpit.app.pursuit import Pursuit
from cockpit.app.underway import (
    ActionEvent,
    ActionProgress,
    ActionRefused,
    Limits,
    LogbookNotice,
    Phase,
    Step,
)
from cockpit.domain.events import (
    IntentRecorded,
    OperationClosed,
    OperationSentAgain,
    OutcomeRecorded,
)
from cockpit.domain.guards import GuardFacts, why_not
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Direction, Order, Outcome, Stamps, direction
from cockpit.domain.unresolved import Operation, in_the_way, overtaken
from cockpit.ports.clock import Clock
from cockpit.ports.flags import FlagControl
from cockpit.ports.journal import Journal, JournalError, Runs, Spool
from cockpit.ports.rollbacks import RollbackControl

log = logging.getLogger(__name__)

UNTIL_OUTCOME = {Phase.SENDING, Phase.LOOKING, Phase.MATCHING}


class Actions:
    """Carries out orders. Every method runs on one thread: the act lane, or the only one.

    Nothing here waits: `press` sends, and `work` does what has become due since, so an order that
    is pressed goes out before any look or repeat of the orders before it. What asks the outside
    goes through `ask`, whose calls may wait on threads of their own: flags and rollbacks are then
    called from several threads at once.
    """

    def __init__(
        self,
        *,
        flags: Mapping[str, FlagControl],
        rollbacks: Mapping[str, RollbackControl],
        journal: Journal,
        spool: Spool,
        runs: Runs,
        clock: Clock,
        actor: str,
        publish: Callable[[ActionEvent], None],
        ladder_pct: tuple[float, ...] = (),
        ask: Ask = in_place,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        is_drill: bool = False,
    ) -> None:
        publish = _quietly(publish)
        self._levers: dict[str, Puller] = {
            **{name: FlagLevers(control, clock) for name, control in flags.items()},
            **{name: RollbackLevers(control, clock) for name, control in rollbacks.items()},
        }
        self._logbook = Logbook(
            journal=journal,
            spool=spool,
            runs=runs,
            clock=clock,
            actor=actor,
            tell=lambda notice: publish(LogbookNotice(notice)),
            is_drill=is_drill,
        )
        self._clock = clock
        self._publish = publish
        self._ladder_pct = ladder_pct
        self._ask = ask
        self._limits = limits
        self._pursuit = Pursuit(
            levers=self._levers,
            logbook=self._logbook,
            clock=clock,
            publish=publish,
            ask=ask,
            limits=limits,
        )
        self._warming: set[str] = set()
        self._warm_at_s = float("-inf")

    @property
    def unkept_count(self) -> int:
        """Return how many rows could be written nowhere, and go with the program."""
        return self._logbook.unkept_count

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation by its id, as the journal tells, oldest first."""
        self._logbook.refresh()
        return self._logbook.operations

    def press(self, order: Order, *, last_known: Known | None = None) -> None:
        """Carry out the order, if the guard lets it pass; what happens is published.

        A safer order is sent at once. A riskier one is read for first. `last_known` is what the
        caller saw of the target last; a step of exposure that it shows to be a shrink is safer.
        """
        lever = self._levers.get(order.target.source)
        if lever is None or order.lever not in lever.offers:
            self._refuse(order, message(ActionCode.NO_SUCH_LEVER, source=order.target.source))
            return
        known = last_known if last_known and self._is_recent(last_known) else None
        way = direction(order, known.exposure_pct if known else None)
        if way is Direction.SAFER:
            self._begin(order, way, known)
        else:
            self._ask(partial(lever.known, order), partial(self._read, order))

    def perform(self, order: Order, *, last_known: Known | None = None) -> Operation | None:
        """Carry out the order here and now, and return it with its first outcome.

        For programs of one thread. None means that it was refused, and nothing was sent. Whoever
        interrupts it leaves an operation behind that is unknown, not one that is open.
        """
        operation_id = order.operation_id
        with self._pursuit.never_without_outcome(operation_id):
            self.press(order, last_known=last_known)
            while self._pursuit.phase(operation_id) in UNTIL_OUTCOME:
                wait_s = self.work()
                if self._pursuit.phase(operation_id) in UNTIL_OUTCOME:
                    self._clock.wait_s(wait_s or 0.0)
        return self._logbook.operations.get(operation_id)

    def send_again(self, operation_id: str) -> None:
        """Send an unresolved operation once more, with its own id, because a person asks for it.

        The riskier direction needs a fresh read, as at first. A job is searched for before, and
        not asked for again while it may still be started by the first request.
        """
        operation = self.operations.get(operation_id)
        if operation is None or not operation.is_unresolved:
            self._publish(LogbookNotice(_no_such(operation_id)))
            return
        order = operation.intent.order
        lever = self._levers.get(order.target.source)
        if lever is None or order.lever not in lever.offers:
            self._refuse(order, message(ActionCode.NO_SUCH_LEVER, source=order.target.source))
        elif (wait_s := self._too_early_s(operation)) is not None:
            self._refuse(order, message(ActionCode.TOO_EARLY, wait_s=wait_s))
        elif operation.intent.direction is Direction.SAFER:
            self._logbook.keep(OperationSentAgain(operation_id))
            self._pursuit.adopt(operation, may_send=True, is_again=True)
        else:
            self._ask(partial(lever.known, order), partial(self._read_again, operation))

    def close_as_overtaken(self, operation_id: str, reason: str) -> None:
        """Close an unresolved operation because a person says that events have overtaken it."""
        operation = self.operations.get(operation_id)
        if operation is None or not operation.is_unresolved:
            self._publish(LogbookNotice(_no_such(operation_id)))
            return
        order = operation.intent.order
        if not reason.strip():
            self._refuse(order, message(ActionCode.NO_REASON))
            return
        try:
            self._logbook.record(OperationClosed(operation_id, reason.strip()))
        except JournalError as error:
            self._refuse(order, error.message)
            return
        self._pursuit.leave(operation_id)
        self._publish(ActionProgress(order, Step.CLOSED, operation.stamps))

    def adopt(self, operation: Operation, *, may_send: bool) -> bool:
        """Go after an operation of an earlier run; return False when its source is gone."""
        order = operation.intent.order
        lever = self._levers.get(order.target.source)
        if lever is None or order.lever not in lever.offers:
            return False
        if self._pursuit.phase(operation.operation_id) is None:
            self._pursuit.adopt(operation, may_send=may_send)
        return True

    def work(self) -> float | None:
        """Do what has become due; return the seconds until more does, None when nothing will."""
        self._logbook.merge()
        self._keep_warm()
        waits_s = [self._pursuit.work()]
        now_s = self._clock.monotonic_s()
        if self._logbook.has_waiting:
            waits_s.append(MERGE_EVERY_S)
        if self._limits.keep_warm_s is not None:
            waits_s.append(max(0.0, self._warm_at_s - now_s))
        return min((wait_s for wait_s in waits_s if wait_s is not None), default=None)

    def _read(self, order: Order, answer: Known | Exception) -> None:
        if isinstance(answer, Exception):
            self._begin(order, direction(order, None), None)
        else:
            self._begin(order, direction(order, answer.exposure_pct), answer, is_fresh=True)

    def _begin(
        self, order: Order, way: Direction, known: Known | None, *, is_fresh: bool = False
    ) -> None:
        self._logbook.refresh()
        if order.operation_id in self._logbook.operations:
            self._refuse(order, message(ActionCode.PRESSED_ALREADY))
            return
        others = in_the_way(self._logbook.unresolved, order.target)
        facts = self._facts(way, others, known if is_fresh else None, order)
        if reason := why_not(order, facts):
            self._refuse(order, reason)
            return
        left_behind = overtaken(self._logbook.unresolved, order) if others else ()
        overtakes = tuple(operation.operation_id for operation in left_behind)
        intent = IntentRecorded(order, overtakes, known.now if known else None, way)
        with self._pursuit.never_without_outcome(order.operation_id):
            if not self._has_recorded(intent):
                return
            self._pursuit.leave_those_before(order, overtakes)
            self._publish(ActionProgress(order, Step.RECORDED, Stamps(order.asked_at)))
            if is_fresh and known and known.is_as_wanted:
                self._pursuit.note_already_so(Pull(order, overtakes), known.now)
            else:
                self._pursuit.begin(Pull(order, overtakes))
        self._logbook.refresh()  # another process may have seen the end of one since
        for one in left_behind:
            operation = self._logbook.operations[one.operation_id]
            if not operation.is_settled:
                self._record_superseded(operation, order)

    def _facts(
        self,
        way: Direction,
        others: tuple[Operation, ...],
        known: Known | None,
        pressed: Order | None = None,
    ) -> GuardFacts:
        now = self._clock.now()
        if way is Direction.RISKIER:
            self._logbook.merge(is_urgent=True)
        return GuardFacts(
            direction=way,
            in_the_way=tuple(operation.operation_id for operation in others),
            is_journal_sound=self._logbook.is_sound,
            ladder_pct=self._ladder_pct,
            read_age_s=(now - known.at).total_seconds() if known else None,
            has_strategies=known.has_strategies if known else None,
            asked_age_s=(now - pressed.asked_at).total_seconds() if pressed else None,
        )

    def _has_recorded(self, intent: IntentRecorded) -> bool:
        """Return whether the order may be sent: its intent is on disk, or it is the safer way."""
        if intent.direction is Direction.SAFER:
            self._logbook.keep(intent)
            return True
        try:
            self._logbook.record(intent)
        except JournalError as error:
            self._refuse(intent.order, error.message)
            return False
        return True

    def _record_superseded(self, operation: Operation, order: Order) -> None:
        before, older = operation.outcome, operation.intent.order
        detail = message(ActionCode.SUPERSEDED, operation_id=order.operation_id)
        count, stamps = before.attempts_count if before else 1, operation.stamps
        self._logbook.keep(
            OutcomeRecorded(
                older.operation_id,
                Outcome.UNKNOWN,
                stamps,
                detail,
                "superseded",
                attempts_count=count,
            )
        )
        progress = ActionProgress(older, Step.STOPPED, stamps, Outcome.UNKNOWN, detail, count)
        self._publish(progress)

    def _read_again(self, operation: Operation, answer: Known | Exception) -> None:
        order = operation.intent.order
        known = None if isinstance(answer, Exception) else answer
        others = in_the_way(self._logbook.unresolved, order.target)
        rest = tuple(one for one in others if one.operation_id != operation.operation_id)
        if reason := why_not(order, self._facts(Direction.RISKIER, rest, known)):
            self._refuse(order, reason)
            return
        try:
            self._logbook.record(OperationSentAgain(operation.operation_id))
        except JournalError as error:
            self._refuse(order, error.message)
            return
        self._pursuit.adopt(operation, may_send=True, is_again=True)

    def _too_early_s(self, operation: Operation) -> float | None:
        """Return how long a job may still be started by the request before; None when no more."""
        order = operation.intent.order
        if self._levers[order.target.source].may_repeat:
            return None
        sent_at = operation.stamps.sent_at or operation.begun_at
        left_s = self._limits.late_start_s - (self._clock.now() - sent_at).total_seconds()
        return left_s if left_s > 0 else None

    def _keep_warm(self) -> None:
        now_s = self._clock.monotonic_s()
        every_s = self._limits.keep_warm_s
        if every_s is None or now_s < self._warm_at_s:
            return
        self._warm_at_s = now_s + every_s
        for name, lever in self._levers.items():
            if name not in self._warming:
                self._warming.add(name)
                self._ask(lever.warm, partial(self._warmed, name))

    def _warmed(self, name: str, _answer: Exception | None) -> None:
        self._warming.discard(name)

    def _is_recent(self, known: Known) -> bool:
        age_s = (self._clock.now() - known.at).total_seconds()
        return 0 <= age_s <= self._limits.last_known_s

    def _refuse(self, order: Order, reason: Message) -> None:
        self._publish(ActionRefused(order, reason))


def _no_such(operation_id: str) -> Message:
    return message(ActionCode.NO_SUCH_OPERATION, operation_id=operation_id)


def _quietly(publish: Callable[[ActionEvent], None]) -> Callable[[ActionEvent], None]:
    """Return a way of telling that cannot keep an action back, whatever the listener does."""

    def tell(event: ActionEvent) -> None:
        try:
            publish(event)
        except Exception:
            log.exception("a listener of actions")

    return tell
