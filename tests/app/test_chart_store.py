"""Steps of a fixed number: what is told takes its place, what is old falls out."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cockpit.app.chart_plan import ChartAsk, RatioAsks
from cockpit.app.chart_store import MOST_KEYS, Sheets, Steps, Track, folded
from cockpit.app.chart_view import Numbers
from cockpit.app.stage import Sides
from cockpit.ports.metrics import Answer, Selector, Series
from cockpit.ports.sources import Contact

ALL = (Track.EVERYTHING, "")
CONTACT = Contact(datetime(2026, 11, 23, tzinfo=UTC), 0.01, 0.0)
ASK = ChartAsk("metrics", Selector("events"), ("version",))


def numbers(*values: float) -> Numbers:
    return np.array(values, dtype=np.float64)


def test_what_was_never_told_is_not_known() -> None:
    steps = Steps(3, 10)
    assert np.isnan(steps.counts(ALL)).all()
    assert not steps.is_told.any()
    assert (steps.first, steps.wanted_from(2)) == (8, 8)


def test_told_steps_take_their_place_and_the_last_ones_are_asked_for_again() -> None:
    steps = Steps(5, 10)
    steps.put(6, 9, {ALL: numbers(1, 2, 3, 4)})
    assert np.array_equal(steps.counts(ALL), numbers(1, 2, 3, 4, np.nan), equal_nan=True)
    assert steps.is_told.tolist() == [True] * 4 + [False]
    assert steps.wanted_from(2) == 8
    steps.put(8, 10, {ALL: numbers(30, 40, 50)})
    assert steps.counts(ALL).tolist() == [1, 2, 30, 40, 50]


def test_a_track_that_is_missing_from_an_answer_is_not_known_there() -> None:
    steps = Steps(3, 3)
    steps.put(1, 3, {ALL: numbers(1, 2, 3)})
    steps.put(2, 3, {})
    assert np.array_equal(steps.counts(ALL), numbers(1, np.nan, np.nan), equal_nan=True)
    assert steps.is_told.all()


def test_going_on_forgets_the_oldest_steps_and_keeps_the_length() -> None:
    steps = Steps(3, 3)
    steps.put(1, 3, {ALL: numbers(1, 2, 3)})
    before = steps.version
    steps.reach(4)
    assert steps.version != before
    assert np.array_equal(steps.counts(ALL), numbers(2, 3, np.nan), equal_nan=True)
    steps.reach(2)  # a clock that was set back changes nothing
    assert steps.newest == 4
    steps.reach(50)
    assert np.isnan(steps.counts(ALL)).all()
    assert not steps.is_told.any()
    assert steps.keys == ()
    assert steps.wanted_from(2) == 48


def test_an_answer_that_comes_late_keeps_what_is_still_wanted() -> None:
    steps = Steps(3, 3)
    steps.reach(5)
    steps.put(1, 4, {ALL: numbers(1, 2, 3, 4)})
    assert np.array_equal(steps.counts(ALL), numbers(3, 4, np.nan), equal_nan=True)
    version = steps.version
    steps.put(1, 2, {ALL: numbers(1, 2)})
    assert steps.version == version


def test_what_comes_with_ever_new_labels_does_not_grow() -> None:
    steps = Steps(2, 2)
    many = {(Track.EVERYTHING, str(number)): numbers(1, 1) for number in range(MOST_KEYS + 1)}
    steps.put(1, 2, many)
    assert steps.keys == ()
    for start in (0, 150, 300):
        some = {(Track.EVERYTHING, str(start + n)): numbers(1, 1) for n in range(150)}
        steps.put(1, 2, some)
    assert len(steps.keys) <= MOST_KEYS


def test_series_are_added_up_by_track_and_step() -> None:
    answer = Answer(
        (
            Series({"version": "2"}, (60.0, 90.0), (5.0, 6.0)),
            Series({"version": "1"}, (30.0, 90.0), (10.0, 20.0)),
            Series({"version": "0"}, (90.0, 91.0, 120.0), (100.0, 7.0, 7.0)),
        ),
        (),
        CONTACT,
    )
    counts = folded(
        answer, 1, 3, step_s=30.0, version_label="version", sides=Sides(new="2", old="1")
    )
    expected = {
        (Track.EVERYTHING, ""): numbers(10, 5, 126),
        (Track.NEW, ""): numbers(np.nan, 5, 6),
        (Track.BASELINE, ""): numbers(10, np.nan, 20),
    }
    assert set(counts) == set(expected)
    for key, values in expected.items():
        assert np.array_equal(counts[key], values, equal_nan=True), key


def test_outside_of_a_launch_and_without_a_label_there_is_only_everything() -> None:
    answer = Answer((Series({"version": "2", "le": "1"}, (30.0,), (5.0,)),), (), CONTACT)
    for label, sides in (("version", None), (None, Sides("2", "1"))):
        counts = folded(answer, 1, 1, step_s=30.0, version_label=label, sides=sides)
        assert list(counts) == [(Track.EVERYTHING, "1")]


def test_the_thread_is_given_up_between_many_series() -> None:
    breaths: list[int] = []
    series = tuple(Series({"le": str(number)}, (30.0,), (1.0,)) for number in range(100))
    folded(
        Answer(series, (), CONTACT),
        1,
        1,
        step_s=30.0,
        version_label=None,
        sides=None,
        breathe=lambda: breaths.append(1),
    )
    assert len(breaths) >= 4


def test_a_sheet_keeps_what_the_first_values_of_a_line_cover() -> None:
    sheets = Sheets(3_600.0, 30.0, 600.0)
    steps = sheets.at(ASK, 1_000_000.0)
    assert steps.size == 120 + 20 - 1
    assert steps.newest == 33_333
    assert sheets.at(ASK, 1_000_030.0) is steps
    assert steps.newest == 33_334


@pytest.mark.parametrize(("good", "bad"), [(ASK, None), (None, ASK), (None, None)])
def test_a_ratio_is_there_once_all_of_it_is_asked_for(
    good: ChartAsk | None, bad: ChartAsk | None
) -> None:
    sheets, events = Sheets(900.0, 30.0, 600.0), ChartAsk("metrics", Selector("all"), ())
    ratio = RatioAsks(events, good, bad)
    assert sheets.of(ratio) is None
    for ask in ratio.asks:
        sheets.at(ask, 1_000.0)
    found = sheets.of(ratio)
    assert found is not None
    assert len(found.all) == len(ratio.asks)
