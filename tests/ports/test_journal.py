"""All rows are read page by page, each once, from wherever one left off."""

import pytest

from cockpit.domain.events import Entry, LaunchClosed
from cockpit.domain.message import Message
from cockpit.ports.journal import PAGE_ROWS, JournalError, all_rows
from tests.kit.fakes_acting import NO_SPACE, NOON, FakeJournal


def journal(rows_count: int) -> FakeJournal:
    filled = FakeJournal()
    for number in range(rows_count):
        filled.append(Entry(NOON, float(number), "run", "mina", LaunchClosed("l1", "done")))
    return filled


@pytest.mark.parametrize("rows_count", [0, 1, PAGE_ROWS, PAGE_ROWS + 1, 2 * PAGE_ROWS])
def test_every_row_comes_once_and_in_order(rows_count: int) -> None:
    assert [row.seq for row in all_rows(journal(rows_count))] == list(range(1, rows_count + 1))


def test_reading_goes_on_after_the_row_that_is_known() -> None:
    assert [row.seq for row in all_rows(journal(5), after_seq=3)] == [4, 5]


def test_rows_that_are_written_while_one_reads_are_read_too() -> None:
    filled = journal(PAGE_ROWS)
    seen: list[int] = []
    for row in all_rows(filled):
        if row.seq == PAGE_ROWS:
            filled.append(row.entry)
        seen.append(row.seq)
    assert seen[-1] == PAGE_ROWS + 1


def test_a_journal_that_fails_in_the_middle_is_not_taken_for_its_end() -> None:
    filled = journal(PAGE_ROWS + 1)
    rows = all_rows(filled)
    for _ in range(PAGE_ROWS):
        next(rows)
    filled.read_fails = NO_SPACE
    with pytest.raises(JournalError):
        next(rows)


def test_in_a_log_the_error_is_its_code() -> None:
    why = Message("test.locked", (("file", "journal.db"),))
    assert (str(JournalError(why)), JournalError(why).message) == ("test.locked", why)
