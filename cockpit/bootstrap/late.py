"""A journal that is opened while the window is on the screen already."""

from collections.abc import Callable
from threading import Event

from cockpit.app.board_codes import BoardCode
from cockpit.domain.events import Entry
from cockpit.domain.message import message
from cockpit.ports.journal import PAGE_ROWS, Journal, JournalError, Row

PATIENCE_S = 2.0


class LateJournal:
    """Stands for a journal until `open` has brought it, on whichever lane may wait for it.

    Until then every call waits, for `patience_s` at most, and then fails as a journal does that
    cannot be read: what is safer goes on without it.
    """

    def __init__(self, open_: Callable[[], Journal], *, patience_s: float = PATIENCE_S) -> None:
        self._open = open_
        self._patience_s = patience_s
        self._journal: Journal | None = None
        self._is_there = Event()

    def open(self) -> None:
        """Open it now; nothing happens when it is open."""
        if self._journal is None:
            self._journal = self._open()
            self._is_there.set()

    def append(self, entry: Entry) -> Row:
        """Put the entry on the disk for good and return its row."""
        return self._there().append(entry)

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        """Return the next rows in order."""
        return self._there().page(after_seq=after_seq, limit=limit)

    def change_mark(self) -> int:
        """Return a number that differs once another process has written."""
        return self._there().change_mark()

    def newest_seq(self) -> int:
        """Return the number of the newest row; 0 when there is none."""
        return self._there().newest_seq()

    def _there(self) -> Journal:
        if self._journal is None:
            self._is_there.wait(self._patience_s)
        if self._journal is None:
            raise JournalError(message(BoardCode.JOURNAL_READING))
        return self._journal
