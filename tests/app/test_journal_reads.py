"""The journal is read as it grows, once a second, and its troubles are said."""

from cockpit.app.asking import in_place
from cockpit.app.board_codes import BoardCode
from cockpit.app.journal_reads import JOURNAL_EVERY_S, JournalReads
from cockpit.domain.events import Entry, NoteAdded
from cockpit.domain.message import Message
from cockpit.ports.journal import JournalError
from tests.kit.fakes_acting import NOON, FakeJournal

WHY = Message("test.why")


class Reader:
    """Reads a journal of fakes, and counts what it says."""

    def __init__(self) -> None:
        self.journal = FakeJournal()
        self.reads = JournalReads(self.journal, in_place)
        self.news_count = 0

    def note(self) -> None:
        self.news_count += 1

    def write(self) -> None:
        self.journal.append(Entry(NOON, 0.0, "run", "mina", NoteAdded("text")))

    def tick(self, now_s: float) -> int:
        self.reads.tick(now_s, self.note)
        return self.reads.past.seq


def test_rows_come_once_a_second_and_only_new_ones_are_news() -> None:
    reader = Reader()
    assert reader.reads.error == Message(BoardCode.JOURNAL_READING)
    assert (reader.tick(0.0), reader.news_count) == (0, 0)
    error: Message | None = reader.reads.error
    assert error is None
    reader.write()
    assert reader.tick(JOURNAL_EVERY_S / 2) == 0
    assert (reader.tick(JOURNAL_EVERY_S), reader.news_count) == (1, 1)
    assert (reader.tick(2 * JOURNAL_EVERY_S), reader.news_count) == (1, 1)


def test_in_a_hurry_it_is_read_at_the_next_tick() -> None:
    reader = Reader()
    reader.tick(0.0)
    reader.write()
    reader.reads.hurry()
    assert reader.tick(0.0) == 1


def test_what_is_wrong_with_it_is_said_until_it_can_be_read() -> None:
    reader = Reader()
    reader.journal.read_fails = JournalError(WHY)
    reader.tick(0.0)
    assert reader.reads.error == WHY
    reader.journal.read_fails = KeyError("rows")
    reader.tick(1.0)
    assert reader.reads.error is not None
    assert reader.reads.error.code == BoardCode.JOURNAL_BROKEN
    reader.journal.read_fails = None
    reader.tick(2.0)
    assert reader.reads.error is None
