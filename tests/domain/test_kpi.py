import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.kpi import KpiAlarms, kpi_alarms, no_history
from tests.kit.kpi_streams import DAY_BINS, Floats

FEW_DAYS = 17
NOON = 16 * DAY_BINS + 72
"""A noon after the fortnight that only teaches."""


def counts(
    days: int = FEW_DAYS, *, peak: float = 400.0, ratio: float = 0.6, seed: int = 1
) -> tuple[Floats, Floats]:
    """Return events and good events of days that differ by chance alone."""
    chance = np.random.default_rng(seed)
    hour = np.arange(days * DAY_BINS) % DAY_BINS / 6
    total = chance.poisson(peak * (0.6 - 0.4 * np.cos(hour / 12 * np.pi)))
    return total.astype(np.float64), chance.binomial(total, ratio).astype(np.float64)


def with_drop(good: Floats, start: int, end: int, times: float) -> Floats:
    """Return the good events with only so many of them left from `start` to `end`."""
    fallen = good.copy()
    fallen[start:end] = np.floor(fallen[start:end] * times)
    return fallen


def alarms(total: Floats, good: Floats, bin_minutes: int = 10) -> KpiAlarms:
    return kpi_alarms(
        total.tolist(), good.tolist(), bin_minutes=bin_minutes, weekday_of_first_day=0
    )


def test_a_large_drop_is_found_in_its_first_bin() -> None:
    total, good = counts()
    assert alarms(total, with_drop(good, NOON, NOON + 18, 0.6)) == KpiAlarms((NOON,), ())


def test_a_small_drop_is_found_within_the_hour() -> None:
    total, good = counts()
    [found] = alarms(total, with_drop(good, NOON, NOON + 24, 0.88)).alarms
    assert NOON < found < NOON + 6


def test_a_rise_is_no_drop() -> None:
    total, good = counts()
    good[NOON : NOON + 18] = total[NOON : NOON + 18]
    assert alarms(total, good).alarms == ()


def test_the_first_fourteen_days_only_teach() -> None:
    total, good = counts(14)
    assert alarms(total, with_drop(good, 13 * DAY_BINS, 14 * DAY_BINS, 0.1)).alarms == ()


def test_a_series_that_is_born_late_has_its_own_fortnight() -> None:
    total, good = counts(26)
    total[: 10 * DAY_BINS] = np.nan
    early = with_drop(good, 20 * DAY_BINS, 20 * DAY_BINS + 18, 0.5)
    assert alarms(total, early).alarms == ()
    late = with_drop(good, 25 * DAY_BINS + 72, 25 * DAY_BINS + 90, 0.5)
    assert alarms(total, late).alarms == (25 * DAY_BINS + 72,)


def test_a_long_drop_alarms_once_and_a_second_one_hours_later_again() -> None:
    total, good = counts()
    fallen = with_drop(good, NOON - 60, NOON - 30, 0.4)
    assert alarms(total, with_drop(fallen, NOON, NOON + 10, 0.4)).alarms == (NOON - 60, NOON)
    assert alarms(total, with_drop(good, NOON - 60, NOON + 10, 0.4)).alarms == (NOON - 60,)


def test_a_drop_teaches_nothing_so_that_the_next_day_is_judged_by_the_days_before() -> None:
    total, good = counts(24)
    at = 72
    starts = [day * DAY_BINS + at for day in range(15, 24)]
    for start in starts:
        good = with_drop(good, start, start + 12, 0.6)
    assert alarms(total, good).alarms == tuple(starts)


def test_traffic_that_is_gone_is_no_drop_whatever_is_left_of_it() -> None:
    total, good = counts()
    gone = slice(NOON, NOON + 12)
    total[gone], good[gone] = 5.0, 0.0
    assert alarms(total, good) == KpiAlarms((), tuple(range(NOON, NOON + 12)))


def test_bins_without_events_say_nothing() -> None:
    total, good = counts()
    gone = slice(NOON, NOON + 30)
    total[gone], good[gone] = 0.0, 0.0
    assert alarms(total, good) == KpiAlarms((), tuple(range(NOON, NOON + 30)))


def test_four_times_the_events_with_the_same_ratio_are_silence() -> None:
    total, good = counts()
    total[NOON : NOON + 12] *= 4
    good[NOON : NOON + 12] *= 4
    assert alarms(total, good) == KpiAlarms((), ())


@pytest.mark.parametrize(
    ("total", "good"),
    [
        pytest.param(math.nan, 5.0, id="unknown events"),
        pytest.param(10.0, math.nan, id="unknown good events"),
        pytest.param(math.inf, 5.0, id="infinite"),
        pytest.param(-1.0, 0.0, id="negative"),
        pytest.param(10.0, -1.0, id="negative good events"),
        pytest.param(10.0, 11.0, id="more good events than events"),
    ],
)
@pytest.mark.parametrize("at", [5, NOON])
def test_counts_that_cannot_be_are_no_data(total: float, good: float, at: int) -> None:
    totals, goods = counts()
    totals[at], goods[at] = total, good
    assert alarms(totals, goods) == KpiAlarms((), (at,))


def test_null_is_not_known() -> None:
    found = kpi_alarms([None, 3.0], [1.0, None], bin_minutes=10, weekday_of_first_day=3)
    assert found == KpiAlarms((), (0, 1))


def test_nothing_at_all_is_no_alarm() -> None:
    assert kpi_alarms([], [], bin_minutes=10, weekday_of_first_day=0) == KpiAlarms((), ())


@pytest.mark.parametrize("bin_minutes", [5, 15, 30, 60])
def test_bins_of_other_lengths_have_the_same_day(bin_minutes: int) -> None:
    chance = np.random.default_rng(3)
    slots = 1440 // bin_minutes
    total = np.full(17 * slots, 60.0 * bin_minutes)
    good = chance.binomial(total.astype(int), 0.6).astype(np.float64)
    start = 16 * slots + slots // 2
    length = 180 // bin_minutes
    [found] = alarms(total, with_drop(good, start, start + length, 0.8), bin_minutes).alarms
    assert start <= found <= start + 2


def test_a_day_of_one_bin_is_judged_too() -> None:
    total = np.full(28, 50_000.0)
    good = np.full(28, 30_000.0)
    assert alarms(total, with_drop(good, 25, 26, 0.8), 1440).alarms == (25,)


@pytest.mark.parametrize("bin_minutes", [0, 7, -10, 2880])
def test_bins_that_do_not_divide_a_day_are_rejected(bin_minutes: int) -> None:
    with pytest.raises(ValueError, match="must divide a day"):
        no_history(bin_minutes)


def test_lengths_and_weekdays_that_cannot_be_are_rejected() -> None:
    with pytest.raises(ValueError, match="of one length"):
        kpi_alarms([1.0], [], bin_minutes=10, weekday_of_first_day=0)
    with pytest.raises(ValueError, match="0 to 6"):
        kpi_alarms([1.0], [1.0], bin_minutes=10, weekday_of_first_day=7)


def test_a_day_seen_piece_by_piece_is_judged_as_in_one_look() -> None:
    total, good = counts()
    good = with_drop(good, NOON, NOON + 18, 0.8)
    days = list(pairwise(range(0, total.size + 1, DAY_BINS)))
    history = no_history(10)
    for since, until in days[:-1]:
        history = history.after(history.judged(total[since:until], good[since:until]))
    since, until = days[-1]
    whole = history.judged(total[since:until], good[since:until])
    for end in (1, 73, 90, 143):
        part = history.judged(total[since : since + end], good[since : since + end])
        assert part.starts == tuple(at for at in whole.starts if at < end)


def test_what_is_no_lesson_is_judged_and_not_learned() -> None:
    total, good = counts(16)
    history = no_history(10)
    day = history.judged(total[:DAY_BINS], good[:DAY_BINS])
    is_lesson = np.arange(DAY_BINS) < 100
    learned = history.after(day, is_lesson).total[0]
    assert np.array_equal(learned > 0, is_lesson)


@pytest.mark.slow
@given(
    st.lists(
        st.one_of(st.none(), st.floats(), st.integers(0, 50).map(float)), min_size=0, max_size=400
    ),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_each_bin_is_an_alarm_no_data_or_neither(
    total: list[float | None], data: st.DataObject
) -> None:
    good = data.draw(
        st.lists(
            st.one_of(st.none(), st.floats(), st.integers(0, 50).map(float)),
            min_size=len(total),
            max_size=len(total),
        )
    )
    found = kpi_alarms(total, good, bin_minutes=120, weekday_of_first_day=0)
    assert set(found.alarms).isdisjoint(found.no_data)
    assert all(0 <= at < len(total) for at in found.alarms + found.no_data)
    for at, (all_of, good_of) in enumerate(zip(total, good, strict=True)):
        if all_of is None or good_of is None or not 0 <= good_of <= all_of < math.inf:
            assert at in found.no_data


def shaped(shift_bins: int, weekend_times: float) -> tuple[Floats, Floats]:
    """Return four weeks with a daily and a weekly shape; clocks are changed after three."""
    chance = np.random.default_rng(8)
    at = np.arange(28 * DAY_BINS)
    local = np.where(at >= 21 * DAY_BINS, at + shift_bins, at)
    hour, is_weekend = local % DAY_BINS / 6, local // DAY_BINS % 7 >= 5
    total = chance.poisson(700.0 * np.exp(np.cos((hour - 18) / 12 * np.pi) - 1.0))
    ratio = 0.6 * (1.0 + 0.04 * np.cos((hour - 3) / 12 * np.pi))
    ratio *= np.where(is_weekend, weekend_times, 1.0)
    return total.astype(np.float64), chance.binomial(total, ratio).astype(np.float64)


@pytest.mark.parametrize(
    ("shift_bins", "weekend_times"),
    [(0, 0.9), (0, 1.05), (-6, 1.0), (6, 1.0), (-6, 1.05), (6, 1.05)],
)
def test_evenings_weekends_and_changed_clocks_are_no_drop(
    shift_bins: int, weekend_times: float
) -> None:
    total, good = shaped(shift_bins, weekend_times)
    assert alarms(total, good).alarms == ()
