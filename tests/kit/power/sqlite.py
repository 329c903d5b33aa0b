"""Hear what SQLite does to its files: a file layer of our own in the library that Python uses.

A layer is a table of functions (sqlite.org/vfs.html, sqlite.org/c3ref/vfs.html), and so are the
methods of an open file (sqlite.org/c3ref/io_methods.html). Both are copied from the layer that
SQLite takes by itself, and a few functions are replaced by ones that tell and then call the
original. It stays for good: for a process of its own.
"""

import ctypes
import sqlite3
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p, cast
from pathlib import Path
from typing import Any

from tests.kit.power.disk import Deed, Did

OPEN_CREATE = 0x4
SYNC_FULL = 0x3

FULLY = "fully"
"""What stands at a sync that asks the drive to empty its own memory, too."""


class _Vfs(ctypes.Structure):
    """The C structure `sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_bytes", c_int),
        ("path_bytes", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("others", c_void_p * 11),
        ("set_system_call", c_void_p),
        ("get_system_call", c_void_p),
        ("next_system_call", c_void_p),
    )


class _Methods(ctypes.Structure):
    """The C structure `sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    )


class _File(ctypes.Structure):
    """The C structure `sqlite3_file`: SQLite's own data follow."""

    _fields_ = (("methods", POINTER(_Methods)),)


# Paths are addresses: SQLite keeps them while a file is open, and a copy would be gone by then.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_OPEN_FOLDER = CFUNCTYPE(c_int, c_void_p, POINTER(c_int))
_GET_CALL = CFUNCTYPE(c_void_p, c_void_p, c_char_p)
_SET_CALL = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)


def is_heard() -> bool:
    """Return whether the library can be reached: some builds of Python have it inside."""
    try:
        return hasattr(_library(), "sqlite3_vfs_register")
    except (AttributeError, ImportError, OSError):
        return False


def hear_sqlite(home: Path, note: Callable[[Deed], None]) -> None:
    """Tell `note` from now on what SQLite does below `home`, in every connection made later."""
    _Layer(home, note).stand()


class _Layer:
    """The layer, and all that C points to and Python must not clear away."""

    def __init__(self, home: Path, note: Callable[[Deed], None]) -> None:
        self._home = home
        self._note = note
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._kept: list[object] = []

    def stand(self) -> None:
        """Become the layer that SQLite takes by itself."""
        library = _library()
        find, register = library.sqlite3_vfs_find, library.sqlite3_vfs_register
        find.restype = POINTER(_Vfs)
        register.argtypes = (POINTER(_Vfs), c_int)
        usual = find(None).contents
        own = _Vfs.from_buffer_copy(usual)
        own.name = b"heard"
        own.open = self._opening(_OPEN(usual.open))
        own.delete = self._deleting(_DELETE(usual.delete))
        self._hear_folders(usual)
        self._kept.append(own)
        register(own, 1)
        _KEPT.append(self)

    def _name(self, path: int | None) -> str | None:
        """Return the name below home; None for what lies elsewhere and for files without one."""
        place = Path(ctypes.string_at(path).decode()) if path else self._home
        is_below = self._home in place.parents
        return place.relative_to(self._home).as_posix() if is_below else None

    def _opening(self, usual: Any) -> int:
        def opened(vfs: int, path: int | None, file: Any, flags: int, out: Any) -> int:
            name = self._name(path)
            if name and flags & OPEN_CREATE and not (self._home / name).exists():
                self._note(Deed(Did.MADE, name))
            code: int = usual(vfs, path, file, flags, out)
            methods = file.contents.methods
            if name and code == sqlite3.SQLITE_OK and methods:
                self._paths[_address(file)] = name
                file.contents.methods = ctypes.pointer(self._heard(methods.contents))
            return code

        return self._address(_OPEN, opened)

    def _deleting(self, usual: Any) -> int:
        def deleted(vfs: int, path: int, is_synced: int) -> int:
            name = self._name(path)
            if name and (self._home / name).exists():
                self._note(Deed(Did.REMOVED, name))
            code: int = usual(vfs, path, is_synced)
            return code

        return self._address(_DELETE, deleted)

    def _hear_folders(self, usual: _Vfs) -> None:
        """Hear of folders that are opened: SQLite does so to sync them, and for nothing else."""
        if usual.version < 3 or not usual.get_system_call:
            return
        plain = _GET_CALL(usual.get_system_call)(ctypes.addressof(usual), b"openDirectory")
        if not plain:
            return
        open_folder = _OPEN_FOLDER(plain)

        def opened(file: int, handle: Any) -> int:
            code: int = open_folder(file, handle)
            name = self._name(file)
            if name and code == sqlite3.SQLITE_OK:
                self._note(Deed(Did.SYNCED, Path(name).parent.as_posix()))
            return code

        change = _SET_CALL(usual.set_system_call)
        change(ctypes.addressof(usual), b"openDirectory", self._address(_OPEN_FOLDER, opened))

    def _heard(self, usual: _Methods) -> _Methods:
        """Return methods that tell and then do what the usual ones do."""
        place = ctypes.addressof(usual)
        if place in self._methods:
            return self._methods[place]
        plain_write, plain_cut = _WRITE(usual.write), _TRUNCATE(usual.truncate)
        plain_sync = _SYNC(usual.sync)

        def write(file: int, data: int, size: int, at: int) -> int:
            self._note(Deed(Did.WROTE, self._paths[file], at=at, data=ctypes.string_at(data, size)))
            code: int = plain_write(file, data, size, at)
            return code

        def cut(file: int, size: int) -> int:
            self._note(Deed(Did.CUT, self._paths[file], at=size))
            code: int = plain_cut(file, size)
            return code

        def sync(file: int, flags: int) -> int:
            code: int = plain_sync(file, flags)
            fully = FULLY if flags & SYNC_FULL == SYNC_FULL else ""
            self._note(Deed(Did.SYNCED, self._paths[file], fully))
            return code

        own = _Methods.from_buffer_copy(usual)
        own.write = self._address(_WRITE, write)
        own.truncate = self._address(_TRUNCATE, cut)
        own.sync = self._address(_SYNC, sync)
        self._methods[place] = own
        return own

    def _address(self, kind: Any, function: Callable[..., int]) -> int:
        made = kind(function)
        self._kept.append(made)
        return cast(made, c_void_p).value or 0


_KEPT: list[_Layer] = []


def _library() -> ctypes.CDLL:
    import _sqlite3  # what Python's own module is made of

    return ctypes.CDLL(_sqlite3.__file__)


def _address(file: Any) -> int:
    return cast(file, c_void_p).value or 0
