"""Burn rates of a told history; the expected figures are worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.burn import Objective
from cockpit.domain.burn_segments import Segment, evaluate_segments
from cockpit.domain.burn_windows import DAY_S, HOUR_S, MINUTE_S
from cockpit.domain.outcomes import Outcomes

CHECKOUT = Objective(0.999, 30 * DAY_S)
MONTH_S = 30 * DAY_S


def steady(from_s: float, to_s: float, bad_ratio: float = 0.0) -> Segment:
    """Return a thousand events a minute, of which so many are bad."""
    total = 1000.0 * (to_s - from_s) / MINUTE_S
    return Segment(from_s, to_s, Outcomes(total, total * bad_ratio))


def test_a_minute_of_full_outage_at_the_end_of_a_clean_month() -> None:
    begin_s = MONTH_S - MINUTE_S
    report = evaluate_segments(
        [steady(0, begin_s), steady(begin_s, MONTH_S, 1.0)], MONTH_S, CHECKOUT
    )
    long_burns, short_burns = [60, 360, 1440, 4320], [5, 30, 120, 360]
    assert [one.long_burn for one in report.pairs] == pytest.approx(
        [1000 / minutes for minutes in long_burns]
    )
    assert [one.short_burn for one in report.pairs] == pytest.approx(
        [1000 / minutes for minutes in short_burns]
    )
    assert [one.fires for one in report.pairs] == [True, False, False, False]
    assert report.budget_left_ratio == pytest.approx(1 - 1 / 43.2)
    assert report.exhaustion_s == pytest.approx((1 - 1 / 43.2) * MONTH_S / (1000 / 60))


def test_a_segment_that_ended_when_the_window_begins_is_not_in_it() -> None:
    over = steady(0, MONTH_S - HOUR_S, 1.0)
    report = evaluate_segments([over, steady(MONTH_S - HOUR_S, MONTH_S)], MONTH_S, CHECKOUT)
    assert (report.pairs[0].long_burn, report.pairs[0].short_burn) == (0.0, 0.0)
    assert report.pairs[1].long_burn is not None
    assert report.pairs[1].long_burn > 0


def test_a_window_whose_edge_was_worked_out_has_nothing_of_what_ended_there() -> None:
    for tenths in range(431_000, 431_100):
        now_s, edge_s = tenths / 10 * MINUTE_S, (tenths - 50) / 10 * MINUTE_S
        report = evaluate_segments([steady(0, edge_s, 1.0)], now_s, CHECKOUT)
        assert report.pairs[0].short_burn is None


def test_what_has_not_happened_yet_burns_nothing() -> None:
    later = steady(MONTH_S, MONTH_S + HOUR_S, 1.0)
    past = steady(0, MONTH_S)
    assert evaluate_segments([past, later], MONTH_S, CHECKOUT) == evaluate_segments(
        [past], MONTH_S, CHECKOUT
    )


def test_without_events_nothing_is_known_and_nothing_fires() -> None:
    report = evaluate_segments([], MONTH_S, CHECKOUT)
    assert {(one.long_burn, one.short_burn, one.fires) for one in report.pairs} == {
        (None, None, False)
    }
    assert (report.budget_left_ratio, report.exhaustion_s) == (None, None)


def test_segments_that_overlap_add_up() -> None:
    twice = evaluate_segments([steady(0, MONTH_S), steady(0, MONTH_S, 0.01)], MONTH_S, CHECKOUT)
    once = evaluate_segments([steady(0, MONTH_S, 0.005)], MONTH_S, CHECKOUT)
    assert twice.pairs[0].long_burn == pytest.approx(once.pairs[0].long_burn)


spans = st.tuples(st.integers(-(10**6), 10**6), st.integers(1, 10**6))


@given(spans, st.integers(0, 10**9), st.floats(0, 1), spans)
def test_a_part_of_a_segment_is_never_more_than_the_whole(
    span: tuple[int, int], total: int, bad_ratio: float, window: tuple[int, int]
) -> None:
    segment = Segment(span[0], sum(span), Outcomes(total, total * bad_ratio))
    part = segment.within(window[0], sum(window))
    assert part.total_count <= segment.outcomes.total_count * (1 + 1e-12)
    assert part.bad_count <= segment.outcomes.bad_count * (1 + 1e-12)
    whole = segment.within(-(10.0**7), 10.0**7)
    assert whole.total_count == pytest.approx(segment.outcomes.total_count)
