import math

import pytest

from cockpit.domain.outcomes import NO_PAIR, Outcomes, Pair, known_outcomes


def test_two_outcomes_add_up() -> None:
    assert Outcomes(10, 1) + Outcomes(5, 2) == Outcomes(15, 3)


def test_pairs_add_up_side_by_side() -> None:
    pair = Pair(Outcomes(10, 1), Outcomes(5, 2))
    assert NO_PAIR + pair + pair == Pair(Outcomes(20, 2), Outcomes(10, 4))


def test_nothing_has_no_bad_share() -> None:
    assert Outcomes(0, 0).bad_ratio is None
    assert Outcomes(8, 2).bad_ratio == 0.25


IMPOSSIBLE = [(-1, 0), (5, -1), (5, 6), (math.nan, 0), (5, math.nan), (math.inf, 0)]


@pytest.mark.parametrize(("total", "bad"), IMPOSSIBLE)
def test_counts_that_cannot_be_are_refused(total: float, bad: float) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Outcomes(total, bad)


@pytest.mark.parametrize(("total", "bad"), [*IMPOSSIBLE, (None, 0), (5, None)])
def test_counts_that_cannot_be_or_are_missing_are_not_known(
    total: float | None, bad: float | None
) -> None:
    assert known_outcomes(total, bad) is None


def test_counts_that_can_be_are_known() -> None:
    assert known_outcomes(5.0, 2.0) == Outcomes(5, 2)
