"""Standard output and error that outlive whoever reads them: what nobody hears ends no action."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast


class Outlet:
    """A stream that takes everything, and remembers in `lost` why it came to nothing.

    A pipe whose reader has left, a full disk and a terminal that has gone are no reason to leave
    an order half done, nor to call it failed.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lost: OSError | None = None

    def write(self, text: str) -> int:
        """Write the text, as long as somebody takes it."""
        if self.lost is None:
            try:
                self._stream.write(text)
            except OSError as error:
                self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Hand on what was kept back."""
        if self.lost is None:
            try:
                self._stream.flush()
            except OSError as error:
                self._lose(error)

    def __getattr__(self, name: str) -> object:
        """Answer everything else as the stream itself does."""
        return getattr(self._stream, name)

    def _lose(self, error: OSError) -> None:
        self.lost = error
        with suppress(OSError, ValueError):
            discard(self._stream.fileno())


@contextmanager
def outlets() -> Iterator[None]:
    """Put outlets in the place of both standard streams, as far as there are any."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        cast("TextIO", stream if stream is None else Outlet(stream)) for stream in before
    )
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        sys.stdout, sys.stderr = before


def loss_of(stream: object) -> OSError | None:
    """Return why nothing written to the stream arrives any more; None while it does."""
    found = getattr(stream, "lost", None)
    return found if isinstance(found, OSError) else None


def discard(descriptor: int) -> None:
    """Let whatever is still written there go nowhere: it would be tried, and fail, at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
