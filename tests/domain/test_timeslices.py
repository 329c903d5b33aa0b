import pytest

from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.timeslices import Slice, slice_outcomes, slice_state


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        (Outcomes(100, 5), Slice.GOOD),
        (Outcomes(100, 6), Slice.BAD),
        (Outcomes(20, 1), Slice.GOOD),
        (NOTHING, Slice.NO_DATA),
        (None, Slice.NO_DATA),
    ],
)
def test_a_slice_is_good_or_bad_as_a_whole(outcomes: Outcomes | None, state: Slice) -> None:
    assert slice_state(outcomes, 0.95) is state


def test_slices_without_data_count_nowhere() -> None:
    states = [Slice.GOOD, Slice.BAD, Slice.NO_DATA, Slice.GOOD]
    assert slice_outcomes(states) == Outcomes(3, 1)
