"""What 36 KPIs with four weeks of history cost the core lane: to learn them, and at each look."""

import time

import numpy as np

from cockpit.app.backfill import CHUNK, PAST_SIZE, PAST_STEP_S
from cockpit.app.chart_plan import ChartPlan, charted
from cockpit.app.chart_store import Sheets, Track
from cockpit.app.kpi_guards import KpiGuards
from cockpit.app.plan import planned
from cockpit.domain.outcomes import Outcomes
from tests.bench.figures import line, percentile, target
from tests.kit.monitoring import workspace

SERIES = 36
LOOKS = 20
LOOK_MS, SLICE_MS = 20.0, 2.0
NEWEST = 20_700 * CHUNK + 40
ALL = (Track.EVERYTHING, "")
EVENTS = 1_000.0


def main() -> None:
    """Measure and print."""
    plan = charted(planned(workspace(kpis=[_kpi(number) for number in range(SERIES)])))
    past = Sheets(PAST_SIZE * PAST_STEP_S, PAST_STEP_S, PAST_STEP_S)
    slices_s: list[float] = []
    since_s = [time.thread_time()]

    def breathe() -> None:
        now_s = time.thread_time()
        slices_s.append(now_s - since_s[0])
        since_s[0] = now_s

    guards = KpiGuards(plan, past, lambda _ratio: True, breathe)
    chance = np.random.default_rng(1)
    _tell(plan, past, chance, NEWEST - PAST_SIZE + 1, NEWEST)

    learning_s, is_done = [], False
    while not is_done:
        since_s[0] = began_s = time.thread_time()
        is_done = _look(plan, guards, NEWEST)
        learning_s.append(time.thread_time() - began_s)
    print(line("a look while weeks are being learned", learning_s, pct=99))
    longest_ms = percentile(slices_s, 99) * 1000
    print(target("a day learned, p99 of the slices", longest_ms, SLICE_MS, "ms"))

    same_s, new_s = list[float](), list[float]()
    for number in range(1, LOOKS + 1):
        newest = NEWEST + number
        _tell(plan, past, chance, newest, newest)
        for kept in (new_s, same_s):
            began_s = time.thread_time()
            _look(plan, guards, newest)
            kept.append(time.thread_time() - began_s)
    print(line("36 KPIs, nothing new", same_s, pct=99))
    print(line("36 KPIs, a new bin of each", new_s, pct=99))
    print(target("36 KPIs judged", percentile(new_s, 99) * 1000, LOOK_MS, "ms"))


def _look(plan: ChartPlan, guards: KpiGuards, newest: int) -> bool:
    """Look at every KPI once; True when all have learned all weeks."""
    guards.begin_look()
    now_s, window = newest * PAST_STEP_S, Outcomes(EVENTS, 0.4 * EVENTS)
    taught = [guards.taught(one.kpi.name, now_s) for one in plan.kpis]
    for one in plan.kpis:
        guards.now(one.kpi.name, window, now_s - PAST_STEP_S / 2)
    return all(one.is_enough for one in taught)


def _tell(
    plan: ChartPlan, past: Sheets, chance: np.random.Generator, first: int, until: int
) -> None:
    size = until - first + 1
    for one in plan.kpis:
        good = chance.binomial(int(EVENTS), 0.6, size).astype(np.float64)
        for ask, counts in zip(one.ratio.asks, (np.full(size, EVENTS), good), strict=True):
            past.at(ask, until * PAST_STEP_S).put(first, until, {ALL: counts})


def _kpi(number: int) -> dict[str, str]:
    return {
        "name": f"kpi_{number}",
        "source": "metrics",
        "events": f'shop_visits_total{{page="{number}"}}',
        "good": f'shop_orders_total{{page="{number}"}}',
    }


if __name__ == "__main__":
    main()
