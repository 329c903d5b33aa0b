"""The tables of `journal.db`, as the program reads and writes them."""

from sqlalchemy import BLOB, TEXT, Table
from sqlmodel import Field, SQLModel


class LogRow(SQLModel, table=True):
    """One row of the journal: an entry's bytes, and the hashes before and after it."""

    __tablename__ = "log"
    __table_args__ = {"sqlite_strict": True}

    seq: int | None = Field(default=None, primary_key=True)
    body: bytes = Field(sa_type=BLOB)
    prev: bytes = Field(sa_type=BLOB)
    hash: bytes = Field(sa_type=BLOB)


class CheckpointRow(SQLModel, table=True):
    """A signed note about the first `size` rows."""

    __tablename__ = "checkpoint"
    __table_args__ = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)
    size: int
    note: str = Field(sa_type=TEXT)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


LOG = _table("log")
CHECKPOINT = _table("checkpoint")
