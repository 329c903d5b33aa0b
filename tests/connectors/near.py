"""What the tests of connectors share: settings, a real clock, what became of a call."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cockpit.connectors.http import Client, open_client
from cockpit.ports.clock import Clock
from cockpit.ports.errors import SourceError
from cockpit.ports.sources import SourceSettings

DEADLINE_S = 1.0


class TrueClock:
    """This computer's clock, moved by `ahead_s`."""

    def __init__(self, ahead_s: float = 0.0) -> None:
        self._ahead_s = ahead_s

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=self._ahead_s)

    def monotonic_s(self) -> float:
        return time.monotonic()

    def wait_s(self, seconds: float) -> None:
        raise NotImplementedError


CLOCK: Clock = TrueClock()


def source(url: str, **more: Any) -> SourceSettings:
    """Return settings for a source called `shop`."""
    settings: dict[str, Any] = {"deadline_s": DEADLINE_S, **more}
    return SourceSettings(name="shop", kind="test", url=url, **settings)


def client(url: str, **more: object) -> Client:
    """Return a client of that source, by a real clock."""
    return open_client(source(url, **more), CLOCK)


def failure(call: Callable[[], object]) -> SourceError:
    """Return the error that the call ends with."""
    try:
        outcome = call()
    except SourceError as error:
        return error
    msg = f"no error, but {outcome}"
    raise AssertionError(msg)
