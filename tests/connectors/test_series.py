"""Series are read as Prometheus writes them, and what is no measurement is counted or refused."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.connectors.codes import MetricCode
from cockpit.connectors.decode import ShapeError
from cockpit.connectors.reply import Reply
from cockpit.connectors.series import Window, all_series
from cockpit.ports.errors import BadAnswerError
from cockpit.ports.metrics import Series
from cockpit.ports.sources import Contact
from tests.connectors.near import CLOCK

REPLY = Reply("shop", 200, {}, b"", Contact(CLOCK.now(), 0.01, 0.0), is_to_change=False)


def matrix(*result: object) -> dict[str, object]:
    return {"resultType": "matrix", "result": list(result)}


def line(*pairs: tuple[object, object], **labels: str) -> dict[str, object]:
    return {"metric": {"__name__": "up", **labels}, "values": [list(pair) for pair in pairs]}


def read(data: object, window: Window = Window()) -> tuple[tuple[Series, ...], int]:  # noqa: B008 - a frozen value
    return all_series(data, REPLY, window, 3)


def only(data: object, window: Window = Window()) -> Series:  # noqa: B008 - a frozen value
    (series,), _future_count = read(data, window)
    return series


def test_the_name_of_a_metric_is_no_label() -> None:
    assert only(matrix(line((1, "1"), job="shop"))).labels == {"job": "shop"}


def test_a_point_of_a_vector_is_a_series_of_one() -> None:
    data = {"resultType": "vector", "result": [{"metric": {}, "value": [1.5, "2"]}]}
    assert (only(data).times_s, only(data).values) == ((1.5,), (2.0,))


def test_points_come_out_in_the_order_of_time() -> None:
    series = only(matrix(line((3, "30"), (1, "10"), (2, "20"))))
    assert (series.times_s, series.values) == ((1.0, 2.0, 3.0), (10.0, 20.0, 30.0))


def test_a_window_has_its_right_end_and_not_its_left() -> None:
    data = matrix(line((10, "1"), (11, "2"), (20, "3"), (21, "4")))
    (series,), future_count = read(data, Window(after_s=10.0, until_s=20.0))
    assert (series.times_s, series.dropped_count, future_count) == ((11.0, 20.0), 0, 1)


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-Inf"])
def test_a_value_that_is_no_number_is_dropped_and_counted(value: str) -> None:
    series = only(matrix(line((1, "1"), (2, value))))
    assert (series.values, series.dropped_count) == ((1.0,), 1)


def test_of_two_points_at_one_instant_the_first_counts() -> None:
    series = only(matrix(line((1, "1"), (1, "2"))))
    assert (series.values, series.dropped_count) == ((1.0,), 1)


@pytest.mark.parametrize(
    ("pair", "field"),
    [
        pytest.param((True, "1"), "timestamp", id="a truth for a time"),
        pytest.param(("1", "1"), "timestamp", id="a text for a time"),
        pytest.param((1e12, "1"), "timestamp", id="milliseconds"),
        pytest.param((1, 1), "value", id="a number for a text"),
        pytest.param((1, "many"), "value", id="a word"),
        pytest.param((1,), "value", id="half a point"),
    ],
)
def test_a_point_of_another_shape_makes_the_answer_useless(pair: Any, field: str) -> None:
    with pytest.raises(ShapeError) as caught:
        read(matrix({"metric": {}, "values": [list(pair)]}))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (matrix(line(a="1"), line(a="2"), line(a="3"), line(a="4")), MetricCode.TOO_MANY_SERIES),
        (matrix(line(a="1"), line(a="1")), MetricCode.DOUBLE_SERIES),
        (matrix({"metric": {}, "histograms": []}), MetricCode.HISTOGRAM),
    ],
    ids=["too many", "twice", "histogram"],
)
def test_series_that_cannot_be_counted_are_refused(data: object, code: MetricCode) -> None:
    with pytest.raises(BadAnswerError) as caught:
        read(data)
    assert caught.value.message.code == code


def test_a_scalar_is_no_series() -> None:
    with pytest.raises(ShapeError):
        read({"resultType": "scalar", "result": [1, "1"]})


@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(allow_nan=True, allow_infinity=True))),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_every_point_is_kept_dropped_ahead_or_before_the_window(
    points: list[tuple[int, float]], after_s: int, until_s: int
) -> None:
    data = matrix(line(*((at_s, repr(value)) for at_s, value in points)))
    (series,), future_count = read(data, Window(after_s, until_s))
    before_count = sum(1 for at_s, _ in points if at_s <= after_s and at_s <= until_s)
    kept_count = len(series.times_s)
    assert kept_count + series.dropped_count + future_count + before_count == len(points)
    assert all(math.isfinite(value) for value in series.values)
    assert list(series.times_s) == sorted(set(series.times_s))
