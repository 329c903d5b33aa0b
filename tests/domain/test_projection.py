"""A new version is judged by what it would do at 100 %, not by its share of today."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.burn import Objective, burn_rate
from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.projection import projected

DAY_S = 86_400.0
CHECKOUT = Objective(0.999, 30 * DAY_S)


def test_a_version_that_always_fails_breaks_the_promise_though_one_per_cent_pages_nobody() -> None:
    new, all_versions = Outcomes(600, 600), Outcomes(60_000, 600)
    found = projected(new, Outcomes(50, 50), CHECKOUT)
    assert found.breaks
    assert found.long_burn == pytest.approx(1000)
    assert (burn_rate(all_versions, CHECKOUT) or 0.0) < found.pair.burn


def test_what_was_mended_a_while_ago_breaks_nothing_any_more() -> None:
    found = projected(Outcomes(600, 300), Outcomes(50, 0), CHECKOUT)
    assert (found.breaks, found.short_burn) == (False, 0.0)


def test_two_failures_prove_nothing_however_fast_they_burn() -> None:
    assert not projected(Outcomes(20, 2), Outcomes(20, 2), CHECKOUT).breaks
    assert projected(Outcomes(20, 3), Outcomes(20, 3), CHECKOUT).breaks


@pytest.mark.parametrize("nothing", [None, NOTHING])
def test_a_version_without_events_is_not_known(nothing: Outcomes | None) -> None:
    found = projected(nothing, nothing, CHECKOUT)
    assert (found.long_burn, found.short_burn, found.breaks) == (None, None, False)


def test_exactly_the_threshold_breaks_nothing() -> None:
    exact, above = Outcomes(100_000, 1_440), Outcomes(100_000, 1_441)
    assert not projected(exact, exact, CHECKOUT).breaks
    assert projected(above, above, CHECKOUT).breaks


@given(st.integers(1, 10_000), st.data())
def test_more_failures_never_make_it_look_better(total: int, data: st.DataObject) -> None:
    bad = data.draw(st.integers(0, total - 1))
    better, worse = Outcomes(total, bad), Outcomes(total, bad + 1)
    assert projected(worse, worse, CHECKOUT).breaks >= projected(better, better, CHECKOUT).breaks
