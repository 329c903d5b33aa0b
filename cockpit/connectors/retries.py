"""Repeat a read that failed by chance: at most twice, and within its one deadline."""

import random
import time
from collections.abc import Callable

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.reply import Reply
from cockpit.ports.errors import Refusal, RefusedError, SourceError

TRIES_COUNT = 3
FIRST_WAIT_S = 0.05
LONGEST_WAIT_S = 0.15

_BY_CHANCE = {
    SourceCode.NO_CONNECTION,
    SourceCode.CUT_OFF,
    SourceCode.SERVER_ERROR,
    SourceCode.UNKNOWN_NAME,
}
_SPREAD = random.Random()  # noqa: S311 - spreads, hides nothing; of its own, as threads share it


def again(read: Callable[[float], Reply], ends_s: float) -> Reply:
    """Return what `read` returns; it is given the reading of `time.monotonic` to end at.

    Repeated are lost connections, statuses of 500 and more, and 429 when the server's
    `Retry-After` passes before the end. What repeats is read with the first failure.
    """
    try:
        return read(ends_s)
    except SourceError as error:
        failed: list[SourceError] = [error]
    import stamina
    from stamina.instrumentation import set_on_retry_hooks

    def try_again(ends_s: float) -> Reply:
        if failed:
            raise failed.pop()  # that was the first try
        return read(ends_s)

    set_on_retry_hooks(())  # by itself it prints a line to the standard output
    caller = stamina.RetryingCaller(attempts=TRIES_COUNT, timeout=None)
    return caller(lambda error: _wait_s(error, ends_s), try_again, ends_s)


def _wait_s(error: Exception, ends_s: float) -> float | bool:
    """Return how long to wait before the next try; False when there is none."""
    if not isinstance(error, SourceError):
        return False
    if isinstance(error, RefusedError):
        if error.refusal is not Refusal.TOO_MANY or error.retry_after_s is None:
            return False
        wait_s = error.retry_after_s
    elif error.message.code in _BY_CHANCE:
        wait_s = _SPREAD.uniform(FIRST_WAIT_S, LONGEST_WAIT_S)
    else:
        return False
    return wait_s if time.monotonic() + wait_s < ends_s else False
