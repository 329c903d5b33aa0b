"""Look for what shows that there has been a journal before."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import Anchor
from cockpit.storage.notefiles import note_files


class Trace(Struct, frozen=True):
    """Something outside the journal that shows that there has been one.

    `place` is where it lies: a folder, a file, the name of an anchor or of the keyring.
    """

    kind: Literal["key", "spool", "checkpoint", "anchor"]
    place: str


def find_traces(
    *,
    copies: Path,
    spool_file: Path,
    anchors: Sequence[Anchor] = (),
    kept_key: str | None = None,
) -> tuple[Trace, ...]:
    """Return the traces of a journal, the surest first.

    `kept_key` names the keyring when it keeps a key that has signed for this journal. An anchor
    that cannot be asked is no trace.
    """
    found: list[Trace] = []
    if copies.is_dir() and note_files(copies):
        found.append(Trace("checkpoint", str(copies)))
    found += [Trace("anchor", anchor.name) for anchor in anchors if _keeps_notes(anchor)]
    if spool_file.is_file() and spool_file.stat().st_size:
        found.append(Trace("spool", str(spool_file)))
    if kept_key is not None:
        found.append(Trace("key", kept_key))
    return tuple(found)


def _keeps_notes(anchor: Anchor) -> bool:
    try:
        return bool(anchor.notes())
    except JournalError:
        return False
