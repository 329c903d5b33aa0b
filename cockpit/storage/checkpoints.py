"""Checkpoints: when they are due, and where they are kept."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cockpit.domain.events import JournalBegun, OutcomeRecorded
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError, Row
from cockpit.ports.secrets import Signer
from cockpit.storage.codes import StorageCode
from cockpit.storage.folders import sync_way
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import note_files, write_note
from cockpit.storage.notes import origin_of, read_note, signed_note

EVERY_ROWS = 32
EVERY_S = 15 * 60.0
COPIES_KEPT = 16


class Checkpoints:
    """Signs the journal's newest hash every 32 rows, at each outcome and every 15 minutes.

    A note costs a durable transaction and two file syncs, so `place` is called after a request
    has been sent, never before one. `copies` is a folder away from the journal.
    """

    def __init__(self, journal: SqliteJournal, signer: Signer, *, copies: Path) -> None:
        self._journal = journal
        self._signer = signer
        self._copies = copies
        self._origin = origin_of(install_id_of(journal))
        self._size = 0
        self._at: datetime | None = None

    def is_due(self, row: Row, *, at: datetime) -> bool:
        """Return whether a checkpoint should follow this row, which was just appended."""
        if isinstance(row.entry.event, OutcomeRecorded) or self._at is None:
            return True
        return row.seq - self._size >= EVERY_ROWS or self.is_overdue(at=at)

    def is_overdue(self, *, at: datetime) -> bool:
        """Return whether the newest note of this process is 15 minutes old; asked on a timer."""
        return self._at is None or (at - self._at).total_seconds() >= EVERY_S

    def place(self, *, at: datetime) -> str:
        """Sign what the journal holds now, keep the note in it and beside it, and return it.

        Raises `JournalError`; when only the copy failed, its code is COPY_FAILED and the note in
        the journal stands.
        """
        from cockpit.storage.checkpoint_rows import keep_note  # a tenth of a second, rarely needed

        tail = self._journal.tail()
        note = signed_note(self._origin, tail.seq, tail.hash, at, self._signer)
        keep_note(self._journal, tail.seq, note)
        self._size, self._at = tail.seq, at
        self._copy(note)
        return note

    def _copy(self, note: str) -> None:
        try:
            is_new = not self._copies.is_dir()
            self._copies.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_note(self._copies, read_note(note).checkpoint, note)
            if is_new:
                sync_way(self._copies)
            for _size, _root, file in note_files(self._copies)[:-COPIES_KEPT]:
                with suppress(FileNotFoundError):  # another process was faster
                    file.unlink()
        except OSError as error:
            folder, reason = str(self._copies), error.strerror or str(error)
            raise JournalError(
                message(StorageCode.COPY_FAILED, folder=folder, reason=reason)
            ) from error


def install_id_of(journal: SqliteJournal) -> str:
    """Return the install id of the journal's first row."""
    first = journal.page(limit=1)[0].entry.event
    if not isinstance(first, JournalBegun):
        raise JournalError(message(StorageCode.NO_BEGINNING, file=str(journal.file)))
    return first.install_id
