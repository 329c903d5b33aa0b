"""Files and folders that survive a power cut."""

import os
import stat
import uuid
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any


def to_disk(stream: IO[Any]) -> None:
    """Bring what was written so far onto the disk for good; the file's name is another matter."""
    stream.flush()
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system lets a folder be synced."""
    if os.name == "nt":
        return  # Windows cannot open a folder, and keeps its names in a log of its own
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_way(folder: Path) -> None:
    """Make `folder` survive a power cut: the names in it, and its own and those above it.

    A folder that was made is lost with all that is in it while the folder above is not synced
    (fsync(2)). Ends where a drive is mounted; a folder above that may not be opened is passed over.
    """
    sync_folder(folder)
    own = folder.resolve()
    for below, one in zip((own, *own.parents), own.parents, strict=False):
        if below.is_mount():
            return
        with suppress(OSError):
            sync_folder(one)


def may_replace(file: Path, begins: bytes) -> bool:
    """Return whether nothing would be lost: what is there is empty, or ours, which `begins` so.

    A device or a pipe is no file to be replaced. Raises `OSError`.
    """
    if not file.exists() or file.is_dir():
        return True  # whoever writes there is told what is wrong
    return file.is_file() and is_empty_or(file, begins)


def is_empty_or(file: Path, begins: bytes) -> bool:
    """Return whether the file is empty or begins so; raise `OSError`."""
    with file.open("rb") as stream:
        return stream.read(len(begins)) in {b"", begins}


@contextmanager
def whole(
    file: Path, *, mode: int = 0o666, encoding: str | None = None, newline: str | None = None
) -> Generator[IO[Any], None, None]:
    """Lend a stream for what `file` is to hold, text with an `encoding` and bytes without.

    Whatever breaks off, a crash and a power cut too, leaves all of the old or all of the new. Whom
    `mode` lets in may read it, but for those whom the system keeps out. A device or a pipe cannot
    be replaced and is written as it is. Raises `OSError`.
    """
    how = "wb" if encoding is None else "w"
    if file.exists() and not file.is_file():
        with file.open(how, encoding=encoding, newline=newline) as stream:
            yield stream
        return
    place = file.resolve()
    part = place.with_name(f".{place.name}.{uuid.uuid4().hex}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, how, encoding=encoding, newline=newline) as stream:
            yield stream
            to_disk(stream)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(place.parent)


def write_whole(file: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put `data` into `file`, all of it or nothing (see `whole`). Raises `OSError`."""
    with whole(file, mode=mode) as stream:
        stream.write(data)
