"""One process tells people: who holds the office, who is next, and from where on."""

import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.host.herald import HeraldOffice
from cockpit.storage.folders import sync_folder
from tests.kit.power.record import Say, each_cut, needs_a_record

HOLD = """
import sys
from pathlib import Path
from cockpit.host.herald import HeraldOffice
office = HeraldOffice(Path(sys.argv[1]))
is_held = office.take()
office.keep(41)
print(is_held, flush=True)
sys.stdin.read()
"""


def test_the_first_holds_it_until_it_lets_go(tmp_path: Path) -> None:
    first, second = HeraldOffice(tmp_path / "data"), HeraldOffice(tmp_path / "data")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.close()
    assert second.take()
    second.close()
    second.close()


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_office_and_how_far_it_had_come(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        office = HeraldOffice(tmp_path)
        assert not office.take()
        process.kill()
        process.wait(10)
    assert office.take()
    assert office.told_seq() == 41
    office.close()


def test_how_far_it_has_come_is_kept_for_the_next(tmp_path: Path) -> None:
    office = HeraldOffice(tmp_path)
    assert office.told_seq() is None
    for seq in (7, 7, 9):
        office.keep(seq)
    assert HeraldOffice(tmp_path).told_seq() == 9


@needs_a_record
def test_a_power_cut_never_takes_back_that_something_was_left_to_tell(tmp_path: Path) -> None:
    """Without a number nothing is left: what came before would never be told."""

    def keep(home: Path, say: Say) -> None:
        office = HeraldOffice(home)
        office.keep(41)
        sync_folder(home)
        say("kept", "")
        office.keep(42)
        office.keep(43)

    for left, home in each_cut(tmp_path, keep):
        assert HeraldOffice(home).told_seq() in {41, 42, 43}, left


@pytest.mark.parametrize("text", ["", "nine", "\x00"])
def test_a_file_that_says_nothing_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "herald.seq").write_text(text, encoding="ascii")
    assert HeraldOffice(tmp_path).told_seq() is None


def test_a_folder_that_cannot_be_written_is_said_by_the_lock_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    office = HeraldOffice(tmp_path / "file" / "below")
    office.keep(3)
    with pytest.raises(NotADirectoryError):
        office.take()
