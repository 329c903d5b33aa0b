"""What a program did, and what every power cut in between would have left of its files."""

import os
import pickle
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from shutil import rmtree
from typing import TypeAlias

import pytest
from msgspec import Struct
from typing_extensions import override

from tests.kit.child import in_a_child
from tests.kit.memory import in_memory
from tests.kit.power.disk import Deed, Did, Disk, Fate, dice, drawn
from tests.kit.power.files import hear_files
from tests.kit.power.sqlite import hear_sqlite, is_heard

needs_a_record = pytest.mark.skipif(
    not (is_heard() and hasattr(os, "fork")),
    reason="This Python has SQLite built in or cannot fork: nobody hears what goes to the disk.",
)

Say: TypeAlias = Callable[[str, str], None]
"""Tells how far the program has come: a word, and a value."""


class Left(Struct, frozen=True):
    """What a power cut after the first `count` deeds leaves, and what had been said by then."""

    count: int
    variant: int
    newest: Deed
    said: tuple[tuple[str, str], ...]
    content: dict[str, bytes | None]

    @override
    def __str__(self) -> str:
        deed = self.newest
        return f"cut {self.count}, way {self.variant}: {deed.did} {deed.path} {deed.other}"

    def values(self, word: str) -> list[str]:
        """Return what was said by this word until the cut."""
        return [value for said, value in self.said if said == word]

    def lay(self, home: Path) -> None:
        """Make the folder as it was left, in place of what is there."""
        if home.exists():
            rmtree(home)
        home.mkdir()
        for path, content in self.content.items():
            if content is None:
                (home / path).mkdir()
            else:
                (home / path).write_bytes(content)


def recorded(
    home: Path, work: Callable[[Path, Say], None], *, after: Left | None = None
) -> list[Deed]:
    """Let `work` do in a process of its own what is to be recorded; return its deeds.

    It is given the folder `home`, empty or as an earlier power cut left it, and only what is done
    in there is recorded.
    """
    if after is None:
        home.mkdir(parents=True)
    else:
        after.lay(home)
    result = home.with_suffix(".deeds")

    def child() -> None:
        deeds: list[Deed] = []
        hear_files(home, deeds.append)
        hear_sqlite(home, deeds.append)
        work(home, lambda word, value: deeds.append(Deed(Did.SAID, word, value)))
        result.write_bytes(pickle.dumps(deeds))

    _pid, status = os.waitpid(in_a_child(child), 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the recorded program broke off"
    before = [] if after is None else list(_made(after.content))
    deeds: list[Deed] = pickle.loads(result.read_bytes())  # noqa: S301 - our own child's
    return [*before, *deeds]


def cuts(
    deeds: Iterable[Deed], *, share: float = 1.0, ways_count: int = 4, seed: int = 1
) -> Generator[Left, None, None]:
    """Yield what is left when the power is cut, from the first word on.

    Right after each word all that is not synced is lost, once: that is where a promise begins. Of
    all moments a `share`, drawn by `seed`, is cut in several ways.
    """
    disk, said = Disk(), list[tuple[str, str]]()
    for count, deed in enumerate(deeds, 1):
        disk.take(deed)
        if deed.did is Did.SAID:
            said.append((deed.path, deed.other))
            yield Left(count, 0, deed, tuple(said), disk.left(Fate(0.0)))
        if said and dice(f"{seed} {count}").random() < share:
            for way in range(1, ways_count + 1):
                fate = drawn(f"{seed} {count} {way}")
                yield Left(count, way, deed, tuple(said), disk.left(fate))


def each_cut(
    tmp_path: Path, work: Callable[[Path, Say], None], *, share: float = 1.0
) -> Generator[tuple[Left, Path], None, None]:
    """Record `work`; yield what each power cut would have left of it, and the folder with that."""
    with in_memory(tmp_path) as folder:
        home = folder / "home"
        for left in cuts(recorded(home, work), share=share):
            left.lay(home)
            yield left, home


def without_syncs(deeds: Sequence[Deed], of: str, *, since: str) -> list[Deed]:
    """Return the deeds on a disk that lies about syncs of whatever has `of` in its path.

    It begins to lie when the word `since` is said for the first time.
    """
    begin = next(
        place for place, deed in enumerate(deeds) if (deed.did, deed.path) == (Did.SAID, since)
    )
    lies = [deed for deed in deeds[begin:] if not (deed.did is Did.SYNCED and of in deed.path)]
    return [*deeds[:begin], *lies]


def _made(content: dict[str, bytes | None]) -> Generator[Deed, None, None]:
    """Yield the deeds that bring this onto a disk for good."""
    for path, data in content.items():
        if data is None:
            yield Deed(Did.MADE_FOLDER, path)
        else:
            yield Deed(Did.MADE, path)
            yield Deed(Did.WROTE, path, data=data)
    for path in (*content, "."):
        yield Deed(Did.SYNCED, path)
