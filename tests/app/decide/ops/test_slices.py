from cockpit.app.decide.ops.slices import timeslices
from tests.app.decide.asking import given


def test_each_slice_has_its_state_and_the_good_ones_their_share() -> None:
    slices = [[100, 95], [100, 94], [10, 9], [0, 0], [1000, 951]]
    assert timeslices(given(slices=slices, slice_target=0.95)) == {
        "states": ["good", "bad", "bad", "no_data", "good"],
        "good_slices_ratio": 0.5,
        "good": 2,
        "bad": 2,
        "no_data": 1,
    }


def test_what_is_not_known_is_no_data() -> None:
    found = timeslices(given(slices=[None, [None, 3], [3, None]], slice_target=0.5))
    assert (found["states"], found["good_slices_ratio"]) == (["no_data"] * 3, None)
