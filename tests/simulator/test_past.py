from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from cockpit.simulator.metrics.answers import ranged
from cockpit.simulator.metrics.expression import parse
from cockpit.simulator.settings import MetricsSettings, SimulationSettings
from cockpit.simulator.shop.past import Past
from cockpit.simulator.shop.series import Series
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.simulation import Simulation

DAY_S = 86_400.0
END_S = 1_800_000_000.0
STEADY = TrafficSettings(attempts_per_s=10.0, has_daily_shape=False)


def counter(name: str, version: str = "3.1.4") -> Series:
    return Series(name, (("platform", "android"), ("version", version)), "counter", 1, 0)


SEARCHES, CONVERTED = counter("shop_searches_total"), counter("shop_searches_converted_total")


def past(seed: int = 1, settings: TrafficSettings = STEADY) -> Past:
    return Past(settings, seed, end_s=END_S, length_s=28 * DAY_S)


def grown(one: Past, series: Series, start_s: float, end_s: float) -> float:
    found = one.increases([series], np.array([1000 * start_s]), np.array([1000 * end_s]))
    return float(found[0, 0])


def test_the_same_seed_has_the_same_past_and_another_one_another() -> None:
    first, same, other = past(), past(), past(seed=2)
    args = SEARCHES, END_S - DAY_S, END_S
    assert grown(first, *args) == grown(same, *args) != grown(other, *args)


def test_what_was_converted_is_the_usual_share_of_what_was_searched() -> None:
    one = past()
    searches = grown(one, SEARCHES, END_S - 7 * DAY_S, END_S)
    assert grown(one, CONVERTED, END_S - 7 * DAY_S, END_S) / searches == pytest.approx(
        0.08, rel=0.01
    )


def test_increases_side_by_side_add_up_to_the_whole() -> None:
    one = past()
    cuts = END_S - DAY_S * np.array([3.0, 2.31, 1.0, 0.5])
    parts = one.increases([SEARCHES], 1000 * cuts[:-1], 1000 * cuts[1:])
    assert parts.sum() == pytest.approx(grown(one, SEARCHES, cuts[0], cuts[-1]))


def test_evenings_are_busier_where_the_day_has_a_shape() -> None:
    one = past(settings=TrafficSettings(attempts_per_s=10.0))
    midnight_in_korea = END_S // DAY_S * DAY_S - 9 * 3600 - DAY_S
    night = grown(one, SEARCHES, midnight_in_korea + 3 * 3600, midnight_in_korea + 4 * 3600)
    evening = grown(one, SEARCHES, midnight_in_korea + 20 * 3600, midnight_in_korea + 21 * 3600)
    assert evening > 5 * night > 0


def of_flow(name: str, **labels: str) -> Series:
    given = {"flow": "checkout", "platform": "android", "version": "3.1.4", **labels}
    return Series(name, tuple(sorted(given.items())), "counter", 1, 0)


def test_a_flow_has_its_tries_how_they_ended_and_how_long_they_took() -> None:
    one, week = past(), (END_S - 7 * DAY_S, END_S)
    kind = {"payment_method": "card", "try": "first"}
    tries = grown(one, of_flow("shop_flow_attempts_total", **kind), *week)
    ok, failed = (
        grown(one, of_flow("shop_flow_results_total", **kind, result=result), *week)
        for result in ("ok", "fail")
    )
    assert tries == ok + failed
    assert failed / tries == pytest.approx(0.02, rel=0.05)
    bucket = "shop_flow_duration_seconds_bucket"
    fast, timed = (grown(one, of_flow(bucket, le=le), *week) for le in ("1.0", "+Inf"))
    assert 1 - fast / timed == pytest.approx(0.0012, rel=0.1)
    assert timed > tries


def test_the_new_version_and_other_counters_have_no_past_and_neither_has_what_comes_after() -> None:
    one = past()
    span = (END_S - DAY_S, END_S)
    assert np.isnan(grown(one, counter("shop_searches_total", "3.2.0"), *span))
    assert np.isnan(grown(one, counter("shop_attempts_total"), *span))
    assert np.isnan(grown(one, SEARCHES, END_S, END_S + 600))
    assert np.isnan(grown(one, SEARCHES, END_S - 40 * DAY_S, END_S - 39 * DAY_S))


@pytest.mark.slow
def test_a_query_over_the_start_goes_from_the_past_into_what_was_scraped_without_a_step() -> None:
    settings = SimulationSettings(
        speed=0.0,
        start_at=datetime(2026, 11, 28, 12, 3, tzinfo=UTC),
        traffic=STEADY,
        metrics=MetricsSettings(history_s=3_600.0, past_s=3 * DAY_S),
    )
    with Simulation(settings) as simulation:
        newest = int(simulation.clock.now() // 600)
        steps = (np.arange(newest - 500, newest + 1) * 600_000).astype(np.int64)
        asked = parse("sum by () (increase(shop_searches_total[10m]))")
        answer: dict[str, Any] = ranged(simulation.history, asked, steps)
    points = answer["result"][0]["values"]
    counts = np.array([float(value) for _, value in points])
    assert len(points) == pytest.approx(3 * 144 + 6, abs=2)
    assert counts[1:] == pytest.approx(counts.mean(), rel=0.04)
