"""Streams of a KPI as scripts send them; how well drops are found is simulated for the domain."""

import pytest

from cockpit.app.decide.ops.kpi import stream
from tests.app.decide.asking import given, wrong_field

WEEKS, BINS = 3, 144
DAYS = WEEKS * 7


def steady(ratio: float = 0.9) -> tuple[list[int | None], list[int | None]]:
    """Return three weeks of a thousand events every ten minutes."""
    return [1000] * (DAYS * BINS), [round(1000 * ratio)] * (DAYS * BINS)


def told(n: list[int | None], good: list[int | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = stream(given(bin_minutes=10, weekday_of_first_day=2, n=n, good=good))
    alarms, no_data = found["alarms"], found["no_data"]
    assert isinstance(alarms, tuple)
    assert isinstance(no_data, tuple)
    return alarms, no_data


def test_a_steady_ratio_is_silence() -> None:
    assert told(*steady()) == ((), ())


def test_a_deep_drop_is_an_alarm_at_once() -> None:
    n, good = steady()
    start = 20 * BINS + 60
    good[start : start + 18] = [500] * 18
    assert told(n, good)[0] == (start,)


def test_what_is_not_known_or_gone_is_no_data_and_no_alarm() -> None:
    n, good = steady()
    at = 20 * BINS
    n[at], good[at + 1], n[at + 2], good[at + 2] = None, None, 0, 0
    assert told(n, good) == ((), (at, at + 1, at + 2))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"bin_minutes": 7}, "in.bin_minutes"),
        ({"bin_minutes": 0}, "in.bin_minutes"),
        ({"bin_minutes": 2880}, "in.bin_minutes"),
        ({"bin_minutes": 2.5}, "in.bin_minutes"),
        ({"weekday_of_first_day": 7}, "in.weekday_of_first_day"),
        ({"weekday_of_first_day": -1}, "in.weekday_of_first_day"),
        ({"weekday_of_first_day": "Mon"}, "in.weekday_of_first_day"),
        ({"n": [1]}, "in.good"),
        ({"n": [1, -1]}, "in.n[1]"),
        ({"n": [1, "1"]}, "in.n[1]"),
        ({"good": [1, 3]}, "in.good[1]"),
        ({"good": [1, True]}, "in.good[1]"),
        ({"n": [None, 2], "good": [-1, 2]}, "in.good[0]"),
    ],
    ids=str,
)
def test_what_cannot_be_is_told(fields: dict[str, object], field: str) -> None:
    fine = {"bin_minutes": 10, "weekday_of_first_day": 0, "n": [1, 2], "good": [1, 2]}
    assert wrong_field("kpi.stream", **{**fine, **fields}) == field
