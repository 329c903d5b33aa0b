import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi_course import ALARM_SIGMAS, BEGIN, alarm_sigmas, course_after

BIN_MINUTES = 10
QUIET_BINS = 18
BADNESS = st.lists(st.one_of(st.just(math.nan), st.floats(-6, 6)), max_size=80)


def starts(*badness: float) -> tuple[int, ...]:
    return course_after(BEGIN, np.array(badness), BIN_MINUTES).starts


def test_one_bin_that_is_bad_enough_is_an_alarm_at_once() -> None:
    assert starts(0.0, ALARM_SIGMAS + 1.0) == (1,)


def test_small_surprises_add_up_to_an_alarm() -> None:
    assert starts(*[2.0] * 6) == (4,)


def test_what_chance_explains_does_not_add_up() -> None:
    assert starts(*[1.0] * 200) == ()


def test_the_bins_of_an_alarm_begin_where_the_sum_began_to_rise() -> None:
    passed = course_after(BEGIN, np.array([0.0, 2.0, 2.0, 9.0, 0.0]), BIN_MINUTES)
    assert passed.is_alarmed.tolist() == [False, True, True, True, True]
    assert passed.starts == (3,)


def test_an_alarm_may_start_anew_after_three_quiet_hours_and_not_before() -> None:
    loud, quiet = [9.0, -20.0], [0.0] * (QUIET_BINS - 1)
    assert starts(*loud, *quiet, 9.0) == (0, 19)
    assert starts(*loud, *quiet[1:], 9.0) == (0,)


def test_an_alarm_is_over_within_the_hour_after_what_it_was_about() -> None:
    long_drop = np.array([20.0] * 30 + [0.0] * 20)
    is_alarmed = course_after(BEGIN, long_drop, BIN_MINUTES).is_alarmed
    assert is_alarmed[:30].all()
    assert not is_alarmed[36:].any()


def test_the_sum_waits_through_a_short_gap_and_is_forgotten_in_a_long_one() -> None:
    rising = [3.0, 3.0]
    assert starts(*rising, *[math.nan] * (QUIET_BINS - 1), 3.0) == (QUIET_BINS + 1,)
    assert starts(*rising, *[math.nan] * QUIET_BINS, 3.0) == ()


def test_shorter_bins_need_a_larger_sum() -> None:
    assert alarm_sigmas(1) > alarm_sigmas(10) == ALARM_SIGMAS > alarm_sigmas(60) > 0.0


@given(BADNESS, st.integers(0, 80))
def test_a_course_can_be_left_and_taken_up_again_anywhere(badness: list[float], at: int) -> None:
    whole = course_after(BEGIN, np.array(badness, dtype=float), BIN_MINUTES)
    first = course_after(BEGIN, np.array(badness[:at], dtype=float), BIN_MINUTES)
    second = course_after(first.course, np.array(badness[at:], dtype=float), BIN_MINUTES)
    assert second.course == whole.course
    assert first.starts + tuple(start + at for start in second.starts) == whole.starts


@given(BADNESS, st.floats(0, 3))
def test_worse_never_adds_up_to_less(badness: list[float], more: float) -> None:
    usual = course_after(BEGIN, np.array(badness, dtype=float), BIN_MINUTES)
    worse = course_after(BEGIN, np.array(badness, dtype=float) + more, BIN_MINUTES)
    assert worse.course.sum_sigmas >= usual.course.sum_sigmas - 1e-9
    assert bool(worse.starts) >= bool(usual.starts)
