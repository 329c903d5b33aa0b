"""The log, as SQL expressions; made of SQLAlchemy's core, which builds no object for a row."""

from sqlalchemy import BLOB, INTEGER, Column, MetaData, Table

LOG = Table(
    "log",
    MetaData(),
    Column("seq", INTEGER, primary_key=True),
    Column("body", BLOB, nullable=False),
    Column("prev", BLOB, nullable=False),
    Column("hash", BLOB, nullable=False),
    sqlite_strict=True,
)
"""One row an entry: its bytes, and the hashes before and after it."""
