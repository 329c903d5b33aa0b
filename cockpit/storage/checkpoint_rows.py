"""The checkpoints that are kept in the journal's own file, beside its rows."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import TEXT, StaticPool
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, Session, SQLModel, col, create_engine, select

from cockpit.ports.journal import PAGE_ROWS
from cockpit.storage.database import sound
from cockpit.storage.journal import SqliteJournal


class CheckpointRow(SQLModel, table=True):
    """A signed note about the first `size` rows, kept beside them."""

    __tablename__ = "checkpoint"
    __table_args__ = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)
    size: int
    note: str = Field(sa_type=TEXT)


def keep_note(journal: SqliteJournal, size: int, note: str) -> None:
    """Keep the note about the first `size` rows; raise `JournalError`."""
    with journal.writing() as connection, _session(connection) as session:
        session.add(CheckpointRow(size=size, note=note))
        session.flush()


def kept_notes(journal: SqliteJournal) -> list[str]:
    """Return all notes that are kept in the journal, in the order in which they came."""
    notes: list[str] = []
    after_id = 0
    while True:
        ids = col(CheckpointRow.id)
        query = select(CheckpointRow.id, CheckpointRow.note).where(ids > after_id)
        page = query.order_by(ids).limit(PAGE_ROWS)
        with journal.reading() as connection, _session(connection) as session:
            found = sound([tuple(row) for row in session.exec(page)], str, after=after_id)
        if not found:
            return notes
        after_id = found[-1][0]
        notes += [note for _id, note in found]


@contextmanager
def _session(connection: sqlite3.Connection) -> Generator[Session, None, None]:
    """Lend a session on the journal's own connection, which begins, ends and closes nothing."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        skip_autocommit_rollback=True,  # the journal's transaction is around it
    )
    try:
        with Session(engine) as session:
            yield session
    except DBAPIError as error:
        # The journal knows what the driver's errors mean.
        raise (error.orig or error) from error
