"""Counts as lines write them; wrong ones stand in the table of bad input."""

import pytest

from cockpit.app.decide.counts import block, listed, named
from cockpit.app.decide.fields import Place
from cockpit.domain.outcomes import Outcomes, Pair


def test_counts_are_read_by_name_and_by_place() -> None:
    assert named(Place({"bad": 1, "n": 10}, "in")) == Outcomes(10, 1)
    assert listed(Place([10, 1], "in")) == Outcomes(10, 1)


def test_a_block_is_four_counts() -> None:
    assert block(Place([5, 1, 50, 2], "in")) == Pair(Outcomes(5, 1), Outcomes(50, 2))


@pytest.mark.parametrize("unknown", [None, [None, 1, 50, 2], [5, 1, 50, None], [None] * 4])
def test_a_block_of_which_a_part_is_not_known_is_not_known(unknown: object) -> None:
    assert block(Place(unknown, "in")) is None
