"""The spool: takes entries while the journal cannot, and gives them back as late records."""

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cockpit.domain.events import Entry
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.storage.codec import UnreadableBodyError, decode, encode, late
from cockpit.storage.codes import StorageCode
from cockpit.storage.folders import sync_way, to_disk, write_whole

if TYPE_CHECKING:
    from cockpit.storage.journal import SqliteJournal  # the database is not read for a file

LOCK_S = 2.0


class JsonlSpool:
    """Entries as lines of a file, in a folder away from the journal's.

    A line is the SHA-256 of the entry's bytes and the bytes, so that one which a power cut tore
    is known as such and passed over. Several processes may share one spool.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = FileLock(f"{file}.lock", timeout=LOCK_S, thread_local=False)

    def put(self, entry: Entry) -> None:
        """Keep the entry, durably; raise `JournalError` when this fails too."""
        body = encode(entry)
        line = hashlib.sha256(body).hexdigest().encode() + b" " + body + b"\n"
        with self._held():
            is_new = not self.file.exists()
            handle = os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o600)
            with os.fdopen(handle, "r+b") as stream:
                stream.write(b"\n" + line if _is_torn(self.file) else line)
                to_disk(stream)
            if is_new:
                sync_way(self.file.parent)

    def waiting(self) -> tuple[Entry, ...]:
        """Return what is kept, oldest first."""
        with self._held():
            return tuple(entry for entry, _end in self._entries())

    def clear(self, count: int) -> None:
        """Forget the oldest `count` entries, once the journal has them."""
        with self._held():
            self._clear(count)

    def merge(self, journal: "SqliteJournal") -> int:
        """Append what waits to the journal as late records, each once, and return how many.

        A crash between an append and its clearing leaves both; the bytes of the late record tell
        that the journal has it. Raises `JournalError`, and keeps what has not been appended.
        """
        with self._held():
            count = 0
            entries = [late(entry) for entry, _end in self._entries()]
            for entry in entries:
                if not journal.holds(encode(entry)):
                    journal.append(entry)
                    count += 1
                self._clear(1)
        return count

    def _entries(self) -> list[tuple[Entry, int]]:
        """Return each whole entry with the place in the file where it ends."""
        if not self.file.exists():
            return []
        found, end = [], 0
        for line in self.file.read_bytes().splitlines(keepends=True):
            end += len(line)
            digest, _space, body = line.rstrip(b"\n").partition(b" ")
            if digest == hashlib.sha256(body).hexdigest().encode():
                try:
                    found.append((decode(body), end))
                except UnreadableBodyError:
                    continue
        return found

    def _clear(self, count: int) -> None:
        ends = [end for _entry, end in self._entries()]
        if not ends or count <= 0:
            return
        rest = self.file.read_bytes()[ends[min(count, len(ends)) - 1] :]
        write_whole(self.file, rest, mode=0o600)

    @contextmanager
    def _held(self) -> Generator[None, None, None]:
        """Hold the lock of all processes; the system's errors come out as journal errors."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._lock:
                yield
        except (OSError, Timeout) as error:
            reason = error.strerror or str(error)
            failed = message(StorageCode.SPOOL_FAILED, file=str(self.file), reason=reason)
            raise JournalError(failed) from error


_BINARY = getattr(os, "O_BINARY", 0)


def _is_torn(file: Path) -> bool:
    """Return whether the last line has no end."""
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return False
        stream.seek(size - 1)
        return stream.read(1) != b"\n"
