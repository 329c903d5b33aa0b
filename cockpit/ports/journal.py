"""The journal, as the services need it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from cockpit.domain.message import Message

if TYPE_CHECKING:  # a port that is not used yet needs no rows
    from cockpit.domain.events import Entry


PAGE_ROWS = 2_000
"""The most rows that a reader takes at once: an open cursor would keep an intent from the disk."""


class JournalError(Exception):
    """The journal cannot be read or written: no space, locked, damaged, missing, too new."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


class Row(Struct, frozen=True):
    """One row: its number from 1, the entry, and the hash that chains it to the row before."""

    seq: int
    entry: "Entry"
    hash_hex: str


class Journal(Protocol):
    """An append-only table of entries, shared by all processes on one workspace."""

    def append(self, entry: "Entry") -> Row:
        """Put the entry on the disk for good and return its row; raise `JournalError` else.

        When this returns, the row survives a power cut.
        """
        ...

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        """Return the next rows in order; an empty page is the end. Leaves no cursor open."""
        ...

    def change_mark(self) -> int:
        """Return a number that differs once another process has written."""
        ...

    def newest_seq(self) -> int:
        """Return the number of the newest row; 0 when there is none."""
        ...


def all_rows(journal: Journal, *, after_seq: int = 0) -> Iterator[Row]:
    """Yield every row after `after_seq`, page by page."""
    while rows := journal.page(after_seq=after_seq):
        yield from rows
        after_seq = rows[-1].seq


class Spool(Protocol):
    """Takes entries while the journal cannot, in another folder; they come back as late records."""

    def put(self, entry: "Entry") -> None:
        """Keep the entry; raise `JournalError` when this fails too."""
        ...

    def waiting(self) -> "tuple[Entry, ...]":
        """Return what is kept, oldest first."""
        ...

    def clear(self, count: int) -> None:
        """Forget the oldest `count` entries, once the journal has them."""
        ...


class Runs(Protocol):
    """Tells whether a run of the cockpit, which may be another process, is still alive."""

    @property
    def run_id(self) -> str:
        """Return the id of this run."""
        ...

    def is_alive(self, run_id: str) -> bool:
        """Return whether the run with this id still goes on, on this computer."""
        ...
