"""A run is alive as long as its process is, however that ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.host.runs import LockedRuns

OTHER = """
import sys
from pathlib import Path
from cockpit.host.runs import LockedRuns
runs = LockedRuns(Path(sys.argv[1]))
print(runs.run_id, flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_this_run_is_alive_until_it_is_closed(tmp_path: Path) -> None:
    runs, other = LockedRuns(tmp_path / "runs"), LockedRuns(tmp_path / "runs")
    assert runs.is_alive(runs.run_id)
    assert other.is_alive(runs.run_id)
    assert runs.is_alive(other.run_id)
    runs.close()
    assert not other.is_alive(runs.run_id)
    assert not runs.is_alive(runs.run_id)
    other.close()


@pytest.mark.skipif(os.name != "posix", reason="the modes of folders are POSIX's")
def test_the_folder_of_the_journal_is_closed_to_others_from_the_first_run_on(
    tmp_path: Path,
) -> None:
    LockedRuns(tmp_path / "journals" / "one" / "runs").close()
    for folder in (tmp_path / "journals" / "one", tmp_path / "journals" / "one" / "runs"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_two_runs_have_two_ids(tmp_path: Path) -> None:
    first, second = LockedRuns(tmp_path), LockedRuns(tmp_path)
    assert first.run_id != second.run_id
    first.close()
    second.close()


@pytest.mark.slow
def test_a_run_that_was_killed_is_dead_at_once(tmp_path: Path) -> None:
    runs = LockedRuns(tmp_path)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    with other:
        assert other.stdout is not None
        run_id = other.stdout.readline().strip()
        assert runs.is_alive(run_id)
        assert runs.is_alive(run_id)
        other.kill()
        other.wait(30)
    assert not runs.is_alive(run_id)
    assert (tmp_path / f"{run_id}.lock").exists()
    runs.close()


@pytest.mark.parametrize("run_id", ["", "unknown", "../../etc/passwd", "f" * 32, "F" * 32, "a/b"])
def test_a_run_that_never_was_is_not_alive(tmp_path: Path, run_id: str) -> None:
    runs = LockedRuns(tmp_path)
    assert not runs.is_alive(run_id)
    assert len(list(tmp_path.iterdir())) == 1
    runs.close()


def test_a_run_may_be_given_its_id(tmp_path: Path) -> None:
    runs = LockedRuns(tmp_path, run_id="0" * 32)
    assert runs.run_id == "0" * 32
    runs.close()
