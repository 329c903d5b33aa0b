"""Which window holds a workspace on this computer: one at a time, and it says whose it is."""

import json
import os
import platform
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from cockpit.domain.message import Message, message
from cockpit.host.codes import HostCode


class WindowHeldError(Exception):
    """Another window is open on the workspace; `message` says whose."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


class Holder(Struct, frozen=True):
    """Who has the window: person id, since when, on which computer."""

    person: str
    since_at: datetime
    computer: str


class WindowLock:
    """Keeps a second window away from the workspace whose data lie in `folder`.

    The system frees the lock when the process ends in whatever way. Who holds it stands in a file
    beside it, because a locked file cannot be read everywhere. Commands take no notice of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "window.lock", thread_local=False)

    def take(self, person: str, at: datetime) -> None:
        """Take the lock, at once or not at all.

        Raises `WindowHeldError` when another window has it, and `OSError` when there can be no
        lock here.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WindowHeldError(_held(self._holder())) from None
        holder = {"person": person, "since_at": at.isoformat(), "computer": platform.node()}
        own = self._folder / f"window.{os.getpid()}.tmp"
        own.write_text(json.dumps(holder), encoding="utf-8")
        own.replace(self._holder_file)

    def close(self) -> None:
        """Let the next window in."""
        if self._lock.is_locked:
            self._holder_file.unlink(missing_ok=True)
            self._lock.release()

    @property
    def _holder_file(self) -> Path:
        return self._folder / "window.json"

    def _holder(self) -> Holder | None:
        """Return who has the lock; None while they have not said so."""
        try:
            told = json.loads(self._holder_file.read_text(encoding="utf-8"))
            since_at = datetime.fromisoformat(told["since_at"])
            return Holder(str(told["person"]), since_at, str(told["computer"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _held(holder: Holder | None) -> Message:
    if holder is None:
        return message(HostCode.WINDOW_HELD)
    return message(
        HostCode.WINDOW_HELD_BY,
        person=holder.person,
        since_at=holder.since_at,
        computer=holder.computer,
    )
