"""Lines: moving shares that break where something is not known."""

import numpy as np
import pytest

from cockpit.app.chart_lines import moving, p95_line, ratio_line
from cockpit.app.chart_store import RatioSteps, Steps, Track
from cockpit.app.chart_view import Line, Numbers

AT_S = np.arange(1, 5, dtype=np.float64)
NAN = np.nan


def steps(first: int = 1, n: tuple[float, ...] | None = None) -> Steps:
    made = Steps(4, 4)
    made.put(first, 4, {} if n is None else {(Track.EVERYTHING, ""): np.array(n)})
    return made


def line(window: int, ratio: RatioSteps, track: Track = Track.EVERYTHING) -> Line:
    return ratio_line(AT_S, window, track, ratio)


def same(found: Numbers, *values: float) -> bool:
    return bool(np.allclose(found, np.array(values), equal_nan=True))


def test_each_value_covers_the_last_steps_of_its_window() -> None:
    found = line(2, RatioSteps(steps(n=(10, 10, 20, 20)), good=steps(n=(10, 5, 20, 10))))
    assert same(found.value, 1.0, 0.75, 25 / 30, 0.75)
    assert same(found.count, 10, 20, 30, 40)


def test_a_step_that_is_not_known_breaks_the_line_and_those_after_go_on_without_it() -> None:
    found = line(2, RatioSteps(steps(n=(10, NAN, 20, 20)), good=steps(n=(10, 5, 20, 10))))
    assert same(found.value, 1.0, NAN, 1.0, 0.75)
    assert same(found.count, 10, 0, 20, 40)
    assert found.last == pytest.approx(0.75)


def test_good_events_that_nobody_told_of_break_the_line() -> None:
    found = line(1, RatioSteps(steps(n=(10, 10, 10, 10)), good=steps(first=3, n=(9, 9))))
    assert same(found.value, NAN, NAN, 0.9, 0.9)


def test_bad_events_without_a_series_are_none_but_untold_ones_are_not_known() -> None:
    events = steps(n=(10, 10, 10, 10))
    assert same(line(1, RatioSteps(events, bad=steps())).value, 1, 1, 1, 1)
    assert same(line(1, RatioSteps(events, bad=steps(n=(NAN, 1, 2, 20)))).value, 1, 0.9, 0.8, 0)
    assert np.isnan(line(1, RatioSteps(events, bad=Steps(4, 4))).value).all()


def test_with_neither_good_nor_bad_ones_all_are_good() -> None:
    assert same(line(1, RatioSteps(steps(n=(1, 2, 3, 4)))).value, 1, 1, 1, 1)


def test_a_version_of_which_nothing_went_well_is_at_zero_while_others_have_good_ones() -> None:
    events, good = Steps(4, 4), Steps(4, 4)
    new, all_ = (Track.NEW, ""), (Track.EVERYTHING, "")
    events.put(1, 4, {new: np.full(4, 5.0), all_: np.full(4, 50.0)})
    good.put(1, 4, {all_: np.array([45.0, 45.0, NAN, 45.0])})
    assert same(line(1, RatioSteps(events, good), Track.NEW).value, 0, 0, NAN, 0)


def test_steps_without_events_have_no_share() -> None:
    found = line(2, RatioSteps(steps(n=(0, 0, 4, 0)), good=steps(n=(0, 0, 4, 0))))
    assert same(found.value, NAN, NAN, 1.0, 1.0)


def test_estimates_of_good_ones_beyond_all_are_no_more_than_all() -> None:
    assert same(line(1, RatioSteps(steps(n=(9,) * 4), good=steps(n=(10,) * 4))).value, 1, 1, 1, 1)


def test_nobody_can_write_to_a_line() -> None:
    found = line(1, RatioSteps(steps(n=(1, 2, 3, 4))))
    for array in (found.at_s, found.value, found.count):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def histogram(**bounds: tuple[float, ...]) -> Steps:
    made = Steps(4, 4)
    names = {"half": "0.5", "one": "1", "one_again": "1.0", "inf": "+Inf", "odd": "odd"}
    made.put(1, 4, {(Track.EVERYTHING, names[key]): np.array(v) for key, v in bounds.items()})
    return made


def test_the_95th_percentile_is_interpolated_in_the_buckets_of_its_window() -> None:
    buckets = histogram(half=(90, 90, 50, NAN), one=(100, 100, 100, NAN), inf=(100,) * 3 + (NAN,))
    found = p95_line(AT_S, 2, Track.EVERYTHING, buckets)
    assert same(found.value, 0.75, 0.75, 0.5 + 0.5 * 50 / 60, NAN)
    assert same(found.count, 100, 200, 200, 0)


def test_a_bound_written_in_two_ways_is_one_and_what_is_no_number_is_left_out() -> None:
    buckets = histogram(one=(60,) * 4, one_again=(40,) * 4, inf=(100,) * 4, odd=(7,) * 4)
    assert same(p95_line(AT_S, 1, Track.EVERYTHING, buckets).value, *(0.95,) * 4)


def test_without_buckets_there_is_no_percentile() -> None:
    assert np.isnan(p95_line(AT_S, 1, Track.NEW, histogram(inf=(5,) * 4)).value).all()
    assert np.isnan(p95_line(AT_S, 1, Track.EVERYTHING, histogram(one=(5,) * 4)).value).all()


def test_moving_sums_never_fall_below_nothing() -> None:
    values = np.array([1e15, 0.1, 0.2, 0.0, 0.0])
    assert (moving(values, 1, 4) >= 0).all()
    assert same(moving(np.array([1.0, 2.0, 3.0, 4.0]), 3, 2), 6, 9)
