"""A disk without power: what was synced is there, and of what came after it any part.

It promises no more than is written down. A sync of a file keeps what stands in it and not its
name, which takes a sync of its folder (fsync(2)). What was not synced may be there in another
order, in single sectors, or as a length with something else in it (sqlite.org/atomiccommit.html,
section 2). A write changes no byte outside of its own range (sqlite.org/psow.html).
"""

from collections.abc import Generator, Iterable
from enum import StrEnum
from pathlib import Path
from random import Random

from msgspec import Struct, field

SECTOR_BYTES = 512


class Did(StrEnum):
    """What a program does to its files, and SAID, by which it tells how far it has come."""

    MADE = "made"
    MADE_FOLDER = "made folder"
    WROTE = "wrote"
    CUT = "cut"
    MOVED = "moved"
    LINKED = "linked"
    REMOVED = "removed"
    SYNCED = "synced"
    SAID = "said"


class Deed(Struct, frozen=True):
    """One of them; `path` is the file or folder, and for SAID the word.

    `other` is the new name, or the value that was said; `at` where was written, or the length to
    which a file was cut.
    """

    did: Did
    path: str
    other: str = ""
    at: int = 0
    data: bytes = b""


class Fate:
    """Decides what of the unsynced is left: with `share` 0 nothing, with 1 all of it.

    Torn writes are kept or lost sector by sector. What `filler` is, stands where a file became
    longer and what was written there is lost.
    """

    def __init__(self, share: float, seed: str = "", *, tears: bool = False) -> None:
        self._share = share
        self._chance = dice(seed)
        self.tears = tears
        self.filler = self._chance.choice((b"\0", b"\xa5"))

    def keeps(self) -> bool:
        """Return whether the next one is left."""
        return self._chance.random() < self._share


def dice(seed: str) -> Random:
    """Return what decides by chance, and with the same seed always the same."""
    return Random(seed)  # noqa: S311 - hides nothing


def drawn(seed: str) -> Fate:
    """Return a fate: often nothing or everything is left, else a part, whole or torn."""
    chance = dice(seed)
    share = chance.choice((0.0, 0.0, 0.2, 0.5, 0.8, 1.0))
    return Fate(share, seed, tears=chance.random() < 0.5)


class File(Struct, eq=False):
    """What is safe in a file, and what was done to it since; data None cuts it."""

    safe: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.safe = self.left(Fate(1.0))
        self.pending.clear()

    def left(self, fate: Fate) -> bytes:
        content = bytearray(self.safe)
        for at, data in self.pending:
            if data is None:
                if fate.keeps():
                    del content[at:]
                    content.extend(fate.filler * (at - len(content)))
            elif fate.tears:
                if fate.keeps():  # a length is kept without what was written there
                    content.extend(fate.filler * (at + len(data) - len(content)))
                for start in _sectors(at, len(data)):
                    if fate.keeps():
                        end = min(len(data), start + SECTOR_BYTES - (at + start) % SECTOR_BYTES)
                        _put(content, at + start, data[start:end], fate.filler)
            elif fate.keeps():
                _put(content, at, data, fate.filler)
        return bytes(content)


class Folder(Struct, eq=False):
    """The names in a folder: those that are safe, and what was done to names since."""

    safe: dict[str, "File | Folder"] = field(default_factory=dict)
    live: dict[str, "File | Folder"] = field(default_factory=dict)
    pending: list[dict[str, "File | Folder | None"]] = field(default_factory=list)

    def change(self, names: dict[str, "File | Folder | None"]) -> None:
        """Give names to things, and take them from what is None."""
        _rename(self.live, names)
        self.pending.append(names)

    def sync(self) -> None:
        self.safe = dict(self.live)
        self.pending.clear()

    def left(self, fate: Fate) -> dict[str, "File | Folder"]:
        names = dict(self.safe)
        for change in self.pending:
            if fate.keeps():
                _rename(names, change)
        return names


class Disk:
    """Takes deeds, and tells what a power cut would leave now."""

    def __init__(self) -> None:
        self._root = Folder()

    def take(self, deed: Deed) -> None:
        """Take what was done; every deed is undone by a power cut, until a sync follows."""
        match deed.did:
            case Did.SAID:
                return
            case Did.MADE:
                self._name(deed.path, File())
            case Did.MADE_FOLDER:
                self._name(deed.path, Folder())
            case Did.WROTE:
                self._file(deed.path).pending.append((deed.at, deed.data))
            case Did.CUT:
                self._file(deed.path).pending.append((deed.at, None))
            case Did.LINKED:
                self._name(deed.other, self._find(deed.path))
            case Did.MOVED:
                self._move(deed.path, deed.other)
            case Did.REMOVED:
                self._name(deed.path, None)
            case Did.SYNCED:
                self._find(deed.path).sync()

    def left(self, fate: Fate) -> dict[str, bytes | None]:
        """Return what is left: every file's content, and None for a folder, outer ones first."""
        return dict(_left("", self._root, fate))

    def _find(self, path: str) -> File | Folder:
        found: File | Folder = self._root
        for name in Path(path).parts:
            assert isinstance(found, Folder)
            found = found.live[name]
        return found

    def _file(self, path: str) -> File:
        found = self._find(path)
        assert isinstance(found, File)
        return found

    def _folder_of(self, path: str) -> Folder:
        found = self._find(str(Path(path).parent))
        assert isinstance(found, Folder)
        return found

    def _name(self, path: str, thing: File | Folder | None) -> None:
        self._folder_of(path).change({Path(path).name: thing})

    def _move(self, old: str, new: str) -> None:
        folder = self._folder_of(old)
        assert folder is self._folder_of(new), "the product renames within a folder only"
        folder.change({Path(new).name: self._find(old), Path(old).name: None})


def _left(path: str, folder: Folder, fate: Fate) -> Generator[tuple[str, bytes | None], None, None]:
    for name, thing in folder.left(fate).items():
        place = f"{path}{name}"
        if isinstance(thing, File):
            yield place, thing.left(fate)
        else:
            yield place, None
            yield from _left(f"{place}/", thing, fate)


def _rename(names: dict[str, File | Folder], change: dict[str, File | Folder | None]) -> None:
    for name, thing in change.items():
        if thing is None:
            names.pop(name, None)
        else:
            names[name] = thing


def _sectors(at: int, size: int) -> Iterable[int]:
    """Return where in the data a sector of the disk begins, and its own beginning."""
    first = SECTOR_BYTES - at % SECTOR_BYTES
    return [0, *range(first, size, SECTOR_BYTES)]


def _put(content: bytearray, at: int, data: bytes, filler: bytes) -> None:
    content.extend(filler * (at - len(content)))
    content[at : at + len(data)] = data
