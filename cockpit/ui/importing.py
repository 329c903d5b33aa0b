"""Imports without PySide's look at each module."""

import builtins

import PySide6.QtCore  # noqa: F401 - it is what sets the look up


def import_plainly() -> None:
    """Let modules be imported without PySide's look at each of them.

    It reads the source of every module to learn whether that asks for other names of Qt's
    functions, which nobody does here, and takes a fifth of all imports for it (measured, 6.11.3).
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
