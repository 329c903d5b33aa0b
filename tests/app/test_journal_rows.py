"""Rows of the journal come newest first, filtered, and in pages that a person can wait for."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.app.journal_rows import MOST_ROWS, read_rows
from cockpit.app.row_search import RowFilter, RowsWanted
from cockpit.domain.events import Entry, Event, LaunchHeld, LaunchPlanned, NoteAdded, UnknownEvent
from tests.kit.fakes_acting import FakeJournal

NOON = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")


def journal(*events: Event, actor: str = "mina", is_drill: bool = False) -> FakeJournal:
    """Return a journal with these events, a second apart."""
    made = FakeJournal()
    for number, event in enumerate(events):
        at = NOON + timedelta(seconds=number)
        made.append(Entry(at, float(number), "run", actor, event, is_drill=is_drill))
    return made


def seqs(made: FakeJournal, wanted: RowsWanted) -> list[int]:
    """Return the numbers of the rows that are read."""
    return [row.seq for row in read_rows(made, wanted).rows]


def notes(count: int) -> FakeJournal:
    """Return a journal of notes."""
    return journal(*(NoteAdded(f"note {number}") for number in range(1, count + 1)))


def test_an_empty_journal_has_no_rows_and_no_older_ones() -> None:
    read = read_rows(FakeJournal(), RowsWanted())
    assert (read.rows, read.next_seq) == ((), None)


def test_the_newest_row_comes_first() -> None:
    assert seqs(notes(5), RowsWanted(limit=3)) == [5, 4, 3]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_hold_every_row_once(limit: int) -> None:
    made, found, before = notes(23), [], None
    while True:
        read = read_rows(made, RowsWanted(before_seq=before, limit=limit))
        found += [row.seq for row in read.rows]
        if read.next_seq is None:
            break
        before = read.next_seq
    assert found == list(range(23, 0, -1))


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_of_a_search_hold_every_row_that_fits_once(limit: int) -> None:
    events: list[Event] = [NoteAdded("odd" if number % 2 else "even") for number in range(1, 22)]
    made, found, before = journal(*events), [], None
    while True:
        read = read_rows(made, RowsWanted(text="ODD", before_seq=before, limit=limit))
        found += [row.seq for row in read.rows]
        if read.next_seq is None:
            break
        before = read.next_seq
    assert found == list(range(21, 0, -2))


def test_a_filter_keeps_to_its_kinds() -> None:
    made = journal(PLANNED, NoteAdded("calm"), LaunchHeld("l1"))
    assert seqs(made, RowsWanted(RowFilter.LAUNCHES)) == [3, 1]
    assert seqs(made, RowsWanted(RowFilter.NOTES)) == [2]


def test_a_text_is_found_in_values_people_and_numbers() -> None:
    made = journal(PLANNED, NoteAdded("PG사 점검 공지"), UnknownEvent("new.kind/7", "{}"))
    assert seqs(made, RowsWanted(text="점검")) == [2]
    assert seqs(made, RowsWanted(text="MINA")) == [3, 2, 1]
    assert seqs(made, RowsWanted(text="#1")) == [1]
    assert seqs(made, RowsWanted(text="new.kind")) == [3]


def test_rows_of_one_launch_and_rows_without_drills() -> None:
    made = journal(PLANNED, LaunchHeld("l2"), LaunchHeld("l1"))
    assert seqs(made, RowsWanted(launch_id="l1")) == [3, 1]
    drilled = journal(PLANNED, is_drill=True)
    assert seqs(drilled, RowsWanted(has_drills=False)) == []


@pytest.mark.slow
def test_a_search_in_vain_ends_and_says_where_it_would_go_on() -> None:
    made = notes(MOST_ROWS + 500)
    read = read_rows(made, RowsWanted(text="nowhere"))
    assert read.rows == ()
    assert read.next_seq is not None
    assert read.next_seq <= 501
    assert read_rows(made, RowsWanted(text="nowhere", before_seq=read.next_seq)).next_seq is None
