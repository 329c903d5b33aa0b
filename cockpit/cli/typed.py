"""What a person types, line by line."""

import os
import sys

CHUNK = 4_096


class TypedLines:
    """Reads lines from standard input without a lock that could outlive the program.

    Python's own reader is held by whoever waits in it, and a program that ends meanwhile aborts;
    a plain read of the descriptor may simply be left behind.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = descriptor
        self._rest = b""

    def next(self) -> str | None:
        """Return the next line without its end; None at the end of input. Waits for it."""
        while b"\n" not in self._rest:
            chunk = self._read()
            if not chunk:
                last, self._rest = self._rest, b""
                return _text(last) if last else None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return _text(line)

    def _read(self) -> bytes:
        """Return what has been typed since; nothing at the end, or without a standard input."""
        if self._descriptor is None and sys.stdin is None:
            return b""  # a service, or a program without a console
        descriptor = sys.stdin.fileno() if self._descriptor is None else self._descriptor
        try:
            return os.read(descriptor, CHUNK)
        except OSError:
            return b""  # a terminal that has gone


def _text(line: bytes) -> str:
    return line.decode("utf-8", errors="replace").removesuffix("\r")
