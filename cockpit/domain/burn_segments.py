"""A history told as stretches of steady traffic, and what each window has of it."""

from collections.abc import Iterable

from msgspec import Struct

from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import WINDOWS_S, BurnReport, evaluate
from cockpit.domain.outcomes import NOTHING, Outcomes

LEAST_S = 1e-6
"""Times that were worked out may miss each other by less; nothing happens in between."""


class Segment(Struct, frozen=True):
    """Steady traffic in (`from_s`, `to_s`]: what happened in it, spread evenly."""

    from_s: float
    to_s: float
    outcomes: Outcomes

    def within(self, from_s: float, to_s: float) -> Outcomes:
        """Return the part of it that lies in (`from_s`, `to_s`]."""
        length_s = min(self.to_s, to_s) - max(self.from_s, from_s)
        if length_s < LEAST_S:
            return NOTHING
        share = length_s / (self.to_s - self.from_s)
        bad_count = self.outcomes.bad_count * share
        return Outcomes(max(bad_count, self.outcomes.total_count * share), bad_count)


def evaluate_segments(
    segments: Iterable[Segment], now_s: float, objective: Objective
) -> BurnReport:
    """Return what every pair of windows says at `now_s`, as `burn_windows.evaluate` has it.

    Segments that overlap add up; what lies after `now_s` has not happened.
    """
    kept = tuple(segments)

    def last(window_s: float) -> Outcomes:
        return sum((one.within(now_s - window_s, now_s) for one in kept), NOTHING)

    windows = {window_s: last(window_s) for window_s in WINDOWS_S}
    return evaluate(windows, last(objective.period_s), objective)
