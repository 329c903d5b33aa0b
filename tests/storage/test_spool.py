"""What the journal could not take comes back as late records, each once."""

import multiprocessing
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from cockpit.domain.events import Entry
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.spool import JsonlSpool
from tests.kit.power.record import Say, each_cut, needs_a_record
from tests.storage.journals import intent, new_journal, outcome


def spool_in(tmp_path: Path) -> JsonlSpool:
    return JsonlSpool(tmp_path / "spool" / "spool.jsonl")


def entries_of(tmp_path: Path) -> list[Entry]:
    return [row.entry for row in new_journal(tmp_path).page()][1:]


def test_what_is_kept_comes_back_in_order(tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    assert spool.waiting() == ()
    spool.put(intent(1))
    spool.put(outcome(1))
    assert spool_in(tmp_path).waiting() == (intent(1), outcome(1))


def test_the_oldest_are_forgotten_first(tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    for number in range(4):
        spool.put(intent(number))
    spool.clear(0)
    spool.clear(3)
    assert spool.waiting() == (intent(3),)
    spool.clear(9)
    spool.clear(1)
    assert spool.waiting() == ()
    assert spool.file.stat().st_size == 0


@pytest.mark.parametrize("kept_bytes", [1, 40, 200])
def test_a_torn_last_line_is_passed_over_and_the_next_stands_alone(
    tmp_path: Path, kept_bytes: int
) -> None:
    spool = spool_in(tmp_path)
    spool.put(intent(1))
    whole = spool.file.stat().st_size
    spool.put(intent(2))
    with spool.file.open("r+b") as stream:
        stream.truncate(whole + kept_bytes)
    assert spool.waiting() == (intent(1),)
    spool.put(intent(3))
    assert spool.waiting() == (intent(1), intent(3))
    spool.clear(2)
    assert spool.waiting() == ()


def test_a_line_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    spool.put(intent(1))
    spool.file.write_bytes(spool.file.read_bytes().replace(b"mina", b"mona"))
    assert spool.waiting() == ()


def test_what_waits_becomes_late_records(tmp_path: Path) -> None:
    spool, journal = spool_in(tmp_path), new_journal(tmp_path)
    spool.put(intent(1))
    spool.put(outcome(1))
    assert spool.merge(journal) == 2
    expected = [replace(intent(1), is_late=True), replace(outcome(1), is_late=True)]
    assert entries_of(tmp_path) == expected
    assert spool.waiting() == ()
    assert spool.merge(journal) == 0


def test_a_crash_between_append_and_clear_doubles_nothing(tmp_path: Path) -> None:
    spool, journal = spool_in(tmp_path), new_journal(tmp_path)
    spool.put(intent(1))
    spool.put(intent(2))
    before = spool.file.read_bytes()
    assert spool.merge(journal) == 2
    spool.file.write_bytes(before)  # as if the program had died before the clearing
    assert spool.merge(journal) == 0
    assert len(entries_of(tmp_path)) == 2
    assert spool.waiting() == ()


def test_an_original_in_the_journal_is_no_late_record(tmp_path: Path) -> None:
    spool, journal = spool_in(tmp_path), new_journal(tmp_path)
    journal.append(intent(1))
    spool.put(intent(1))
    assert spool.merge(journal) == 1


def test_what_the_journal_still_cannot_take_stays_in_the_spool(tmp_path: Path) -> None:
    spool, journal = spool_in(tmp_path), new_journal(tmp_path)
    spool.put(intent(1))
    journal.close()
    with pytest.raises(JournalError):
        spool.merge(journal)
    assert spool.waiting() == (intent(1),)


def test_a_spool_that_fails_too_says_so(tmp_path: Path) -> None:
    (tmp_path / "spool").touch()
    with pytest.raises(JournalError) as caught:
        spool_in(tmp_path).put(intent(1))
    assert caught.value.message.code == StorageCode.SPOOL_FAILED


def test_only_its_owner_may_read_the_spool(tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    spool.put(intent(1))
    if os.name == "posix":
        assert spool.file.stat().st_mode & 0o777 == 0o600


@needs_a_record
@pytest.mark.slow
def test_what_the_spool_took_is_in_the_journal_once_whenever_the_power_was_cut(
    tmp_path: Path,
) -> None:
    def fill_and_merge(home: Path, say: Say) -> None:
        spool = spool_in(home)
        for number in range(2):
            spool.put(intent(number))
            say("taken", str(number))
        _merge(home)
        say("merged", "")

    taken = [replace(intent(number), is_late=True) for number in range(2)]
    for left, home in each_cut(tmp_path, fill_and_merge, share=0.25):
        _merge(home)
        found = entries_of(home)
        assert found in (taken[: len(found)], []), left
        assert len(found) >= len(left.values("taken")), left


def _merge(folder: Path) -> None:
    spool_in(folder).merge(new_journal(folder))


@pytest.mark.slow
def test_two_programs_that_start_together_merge_once(tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    for number in range(5):
        spool.put(intent(number))
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_merge, args=(tmp_path,)) for _n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert entries_of(tmp_path) == [replace(intent(n), is_late=True) for n in range(5)]
