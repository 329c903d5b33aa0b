"""Small files of this computer that survive a power cut."""

import os
from contextlib import suppress
from pathlib import Path


def write_durably(file: Path, text: str) -> None:
    """Write the text into a file that nobody reads yet; raise `OSError`.

    Whoever gives it another name afterwards gives that name to a file with something in it: a
    power cut leaves an empty one else.
    """
    with file.open("w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def keep_name(file: Path) -> None:
    """Make the file's name survive a power cut, and those of the folders above it."""
    if os.name == "nt":
        return  # Windows cannot open a folder, and keeps its names in a log of its own
    for folder in file.resolve().parents:
        with suppress(OSError):  # a folder that may not be opened
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        if folder.is_mount():
            return
