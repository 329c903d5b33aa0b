"""What the journal tells, folded for the boards: launches, operations, faults. On the core lane."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cockpit.domain.events import (
    BackInBand,
    Entry,
    FaultDetected,
    LaunchClosed,
    LaunchPlanned,
    StageReached,
)
from cockpit.domain.launch import Launch, launches, live
from cockpit.domain.unresolved import Operation, changes
from cockpit.ports.journal import Journal, Row, all_rows


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was recorded, and when."""

    entry: Entry
    event: FaultDetected


@dataclass(frozen=True, slots=True)
class Past:
    """The journal up to row `seq`."""

    seq: int = 0
    launches: tuple[Launch, ...] = ()
    operations: Mapping[str, Operation] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    back: frozenset[tuple[str, str]] = frozenset()
    """The operation and the flow of each record of a metric back in band."""

    def live(self, service: str) -> Launch | None:
        """Return the launch of the service that goes on."""
        return live(self.launches, service)


class History:
    """Folds rows as they come; rows that are known already change nothing."""

    def __init__(self) -> None:
        self._steps: list[Entry] = []
        self.past = Past()

    def take(self, rows: Iterable[Row]) -> Past:
        """Fold these rows and return the past as it is then."""
        past = self.past
        seq, operations = past.seq, dict(past.operations)
        faults, back = list(past.faults), set(past.back)
        for row in rows:
            if row.seq <= seq:
                continue
            seq, entry = row.seq, row.entry
            for operation in changes(operations, entry):
                operations[operation.operation_id] = operation
            match entry.event:
                case LaunchPlanned() | StageReached() | LaunchClosed():
                    self._steps.append(entry)
                case FaultDetected() as fault:
                    faults.append(Fault(entry, fault))
                case BackInBand() as mended:
                    back.add((mended.operation_id, mended.flow))
                case _:
                    pass
        if seq != past.seq:
            found = launches(self._steps)
            self.past = Past(seq, found, operations, tuple(faults), frozenset(back))
        return self.past


def new_rows(journal: Journal, after_seq: int) -> tuple[Row, ...]:
    """Return all rows after `after_seq`, read page by page."""
    return tuple(all_rows(journal, after_seq=after_seq))
