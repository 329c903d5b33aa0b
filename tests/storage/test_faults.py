"""Every error of SQLite and of the system becomes a message that names what to do."""

import errno
import sqlite3
from pathlib import Path

import pytest

from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.faults import as_journal_errors, told_of_system

FILE = Path("journal.db")


def sqlite_error(
    number: int | None, kind: type[sqlite3.Error] = sqlite3.OperationalError
) -> Exception:
    error = kind("as SQLite says it")
    if number is not None:
        error.sqlite_errorcode = number
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), StorageCode.NO_SPACE),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), StorageCode.WRITE_REFUSED),
        (sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), StorageCode.WRITE_REFUSED),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), StorageCode.FAILED),
        (sqlite_error(sqlite3.SQLITE_BUSY), StorageCode.LOCKED),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), StorageCode.LOCKED),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), StorageCode.READ_ONLY),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), StorageCode.CANNOT_OPEN),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), StorageCode.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_NOTADB), StorageCode.DAMAGED),
        (sqlite_error(None), StorageCode.DAMAGED),
        (sqlite_error(None, sqlite3.ProgrammingError), StorageCode.CLOSED),
        (sqlite_error(None, sqlite3.InterfaceError), StorageCode.FAILED),
        (OSError(errno.ENOSPC, "full"), StorageCode.NO_SPACE),
        (OSError(errno.EROFS, "read-only"), StorageCode.READ_ONLY),
        (OSError(errno.EACCES, "not yours"), StorageCode.CANNOT_OPEN),
        (OSError(errno.EIO, "broken"), StorageCode.FAILED),
        (OSError("no number"), StorageCode.FAILED),
    ],
    ids=lambda value: f"{value!r}-{getattr(value, 'sqlite_errorcode', '')}",
)
def test_an_error_becomes_a_journal_error_of_its_own(error: Exception, code: str) -> None:
    with pytest.raises(JournalError) as caught, as_journal_errors(FILE):
        raise error
    assert caught.value.message.code == code
    assert caught.value.message.value("file") == "journal.db"


def test_a_system_error_gives_its_reason_without_number_and_file() -> None:
    told = told_of_system(FileNotFoundError(errno.ENOENT, "No such file", "/x.csv"), FILE)
    assert told.value("reason") == "No such file"


def test_other_errors_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), as_journal_errors(FILE):
        raise ZeroDivisionError
