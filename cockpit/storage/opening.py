"""Open a journal, begin one, or begin one again after a loss."""

from collections.abc import Sequence
from pathlib import Path

from cockpit.domain.events import Entry, JournalBegun
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.database import (
    all_steps,
    check_version,
    closed_on_failure,
    connected,
    open_database,
    version_of,
)
from cockpit.storage.faults import as_journal_errors
from cockpit.storage.folders import sync_way
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import newest_note
from cockpit.storage.traces import Trace


def open_journal(
    file: Path, first: Entry, *, traces: Sequence[Trace] = (), copies: Path | None = None
) -> SqliteJournal:
    """Return the journal at `file`; a new one begins with `first`, a `JournalBegun`.

    Where `traces` show that there was a journal, a missing or empty one is no first run: it is
    never made anew here, but raises `JournalError` with the code MISSING or EMPTIED and the
    place of the first trace. One that does not hold the rows of the newest checkpoint in
    `copies` raises CUT or REWRITTEN. `cockpit.storage.renewal.begin_again` is the way on.
    """
    size, root_hex = newest_note(copies)  # before the rows are looked at: they only grow
    with as_journal_errors(file):
        if traces and not file.exists():
            raise _lost(StorageCode.MISSING, file, traces[0])
        if traces and file.stat().st_size == 0:
            raise _lost(StorageCode.EMPTIED, file, traces[0])
        journal = SqliteJournal(open_database(file), file)
    try:
        if journal.tail().seq == 0:
            if traces:
                raise _lost(StorageCode.EMPTIED, file, traces[0])
            begin(journal, first)
        elif size:
            _check_rows(journal, size, root_hex, str(copies))
    except JournalError:
        journal.close()
        raise
    return journal


def begin(journal: SqliteJournal, *entries: Entry) -> bool:
    """Put the first rows into an empty journal; return False when it has rows already.

    The folder is there for good before the first of them: a power cut that took it would take all.
    """
    with as_journal_errors(journal.file):
        sync_way(journal.file.parent)
    return journal.begin(*entries)


def open_for_reading(file: Path) -> SqliteJournal:
    """Return the journal at `file` to be read only; nothing is created, migrated or begun."""
    with as_journal_errors(file):
        if not file.is_file() or file.stat().st_size == 0:
            raise JournalError(message(StorageCode.NOT_THERE, file=str(file)))
        connection = connected(file)
        with closed_on_failure(connection):
            connection.execute("PRAGMA query_only=ON")
            check_version(file, version_of(connection), known=len(all_steps()))
            return SqliteJournal(connection, file)


def introduce_key(journal: SqliteJournal, first: Entry) -> bool:
    """Append `first`, a `JournalBegun`, when the journal does not know its key yet.

    Called with a key that the keyring keeps: a journal that was begun without a keyring, or by a
    keyring that has since been emptied, is signed from then on. Returns whether a row was added.
    """
    event = first.event
    if not isinstance(event, JournalBegun) or journal.holds(event.public_key_hex.encode()):
        return False
    journal.append(first)
    return True


def _check_rows(journal: SqliteJournal, size: int, root_hex: str, place: str) -> None:
    """Raise `JournalError` unless the first `size` rows end in this hash."""
    found = journal.hash_at(size)
    if found is not None and found.hex() == root_hex:
        return
    left = journal.tail().seq
    code = StorageCode.REWRITTEN if left >= size else StorageCode.CUT
    values = {"rows_count": left} if code == StorageCode.CUT else {}
    raise JournalError(message(code, file=str(journal.file), place=place, size=size, **values))


def _lost(code: StorageCode, file: Path, trace: Trace) -> JournalError:
    return JournalError(message(code, file=str(file), trace=trace.kind, place=trace.place))
