"""What would be seen at the traffic of each comparison, worked out for one of them at a time."""

from collections.abc import Mapping

from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import NOTHING_BEFORE, Before
from cockpit.domain.visible import Traffic, Visible, visible

VISIBLE_TIMES = 2.0
"""How much worse a version is of which boards say how soon it is seen."""

EVERY_BLOCKS = 8
"""Traffic changes slowly: so many blocks later it is looked at again."""


class Sights:
    """Remembers what would be seen. One comparison is looked at anew in a snapshot, in turn."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[int, Visible]] = {}
        self._may_look = True

    def begin(self) -> None:
        """Begin a snapshot: another comparison may be looked at."""
        self._may_look = True

    def visible(
        self,
        key: object,
        comparison: Comparison,
        before: Mapping[str, Before] = NOTHING_BEFORE,
    ) -> Visible | None:
        """Return what would be seen; None until it is this comparison's turn."""
        known = self._known.get(key)
        age = comparison.block_count - known[0] if known is not None else EVERY_BLOCKS
        if self._may_look and not 0 <= age < EVERY_BLOCKS:
            self._may_look = False
            found = visible(_traffic(comparison, before), comparison.rule, VISIBLE_TIMES)
            known = self._known[key] = (comparison.block_count, found)
        return None if known is None else known[1]

    def forget_others(self, keys: frozenset[object]) -> None:
        """Forget all comparisons but these."""
        self._known = {key: value for key, value in self._known.items() if key in keys}


def _traffic(comparison: Comparison, before: Mapping[str, Before]) -> list[Traffic]:
    """Return the pace since the stage began; that before it while nothing has been seen."""
    found = []
    for one in comparison.strata:
        seen_s = one.known_count * comparison.rule.block_s
        bad_ratio = one.counts.old.bad_ratio
        if seen_s > 0 and bad_ratio is not None:
            new, old = one.counts.new.total_count, one.counts.old.total_count
            found.append(Traffic(new / seen_s, old / seen_s, bad_ratio))
    if found:
        return found
    return [
        Traffic(
            one.new_share_ratio * one.event_count / one.seen_s,
            (1.0 - one.new_share_ratio) * one.event_count / one.seen_s,
            one.bad_count / one.event_count,
        )
        for one in before.values()
    ]
