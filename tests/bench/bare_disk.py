"""What the journal's way of being durable costs on this disk, with nothing else around it."""

import sqlite3
import time
from pathlib import Path

from cockpit.storage.database import PRAGMAS

BODY_BYTES = 900


class BareDisk:
    """A database of one table that commits as durably as the journal does."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        for name, value in PRAGMAS:
            self._database.execute(f"PRAGMA {name}={value}")
        self._database.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB)")

    def commit_s(self) -> float:
        """Commit one row and return how long that took."""
        began_s = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO log (body) VALUES (zeroblob(?))", (BODY_BYTES,))
        self._database.execute("COMMIT")
        return time.perf_counter() - began_s

    def close(self) -> None:
        """Give the file back."""
        self._database.close()
