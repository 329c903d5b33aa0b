"""What the journal tells, folded for the boards: launches, operations, faults. On the core lane."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cockpit.app.chart_view import Mark
from cockpit.app.marks import Marks
from cockpit.domain.events import (
    AnchorPlaced,
    BackInBand,
    Entry,
    FaultDetected,
    ItemAnswered,
    ReasonGiven,
    SignedOff,
)
from cockpit.domain.launch import Launch, live
from cockpit.domain.launch_life import Numbered, is_of_a_life, launches
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

    said: Mapping[str, tuple[Numbered, ...]] = field(default_factory=dict)
    """By launch: the answers, sign-offs and reasons of its Go/No-Go."""

    anchored_seq: int | None = None
    """Up to which row the newest anchor vouches for the journal; None without any."""

    marks: tuple[Mark, ...] = ()
    """What charts mark, by time."""

    def live(self, service: str) -> Launch | None:
        """Return the launch of the service that goes on."""
        return live(self.launches, service)


class History:
    """Folds rows as they come; rows that are known already change nothing."""

    def __init__(self) -> None:
        self._lives: list[Numbered] = []
        self._marks = Marks()
        self.past = Past()

    def take(self, rows: Iterable[Row]) -> Past:
        """Fold these rows and return the past as it is then."""
        past = self.past
        seq, operations = past.seq, dict(past.operations)
        faults, back, said = list(past.faults), set(past.back), dict(past.said)
        anchored_seq = past.anchored_seq
        for row in rows:
            if row.seq <= seq:
                continue
            seq, entry = row.seq, row.entry
            for operation in changes(operations, entry):
                operations[operation.operation_id] = operation
            self._marks.take(entry, operations)
            if is_of_a_life(entry.event):
                self._lives.append(Numbered(seq, entry))
            match entry.event:
                case FaultDetected() as fault:
                    faults.append(Fault(entry, fault))
                case BackInBand() as mended:
                    back.add((mended.operation_id, mended.flow))
                case ItemAnswered() | SignedOff() | ReasonGiven() as word:
                    before = said.get(word.launch_id, ())
                    said[word.launch_id] = (*before, Numbered(seq, entry))
                case AnchorPlaced() as anchor:
                    anchored_seq = max(anchored_seq or 0, anchor.seq)
                case _:
                    pass
        if seq != past.seq:
            found = launches(self._lives)
            self.past = Past(
                seq,
                found,
                operations,
                tuple(faults),
                frozenset(back),
                said,
                anchored_seq,
                self._marks.all,
            )
        return self.past


def new_rows(journal: Journal, after_seq: int) -> tuple[Row, ...]:
    """Return all rows after `after_seq`, read page by page."""
    return tuple(all_rows(journal, after_seq=after_seq))
