"""Writes down, once each, that an alert began, got graver, ended or came back; says whom to tell.

Window and command line may run side by side: what the journal says already, by this or another
process, is not written again, and only who wrote a row gives the notice that it gives rise to.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from msgspec.structs import replace

from cockpit.app.alert_rows import AlertEvent
from cockpit.app.asking import Ask
from cockpit.app.detect import ACTOR
from cockpit.app.history import new_rows
from cockpit.app.snapshot import Snapshot
from cockpit.domain.alert_events import AlertEnded, AlertRaised, AlertUnshelved
from cockpit.domain.episodes import Episodes, finding_of
from cockpit.domain.events import Entry
from cockpit.domain.notices import Notice, Noticing
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, JournalError, Runs

log = logging.getLogger(__name__)


class AlertLog:
    """Looks at every snapshot, on the core lane; writes through `disk`, where it may wait.

    `notify` is called on the lane of the disk with each notice of a row that was written here,
    and of an alert that could not be written: people hear of it all the same. What could not be
    written is tried again with the next snapshot.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        clock: Clock,
        runs: Runs,
        disk: Ask,
        notify: Callable[[Notice], None] = lambda _notice: None,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._runs = runs
        self._disk = disk
        self._notify = notify
        self._under_way: set[AlertEvent] = set()
        self._told_unwritten: set[tuple[str, datetime, int]] = set()
        self._episodes, self._noticing, self._seq = Episodes(), Noticing(), 0

    def take(self, snapshot: Snapshot) -> None:
        """Write what this snapshot owes to the journal."""
        is_drill = snapshot.launch is not None and snapshot.launch.is_drill
        for event in snapshot.owed:
            if event not in self._under_way:
                self._under_way.add(event)
                self._write(event, is_drill=is_drill)

    def _write(self, event: AlertEvent, *, is_drill: bool) -> None:
        entry = Entry(
            at=self._clock.now(),
            monotonic_s=self._clock.monotonic_s(),
            run_id=self._runs.run_id,
            actor=ACTOR,
            event=event,
            is_drill=is_drill,
        )

        def wrote(error: Exception | None) -> None:
            self._under_way.discard(event)
            if error is not None and not isinstance(error, JournalError):
                log.error("an alert could not be written", exc_info=error)

        self._disk(lambda: self._append(entry), wrote)

    # ------------------------------------------------------------ on the lane of the disk

    def _append(self, entry: Entry) -> None:
        try:
            self._read()
            named = self._named(entry)
            if named is None:
                return
            self._journal.append(named)
            self._read()
        except JournalError:
            self._tell_unwritten(entry)
            raise

    def _read(self) -> None:
        """Take in what was written since; of rows of this run, tell what they give rise to."""
        rows = new_rows(self._journal, self._seq)
        self._episodes = self._episodes.after(row.entry for row in rows)
        for row in rows:
            self._seq = row.seq
            self._tell(row.entry, is_own=row.entry.run_id == self._runs.run_id)

    def _tell(self, entry: Entry, *, is_own: bool) -> None:
        self._noticing, _owed = self._noticing.passed(entry.at)  # delivery tells of those
        self._noticing, notice = self._noticing.after(entry)
        if notice is not None and is_own and _trouble(entry) not in self._told_unwritten:
            self._notify(notice)

    def _tell_unwritten(self, entry: Entry) -> None:
        """Notify once of what could not be written."""
        trouble = _trouble(entry)
        if trouble is not None and trouble not in self._told_unwritten:
            self._told_unwritten.add(trouble)
            _, notice = self._noticing.after(entry)
            if notice is not None:
                self._notify(notice)

    def _named(self, entry: Entry) -> Entry | None:
        """Return the row as it is to be written; None when the journal says so already."""
        event, known = entry.event, self._episodes
        match event:
            case AlertRaised(key=key):
                running = known.running.get(key)
                if running is None:
                    return replace(entry, event=replace(event, alert_id=uuid4().hex))
                if finding_of(event).gravity > running.finding.gravity:
                    return replace(entry, event=replace(event, alert_id=running.alert_id))
                return None
            case AlertEnded(alert_id=alert_id):
                return None if known.is_over(alert_id) else entry
            case AlertUnshelved(key=key, why="time"):
                shelving = known.shelved.get(key)
                is_over = shelving is not None and entry.at >= shelving.until_at
                return entry if is_over else None
            case _:
                return entry


def _trouble(entry: Entry) -> tuple[str, datetime, int] | None:
    """Return what makes two rows tell of the same trouble; None for rows of other kinds."""
    event = entry.event
    if not isinstance(event, AlertRaised):
        return None
    return event.key, event.since_at, finding_of(event).gravity
