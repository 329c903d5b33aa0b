"""Which process on this computer tells people: one at a time, and it knows how far it has come."""

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from cockpit.host.durable import write_durably


class HeraldOffice:
    """Held by one process for each workspace, so that window and `watch` do not tell twice.

    The system frees it when the process ends in whatever way; the next one goes on after the row
    up to which everything was told.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "herald.lock", thread_local=False)
        self._kept: int | None = None

    def take(self) -> bool:
        """Return whether this process holds the office now; raise `OSError` where nobody can."""
        if self._lock.is_locked:
            return True
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def told_seq(self) -> int | None:
        """Return the row up to which everything was told; None when nobody has said so."""
        try:
            return int(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def keep(self, seq: int) -> None:
        """Note that everything up to this row was told; a disk that refuses changes nothing."""
        if seq == self._kept:
            return
        self._kept = seq
        with suppress(OSError):
            own = self._file.with_suffix(".tmp")
            write_durably(own, str(seq))  # an empty one would mean that nothing is left to tell
            own.replace(self._file)

    def close(self) -> None:
        """Let the next one in."""
        self._lock.release()

    @property
    def _file(self) -> Path:
        return self._folder / "herald.seq"
