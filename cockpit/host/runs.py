"""Which runs of the cockpit are alive on this computer."""

import re
import uuid
from pathlib import Path

from filelock import FileLock, Timeout

_ID = re.compile(r"[0-9a-f]{32}")
_LOOK_S, _POLL_S = 0.1, 0.02


class LockedRuns:
    """Holds a lock file as long as this run lives.

    The system frees the lock when the process ends in whatever way, so a run that crashed is
    known as dead at once.
    """

    def __init__(self, folder: Path, *, run_id: str | None = None) -> None:
        self._folder = folder
        self._run_id = run_id or uuid.uuid4().hex
        for place in (folder.parent, folder):  # parents that are made on the way are open to all
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = self._lock_of(self._run_id)
        self._lock.acquire(timeout=_LOOK_S)

    @property
    def run_id(self) -> str:
        """Return the id of this run."""
        return self._run_id

    def is_alive(self, run_id: str) -> bool:
        """Return whether the run with this id still goes on, on this computer."""
        if run_id == self._run_id:
            return self._lock.is_locked
        # Ids come out of journal rows: what is no id must not become a path.
        if not _ID.fullmatch(run_id) or not self._file_of(run_id).exists():
            return False
        lock = self._lock_of(run_id)
        try:
            # Another process that looks at the same moment holds the lock for an instant.
            lock.acquire(timeout=_LOOK_S, poll_interval=_POLL_S)
        except Timeout:
            return True
        lock.release()
        return False

    def close(self) -> None:
        """End this run, for others to see."""
        self._lock.release()
        self._file_of(self._run_id).unlink(missing_ok=True)

    def _file_of(self, run_id: str) -> Path:
        return self._folder / f"{run_id}.lock"

    def _lock_of(self, run_id: str) -> FileLock:
        return FileLock(self._file_of(run_id), thread_local=False)
