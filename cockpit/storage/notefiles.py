"""Notes as files in a folder, each written whole or not at all."""

import re
from pathlib import Path

from cockpit.storage.folders import write_whole
from cockpit.storage.notes import MAX_NOTE_BYTES, Checkpoint

_NAME = re.compile(r"(\d+)-([0-9a-f]{64})\.note")


def name_of(checkpoint: Checkpoint) -> str:
    """Return the name of a checkpoint's file: `size-root.note`."""
    return f"{checkpoint.size}-{checkpoint.root.hex()}.note"


def write_note(folder: Path, checkpoint: Checkpoint, note: str) -> Path:
    """Write the note into `folder`, durably, and return its file; raise `OSError`.

    The name tells size and root, so a file that is there already says the same.
    """
    file = folder / name_of(checkpoint)
    write_whole(file, note.encode(), mode=0o600)
    return file


def note_files(folder: Path) -> list[tuple[int, str, Path]]:
    """Return size, root in hex and file of every note in `folder`, smallest first."""
    matches = ((_NAME.fullmatch(file.name), file) for file in folder.iterdir())
    return sorted((int(match[1]), match[2], file) for match, file in matches if match)


def newest_note(folder: Path | None) -> tuple[int, str]:
    """Return size and root in hex of the note about the most rows; 0 where none can be seen."""
    try:
        found = [] if folder is None else note_files(folder)
    except OSError:
        found = []
    return found[-1][:2] if found else (0, "")


def read_text(file: Path) -> str:
    """Return a note's text, cut where it is longer than any note; raise `OSError`."""
    with file.open("rb") as stream:
        return stream.read(MAX_NOTE_BYTES + 1).decode("utf-8", "replace")
