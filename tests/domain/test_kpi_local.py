"""A change of the clocks is no drop: seasons are kept by the hour that people live by."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import KpiAlarms, kpi_alarms
from cockpit.domain.kpi_local import LocalSteps

STEP_S, DAY = 600.0, 144
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Seoul")
CHANGES = {
    ("Europe/Berlin", "spring"): datetime(2026, 3, 29, tzinfo=UTC),
    ("Europe/Berlin", "autumn"): datetime(2026, 10, 25, tzinfo=UTC),
    ("America/New_York", "spring"): datetime(2026, 3, 8, tzinfo=UTC),
    ("America/New_York", "autumn"): datetime(2026, 11, 1, tzinfo=UTC),
    ("Asia/Seoul", "spring"): datetime(2026, 3, 29, tzinfo=UTC),
    ("Asia/Seoul", "autumn"): datetime(2026, 10, 25, tzinfo=UTC),
}


def first_step(at: datetime) -> int:
    return int(at.timestamp() // STEP_S) + 1


def lived(first: int, days: int, zone: ZoneInfo, seed: int, swing: float) -> np.ndarray:
    """Return events and good ones of each step, whose share follows the hour of the zone."""
    chance = np.random.default_rng(seed)
    ends = [(first + place - 0.5) * STEP_S for place in range(days * DAY)]
    local = [datetime.fromtimestamp(one, UTC).astimezone(zone) for one in ends]
    hours = np.array([one.hour + one.minute / 60 for one in local])
    total = chance.poisson(2_000 * np.exp(np.cos((hours - 17) / 24 * 2 * np.pi) - 1.0))
    ratio = 0.5 * (1.0 + swing * np.sin(hours / 24 * 2 * np.pi))
    return np.array([total, chance.binomial(total, ratio)], dtype=np.float64)


def alarms(counts: np.ndarray, first: int, steps: LocalSteps) -> KpiAlarms:
    total, begin = steps.moved(counts[0], first)
    good, _ = steps.moved(counts[1], first)
    cut = -(begin - 1) % DAY
    return kpi_alarms(
        total[cut:].tolist(), good[cut:].tolist(), bin_minutes=10, weekday_of_first_day=0
    )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "season"), CHANGES)
def test_a_change_of_the_clocks_gives_no_more_alarms_than_chance(name: str, season: str) -> None:
    zone = ZoneInfo(name)
    first = first_step(CHANGES[name, season] - timedelta(days=20))
    by_wall, by_utc = 0, 0
    for seed in range(4):
        counts = lived(first, 28, zone, seed, 0.2)
        by_wall += len(alarms(counts, first, LocalSteps(STEP_S, zone)).alarms)
        by_utc += len(alarms(counts, first, LocalSteps(STEP_S)).alarms)
    assert by_wall <= 1
    assert (by_utc > 4) == (name != "Asia/Seoul")


@given(st.sampled_from(ZONES), st.integers(0, 400 * DAY), st.integers(1, 20 * DAY))
def test_nothing_is_lost_and_nothing_is_made_up(name: str, later: int, size: int) -> None:
    steps = LocalSteps(STEP_S, ZoneInfo(name))
    first = first_step(datetime(2026, 1, 1, tzinfo=UTC)) + later
    values = np.arange(1.0, size + 1.0)
    moved, begin = steps.moved(values, first)
    assert np.nansum(moved) == values.sum()
    assert begin == min(steps.of(first), begin)
    for place in (0, size // 2, size - 1):
        assert moved[steps.of(first + place) - begin] >= values[place]


def test_an_hour_is_missing_in_spring_and_comes_twice_in_autumn() -> None:
    steps = LocalSteps(STEP_S, ZoneInfo("Europe/Berlin"))
    for at, missing, double in (
        (CHANGES["Europe/Berlin", "spring"], 6, 0),
        (CHANGES["Europe/Berlin", "autumn"], 0, 6),
    ):
        first = first_step(at)
        moved, _ = steps.moved(np.ones(DAY), first)
        assert (int(np.isnan(moved).sum()), int((moved == 2.0).sum())) == (missing, double)


def test_what_is_not_known_stays_unknown() -> None:
    steps = LocalSteps(STEP_S, ZoneInfo("Asia/Seoul"))
    moved, begin = steps.moved(np.array([1.0, np.nan, 3.0]), 1_000)
    assert begin == 1_000 + 54
    assert np.isnan(moved[1])
    assert steps.moved(np.empty(0), 7)[1] == 7


def test_without_a_zone_local_time_is_utc() -> None:
    values = np.ones(3)
    assert LocalSteps(STEP_S).moved(values, 5) == (values, 5)
    assert LocalSteps(STEP_S).of(5) == 5
