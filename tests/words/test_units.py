"""Numbers, durations and instants as people read them."""

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from cockpit.words import units


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.02, "2.0 %"),
        (0.0981, "9.8 %"),
        (0.5, "50.0 %"),
        (0.995, "99.5 %"),
        (0.9995, "99.95 %"),
        (0.99999, "99.999 %"),
        (0.999999, "> 99.999 %"),
        (0.0004, "0.04 %"),
        (0.000001, "< 0.001 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
        (-0.031, "-3.1 %"),
        (1.25, "125.0 %"),
        (-1.0, "-100 %"),
    ],
)
def test_a_ratio_reads_as_a_percentage_that_tells_it_apart(value: float, shown: str) -> None:
    assert units.ratio(value) == shown


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_only_all_is_a_hundred_percent_and_only_none_is_zero(value: float) -> None:
    assert units.ratio(value) not in {"0 %", "0.0 %", "100 %", "100.0 %"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5, "5 %"), (12.5, "12.5 %"), (100.0, "100 %"), (0.1, "0.1 %")],
)
def test_a_percentage_stays_as_it_was_given(value: float, shown: str) -> None:
    assert units.percent(value) == shown


@pytest.mark.parametrize(
    ("value", "name", "shown"),
    [
        (1_234_567, "total_count", "1,234,567"),
        (-5, "", "-5"),
        (48_213, "event_id", "48213"),
        (8_080, "port", "8080"),
        (3.14159, "evidence", "3.14"),
        (31.4159, "rate", "31.4"),
        (0.00123, "p", "0.0012"),
        (12_345.678, "", "12,345.7"),
        (2.0, "", "2"),
        (math.inf, "", "∞"),
        (-math.inf, "", "-∞"),
    ],
)
def test_a_number_has_the_digits_that_mean_something(value: float, name: str, shown: str) -> None:
    assert units.number(value, name) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 B"),
        (1_023, "1,023 B"),
        (1_536, "1.5 KiB"),
        (8 * 2**20, "8 MiB"),
        (3 * 2**40, "3,072 GiB"),
    ],
)
def test_bytes_are_counted_in_the_unit_that_fits(value: float, shown: str) -> None:
    assert units.size(value) == shown


def test_milliseconds_stay_milliseconds() -> None:
    assert units.milliseconds(1_640) == "1,640 ms"


@pytest.mark.parametrize(
    ("seconds", "code", "values"),
    [
        (0, "words.seconds", {"seconds": "0"}),
        (0.034, "words.seconds", {"seconds": "0.034"}),
        (2.54, "words.seconds", {"seconds": "2.5"}),
        (12.4, "words.seconds", {"seconds": "12"}),
        (-12, "words.seconds", {"seconds": "-12"}),
        (59.7, "words.minutes", {"first": "1"}),
        (200, "words.minutes_seconds", {"first": "3", "second": 20}),
        (3_599.8, "words.hours", {"first": "1"}),
        (4_200, "words.hours_minutes", {"first": "1", "second": 10}),
        (86_399, "words.days", {"first": "1"}),
        (2 * 86_400 + 3 * 3_600 + 59, "words.days_hours", {"first": "2", "second": 3}),
        (math.inf, "words.endless", {}),
    ],
)
def test_a_duration_has_two_units_at_most(
    seconds: float, code: str, values: dict[str, object]
) -> None:
    told = units.duration(seconds)
    assert (told.code, dict(told.values)) == (code, values)


class SpelledOut(tzinfo):
    """A zone whose name is a phrase, as on Windows."""

    @override
    def utcoffset(self, _at: datetime | None) -> timedelta:
        return timedelta(hours=9)

    @override
    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta(0)

    @override
    def tzname(self, _at: datetime | None) -> str:
        return "대한민국 표준시"


AT = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        (ZoneInfo("Asia/Seoul"), "2026-11-21 10:02:03 KST"),
        (UTC, "2026-11-21 01:02:03 UTC"),
        (timezone(timedelta(hours=-3, minutes=-30)), "2026-11-20 21:32:03 UTC-03:30"),
        (SpelledOut(), "2026-11-21 10:02:03 UTC+09:00"),
    ],
)
def test_an_instant_is_shown_with_its_zone(zone: tzinfo, shown: str) -> None:
    assert units.instant(AT, zone) == shown


def test_an_instant_without_a_zone_is_given_none() -> None:
    assert units.instant(AT.replace(tzinfo=None), UTC) == "2026-11-21 01:02:03"


def test_the_first_instant_of_all_stays_where_it_is() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    assert units.instant(first, ZoneInfo("America/New_York")) == f"{first:%Y-%m-%d} 00:00:00 UTC"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 11, 21, 14, 59, tzinfo=UTC), "11-21 23:59"),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), "11-23 00:00"),
        (datetime(2025, 11, 22, 1, 2, tzinfo=UTC), "2025-11-22 10:02"),
        (datetime(2026, 11, 22, 1, 2), "2026-11-22 01:02:00"),  # noqa: DTZ001
        (datetime.max.replace(tzinfo=UTC), "9999-12-31 23:59"),
    ],
)
def test_who_reads_an_instant_on_its_day_needs_the_time_alone(at: datetime, shown: str) -> None:
    near = datetime(2026, 11, 22, 0, 10, tzinfo=ZoneInfo("Asia/Seoul"))
    assert units.moment(at, near, ZoneInfo("Asia/Seoul")) == shown


LATELY = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(LATELY, LATELY)
def test_a_short_instant_and_the_day_it_is_read_on_tell_the_whole(
    at: datetime, near: datetime
) -> None:
    shown = units.moment(at, near, UTC)
    missing = f"{near:%Y-%m-%d %H:%M}"[: 16 - len(shown)]
    assert missing + shown == f"{at:%Y-%m-%d %H:%M}"
