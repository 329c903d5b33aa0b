"""What is left in peace for a while, and longer after each failure."""

from collections.abc import Hashable

from msgspec import Struct, field

FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 600.0
"""The pause after a failure doubles: charts may wait, and a slow question holds up the others."""

MOST_DOUBLINGS = 8


class _Pause(Struct, frozen=True):
    until_s: float
    failures_count: int


class Pauses(Struct, frozen=True):
    """Pauses of sources and of questions, on the clock that only grows."""

    _found: dict[Hashable, _Pause] = field(default_factory=dict)

    def is_on(self, key: Hashable, monotonic_s: float) -> bool:
        """Return whether it is to be left in peace now."""
        pause = self._found.get(key)
        return pause is not None and monotonic_s < pause.until_s

    def has_failed(self, key: Hashable) -> bool:
        """Return whether its last try failed."""
        pause = self._found.get(key)
        return pause is not None and pause.failures_count > 0

    def fail(self, key: Hashable, monotonic_s: float) -> None:
        """Begin a pause, twice as long as the last one."""
        before = self._found.get(key)
        failures_count = 0 if before is None else before.failures_count
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures_count, MOST_DOUBLINGS))
        self._found[key] = _Pause(monotonic_s + pause_s, failures_count + 1)

    def rest(self, key: Hashable, until_s: float) -> None:
        """Begin a pause that is no failure."""
        self._found[key] = _Pause(until_s, 0)

    def end_rests(self) -> None:
        """End every pause that is no failure."""
        for key in [key for key, pause in self._found.items() if not pause.failures_count]:
            self.end(key)

    def end(self, key: Hashable) -> None:
        """Forget about it: all is well."""
        self._found.pop(key, None)
