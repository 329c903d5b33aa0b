"""The values at an instant: never a value that was not known then."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cockpit.ui.chart.caption import fitting, newest, readings
from cockpit.ui.chart.ink import Ink
from tests.kit.story.setting import look, say
from tests.ui.chart.lines_kit import END_S, chart, line


def test_readings_are_those_of_the_step_that_was_pointed_at() -> None:
    values = np.linspace(0.9, 1.0, 360)
    found = readings(chart(everything=line(values)), END_S - 100.0, "3.2.0")
    assert found[0].value == pytest.approx(100 * values[-11])
    assert [one.name for one in found] == [None, "3.2.0", None]


def test_without_an_instant_they_are_the_newest() -> None:
    found = readings(chart(), None, "3.2.0")
    assert [one.value for one in found] == pytest.approx([98.0, 97.0, 420.0])


def test_values_that_are_too_old_are_not_the_newest() -> None:
    values = np.full(360, 0.98)
    values[-2:] = np.nan
    assert newest(line(values), chart()) == (END_S - 20.0, 0.98)
    values[-30:] = np.nan
    assert newest(line(values), chart()) is None
    assert newest(line(np.full(9, np.nan)), chart()) is None


def test_an_instant_without_data_has_no_value() -> None:
    values = np.full(360, 0.98)
    values[100:200] = np.nan
    found = readings(chart(everything=line(values)), END_S - 2_000.0, "3.2.0")
    assert found[0].value is None


def test_a_reading_is_bad_only_after_the_version_was_found_worse() -> None:
    given = chart(bad_from=datetime.fromtimestamp(END_S - 300.0, UTC))
    assert not readings(given, END_S - 600.0, "3.2.0")[1].is_bad
    assert readings(given, END_S - 60.0, "3.2.0")[1].is_bad
    assert readings(given, None, "3.2.0")[1].is_bad


def test_a_reading_is_good_again_once_users_are_safe() -> None:
    begun, over = (datetime.fromtimestamp(END_S - age_s, UTC) for age_s in (900.0, 300.0))
    given = chart(bad_from=begun, bad_until=over)
    assert not readings(given, END_S - 1_200.0, "3.2.0")[1].is_bad
    assert readings(given, END_S - 600.0, "3.2.0")[1].is_bad
    assert not readings(given, None, "3.2.0")[1].is_bad


def test_the_baseline_is_read_only_where_it_has_a_name() -> None:
    given = chart(baseline=line(np.full(360, 0.99)))
    assert [one.name for one in readings(given, None, "3.2.0")] == [None, "3.2.0", None]
    assert "3.1.4" in [one.name for one in readings(given, None, "3.2.0", "3.1.4")]


def test_outside_of_a_launch_p95_is_that_of_all() -> None:
    found = readings(chart(new=None, p95_new=None), None, "")
    assert [one.value for one in found] == pytest.approx([98.0, 400.0])
    assert len(readings(chart(new=None, p95=None, p95_new=None), None, "")) == 1


def test_while_nobody_has_the_new_version_p95_is_that_of_all() -> None:
    nobody = line(np.full(360, np.nan))
    assert readings(chart(new=nobody, p95_new=nobody), None, "3.2.0")[-1].value == 400.0


def test_values_that_have_no_room_are_left_out_whole_and_the_new_version_stays() -> None:
    found = readings(chart(), None, "3.2.0")
    ink = Ink(look())
    assert fitting(found, ink, say(), 400.0) == found
    rooms = [fitting(found, ink, say(), float(room_px)) for room_px in range(200, 0, -1)]
    assert {found.index(shown[0]) for shown in rooms} == {0, 1, 2}
    assert all(shown == found[-len(shown) :] for shown in rooms)
    assert rooms[-1] == found[-1:]
