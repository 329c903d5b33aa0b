import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.backfill import (
    CHUNK,
    PAST_SIZE,
    Span,
    missing_span,
    newest_span,
    untold_chunks,
)
from cockpit.app.chart_store import Steps, Track

NEWEST = 2_975_000
ALL = (Track.EVERYTHING, "")


def tell(steps: Steps, span: Span) -> None:
    counts = np.full(span.until - span.first + 1, 5.0)
    steps.put(span.first, span.until, {ALL: counts})


def never(_chunk: int) -> bool:
    return False


def test_the_last_day_is_asked_for_first() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    assert newest_span(steps, NEWEST, 2) == Span(NEWEST - CHUNK + 1, NEWEST)
    assert missing_span(steps, never) is None


def test_day_by_day_all_four_weeks_are_told_and_each_step_once() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    newest = newest_span(steps, NEWEST, 2)
    assert newest is not None
    tell(steps, newest)
    asked = 0
    while (span := missing_span(steps, never)) is not None:
        assert span.until - span.first < CHUNK
        tell(steps, span)
        asked += 1
    assert steps.is_told.all()
    assert 28 <= asked <= 29
    assert untold_chunks(steps) == []


def test_afterwards_only_what_is_new_is_asked_for() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    tell(steps, Span(steps.first, NEWEST))
    assert newest_span(steps, NEWEST, 2) is None
    steps.reach(NEWEST + 1)
    assert newest_span(steps, NEWEST + 1, 2) == Span(NEWEST - 1, NEWEST + 1)


def test_after_a_long_sleep_the_last_day_comes_first_and_the_gap_after_it() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    tell(steps, Span(steps.first, NEWEST))
    woken = NEWEST + 3 * CHUNK
    steps.reach(woken)
    newest = newest_span(steps, woken, 2)
    assert newest == Span(woken - CHUNK + 1, woken)
    tell(steps, newest)
    gap = missing_span(steps, never)
    assert gap is not None
    assert gap.first < newest.first
    assert gap.until > NEWEST


def test_a_day_that_is_put_off_does_not_hold_up_the_older_ones() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    tell(steps, Span(NEWEST - CHUNK + 1, NEWEST))
    first, second, *_ = untold_chunks(steps)
    span = missing_span(steps, lambda chunk: chunk == first)
    assert span is not None
    assert span.chunk == second


def test_days_that_are_asked_for_together_follow_each_other() -> None:
    steps = Steps(PAST_SIZE, NEWEST)
    tell(steps, Span(NEWEST - CHUNK + 1, NEWEST))
    first, second, third, *_ = untold_chunks(steps)
    alone = missing_span(steps, never, 1)
    two = missing_span(steps, never, 2)
    assert alone is not None
    assert two is not None
    assert (alone.chunk, two.chunk) == (first, first)
    assert (two.first, two.until) == (second * CHUNK, alone.until)
    apart = missing_span(steps, lambda chunk: chunk == second, 3)
    assert apart == alone
    older = missing_span(steps, lambda chunk: chunk == first, 2)
    assert older == Span(third * CHUNK, second * CHUNK + CHUNK - 1, second)


@given(st.integers(0, 3 * CHUNK), st.integers(1, 3 * CHUNK))
def test_what_is_asked_for_is_kept_and_not_yet_told(newer: int, size: int) -> None:
    steps = Steps(size, NEWEST)
    tell(steps, Span(steps.first, NEWEST))
    steps.reach(NEWEST + newer)
    span = newest_span(steps, NEWEST + newer, 0)
    if span is not None:
        tell(steps, span)
    while (missing := missing_span(steps, never)) is not None:
        assert steps.first <= missing.first <= missing.until <= steps.newest
        tell(steps, missing)
    assert newer == 0 or bool(steps.is_told.all()) or newest_span(steps, steps.newest, 0) is None
