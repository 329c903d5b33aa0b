"""What Ctrl+C, a request to end and a closed terminal do to a call: never a traceback."""

import signal
from types import FrameType
from typing import NoReturn

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
IGNORED = signal.SIG_IGN
"""A shell lets calls in the background ignore Ctrl+C, and `nohup` a closed terminal: so be it."""


def end_at_once() -> None:
    """Let the system end the program: while nothing has been done yet, or nothing is left to do."""
    for one in ENDING:
        if signal.getsignal(one) is not IGNORED:
            signal.signal(one, signal.SIG_DFL)


def interrupt() -> None:
    """Let each of them be a `KeyboardInterrupt`, which closes what is open; a second one ends."""
    for one in ENDING:
        if signal.getsignal(one) is not IGNORED:
            signal.signal(one, _interrupted)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    end_at_once()
    raise KeyboardInterrupt
