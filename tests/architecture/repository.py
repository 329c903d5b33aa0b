"""The files of this repository, as its own rules look at them."""

from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
MADE = {"__pycache__", "build", "dist"}


def files(folder: Path = TOP) -> Iterator[Path]:
    """Give every file below `folder`, without what tools have made and what is hidden."""
    for path in sorted(folder.glob("*")):  # none when there is no such folder
        if path.name in MADE or (path.name.startswith(".") and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def modules(package: str) -> Iterator[Path]:
    """Give every Python file below a top folder such as `cockpit` or `tests`."""
    return (path for path in files(TOP / package) if path.suffix == ".py")


def name_of(path: Path) -> str:
    """Return the path as it is written in a sentence."""
    return path.relative_to(TOP).as_posix()
