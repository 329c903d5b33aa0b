"""Slices of time that kept their promise or broke it, the budgeting method Timeslices of OpenSLO.

A slice is good when its share of good events reaches the target of slices; a budget is then
counted in slices, so that one minute at night weighs as much as one at noon.
"""

import math
from enum import StrEnum

from cockpit.domain.outcomes import Outcomes


class SliceState(StrEnum):
    """NO_DATA: nothing happened or nothing is known, which is neither good nor bad."""

    GOOD = "good"
    BAD = "bad"
    NO_DATA = "no_data"


def slice_state(outcomes: Outcomes | None, target_ratio: float) -> SliceState:
    """Return whether at least `target_ratio` of the slice's events were good."""
    bad_ratio = None if outcomes is None else outcomes.bad_ratio
    if bad_ratio is None:
        return SliceState.NO_DATA
    good_ratio = 1.0 - bad_ratio
    reached = good_ratio >= target_ratio or math.isclose(good_ratio, target_ratio, rel_tol=1e-12)
    return SliceState.GOOD if reached else SliceState.BAD
