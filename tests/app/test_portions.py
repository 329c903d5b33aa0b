"""More is asked for at a time only where a source has shown that it answers at once."""

import pytest

from cockpit.app.portions import QUICK_S, Portions


def test_whole_portions_that_come_at_once_double_what_is_asked_for() -> None:
    portions, asked = Portions(1, 7), list[int]()
    for _ in range(5):
        asked.append(portions.of("metrics"))
        portions.told("metrics", asked[-1], QUICK_S)
    assert asked == [1, 2, 4, 7, 7]
    assert portions.of("other") == 1


def test_a_short_portion_that_comes_at_once_changes_nothing() -> None:
    portions = Portions(2, 8)
    portions.told("metrics", 2, 0.0)
    portions.told("metrics", 1, 0.0)
    assert portions.of("metrics") == 4


@pytest.mark.parametrize("is_slow", [True, False])
def test_after_a_slow_answer_or_none_the_least_is_asked_for(is_slow: bool) -> None:
    portions = Portions(2, 8)
    portions.told("metrics", 2, 0.0)
    if is_slow:
        portions.told("metrics", 4, 2 * QUICK_S)
    else:
        portions.failed("metrics")
    assert portions.of("metrics") == 2
