"""A promise counted in slices of time instead of events, as OpenSLO's Timeslices."""

from collections.abc import Iterable
from enum import StrEnum

from cockpit.domain.outcomes import Outcomes


class Slice(StrEnum):
    """A slice is good or bad as a whole; without events it is neither."""

    GOOD = "good"
    BAD = "bad"
    NO_DATA = "no_data"


def slice_state(outcomes: Outcomes | None, slice_target_ratio: float) -> Slice:
    """Return GOOD when at least `slice_target_ratio` of the events of the slice were good."""
    if outcomes is None or outcomes.total_count <= 0:
        return Slice.NO_DATA
    good_count = outcomes.total_count - outcomes.bad_count
    return Slice.GOOD if good_count / outcomes.total_count >= slice_target_ratio else Slice.BAD


def slice_outcomes(states: Iterable[Slice]) -> Outcomes:
    """Return the slices as events, to burn a budget of slices; those without data count nowhere."""
    known = [state for state in states if state is not Slice.NO_DATA]
    return Outcomes(len(known), known.count(Slice.BAD))
