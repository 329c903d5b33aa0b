"""The journal: an append-only table that several processes share."""

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cockpit.domain.events import Entry
from cockpit.domain.message import message
from cockpit.ports.journal import PAGE_ROWS, JournalError, Row
from cockpit.storage.chain import GENESIS_PREV, row_hash
from cockpit.storage.codec import UnreadableBodyError, decode, encode
from cockpit.storage.codes import StorageCode
from cockpit.storage.database import sound, transaction
from cockpit.storage.faults import as_journal_errors

_TAIL = "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"
_HASH_AT = "SELECT hash FROM log WHERE seq = ?"
_PAGE = "SELECT seq, body, prev, hash FROM log WHERE seq > ? ORDER BY seq LIMIT ?"
_INSERT = "INSERT INTO log (seq, body, prev, hash) VALUES (?, ?, ?, ?)"
_WITH_HASH = "SELECT seq FROM log WHERE seq BETWEEN ? AND ? AND hash = ? ORDER BY seq LIMIT 1"
_WITH_PART = "SELECT seq FROM log WHERE seq BETWEEN ? AND ? AND instr(body, ?) ORDER BY seq LIMIT 1"

StoredRow: TypeAlias = tuple[int, bytes, bytes, bytes]
"""A row as it stands in the file: seq, body, prev, hash."""


class Tail(NamedTuple):
    """The newest row: its number, 0 in a journal without rows, and its hash."""

    seq: int
    hash: bytes


class SqliteJournal:
    """A journal file that is open; made by `cockpit.storage.opening.open_journal`.

    Any thread may call it; calls wait for each other, an append never longer than one page is
    read. Every call may raise `JournalError`. It asks the driver itself: an append stands between
    a press and its request, and SQLAlchemy would double the price of each statement.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self.file = file
        self._connection = connection
        self._lock = threading.Lock()
        with as_journal_errors(file):
            self._file_id = _file_id(file)
        self._seen = Tail(0, GENESIS_PREV)

    def append(self, entry: Entry) -> Row:
        """Put the entry on the disk for good and return its row."""
        body = encode(entry)
        with self.writing() as connection:
            tail = _tail(connection)
            if not tail.seq:
                raise JournalError(message(StorageCode.NO_BEGINNING, file=str(self.file)))
            self._check_is_ours(tail)
            new = _inserted(connection, tail, body)
        self._seen = new
        return Row(new.seq, entry, new.hash.hex())

    def begin(self, *entries: Entry) -> bool:
        """Put the first rows into an empty journal; return False when it has rows already."""
        bodies = [encode(entry) for entry in entries]
        with self.writing() as connection:
            tail = _tail(connection)
            if tail.seq:
                return False
            for body in bodies:
                tail = _inserted(connection, tail, body)
        self._seen = tail
        return True

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        """Return the next rows in order; an empty page is the end. Leaves no cursor open.

        Rows are checked against their hashes on the way, so that none is believed that was
        changed on the disk.
        """
        rows, prev = [], None
        for seq, body, before, hash_ in self.stored_page(after_seq=after_seq, limit=limit):
            if hash_ != row_hash(before, body) or prev not in (None, before):
                raise self._row_damaged(seq)
            try:
                rows.append(Row(seq, decode(body), hash_.hex()))
            except UnreadableBodyError as error:
                raise self._row_damaged(seq) from error
            prev = hash_
        return tuple(rows)

    def stored_page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> list[StoredRow]:
        """Return the next rows as bytes; an empty list is the end."""
        with self.reading() as connection:
            found = connection.execute(_PAGE, (after_seq, min(limit, PAGE_ROWS)))
            return sound(found.fetchall(), bytes, after=after_seq)

    def change_mark(self) -> int:
        """Return a number that differs once another process has written."""
        with self._lock, as_journal_errors(self.file):
            mark: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return mark

    def newest_seq(self) -> int:
        """Return the number of the newest row; 0 when there is none."""
        return self.tail().seq

    def tail(self) -> Tail:
        """Return the newest row's number and hash."""
        with self._lock, as_journal_errors(self.file):
            return _tail(self._connection)

    def hash_at(self, seq: int) -> bytes | None:
        """Return the stored hash of row `seq`; None when there is no such row."""
        with self._lock, as_journal_errors(self.file):
            return _hash_at(self._connection, seq)

    def seq_of(self, hash_: bytes) -> int | None:
        """Return the row with this hash; None when there is none."""
        return self._first_seq(_WITH_HASH, hash_)

    def holds(self, part: bytes) -> bool:
        """Return whether these bytes stand in any row's body."""
        return self._first_seq(_WITH_PART, part) is not None

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection, None, None]:
        """Hold the write lock of all processes; what is done inside is done whole or not at all."""
        with self._lock, as_journal_errors(self.file):
            self._check_place()
            with transaction(self._connection):
                yield self._connection

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend the connection for one short statement, whose rows are fetched inside."""
        with self._lock, as_journal_errors(self.file):
            yield self._connection

    def close(self) -> None:
        """Give the file back; later calls raise `JournalError`."""
        with self._lock, as_journal_errors(self.file):
            self._connection.close()

    def _first_seq(self, query: str, wanted: bytes) -> int | None:
        """Return the first row that holds what is wanted, looked for page by page."""
        last = self.tail().seq
        for start in range(0, last, PAGE_ROWS):
            with self.reading() as connection:
                found = connection.execute(query, (start + 1, start + PAGE_ROWS, wanted)).fetchall()
            if found:
                seq: int = found[0][0]
                return seq
        return None

    def _check_is_ours(self, tail: Tail) -> None:
        """Raise when the newest row that this process knows is not where it was."""
        seen = self._seen
        if seen.seq and tail != seen and _hash_at(self._connection, seen.seq) != seen.hash:
            raise JournalError(message(StorageCode.EXCHANGED, file=str(self.file), seq=seen.seq))

    def _check_place(self) -> None:
        """Raise when the file that is open no longer is the one at its place."""
        try:
            is_same = _file_id(self.file) == self._file_id
        except FileNotFoundError:
            is_same = False
        if not is_same:
            # SQLite would go on writing into a file that nobody can find any more.
            raise JournalError(message(StorageCode.VANISHED, file=str(self.file)))

    def _row_damaged(self, seq: int) -> JournalError:
        return JournalError(message(StorageCode.ROW_DAMAGED, file=str(self.file), seq=seq))


def _tail(connection: sqlite3.Connection) -> Tail:
    rows = sound(connection.execute(_TAIL).fetchall(), bytes)
    return Tail(*rows[0]) if rows else Tail(0, GENESIS_PREV)


def _inserted(connection: sqlite3.Connection, tail: Tail, body: bytes) -> Tail:
    """Insert the body after the newest row, and return the new one."""
    new = Tail(tail.seq + 1, row_hash(tail.hash, body))
    connection.execute(_INSERT, (new.seq, body, tail.hash, new.hash))
    return new


def _hash_at(connection: sqlite3.Connection, seq: int) -> bytes | None:
    rows = connection.execute(_HASH_AT, (seq,)).fetchall()
    return rows[0][0] if rows else None


def _file_id(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_dev, stat.st_ino
