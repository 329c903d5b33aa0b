"""Writes down, once each, that a fault was found and that users are safe again."""

import logging
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from cockpit.app.asking import Ask
from cockpit.app.comparing import rule_of
from cockpit.app.history import History, new_rows
from cockpit.app.keeping import verdict_kept
from cockpit.app.launch_view import LaunchView
from cockpit.app.past import Past
from cockpit.app.snapshot import ComparisonView, Snapshot
from cockpit.domain.events import BackInBand, Entry
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.verdict import State
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, JournalError, Runs

ACTOR = "cockpit"
"""Nobody pressed anything: the program itself saw it."""

log = logging.getLogger(__name__)


Key: TypeAlias = tuple[object, ...]
"""What makes two findings the same."""


class _Finding(Struct, frozen=True):
    """Something to write once; of a fault, once in the stage that began at `since_at`."""

    key: Key
    event: FaultDetected | BackInBand
    since_at: datetime | None = None


class Detector:
    """Looks at every snapshot, on the core lane; writes through `disk`, where it may wait.

    What is in the journal already, by this or another process, is not written again. When the
    journal cannot be written, it is tried again with the next snapshot.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        clock: Clock,
        runs: Runs,
        disk: Ask,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._runs = runs
        self._disk = disk
        self._history = History()
        self._done: set[tuple[object, ...]] = set()

    def take(self, snapshot: Snapshot) -> None:
        """Write what this snapshot shows for the first time."""
        is_drill = snapshot.launch is not None and snapshot.launch.is_drill
        for finding in (*_faults(snapshot, self._done), *_back(snapshot)):
            if finding.key not in self._done:
                self._done.add(finding.key)
                self._write(finding, is_drill=is_drill)

    def _write(self, finding: _Finding, *, is_drill: bool) -> None:
        entry = Entry(
            at=self._clock.now(),
            monotonic_s=self._clock.monotonic_s(),
            run_id=self._runs.run_id,
            actor=ACTOR,
            event=finding.event,
            is_drill=is_drill,
        )

        def wrote(error: Exception | None) -> None:
            if error is None:
                return
            self._done.discard(finding.key)
            if not isinstance(error, JournalError):
                log.error("a finding could not be written", exc_info=error)

        self._disk(lambda: self._append(finding, entry), wrote)

    def _append(self, finding: _Finding, entry: Entry) -> None:
        """Append on the lane of the disk, unless somebody has written the same."""
        past = self._history.take(new_rows(self._journal, self._history.past.seq))
        if not _is_known(finding, past):
            self._journal.append(entry)


def _is_known(finding: _Finding, past: Past) -> bool:
    match finding.event:
        case BackInBand(operation_id=operation_id, flow=flow):
            return (operation_id, flow) in past.back
        case FaultDetected(launch_id=launch_id, flow=flow, rule=rule):
            return any(
                (fault.event.launch_id, fault.event.flow, fault.event.rule)
                == (launch_id, flow, rule)
                and (finding.since_at is None or fault.entry.at >= finding.since_at)
                for fault in past.faults
            )


def _faults(snapshot: Snapshot, done: AbstractSet[Key]) -> Iterator[_Finding]:
    """Yield the faults that are not done: writing out what one rests on takes a millisecond."""
    launch, release = snapshot.launch, snapshot.release
    if launch is None or release is None:
        return
    for row in release.rows:
        rule = rule_of(row.rule_id, row.metric)
        key = (launch.launch_id, row.flow, rule, row.since_at)
        if row.state is State.FAIL and key not in done:
            yield _Finding(key, _fault(launch, row), row.since_at)


def _fault(launch: LaunchView, row: ComparisonView) -> FaultDetected:
    new, old = row.new, row.old
    for stratum in row.strata:
        if stratum.name == row.worst_stratum:
            new, old = stratum.new, stratum.old
    return FaultDetected(
        launch_id=launch.launch_id,
        flow=row.flow,
        stratum=row.worst_stratum or "",
        cause=row.cause.value,
        rule=rule_of(row.rule_id, row.metric),
        new_bad_count=round(new.bad_count),
        new_total_count=round(new.event_count),
        old_bad_count=round(old.bad_count),
        old_total_count=round(old.event_count),
        evidence=row.evidence,
        verdict=verdict_kept(row),
    )


def _back(snapshot: Snapshot) -> Iterator[_Finding]:
    """Yield the flows of which every metric that had failed is back; a row is about a flow."""
    for operation in snapshot.operations:
        for flow in dict.fromkeys(mend.flow for mend in operation.mends):
            mends = [mend for mend in operation.mends if mend.flow == flow]
            events = [
                BackInBand(
                    operation_id=operation.operation_id,
                    flow=flow,
                    bad_ratio=mend.bad_ratio,
                    limit_ratio=mend.limit_ratio,
                    total_count=round(mend.event_count),
                )
                for mend in mends
                if mend.is_back and mend.bad_ratio is not None and mend.limit_ratio is not None
            ]
            if len(events) == len(mends):
                yield _Finding((operation.operation_id, flow), events[0])
