"""Checkpoints: when they are due, and where they are kept."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import TEXT
from sqlmodel import Field, Session, SQLModel, col, select

from cockpit.domain.events import JournalBegun, OutcomeRecorded
from cockpit.domain.message import message
from cockpit.ports.journal import PAGE_ROWS, JournalError, Row
from cockpit.ports.secrets import Signer
from cockpit.storage.codes import StorageCode
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import note_files, write_note
from cockpit.storage.notes import origin_of, read_note, signed_note

EVERY_ROWS = 32
EVERY_S = 15 * 60.0
COPIES_KEPT = 16


class CheckpointRow(SQLModel, table=True):
    """A signed note about the first `size` rows, kept beside them."""

    __tablename__ = "checkpoint"
    __table_args__ = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)
    size: int
    note: str = Field(sa_type=TEXT)


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
        tail = self._journal.tail()
        note = signed_note(self._origin, tail.seq, tail.hash, at, self._signer)
        with self._journal.writing() as connection, Session(connection) as session:
            session.add(CheckpointRow(size=tail.seq, note=note))
            session.flush()
        self._size, self._at = tail.seq, at
        self._copy(note)
        return note

    def _copy(self, note: str) -> None:
        try:
            self._copies.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_note(self._copies, read_note(note).checkpoint, note)
            for _size, _root, file in note_files(self._copies)[:-COPIES_KEPT]:
                with suppress(FileNotFoundError):  # another process was faster
                    file.unlink()
        except OSError as error:
            raise JournalError(
                message(StorageCode.COPY_FAILED, folder=str(self._copies), reason=str(error))
            ) from error


def kept_notes(journal: SqliteJournal) -> list[str]:
    """Return all notes that are kept in the journal, in the order in which they came."""
    notes: list[str] = []
    after_id = 0
    while True:
        ids = col(CheckpointRow.id)
        query = select(CheckpointRow.id, CheckpointRow.note).where(ids > after_id)
        page = query.order_by(ids).limit(PAGE_ROWS)
        with journal.reading() as connection, Session(connection) as session:
            found = session.exec(page).all()
        if not found:
            return notes
        after_id = found[-1][0] or 0
        notes += [note for _id, note in found]


def install_id_of(journal: SqliteJournal) -> str:
    """Return the install id of the journal's first row."""
    first = journal.page(limit=1)[0].entry.event
    if not isinstance(first, JournalBegun):
        raise JournalError(message(StorageCode.NO_BEGINNING, file=str(journal.file)))
    return first.install_id
