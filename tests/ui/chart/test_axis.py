"""The time axis: fixed columns, round times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.chart.axis import MOST_TICKS, axis, time_ticks

ENDS_S = st.floats(1.7e9, 1.9e9)
RANGES_S = st.sampled_from([900.0, 3_600.0, 21_600.0, 86_400.0])
WIDTHS = st.integers(1, 2_000)


@given(ENDS_S, RANGES_S, WIDTHS)
def test_the_newest_instant_lies_in_the_last_column(end_s: float, range_s: float, px: int) -> None:
    time = axis(end_s, range_s, px)
    assert px - 1 - 1e-3 <= time.x(end_s) <= px + 1e-3
    assert time.end_s - time.start_s == pytest.approx(range_s)


@given(ENDS_S, RANGES_S, WIDTHS, st.floats(0.0, 1.0))
def test_a_pixel_and_its_instant_are_each_others_inverse(
    end_s: float, range_s: float, px: int, share: float
) -> None:
    time = axis(end_s, range_s, px)
    assert time.x(time.at_s(share * px)) == pytest.approx(share * px, abs=1e-2)


def test_an_instant_beyond_the_edges_is_kept_inside() -> None:
    time = axis(1.79e9, 3_600.0, 240)
    assert time.at_s(-50.0) == time.start_s
    assert time.at_s(900.0) == time.end_s


def test_columns_do_not_move_while_time_goes_on_within_one() -> None:
    first = axis(1_790_000_001.0, 3_600.0, 240)
    assert axis(1_790_000_004.0, 3_600.0, 240) == first
    assert axis(1_790_000_020.0, 3_600.0, 240).first - first.first in {1, 2}


def test_a_plot_without_width_still_has_a_column() -> None:
    assert axis(1.79e9, 3_600.0, 0).width_px == 1


@given(ENDS_S, st.floats(60.0, 1e7), st.sampled_from([0.0, 32_400.0, 20_700.0, -12_600.0]))
def test_there_are_at_most_four_times_and_they_lie_inside(
    end_s: float, range_s: float, offset_s: float
) -> None:
    ticks = time_ticks(end_s - range_s, end_s, offset_s)
    assert len(ticks) <= MOST_TICKS
    assert all(end_s - range_s <= tick <= end_s for tick in ticks)


@pytest.mark.parametrize(
    ("range_s", "expected"),
    [
        (900.0, ["10:40", "10:45", "10:50"]),
        (3_600.0, ["10:00", "10:15", "10:30", "10:45"]),
        (21_600.0, ["06:00", "08:00", "10:00"]),
        (86_400.0, ["12:00", "18:00", "00:00", "06:00"]),
    ],
)
def test_times_are_round_in_the_zone_of_the_window(range_s: float, expected: list[str]) -> None:
    seoul = ZoneInfo("Asia/Seoul")
    end = datetime(2026, 11, 17, 10, 50, 51, tzinfo=seoul).timestamp()
    ticks = time_ticks(end - range_s, end, 32_400.0)
    shown = [
        datetime.fromtimestamp(tick, UTC).astimezone(seoul).strftime("%H:%M") for tick in ticks
    ]
    assert shown == expected


def test_very_long_ranges_are_cut_into_whole_days() -> None:
    ticks = time_ticks(0.0, 40 * 86_400.0, 0.0)
    assert all(tick % 86_400.0 == 0.0 for tick in ticks)
