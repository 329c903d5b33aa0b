"""Files and folders that are to survive a power cut."""

import os
from pathlib import Path

import pytest

from cockpit.storage.folders import sync_folder, sync_way, write_whole
from tests.kit.power.record import Say, each_cut, needs_a_record


def test_a_folder_is_synced_and_keeps_its_files(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_text("kept", encoding="ascii")
    sync_folder(tmp_path)
    assert file.read_text(encoding="ascii") == "kept"


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folder")
def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        sync_folder(tmp_path / "missing")


@needs_a_record
def test_a_power_cut_leaves_all_of_the_old_or_all_of_the_new(tmp_path: Path) -> None:
    contents = [word * 1_000 for word in (b"old", b"new", b"newest")]

    def write(home: Path, say: Say) -> None:
        for content in contents:
            write_whole(home / "file", content)
            say("written", "")

    for left, home in each_cut(tmp_path, write):
        assert (home / "file").read_bytes() in contents[len(left.said) - 1 :], left


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_file_is_readable_by_those_alone_whom_its_mode_lets_in(tmp_path: Path) -> None:
    write_whole(tmp_path / "own", b"", mode=0o600)
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_take_its_name_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="file"):
        write_whole(tmp_path / "file", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@needs_a_record
def test_a_folder_survives_with_all_that_are_above_it(tmp_path: Path) -> None:
    def make(home: Path, say: Say) -> None:
        (home / "a" / "b" / "c").mkdir(parents=True)
        (home / "a" / "b" / "c" / "file").touch()
        sync_way(home / "a" / "b" / "c")
        say("made", "")

    for left, home in each_cut(tmp_path, make):
        assert (home / "a" / "b" / "c" / "file").exists(), left
