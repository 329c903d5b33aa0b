"""How long a verification takes, and how long an append waits while others verify and export."""

import hashlib
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cockpit.storage.export import export_lines
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import verify
from tests.bench.bare_disk import BareDisk
from tests.bench.figures import line, target
from tests.storage.journals import begun, fill_fast, intent

PART_ROWS = 100_000
TARGET_S = 1.0
MOST_WAIT_MS = 50.0
APPENDS = 100
ROUNDS = 3


def main() -> None:
    """Measure 10^5 rows, then 10^6, and print."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name:
        file = Path(name) / "journal.db"
        open_journal(file, begun()).close()
        fill_fast(file, PART_ROWS - 1)
        small_s = min(_verify_s(file) for _round in range(ROUNDS))
        hashes_s = min(_hashes_s(PART_ROWS) for _round in range(ROUNDS))
        for _part in range(9):
            fill_fast(file, PART_ROWS)
        large_s = _verify_s(file)
        quiet, _bare = _appends(file, ())
        waits, bare = _appends(file, (_verify_on, _export_on))
    print(f"sha256 of 10^5 bodies alone                  {hashes_s:8.2f} s")
    print(
        f"verify 10^5 rows                             {small_s:8.2f} s"
        f"  ({small_s / hashes_s:.1f} x)"
    )
    print(f"verify 10^6 rows                             {large_s:8.2f} s")
    print(line("append to 10^6 rows, nobody reads", quiet, pct=100))
    print(line("append while others verify and export", waits, pct=100))
    print(line("bare durable commit meanwhile, by turns", bare, pct=100))
    print(target("verify of 10^5 rows", small_s, TARGET_S, "s"))
    print(target("longest append, 10^6 rows being read", max(waits) * 1000, MOST_WAIT_MS, "ms"))


def _verify_s(file: Path) -> float:
    began_s = time.perf_counter()
    report = verify(file)
    assert not report.findings, report.findings
    return time.perf_counter() - began_s


def _hashes_s(rows_count: int) -> float:
    body = bytes(700)
    began_s = time.perf_counter()
    for _row in range(rows_count):
        hashlib.sha256(body).digest()
    return time.perf_counter() - began_s


def _appends(
    file: Path, readers: tuple[Callable[[Path], None], ...]
) -> tuple[list[float], list[float]]:
    """Return how long each append took while the readers read on and on, on processes of theirs.

    And, by turns with them, how long a bare commit took in a file that nobody reads.
    """
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=reader, args=(file,), daemon=True) for reader in readers]
    for worker in workers:
        worker.start()
    time.sleep(0.5 if workers else 0.0)  # noqa: TID251 - until they are in the midst of it
    journal = open_journal(file, begun())
    disk = BareDisk(file.with_name(f"bare-{len(readers)}.db"))
    waits, bare = [], []
    for number in range(APPENDS):
        began_s = time.perf_counter()
        journal.append(intent(number))
        waits.append(time.perf_counter() - began_s)
        bare.append(disk.commit_s())
        time.sleep(0.02)  # noqa: TID251 - presses are not a storm
    journal.close()
    disk.close()
    for worker in workers:
        worker.kill()
        worker.join()
    return waits, bare


def _verify_on(file: Path) -> None:
    while True:
        verify(file)


def _export_on(file: Path) -> None:
    while True:
        export_lines(file, file.with_suffix(".jsonl"))


if __name__ == "__main__":
    main()
