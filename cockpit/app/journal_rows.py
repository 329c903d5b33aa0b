"""Rows of the journal for reading: newest first, filtered, in pages."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from cockpit.app.row_search import RowFilter, RowsRead, RowsWanted
from cockpit.domain import alert_events, events, judgements
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.events import Entry, UnknownEvent
from cockpit.domain.message import Message
from cockpit.ports.journal import PAGE_ROWS, Journal, Row

MOST_ROWS = 20_000
"""How many rows one search reads at most, so that nobody waits for a text that is not there."""


KINDS: Mapping[RowFilter, tuple[type, ...]] = {
    RowFilter.ACTIONS: (
        events.IntentRecorded,
        events.OutcomeRecorded,
        events.OperationSentAgain,
        events.OperationClosed,
        events.OperationReverted,
        events.BackInBand,
    ),
    RowFilter.GATES: (
        judgements.GateJudged,
        judgements.GateJudgedFirst,
        judgements.CheckAccepted,
        events.StepApproved,
        events.StageReached,
    ),
    RowFilter.ALERTS: (
        judgements.FaultDetected,
        judgements.FaultDetectedFirst,
        events.BackInBand,
        alert_events.AlertRaised,
        alert_events.AlertEnded,
        alert_events.AlertShelved,
        alert_events.AlertUnshelved,
        alert_events.AlertRated,
        ChannelTested,
        ChannelFailed,
    ),
    RowFilter.LAUNCHES: (
        events.LaunchPlanned,
        events.LaunchDeployed,
        events.StageReached,
        events.LaunchHeld,
        events.LaunchResumed,
        events.WindowTaken,
        events.LaunchClosed,
    ),
    RowFilter.SIGN_OFFS: (events.ItemAnswered, events.SignedOff),
    RowFilter.NOTES: (events.NoteAdded, events.ReasonGiven, events.LaunchDisputed),
}


def read_rows(journal: Journal, wanted: RowsWanted) -> RowsRead:
    """Return the rows, read backwards page by page; raise `JournalError`.

    Rows are numbered without gaps, so a page backwards is a page forward from a number below. A
    search gives up after `MOST_ROWS`, and says by `next_seq` where it would go on.
    """
    found: list[Row] = []
    top = journal.newest_seq() + 1 if wanted.before_seq is None else wanted.before_seq
    last = max(1, top - MOST_ROWS)
    while top > last and len(found) < wanted.limit:
        bottom = max(0, top - 1 - min(PAGE_ROWS, wanted.limit))
        page = journal.page(after_seq=bottom, limit=top - 1 - bottom)
        found += [row for row in reversed(page) if row.seq < top and is_wanted(row, wanted)]
        top = bottom + 1
    rows = tuple(found[: wanted.limit])
    if len(found) > wanted.limit:
        return RowsRead(wanted, rows, rows[-1].seq)
    return RowsRead(wanted, rows, top if top > 1 else None)


def is_wanted(row: Row, wanted: RowsWanted) -> bool:
    """Return whether the row passes the filter."""
    entry = row.entry
    kinds = KINDS.get(wanted.filter)
    if kinds is not None and not isinstance(entry.event, kinds):
        return False
    if not wanted.has_drills and entry.is_drill:
        return False
    if wanted.launch_id is not None and wanted.launch_id not in _texts(entry.event):
        return False
    text = wanted.text.strip().casefold()
    return not text or any(text in said.casefold() for said in (f"#{row.seq}", *_said(entry)))


def _said(entry: Entry) -> Iterator[str]:
    yield entry.actor
    yield from _texts(entry.event)


def _texts(value: object) -> Iterator[str]:
    """Yield every text within the value, at any depth; numbers and instants as text, too."""
    match value:
        case UnknownEvent(kind=kind, text=text):
            yield from (kind, text)
        case Message(code=code, values=values):
            yield code
            yield from _texts(tuple(one for _, one in values))
        case tuple():
            for one in value:
                yield from _texts(one)
        case Struct():
            yield from _texts(tuple(getattr(value, name) for name in value.__struct_fields__))
        case _ if value is not None:
            yield str(value)
        case _:
            pass
