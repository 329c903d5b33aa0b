"""A full disk spoils nothing that tests after it need."""

import importlib
import sys
from pathlib import Path

import pytest

from tests.kit.full_disk import no_file_beyond


def test_a_module_first_read_while_the_disk_is_full_is_read_again_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "read_late.py").write_text(f"TEXT = {'x' * 9_000!r}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    importlib.invalidate_caches()
    for _time in range(2):
        with no_file_beyond(4_096):
            assert importlib.import_module("read_late").TEXT
        del sys.modules["read_late"]
    assert sys.dont_write_bytecode is False
    assert importlib.import_module("read_late").TEXT
    del sys.modules["read_late"]
