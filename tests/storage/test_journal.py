"""The journal keeps what it was given, in one chain, whoever else writes."""

import hashlib
import multiprocessing
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from cockpit.domain.events import UnknownEvent
from cockpit.ports.journal import PAGE_ROWS, JournalError, all_rows
from cockpit.storage.chain import GENESIS_PREV, row_hash
from cockpit.storage.codec import encode
from cockpit.storage.codes import StorageCode
from cockpit.storage.database import connected
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.opening import introduce_key, open_journal
from tests.storage.journals import (
    FakeSigner,
    begun,
    fill_fast,
    forge,
    intent,
    new_journal,
    outcome,
    rewrite,
    stored,
)


def test_a_row_is_the_hash_of_its_bytes_and_the_row_before(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    row = journal.append(intent(1))
    first, second = stored(journal.file)
    assert (first[0], first[2], first[3]) == (1, GENESIS_PREV, row_hash(GENESIS_PREV, first[1]))
    assert (second[0], second[1], second[2]) == (2, encode(intent(1)), first[3])
    assert second[3] == row_hash(first[3], second[1]) == bytes.fromhex(row.hash_hex)
    assert (row.seq, row.entry) == (2, intent(1))


def test_the_hash_is_sha_256_of_a_zero_byte_the_hash_before_and_the_body() -> None:
    assert row_hash(b"\x01" * 32, b"{}") == hashlib.sha256(b"\0" + b"\x01" * 32 + b"{}").digest()


@pytest.mark.slow
def test_pages_follow_each_other_to_the_end(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    fill_fast(journal.file, PAGE_ROWS + 5)
    assert [len(journal.page()), len(journal.page(after_seq=PAGE_ROWS))] == [PAGE_ROWS, 6]
    assert len(journal.page(limit=10 * PAGE_ROWS)) == PAGE_ROWS
    assert journal.page(after_seq=PAGE_ROWS + 6) == ()
    assert [row.seq for row in all_rows(journal)] == list(range(1, PAGE_ROWS + 7))


def test_a_reader_leaves_nothing_open_that_would_keep_a_writer_waiting(tmp_path: Path) -> None:
    journal, other = new_journal(tmp_path), new_journal(tmp_path)
    fill_fast(journal.file, 100)
    journal.page(limit=3)
    with closing(sqlite3.connect(other.file, timeout=0)) as strict:
        strict.execute("BEGIN EXCLUSIVE")
        strict.rollback()
    assert other.append(intent(1)).seq == 102


def test_the_change_mark_moves_only_when_another_process_writes(tmp_path: Path) -> None:
    journal, other = new_journal(tmp_path), new_journal(tmp_path)
    before = journal.change_mark()
    journal.append(intent(1))
    assert journal.change_mark() == before
    other.append(intent(2))
    assert journal.change_mark() != before


def test_rows_survive_the_program(tmp_path: Path) -> None:
    first = new_journal(tmp_path)
    first.append(intent(1))
    first.close()
    second = new_journal(tmp_path)
    assert [row.entry for row in second.page()] == [begun(), intent(1)]
    with pytest.raises(JournalError) as caught:
        first.append(intent(2))
    assert caught.value.message.code == StorageCode.CLOSED


def test_a_row_cannot_be_changed_by_accident(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    with closing(sqlite3.connect(journal.file)) as connection:
        for statement in ("DELETE FROM log", "UPDATE log SET seq = 9"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                connection.execute(statement)


def test_an_event_of_a_newer_program_is_paged_as_unknown(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    newer = encode(intent(1)).replace(b"operation.intent/1", b"launch.rehearsed/3")
    rewrite(journal.file, [encode(begun()), newer])
    event = new_journal(tmp_path).page(after_seq=1)[0].entry.event
    assert isinstance(event, UnknownEvent)
    assert event.kind == "launch.rehearsed/3"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET body = CAST(replace(body, 'mina', 'mona') AS BLOB) WHERE seq = 3",
        "UPDATE log SET prev = hash WHERE seq = 3",
        "UPDATE log SET body = CAST('{}' AS BLOB) WHERE seq = 3",
    ],
)
def test_a_changed_row_is_not_believed_when_it_is_read(tmp_path: Path, statement: str) -> None:
    journal = new_journal(tmp_path)
    for number in range(4):
        journal.append(intent(number))
    forge(journal.file, statement)
    with pytest.raises(JournalError) as caught:
        journal.page()
    assert caught.value.message.code == StorageCode.ROW_DAMAGED
    assert caught.value.message.value("seq") == 3


def test_a_chained_row_that_is_no_entry_is_not_believed(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    rewrite(journal.file, [encode(begun()), b'{"event":{"kind":"operation.intent/1"}}'])
    with pytest.raises(JournalError) as caught:
        journal.page()
    assert caught.value.message.value("seq") == 2


def test_a_missing_link_is_seen_within_a_page(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    for number in range(4):
        journal.append(intent(number))
    forge(journal.file, "DELETE FROM log WHERE seq = 3")
    with pytest.raises(JournalError):
        journal.page()


# ------------------------------------------------------------------ several writers


@pytest.mark.slow
def test_threads_share_one_journal_object(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)

    def write(start: int) -> None:
        for number in range(start, start + 20):
            journal.append(intent(number))

    threads = [threading.Thread(target=write, args=(100 * n,)) for n in range(4)]  # noqa: TID251 - real threads are the point
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    entries = [row.entry for row in all_rows(journal)][1:]
    assert sorted(entry.monotonic_s for entry in entries) == sorted(
        intent(100 * n + i).monotonic_s for n in range(4) for i in range(20)
    )


def _write_many(file: Path, start: int, count: int) -> None:
    journal = open_journal(file, begun())
    for number in range(start, start + count):
        journal.append(intent(number))
    journal.close()


@pytest.mark.slow
def test_processes_share_one_journal_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"  # not there yet: they begin it side by side, too
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(file, 1000 * n, 25)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    journal = open_journal(file, begun())
    entries = [row.entry for row in all_rows(journal)]
    assert entries[0] == begun()
    assert {entry.monotonic_s for entry in entries[1:]} == {
        intent(1000 * n + i).monotonic_s for n in range(3) for i in range(25)
    }
    assert len(entries) == 1 + 3 * 25


# ------------------------------------------------------------------ the file under the journal


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "data" / "journal.db", begun())
    if os.name == "posix":
        assert journal.file.stat().st_mode & 0o777 == 0o600
        assert journal.file.parent.stat().st_mode & 0o777 == 0o700


def test_a_commit_is_on_the_disk_before_append_returns(tmp_path: Path) -> None:
    """What journal mode and synchronous are for can be seen in tests/kit/test_power.py."""
    journal = new_journal(tmp_path)
    with journal.reading() as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "fullfsync",
                "trusted_schema",
                "busy_timeout",
            )
        }
    extra = 3
    assert pragmas == {
        "journal_mode": "persist",
        "synchronous": extra,
        "fullfsync": 1,
        "trusted_schema": 0,
        "busy_timeout": 2000,
    }


def test_a_file_that_was_removed_is_not_written_into_the_void(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    journal.file.unlink()
    with pytest.raises(JournalError) as caught:
        journal.append(intent(1))
    assert caught.value.message.code == StorageCode.VANISHED


def test_a_file_that_was_put_in_its_place_is_noticed(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    other = open_journal(tmp_path / "other.db", begun())
    other.close()
    other.file.replace(journal.file)
    with pytest.raises(JournalError) as caught:
        journal.append(intent(1))
    assert caught.value.message.code == StorageCode.VANISHED


def test_content_that_was_restored_under_a_running_program_is_noticed(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    for number in range(4):
        journal.append(intent(number))
    rewrite(journal.file, [encode(begun()), *(encode(intent(n)) for n in range(2))])
    with pytest.raises(JournalError) as caught:
        journal.append(intent(9))
    assert caught.value.message.code == StorageCode.EXCHANGED
    assert caught.value.message.value("seq") == 5


def test_rows_of_another_process_are_no_exchange(tmp_path: Path) -> None:
    journal, other = new_journal(tmp_path), new_journal(tmp_path)
    journal.append(intent(1))
    other.append(intent(2))
    assert journal.append(intent(3)).seq == 4


# ------------------------------------------------------------------ keys


def test_a_new_key_is_made_known_once(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    other = begun(FakeSigner(2))
    assert [introduce_key(journal, other), introduce_key(journal, other)] == [True, False]
    assert [row.entry for row in journal.page()] == [begun(), other]
    assert not introduce_key(journal, begun())
    assert not introduce_key(journal, intent(1))


def test_holds_looks_through_all_pages(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    fill_fast(journal.file, PAGE_ROWS + 50)
    last = journal.tail()
    assert journal.holds(b'"op-%d"' % (PAGE_ROWS + 49))
    assert not journal.holds(b'"op-99999"')
    assert (journal.seq_of(last.hash), journal.seq_of(bytes(32))) == (last.seq, None)
    assert (journal.hash_at(last.seq), journal.hash_at(last.seq + 1)) == (last.hash, None)


def test_a_late_record_is_another_row_than_its_original() -> None:
    assert encode(replace(outcome(), is_late=True)) != encode(outcome())


def test_a_journal_without_a_first_row_takes_no_other(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    forge(journal.file, "DELETE FROM log")
    fresh = SqliteJournal(connected(journal.file), journal.file)
    with pytest.raises(JournalError) as caught:
        fresh.append(intent(1))
    assert caught.value.message.code == StorageCode.NO_BEGINNING
    assert fresh.begin(begun())
    assert not fresh.begin(begun())
