"""Reading the journal as it grows: once a second what is new, and what is wrong when it cannot."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cockpit.app.asking import Ask
from cockpit.app.board_codes import BoardCode
from cockpit.app.past import Past
from cockpit.domain.message import Message, message
from cockpit.ports.journal import Journal, JournalError, Row, all_rows

if TYPE_CHECKING:  # read with the first row
    from cockpit.app.history import History

JOURNAL_EVERY_S = 1.0


class JournalReads:
    """Folds the rows of a journal into `past`. On the core lane; `disk` reads.

    `breathe` is called between slices of the folding. `error` says why nothing can be read, or that
    nothing was read yet; None when all is well.
    """

    def __init__(
        self, journal: Journal, disk: Ask, breathe: Callable[[], None] = lambda: None
    ) -> None:
        self._journal, self._disk, self._breathe = journal, disk, breathe
        self._history: History | None = None
        self.past = Past()
        self._in_flight_count = 0
        self._due_s = float("-inf")
        self.error: Message | None = message(BoardCode.JOURNAL_READING)

    def tick(self, now_s: float, note: Callable[[], None]) -> None:
        """Read what is new where that is due; `note` is called when there was something."""
        if now_s >= self._due_s and not self._in_flight_count:
            self.read(now_s, note, lambda: None)

    def hurry(self) -> None:
        """Have it read at the next tick."""
        self._due_s = float("-inf")

    def read(self, now_s: float, note: Callable[[], None], then: Callable[[], None]) -> None:
        """Read what is new; `then` is called when that is done, `note` before it if need be."""
        self._due_s = now_s + JOURNAL_EVERY_S
        self._in_flight_count += 1
        seq = self.past.seq

        def take(rows: tuple[Row, ...] | Exception) -> None:
            self._in_flight_count -= 1
            if isinstance(rows, Exception):
                self.error = _why(rows)
            else:
                self.error = None
                if rows:
                    self.past = self._folded(rows)
                    note()
            then()

        self._disk(lambda: tuple(all_rows(self._journal, after_seq=seq)), take)

    def _folded(self, rows: tuple[Row, ...]) -> Past:
        if self._history is None:
            from cockpit.app.history import History

            self._history = History(self._breathe)
        return self._history.take(rows)


def _why(error: Exception) -> Message:
    if isinstance(error, JournalError):
        return error.message
    return message(BoardCode.JOURNAL_BROKEN, kind=type(error).__name__)
