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
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._rest = b""

    def next(self) -> str | None:
        """Return the next line without its end; None at the end of input. Waits for it."""
        while b"\n" not in self._rest:
            chunk = os.read(self._descriptor, CHUNK)
            if not chunk:
                last, self._rest = self._rest, b""
                return _text(last) if last else None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return _text(line)


def _text(line: bytes) -> str:
    return line.decode("utf-8", errors="replace").removesuffix("\r")
