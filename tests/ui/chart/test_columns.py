"""Lines as pixels: nothing that matters is lost, and what is unknown breaks the line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cockpit.app.chart_view import Line
from cockpit.ui.chart.axis import axis
from cockpit.ui.chart.columns import Stroke, Strokes, gaps, is_same, nearest, path
from tests.ui.chart.lines_kit import END_S, line

PLAIN = Strokes(30.0)


@given(st.integers(8, 1_439), st.floats(-5.0, 5.0).filter(lambda v: abs(v) > 1e-3))
def test_a_spike_of_one_sample_survives(place: int, spike: float) -> None:
    values = np.zeros(1_440)
    values[place] = spike
    drawn = path(line(values, 2.5), axis(END_S, 3_600.0, 246), 2.5)
    assert spike in drawn.value


@pytest.mark.slow
@given(arrays(np.float64, st.integers(500, 900), elements=st.floats(0.0, 1.0)))
def test_lowest_and_highest_value_of_the_picture_are_those_of_the_line(values: np.ndarray) -> None:
    drawn = path(line(values, 4.0), axis(END_S, 4_000.0, 200), 4.0)
    assert drawn.value.min() == values.min()
    assert drawn.value.max() == values.max()


@given(arrays(np.float64, st.integers(2, 900), elements=st.floats(0.0, 1.0) | st.just(np.nan)))
def test_points_never_go_back_in_time_nor_leave_the_plot(values: np.ndarray) -> None:
    drawn = path(line(values, 4.0), axis(END_S, 3_600.0, 246), 4.0, PLAIN)
    assert (np.diff(drawn.x) >= 0).all()
    assert ((drawn.x >= 0) & (drawn.x <= 246)).all()
    assert np.isfinite(drawn.value).all()


@pytest.mark.slow
@given(arrays(np.float64, st.integers(2, 900), elements=st.floats(0.0, 1.0) | st.just(np.nan)))
def test_pieces_cover_every_point_in_order(values: np.ndarray) -> None:
    drawn = path(line(values, 4.0), axis(END_S, 3_600.0, 246), 4.0, PLAIN)
    covered = 0
    for piece in drawn.pieces:
        assert piece.start in {covered, covered - 1}
        covered = piece.stop
    assert covered == drawn.x.size == drawn.value.size


def test_a_short_line_keeps_every_sample_where_it_is() -> None:
    time = axis(END_S, 900.0, 246)
    given_line = line(np.linspace(0.9, 1.0, 90))
    drawn = path(given_line, time, 10.0)
    assert drawn.value.tolist() == given_line.value.tolist()
    assert drawn.x == pytest.approx([time.x(at_s) for at_s in given_line.at_s])


def test_a_falling_column_is_drawn_from_high_to_low() -> None:
    falling = path(line(np.linspace(1.0, 0.0, 720), 5.0), axis(END_S, 3_600.0, 240), 5.0)
    rising = path(line(np.linspace(0.0, 1.0, 720), 5.0), axis(END_S, 3_600.0, 240), 5.0)
    assert (np.diff(falling.value) <= 0).all()
    assert (np.diff(rising.value) >= 0).all()


def test_the_line_breaks_where_nothing_is_known() -> None:
    values = np.full(360, 0.98)
    values[100:130] = np.nan
    drawn = path(line(values), axis(END_S, 3_600.0, 246), 10.0)
    first, second = drawn.pieces
    assert first.stop == second.start
    assert drawn.x[second.start] - drawn.x[first.stop - 1] > 18


def test_old_columns_do_not_change_when_time_goes_on() -> None:
    values = np.random.default_rng(7).normal(size=721)
    at_s = np.asarray(END_S + 5.0 * np.arange(721) - 3_600.0, dtype=np.float64)
    whole = Line(at_s, values, np.full(721, 9.0))
    before = path(Line(at_s[:-1], values[:-1], whole.count[:-1]), axis(at_s[-2], 3_600.0, 240), 5.0)
    after_axis = axis(at_s[-1], 3_600.0, 240)
    after = path(whole, after_axis, 5.0)
    moved = after_axis.first - axis(at_s[-2], 3_600.0, 240).first
    seen_before = dict.fromkeys(zip((before.x - moved).tolist(), before.value, strict=True))
    kept = [pair for pair in zip(after.x.tolist(), after.value, strict=True) if 2 < pair[0] < 235]
    assert all(pair in seen_before for pair in kept)


def test_few_events_are_thin_and_what_was_found_worse_is_bad() -> None:
    counts = np.r_[np.full(180, 10.0), np.full(180, 90.0)]
    given_line = Line(line(np.ones(360)).at_s, np.ones(360), counts)
    strokes = Strokes(30.0, END_S - 600.0)
    drawn = path(given_line, axis(END_S, 3_600.0, 246), 10.0, strokes)
    assert [piece.stroke for piece in drawn.pieces] == [Stroke.THIN, Stroke.PLAIN, Stroke.BAD]
    onset_px = drawn.x[drawn.pieces[2].start]
    assert onset_px == pytest.approx(246 - 600 / 3_600 * 246, abs=2)


def test_what_was_mended_is_drawn_as_before_from_then_on() -> None:
    strokes = Strokes(0.0, END_S - 1_200.0, END_S - 600.0)
    drawn = path(line(np.ones(360)), axis(END_S, 3_600.0, 246), 10.0, strokes)
    assert [piece.stroke for piece in drawn.pieces] == [Stroke.PLAIN, Stroke.BAD, Stroke.PLAIN]
    mended_px = drawn.x[drawn.pieces[2].start]
    assert mended_px == pytest.approx(246 - 600 / 3_600 * 246, abs=2)


def test_a_piece_goes_on_from_the_last_point_of_the_one_before() -> None:
    strokes = Strokes(0.0, END_S - 600.0)
    drawn = path(line(np.ones(360)), axis(END_S, 3_600.0, 246), 10.0, strokes)
    plain, bad = drawn.pieces
    assert bad.start == plain.stop - 1


def test_a_line_before_the_axis_draws_nothing() -> None:
    old = Line(np.array([END_S - 9_000.0]), np.array([1.0]), np.array([9.0]))
    assert path(old, axis(END_S, 3_600.0, 246), 10.0).pieces == ()


def test_what_is_missing_is_a_gap_of_its_own_length() -> None:
    values = np.full(360, 0.98)
    values[100:130] = np.nan
    ((left, right),) = gaps(line(values), axis(END_S, 3_600.0, 360), 10.0)
    assert (left, right) == pytest.approx((100, 130), abs=1.1)


def test_a_line_that_stopped_leaves_a_gap_up_to_the_present() -> None:
    values = np.full(360, 0.98)
    values[300:] = np.nan
    ((left, right),) = gaps(line(values), axis(END_S, 3_600.0, 360), 10.0)
    assert left == pytest.approx(300, abs=1.1)
    assert right == 360


def test_time_before_the_first_sample_is_a_gap() -> None:
    ((left, _),) = gaps(line(np.full(180, 0.98)), axis(END_S, 3_600.0, 360), 10.0)
    assert left == 0.0


def test_the_step_that_is_not_over_yet_is_no_gap() -> None:
    time = axis(END_S + 9.0, 3_600.0, 360)
    assert [pair for pair in gaps(line(np.full(361, 1.0)), time, 10.0) if pair[1] > 350] == []


def test_no_line_at_all_is_one_gap() -> None:
    assert gaps(None, axis(END_S, 3_600.0, 246), 10.0) == [(0.0, 246.0)]


def test_a_single_missing_step_is_not_hatched() -> None:
    values = np.full(720, 0.98)
    values[100] = np.nan
    assert gaps(line(values, 5.0), axis(END_S, 3_600.0, 246), 5.0) == []


def test_the_nearest_value_is_that_of_the_step_that_holds_the_instant() -> None:
    given_line = line([0.1, 0.2, 0.3])
    assert nearest(given_line, END_S - 4.0, 10.0) == (END_S, 0.3)
    assert nearest(given_line, END_S - 10.0, 10.0) == (END_S - 10.0, 0.2)
    assert nearest(given_line, END_S + 100.0, 10.0) is None
    assert nearest(given_line, END_S - 900.0, 10.0) is None
    assert nearest(line([0.1, np.nan]), END_S, 10.0) is None
    assert nearest(None, END_S, 10.0) is None


def test_lines_are_the_same_when_they_look_the_same() -> None:
    one = line([0.1, np.nan, 0.3])
    assert is_same(one, line([0.1, np.nan, 0.3]))
    assert is_same(None, None)
    assert not is_same(one, None)
    assert not is_same(one, line([0.1, np.nan, 0.4]))
    assert not is_same(one, line([0.1, np.nan]))
    assert is_same(line([]), line([]))
