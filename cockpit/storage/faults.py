"""Turn what SQLite and the system report into journal errors that a person can act on."""

import errno
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode

# https://sqlite.org/rescode.html
_BY_PRIMARY = {
    sqlite3.SQLITE_FULL: StorageCode.NO_SPACE,
    sqlite3.SQLITE_BUSY: StorageCode.LOCKED,
    sqlite3.SQLITE_LOCKED: StorageCode.LOCKED,
    sqlite3.SQLITE_READONLY: StorageCode.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageCode.CANNOT_OPEN,
    sqlite3.SQLITE_CANTOPEN: StorageCode.CANNOT_OPEN,
    sqlite3.SQLITE_CORRUPT: StorageCode.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageCode.DAMAGED,
}
# A write past a quota or a size limit comes back as an I/O error, not as a full disk.
_WRITES = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
}
_BY_ERRNO = {
    errno.ENOSPC: StorageCode.NO_SPACE,
    errno.EDQUOT: StorageCode.NO_SPACE,
    errno.EFBIG: StorageCode.NO_SPACE,
    errno.EROFS: StorageCode.READ_ONLY,
    errno.EACCES: StorageCode.CANNOT_OPEN,
    errno.EPERM: StorageCode.CANNOT_OPEN,
}


@contextmanager
def as_journal_errors(file: Path) -> Generator[None, None, None]:
    """Raise every error of SQLite or the system inside as a `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(_told(error, file)) from error
    except UnicodeDecodeError as error:
        # The driver cannot read SQLite's own sentence about a schema that is damaged.
        raise JournalError(message(StorageCode.DAMAGED, file=str(file))) from error
    except OSError as error:
        raise JournalError(told_of_system(error, file)) from error


def told_of_system(error: OSError, file: Path) -> Message:
    """Return what a system error means for `file`."""
    code = _BY_ERRNO.get(error.errno or 0)
    return message(code, file=str(file)) if code else _failed(error, file)


def _told(error: sqlite3.Error, file: Path) -> Message:
    number = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.ProgrammingError) and number is None:
        return message(StorageCode.CLOSED, file=str(file))
    if number in _WRITES:
        return message(StorageCode.WRITE_REFUSED, file=str(file))
    code = _BY_PRIMARY.get((number or 0) & 0xFF)
    if code is None and number is None and isinstance(error, sqlite3.DatabaseError):
        code = StorageCode.DAMAGED  # such as text that is no UTF-8
    return message(code, file=str(file)) if code else _failed(error, file)


def _failed(error: Exception, file: Path) -> Message:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return message(StorageCode.FAILED, file=str(file), reason=reason)
