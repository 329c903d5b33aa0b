"""Find the parts that somebody added by dropping one file into a folder, or by a plug-in."""

import os
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

PartT = TypeVar("PartT")

OURS = "[cockpit."
"""How the group of every plug-in begins, where it is written down."""


class Registry(Generic[PartT]):
    """The parts of one kind, by name: those in the folder of `package`, then installed plug-ins.

    A part's file ends with `REGISTRY.add(name, part)`. A plug-in is an entry point whose group is
    the package's name. What a plug-in raises is kept in `broken`, under the plug-in's name, and
    stops nobody; a broken file of our own is a bug and raises.
    """

    def __init__(self, package: str) -> None:
        self._package = package
        self._parts: dict[str, PartT] = {}
        self._broken: dict[str, str] = {}
        self._is_loaded = False

    def add(self, name: str, part: PartT) -> None:
        """Offer a part under a name that no other part has; raise ValueError else."""
        if name in self._parts:
            msg = f"two parts of {self._package} are called {name!r}"
            raise ValueError(msg)
        self._parts[name] = part

    def parts(self) -> Mapping[str, PartT]:
        """Return all parts by name; the first call imports them."""
        if not self._is_loaded:
            self._is_loaded = True
            self._import_own()
            self._import_plugins()
        return MappingProxyType(self._parts)

    def broken(self) -> Mapping[str, str]:
        """Return what went wrong with each plug-in that could not be used, by its name."""
        self.parts()
        return MappingProxyType(self._broken)

    def _import_own(self) -> None:
        for module in iter_modules(import_module(self._package).__path__):
            import_module(f"{self._package}.{module.name}")

    def _import_plugins(self) -> None:
        for plugin in (point for point in installed() if point.group == self._package):
            before = dict(self._parts)
            try:
                plugin.load()
            except Exception as error:  # noqa: BLE001 - a stranger's module may raise anything
                self._parts.clear()
                self._parts.update(before)  # half a plug-in is none
                self._broken[plugin.name] = f"{type(error).__name__}: {error}"


@cache
def installed() -> "tuple[EntryPoint, ...]":
    """Return the entry points that may be ours; to take all of them apart takes milliseconds.

    So does importing what takes them apart: where nothing names us, which is nearly everywhere,
    that is not done.
    """
    if not any(_may_hold_plugins(folder) for folder in sys.path):
        return ()
    from importlib import metadata

    return tuple(
        point
        for one in metadata.distributions()
        if OURS in (one.read_text("entry_points.txt") or "")
        for point in one.entry_points
    )


def _may_hold_plugins(folder: str) -> bool:
    """Return whether something installed there names us; what is no folder may hold anything."""
    if os.path.isfile(folder):  # noqa: PTH113 - never raises
        return True
    try:
        found = [one.path for one in os.scandir(folder or ".") if one.name.endswith("-info")]
    except OSError:
        return False
    return any(OURS in _text(Path(one, "entry_points.txt")) for one in found)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
