"""The logbook: writes what happens, in order, and knows what became of every operation."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from msgspec.structs import replace

from cockpit.app.codes import ActionCode
from cockpit.domain.events import Entry, Event
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Aspect, Target
from cockpit.domain.unresolved import Operation, begun_order, changes
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, JournalError, Runs, Spool, all_rows

log = logging.getLogger(__name__)

MERGE_EVERY_S = 5.0
"""How often a journal that could not be written is tried again."""


class Logbook:
    """Writes to the journal and, while that cannot be written, to the spool, and then to memory.

    Entries keep their order: while some wait, newer ones wait behind them. What waits is marked
    late and goes into the journal once it takes rows again. `tell` hears of both. A journal that
    has just failed is left alone for a while: one that another program keeps locked answers after
    seconds only, and nothing that is safer waits for that twice. Used by one thread; other
    processes may write to the same journal, and `refresh` takes in what they wrote.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        spool: Spool,
        runs: Runs,
        clock: Clock,
        actor: str,
        tell: Callable[[Message], None],
        is_drill: bool = False,
    ) -> None:
        self._journal = journal
        self._spool = spool
        self._runs = runs
        self._clock = clock
        self._actor = actor
        self._tell = tell
        self._is_drill = is_drill
        self._operations: dict[str, Operation] = {}
        self._unresolved: dict[str, Operation] = {}
        self._newest: dict[tuple[Target, Aspect], Operation] = {}
        self._seq = 0
        self._mark: int | None = None
        self._memory: list[Entry] = []
        self._is_read = False
        self._has_waiting = True
        self._has_read_spool = False
        self._merge_at_s = float("-inf")
        self._failed: JournalError | None = None
        self._rests_until_s = float("-inf")

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation that is known, by its id."""
        return self._operations

    @property
    def unresolved(self) -> Mapping[str, Operation]:
        """Return those of them that are unresolved; few, however long the journal is."""
        return self._unresolved

    @property
    def newest(self) -> Mapping[tuple[Target, Aspect], Operation]:
        """Return the operation that was begun last on each side of each target."""
        return self._newest

    @property
    def has_waiting(self) -> bool:
        """Whether entries wait for a journal that takes rows again."""
        return self._has_waiting

    @property
    def unkept_count(self) -> int:
        """Return how many entries stand in memory alone, and go with the program."""
        return len(self._memory)

    @property
    def is_sound(self) -> bool:
        """Whether the journal has every row so far, and all of it could be read."""
        return self._is_read and not self._has_waiting

    def refresh(self) -> None:
        """Take in what is new in the journal; keep what is known when it cannot be read.

        What an earlier run had to leave in the spool counts from the first time on, even while
        the journal does not take it.
        """
        if self._resting is None:
            self._read_journal()
        if not self._has_read_spool:
            self._has_read_spool = True
            with suppress(JournalError):
                for entry in self._spool.waiting():
                    self._fold(replace(entry, is_late=True))

    def _read_journal(self) -> None:
        try:
            mark = self._journal.change_mark()
            if mark != self._mark:
                for row in all_rows(self._journal, after_seq=self._seq):
                    self._seq = row.seq
                    self._fold(row.entry)
                self._mark = mark
            self._is_read = True
        except JournalError as error:
            self._mark = None
            self._is_read = False
            self._rest(error)

    def record(self, event: Event) -> None:
        """Put the event into the journal for good; raise `JournalError` when that cannot be done.

        Raises too while older entries wait and cannot be merged: rows keep their order.
        """
        if self._has_waiting:
            self._merge()
        self._append(self._entry(event))

    def keep(self, event: Event) -> None:
        """Put the event wherever it can be kept: journal, spool, memory. It never raises.

        Whatever goes wrong here, nothing may keep a safer action back.
        """
        if (failed := self._resting) is not None:
            self._set_aside(self._entry(event, is_late=True), failed)
            return
        try:
            self.record(event)
        except Exception as error:
            if isinstance(error, JournalError):
                self._rest(error)
            else:
                log.exception("journal")
            self._set_aside(self._entry(event, is_late=True), error)

    def merge(self, *, is_urgent: bool = False) -> None:
        """Bring into the journal what had to wait; tried now and then, or at once when urgent.

        What an earlier run left in the spool is brought in too, by the first call.
        """
        now_s = self._clock.monotonic_s()
        if self._has_waiting and (is_urgent or now_s >= self._merge_at_s):
            self._merge_at_s = now_s + MERGE_EVERY_S
            try:
                self._merge()
            except JournalError as error:
                self._rest(error)
            else:
                self._failed = None

    def _merge(self) -> None:
        spooled = self._spool.waiting()
        done_count = 0
        try:
            for entry in spooled:
                self._append(replace(entry, is_late=True))
                done_count += 1
        finally:
            if done_count:
                self._spool.clear(done_count)
        while self._memory:
            self._append(self._memory[0])
            del self._memory[0]
            done_count += 1
        self._has_waiting = False
        if done_count:
            self._tell(message(ActionCode.WRITTEN_LATE, rows_count=done_count))

    @property
    def _resting(self) -> JournalError | None:
        """Return how the journal failed a moment ago; None when it may be tried."""
        return self._failed if self._clock.monotonic_s() < self._rests_until_s else None

    def _rest(self, error: JournalError) -> None:
        """Leave the journal alone until it is tried again."""
        self._failed = error
        self._rests_until_s = self._clock.monotonic_s() + MERGE_EVERY_S
        self._merge_at_s = max(self._merge_at_s, self._rests_until_s)

    def _set_aside(self, entry: Entry, error: Exception) -> None:
        """Keep the entry in the spool or, failing that too, in memory behind those before it."""
        self._has_waiting = True
        self._fold(entry)
        self._memory.append(entry)
        code = ActionCode.NOT_WRITTEN
        try:
            while self._memory:
                self._spool.put(self._memory[0])
                del self._memory[0]
        except Exception:
            log.exception("spool")
            if self._could_be_written():
                return
            code = ActionCode.NOT_WRITTEN_ANYWHERE
        self._tell(message(code, reason=_reason(error)))

    def _could_be_written(self) -> bool:
        """Return whether the journal took all that is in memory: it may be sound, the spool not."""
        try:
            while self._memory:
                self._append(self._memory[0])
                del self._memory[0]
        except Exception:
            log.exception("journal")
            return False
        return True

    def _entry(self, event: Event, *, is_late: bool = False) -> Entry:
        return Entry(
            at=self._clock.now(),
            monotonic_s=self._clock.monotonic_s(),
            run_id=self._runs.run_id,
            actor=self._actor,
            event=event,
            is_drill=self._is_drill,
            is_late=is_late,
        )

    def _append(self, entry: Entry) -> None:
        row = self._journal.append(entry)
        if row.seq == self._seq + 1:
            self._seq = row.seq
        self._fold(row.entry)

    def _fold(self, entry: Entry) -> None:
        for operation in changes(self._operations, entry):
            self._operations[operation.operation_id] = operation
            self._unresolved.pop(operation.operation_id, None)
            if operation.is_unresolved:
                self._unresolved[operation.operation_id] = operation
            side = operation.intent.order.side
            last = self._newest.get(side)
            if last is None or begun_order(last) <= begun_order(operation):
                self._newest[side] = operation


def _reason(error: Exception) -> Message:
    if isinstance(error, JournalError):
        return error.message
    return message(ActionCode.UNEXPECTED, kind=type(error).__name__)
