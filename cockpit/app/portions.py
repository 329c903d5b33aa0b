"""How much of the past is asked for at a time: more where a source answers at once."""

QUICK_S = 0.1
"""Who answers so soon has read little; a slow answer is not to become a slower one."""


class Portions:
    """Counts of steps or days by source, from `least` to `most`. On the core lane."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most
        self._counts: dict[str, int] = {}

    def of(self, source: str) -> int:
        """Return how many to ask for at most."""
        return self._counts.get(source, self._least)

    def told(self, source: str, count: int, took_s: float) -> None:
        """Take in an answer about `count`: twice as many after a whole portion that came at once.

        A short one that came at once tells nothing of longer ones.
        """
        if took_s > QUICK_S:
            self.failed(source)
        elif count >= self.of(source):
            self._counts[source] = min(self._most, 2 * count)

    def failed(self, source: str) -> None:
        """Ask for least again."""
        self._counts.pop(source, None)
