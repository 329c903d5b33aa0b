"""The time, as the cockpit asks for it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; in a simulation it may run faster than the wall's."""

    def now(self) -> datetime:
        """Return this instant, in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that only grow, at the pace of `now`; their zero means nothing."""
        ...

    def wait_s(self, seconds: float) -> None:
        """Return after `seconds`; never called on the thread of the window."""
        ...
