"""The clock of this computer; the one place that asks the system for the time, and waits."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Tells this computer's time, in UTC."""

    def now(self) -> datetime:
        """Return this instant, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - here it comes from

    def monotonic_s(self) -> float:
        """Return seconds that only grow; their zero means nothing."""
        return time.monotonic()

    def wait_s(self, seconds: float) -> None:
        """Return after `seconds`, at once when they are not positive."""
        if seconds > 0:
            time.sleep(seconds)  # noqa: TID251 - here everybody waits
