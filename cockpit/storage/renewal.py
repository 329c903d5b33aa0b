"""Begin a journal again after a loss; what is left of the old one is set aside, never deleted."""

from datetime import UTC
from pathlib import Path

from cockpit.domain.events import Entry, JournalBegunAgain
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.database import open_database
from cockpit.storage.faults import as_journal_errors
from cockpit.storage.folders import sync_folder
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import newest_note
from cockpit.storage.opening import begin


def begin_again(
    file: Path, first: Entry, *, copies: Path | None = None
) -> tuple[SqliteJournal, Path | None]:
    """Return a new journal at `file`, and where the old file lies now; None when there was none.

    `first` is the `JournalBegun` of the new one; the row after it says that it was begun again,
    by the same person at the same instant, and up to where the newest copied checkpoint of the
    old one reached. Old file and copies get `.bad-<time>` after their names; the copies last of
    all, since without them a journal that is missing may look like one that never was.
    """
    mark = f".bad-{first.at.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    with as_journal_errors(file):
        last_seq, last_root_hex = newest_note(copies)
        set_aside = _set_aside(file, mark)
        _set_aside(file.with_name(f"{file.name}-journal"), mark)
        journal = SqliteJournal(open_database(file), file)
    again = JournalBegunAgain(
        why=_why(file, set_aside),
        set_aside=str(set_aside) if set_aside else None,
        last_seq=last_seq,
        last_root_hex=last_root_hex,
    )
    try:
        if not begin(journal, first, _same_hand(first, again)):
            journal.append(_same_hand(first, again))
        if copies is not None:
            with as_journal_errors(copies):
                _set_aside(copies, mark)
    except JournalError:
        journal.close()
        raise
    return journal, set_aside


def _same_hand(first: Entry, event: JournalBegunAgain) -> Entry:
    return Entry(first.at, first.monotonic_s, first.run_id, first.actor, event, first.is_drill)


def _why(file: Path, set_aside: Path | None) -> Message:
    if set_aside is None:
        return message(StorageCode.BEGUN_AGAIN_MISSING, file=str(file))
    return message(StorageCode.BEGUN_AGAIN_DAMAGED, file=str(file), set_aside=str(set_aside))


def _set_aside(place: Path, mark: str) -> Path | None:
    """Rename what lies at `place`, for good; a second loss in one second gets a number."""
    if not place.exists():
        return None
    target, number = place.with_name(place.name + mark), 1
    while target.exists():
        number += 1
        target = place.with_name(f"{place.name}{mark}-{number}")
    place.rename(target)
    sync_folder(place.parent)
    return target
