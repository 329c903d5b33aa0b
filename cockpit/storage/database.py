"""Open a journal file and bring it up to date."""

import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from operator import lt
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

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
    # Elsewhere a sync reaches the platter; on macOS it ends in the drive's own memory unless this
    # is on (sqlite.org/pragma.html#pragma_fullfsync).
    ("fullfsync", "ON"),
    ("trusted_schema", "OFF"),
    ("busy_timeout", str(round(BUSY_S * 1000))),
)
MIGRATIONS = "cockpit.storage.migrations"

Steps = Sequence[Sequence[str]]
"""The statements of each migration, in order."""


def open_database(file: Path, *, steps: Steps | None = None) -> sqlite3.Connection:
    """Return a connection to `file`, created and migrated where needed.

    A new file is readable by its owner alone. Before a migration a copy is kept beside the file.
    Raises `JournalError` for a drive that cannot lock and for a file of a newer cockpit.
    """
    if refusal := why_not_here(file):
        raise JournalError(refusal)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _create_private(file)
    connection = connected(file)
    with closed_on_failure(connection):
        _migrate(connection, file, all_steps() if steps is None else steps)
    return connection


def connected(file: Path) -> sqlite3.Connection:
    """Return a durable connection that may move between threads and begins nothing by itself."""
    # The journal guards its connection with a lock, so a thread check would only be in the way.
    connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    with closed_on_failure(connection):
        # First of all, or the very first statement fails at once when another process writes.
        for name, value in reversed(PRAGMAS):
            connection.execute(f"PRAGMA {name}={value}").close()
    return connection


@contextmanager
def closed_on_failure(connection: sqlite3.Connection) -> Generator[None, None, None]:
    """Give the file back when what is done inside fails: Windows moves no open file."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None, None, None]:
    """Hold the write lock of all processes; what is done inside is done whole or not at all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    finally:
        # Also a commit that failed, such as one that a reader kept from the disk.
        if connection.in_transaction:
            connection.rollback()


def sound(rows: list[Any], kind: type, *, after: int = 0) -> list[Any]:
    """Return the rows; raise as SQLite does for a damaged file, where it takes one for sound.

    Numbers come first and only grow, and all else is of one kind: SQLite sees to that when it
    writes, and takes a page that was damaged since for what it looks like.
    """
    numbers, *columns = zip(*rows, strict=True) if rows else ((),)
    is_growing = all(map(lt, (after, *numbers), numbers))
    if is_growing and all(set(map(type, column)) == {kind} for column in columns):
        return rows
    msg = "database disk image is malformed"
    raise sqlite3.DatabaseError(msg)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the file that `connection` has open; 0 is a file without tables."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
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


def _migrate(connection: sqlite3.Connection, file: Path, steps: Steps) -> None:
    version = version_of(connection)
    check_version(file, version, known=len(steps))
    if 0 < version < len(steps):
        back_up(file, file.with_name(f"{file.name}.v{version}.bak"))
    for number in range(version + 1, len(steps) + 1):
        _step(connection, number, steps[number - 1])


def _step(connection: sqlite3.Connection, number: int, statements: Sequence[str]) -> None:
    with transaction(connection):
        if version_of(connection) >= number:
            return  # another process was faster
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
