"""What is opened while the window is on the screen already: the journal, and the sources."""

from collections.abc import Callable
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from cockpit.app.board_codes import BoardCode
from cockpit.bootstrap.absent import Absent
from cockpit.domain.message import message
from cockpit.ports.journal import PAGE_ROWS, Journal, JournalError, Row

if TYPE_CHECKING:  # rows come with the journal
    from cockpit.domain.events import Entry


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

    @property
    def is_open(self) -> bool:
        """Whether the journal is there."""
        return self._is_there.is_set()

    def append(self, entry: "Entry") -> Row:
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


class LateSource:
    """Stands for a source until the first call opens it, on the lane that may wait for a keyring.

    So a source without a secret answers while the keyring still thinks about those of others. What
    keeps it from opening is told by every call. `close` waits for nobody who is opening it.
    """

    def __init__(self, open_: Callable[[], object]) -> None:
        self._open = open_
        self._opening = Lock()
        self._source: object | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - it stands for any port
        """Return a call that opens the source first; names of Python's own are not there."""
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*given: object, **named: object) -> object:
            return getattr(self._there(), name)(*given, **named)

        return call

    def close(self) -> None:
        """Give the connections back, if it was opened."""
        close = getattr(self._source, "close", None)
        if close is not None and not isinstance(self._source, Absent):
            close()

    def _there(self) -> object:
        with self._opening:
            if self._source is None:
                self._source = self._open()
            return self._source
