import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.simulator.metrics.increase import increases


def one(samples: list[tuple[float, float]], start_s: float, end_s: float) -> float:
    times = np.array([round(at * 1000) for at, _ in samples], dtype=np.int64)
    values = np.array([[value] for _, value in samples]).reshape(len(samples), 1)
    return float(increases(times, values, start_s * 1000, end_s * 1000)[0])


@pytest.mark.parametrize(
    ("samples", "end_s", "expected"),
    [
        ([(15, 10), (30, 20), (45, 30), (60, 40)], 60, 40.0),  # 30 in 45 s, stretched to 60 s
        ([(15, 100), (30, 110), (45, 5), (60, 15)], 60, 100 / 3),  # 10 + 5 + 10, stretched
        ([(30, 7), (45, 7), (60, 7)], 60, 0.0),
        ([(45, 3), (60, 5)], 60, 3.0),  # the left edge is far: half a gap, 2 x 22.5/15
        ([(45, 1), (60, 11)], 60, 11.0),  # it was zero 1.5 s before: 10 x 16.5/15
        ([(45, 0), (60, 10)], 60, 10.0),  # it is zero at the first sample: no stretch to the left
        ([(15, 10), (30, 20)], 60, 25.0),  # it ended: 10 x (15 + 15 + 7.5)/15
        ([(10, 5), (20, 5), (30, 2), (40, 4), (50, 1)], 60, 5 * 60 / 40),  # two resets: 2 + 2 + 1
    ],
)
def test_growth_is_what_the_rules_give_by_hand(
    samples: list[tuple[float, float]], end_s: float, expected: float
) -> None:
    assert one(samples, end_s - 60, end_s) == pytest.approx(expected)


@pytest.mark.parametrize("samples", [[], [(30, 5)]])
def test_fewer_than_two_samples_give_nothing(samples: list[tuple[float, float]]) -> None:
    assert math.isnan(one(samples, 0, 60))


def by_hand(samples: list[tuple[int, float]], start_ms: float, end_ms: float) -> float:
    """Follow promql/functions.go step by step for one series."""
    if len(samples) < 2:
        return math.nan
    (first_ms, first), (last_ms, last) = samples[0], samples[-1]
    grown, before = last - first, first
    for _, value in samples[1:]:
        if value < before:
            grown += before
        before = value
    spanned = last_ms - first_ms
    gap = spanned / (len(samples) - 1)
    to_start, to_end = first_ms - start_ms, end_ms - last_ms
    if to_start >= gap * 1.1:
        to_start = gap / 2
    if grown > 0 and first >= 0:
        to_start = min(to_start, spanned * first / grown)
    if to_end >= gap * 1.1:
        to_end = gap / 2
    return grown * (spanned + to_start + to_end) / spanned


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=3, max_size=3), max_size=12
    ),
    st.integers(1, 5000),
    st.integers(1, 5000),
)
def test_many_series_at_once_are_each_as_one_alone(
    rows: list[list[int | None]], before_ms: int, after_ms: int
) -> None:
    times = np.arange(len(rows), dtype=np.int64) * 1000
    values = np.array([[math.nan if v is None else v for v in row] for row in rows], dtype=float)
    start_ms, end_ms = -before_ms, len(rows) * 1000 + after_ms
    found = increases(times, values.reshape(len(rows), 3), start_ms, end_ms)
    for column in range(3):
        samples = [
            (1000 * at, float(v)) for at, row in enumerate(rows) if (v := row[column]) is not None
        ]
        expected = by_hand(samples, start_ms, end_ms)
        assert found[column] == pytest.approx(expected, nan_ok=True)


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=6, max_size=6),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 3_000),
)
def test_many_ranges_at_once_are_each_as_one_alone(
    ranges: list[list[int | None]], around_ms: int
) -> None:
    values = np.array([[math.nan if v is None else v for v in row] for row in ranges], dtype=float)
    values = values.reshape(len(ranges), 3, 2)
    times = np.arange(3, dtype=np.int64) * 1000 + 10_000 * np.arange(len(ranges))[:, None]
    edges = times[:, [0, -1]].astype(np.float64)
    starts, ends = edges[:, 0] - around_ms, edges[:, 1] + around_ms
    found = increases(times, values, starts, ends)
    alone = [
        increases(*one) for one in zip(times, values, starts.tolist(), ends.tolist(), strict=True)
    ]
    assert np.array_equal(found, np.array(alone), equal_nan=True)
