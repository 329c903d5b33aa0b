"""What the journal tells, folded for the boards: launches, operations, faults. On the core lane."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from cockpit.app.marks import Marks
from cockpit.app.past import ChannelPast, Fault, Past
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.deliveries import delivered
from cockpit.domain.episodes import Draft as EpisodesDraft
from cockpit.domain.events import (
    AnchorPlaced,
    BackInBand,
    ItemAnswered,
    LaunchPlanned,
    ReasonGiven,
    SignedOff,
)
from cockpit.domain.judgements import FaultDetected, FaultDetectedFirst
from cockpit.domain.launch import Launch
from cockpit.domain.launch_life import Numbered, is_of_a_life, launches
from cockpit.domain.unresolved import changes
from cockpit.ports.journal import Journal, Row, all_rows

SLICE_ROWS = 100


class History:
    """Folds rows as they come; rows that are known already change nothing.

    `breathe` is called between slices of less than 2 ms. Lives are folded anew for those launches
    alone that a row belongs to, with their parents and children.
    """

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe
        self._roots: dict[str, str] = {}
        self._families: dict[str, list[Numbered]] = {}
        self._launches: dict[str, Launch] = {}
        self._marks = Marks()
        self.past = Past()

    def take(self, rows: Iterable[Row]) -> Past:
        """Fold these rows and return the past as it is then."""
        draft, touched = _Draft(self.past, self._marks), set[str]()
        taken_count = 0
        for row in rows:
            if row.seq <= draft.seq:
                continue
            taken_count += 1
            draft.take(row)
            if is_of_a_life(row.entry.event):
                touched |= self._lived(Numbered(row.seq, row.entry))
            if not taken_count % SLICE_ROWS:
                self._breathe()
        for root in sorted(touched):
            for launch in launches(self._families[root]):
                self._launches[launch.launch_id] = launch
            self._breathe()
        if taken_count:
            known = self._launches
            found = tuple(known[one] for one in self._roots) if touched else self.past.launches
            self.past = draft.past(found)
        return self.past

    def _lived(self, row: Numbered) -> set[str]:
        """Keep the row with its family, and return which family that is."""
        event = row.entry.event
        if isinstance(event, LaunchPlanned):
            root = self._roots.get(event.parent_id or "", event.launch_id)
            self._roots.setdefault(event.launch_id, root)
        root = self._roots.get(getattr(event, "launch_id", ""), "")
        if not root:
            return set()
        self._families.setdefault(root, []).append(row)
        return {root}


class _Draft:
    """A past that is being added to; the one that it began with stays as it is."""

    def __init__(self, past: Past, marks: Marks) -> None:
        self.seq = past.seq
        self._marks = marks
        self._operations = dict(past.operations)
        self._faults = list(past.faults)
        self._back = set(past.back)
        self._said = dict(past.said)
        self._deliveries = dict(past.deliveries)
        self._anchored_seq = past.anchored_seq
        self._alerts = EpisodesDraft(past.alerts)
        self._channels = dict(past.channels)

    def take(self, row: Row) -> None:
        self.seq, entry = row.seq, row.entry
        self._alerts.take(entry)
        touched = changes(self._operations, entry)
        for operation in touched:
            self._operations[operation.operation_id] = operation
        self._marks.take(entry, self._operations)
        for delivery in delivered(self._deliveries, entry, touched):
            self._deliveries[delivery.launch_id] = delivery
        match entry.event:
            case FaultDetected() | FaultDetectedFirst() as fault:
                self._faults.append(Fault(entry, fault))
            case BackInBand() as mended:
                self._back.add((mended.operation_id, mended.flow))
            case ItemAnswered() | SignedOff() | ReasonGiven() as word:
                before = self._said.get(word.launch_id, ())
                self._said[word.launch_id] = (*before, Numbered(row.seq, entry))
            case ChannelTested() | ChannelFailed() as carried:
                self._channels = channels_after(self._channels, entry.at, carried)
            case AnchorPlaced() as anchor:
                self._anchored_seq = max(self._anchored_seq or 0, anchor.seq)
            case _:
                pass

    def past(self, found: tuple[Launch, ...]) -> Past:
        return Past(
            self.seq,
            found,
            self._operations,
            tuple(self._faults),
            frozenset(self._back),
            self._said,
            self._deliveries,
            self._anchored_seq,
            self._channels,
            self._marks.all,
            self._alerts.episodes(),
        )


def channels_after(
    channels: Mapping[str, ChannelPast], at: datetime, event: ChannelTested | ChannelFailed
) -> dict[str, ChannelPast]:
    """Return what is known of the channels after one more row about one of them."""
    before = channels.get(event.channel, ChannelPast())
    if isinstance(event, ChannelTested):
        after = replace(before, tested_at=at, tested=event)
    else:
        after = replace(before, failed_at=at, failed=event)
    return {**channels, event.channel: after}


def new_rows(journal: Journal, after_seq: int) -> tuple[Row, ...]:
    """Return all rows after `after_seq`, read page by page."""
    return tuple(all_rows(journal, after_seq=after_seq))
