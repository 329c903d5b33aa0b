"""Hear what this process does to files by itself, without SQLite.

Python tells of names and of files that are opened (docs.python.org/3/library/audit_events.html),
and of no write and no sync. So a sync is asked for here, and tells what stands in the file then.
A hook cannot be taken away again: for a process of its own.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kit.power.disk import Deed, Did


def hear_files(home: Path, note: Callable[[Deed], None]) -> None:
    """Tell `note` from now on what is done below `home`."""
    ear = _Ear(home, note)
    usual = os.fsync

    def synced(file: Any) -> None:
        usual(file)
        ear.synced(file if isinstance(file, int) else file.fileno())

    sys.addaudithook(ear.hear)
    vars(os)["fsync"] = synced


class _Ear:
    def __init__(self, home: Path, note: Callable[[Deed], None]) -> None:
        self._home = home
        self._note = note
        self._opened: set[Path] = set()
        self._events: dict[str, Callable[[Path, tuple[Any, ...]], None]] = {
            "open": self._open,
            "os.mkdir": self._make_folder,
            "os.rename": self._rename,
            "os.link": self._link,
            "os.remove": self._remove,
        }

    def hear(self, event: str, values: tuple[Any, ...]) -> None:
        """Take an event, which comes before what it tells is done, or fails."""
        if event in self._events and isinstance(values[0], str | Path):
            path = Path(os.path.abspath(values[0]))  # noqa: PTH100 - follows no links
            if path.is_relative_to(self._home):
                self._events[event](path, values)

    def synced(self, handle: int) -> None:
        """Tell what stands in the file or folder with this handle, and that it is safe now."""
        for path in self._opened:
            if path.exists() and os.path.samestat(path.stat(), os.fstat(handle)):
                self._tell_content(path)
                self._tell(Did.SYNCED, path)

    def _open(self, path: Path, values: tuple[Any, ...]) -> None:
        self._opened.add(path)
        flags = values[2]
        if flags & os.O_CREAT and not path.exists():
            self._tell(Did.MADE, path)
        elif flags & os.O_TRUNC:
            self._tell(Did.CUT, path)

    def _make_folder(self, path: Path, _values: tuple[Any, ...]) -> None:
        if path.parent.exists() and not path.exists():
            self._tell(Did.MADE_FOLDER, path)

    def _rename(self, path: Path, values: tuple[Any, ...]) -> None:
        if path.exists():
            self._tell_content(path)
            self._tell(Did.MOVED, path, Path(values[1]))

    def _link(self, path: Path, values: tuple[Any, ...]) -> None:
        if path.exists() and not Path(values[1]).exists():
            self._tell_content(path)
            self._tell(Did.LINKED, path, Path(values[1]))

    def _remove(self, path: Path, _values: tuple[Any, ...]) -> None:
        if path.exists():
            self._tell(Did.REMOVED, path)

    def _tell_content(self, path: Path) -> None:
        """Tell what stands in a file; what was told of it before changes nothing."""
        if path.is_file():
            name, content = self._name(path), path.read_bytes()
            self._note(Deed(Did.CUT, name, at=len(content)))
            self._note(Deed(Did.WROTE, name, data=content))

    def _tell(self, did: Did, path: Path, other: Path | None = None) -> None:
        self._note(Deed(did, self._name(path), self._name(other) if other else ""))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._home).as_posix()
