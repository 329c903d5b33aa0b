"""Folders whose names are to survive a power cut."""

import os
from pathlib import Path

import pytest

from cockpit.storage.folders import sync_folder


def test_a_folder_is_synced_and_keeps_its_files(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_text("kept", encoding="ascii")
    sync_folder(tmp_path)
    assert file.read_text(encoding="ascii") == "kept"


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folder")
def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        sync_folder(tmp_path / "missing")
