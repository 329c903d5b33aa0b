import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.timeslices import SliceState, slice_state


@pytest.mark.parametrize(
    ("total", "good", "state"),
    [
        (100, 95, SliceState.GOOD),
        (100, 94, SliceState.BAD),
        (10, 9, SliceState.BAD),
        (1000, 951, SliceState.GOOD),
        (1, 1, SliceState.GOOD),
        (1, 0, SliceState.BAD),
    ],
)
def test_a_slice_is_good_from_its_target_on(total: int, good: int, state: SliceState) -> None:
    assert slice_state(Outcomes(total, total - good), 0.95) is state


@pytest.mark.parametrize("nothing", [NOTHING, None])
def test_a_slice_without_events_is_neither(nothing: Outcomes | None) -> None:
    assert slice_state(nothing, 0.95) is SliceState.NO_DATA


@given(st.integers(1, 10**6), st.integers(1, 1000))
def test_exactly_the_target_is_good_whatever_the_rounding(times: int, good: int) -> None:
    outcomes = Outcomes(1000 * times, (1000 - good) * times)
    assert slice_state(outcomes, good / 1000) is SliceState.GOOD
