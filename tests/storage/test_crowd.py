"""An intent does not wait for those who read the whole journal."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from cockpit.ports.journal import all_rows
from cockpit.storage.export import export_lines
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import State, verify
from tests.kit.memory import in_memory
from tests.storage.journals import begun, fill_fast, intent

MAX_WAIT_S = 0.050
ROUNDS = 5
"""Other work on this computer may take a round's time; waiting for readers would spoil them all."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: readers are measured here, not the disk."""
    with in_memory(tmp_path) as made:
        yield made


def _keep_verifying(file: Path, is_running: Event, may_end: Event) -> None:
    while not may_end.is_set():
        is_running.set()
        assert verify(file).state == State.UNANCHORED


def _keep_exporting(file: Path, is_running: Event, may_end: Event) -> None:
    while not may_end.is_set():
        is_running.set()
        export_lines(file, file.with_name("export.jsonl"))


def _longest_wait_s(file: Path) -> float:
    """Append 100 intents while another process verifies and a third exports, over and over."""
    context = multiprocessing.get_context("spawn")
    may_end = context.Event()
    journal = open_journal(file, begun())
    workers = []
    for work in (_keep_verifying, _keep_exporting):
        is_running = context.Event()
        worker = context.Process(target=work, args=(file, is_running, may_end))
        worker.start()
        workers.append(worker)
        assert is_running.wait(60)
    waits_s = []
    for number in range(100):
        started_s = time.perf_counter()
        journal.append(intent(number))
        waits_s.append(time.perf_counter() - started_s)
    may_end.set()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    journal.close()
    return max(waits_s)


def _some_round_is_quick(file: Path) -> bool:
    return any(_longest_wait_s(file) <= MAX_WAIT_S for _round in range(ROUNDS))


@pytest.mark.slow
def test_intents_do_not_wait_for_verify_and_export(folder: Path) -> None:
    file = folder / "journal.db"
    open_journal(file, begun()).close()
    fill_fast(file, 30_000)
    assert _some_round_is_quick(file)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_intents_do_not_wait_for_verify_and_export_of_a_million_rows(folder: Path) -> None:
    file = folder / "journal.db"
    open_journal(file, begun()).close()
    for _part in range(10):
        fill_fast(file, 100_000)
    assert _some_round_is_quick(file)


@pytest.mark.slow
def test_intents_do_not_wait_for_a_reader_on_a_thread_of_their_own_program(folder: Path) -> None:
    journal = open_journal(folder / "journal.db", begun())
    fill_fast(journal.file, 20_000)
    may_end, is_running = threading.Event(), threading.Event()

    def read() -> None:
        while not may_end.is_set():
            for _row in all_rows(journal):
                is_running.set()

    reader = threading.Thread(target=read)  # noqa: TID251 - a real thread is the point
    reader.start()
    assert is_running.wait(60)
    rows = [journal.append(intent(number)) for number in range(100)]
    may_end.set()
    reader.join(60)
    assert [row.seq for row in rows] == list(range(20_002, 20_102))
