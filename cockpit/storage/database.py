"""Open a journal file and bring it up to date."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.drives import why_not_here

BUSY_S = 2.0
"""How long a lock of another process is waited for."""

PRAGMAS = (
    # A commit ends with a synced overwrite of the rollback journal's header. With DELETE, and a
    # folder that is not synced, a power cut may bring a row back to "never written".
    ("journal_mode", "PERSIST"),
    ("synchronous", "EXTRA"),
    ("trusted_schema", "OFF"),
    ("busy_timeout", str(round(BUSY_S * 1000))),
)
MIGRATIONS = "cockpit.storage.migrations"

Steps = Sequence[Sequence[str]]
"""The statements of each migration, in order."""


def open_database(file: Path, *, steps: Steps | None = None) -> Engine:
    """Return an engine for `file`, created and migrated where needed.

    A new file is readable by its owner alone. Before a migration a copy is kept beside the file.
    Raises `JournalError` for a drive that cannot lock and for a file of a newer cockpit.
    """
    if refusal := why_not_here(file):
        raise JournalError(refusal)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _create_private(file)
    engine = engine_for(file)
    _migrate(engine, file, all_steps() if steps is None else steps)
    return engine


def engine_for(file: Path) -> Engine:
    """Return an engine whose connections are durable and may move between threads."""
    # The journal guards each connection with a lock, so a thread check would only be in the way.
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(file, check_same_thread=False, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def begin_immediate(connection: Connection) -> None:
    """Take the write lock for the transaction that has begun on `connection`."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def version_of(connection: Connection) -> int:
    """Return the version of the file that `connection` has open; 0 is a file without tables."""
    version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return version


def all_steps() -> Steps:
    """Return the statements of every migration of this program."""
    names = sorted(module.name for module in iter_modules(import_module(MIGRATIONS).__path__))
    return [import_module(f"{MIGRATIONS}.{name}").STATEMENTS for name in names]


def check_version(file: Path, version: int, *, known: int) -> None:
    """Raise `JournalError` for a file of a newer cockpit, which this one must not touch."""
    if version > known:
        name = str(file)
        raise JournalError(
            message(StorageCode.NEWER, file=name, file_version=version, known_version=known)
        )


def back_up(file: Path, copy: Path) -> None:
    """Copy the database through SQLite, which a copy of the file alone could tear."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _create_private(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # First of all, or the very first statement fails at once when another process writes.
    for name, value in reversed(PRAGMAS):
        connection.execute(f"PRAGMA {name}={value}").close()


def _migrate(engine: Engine, file: Path, steps: Steps) -> None:
    with engine.connect() as connection:
        version = version_of(connection)
        connection.rollback()
        check_version(file, version, known=len(steps))
        if 0 < version < len(steps):
            back_up(file, file.with_name(f"{file.name}.v{version}.bak"))
        for number in range(version + 1, len(steps) + 1):
            _step(connection, number, steps[number - 1])


def _step(connection: Connection, number: int, statements: Sequence[str]) -> None:
    with connection.begin():
        begin_immediate(connection)
        if version_of(connection) >= number:
            return  # another process was faster
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
