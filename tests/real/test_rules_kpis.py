"""What the rules say of KPIs, played by the real promtool."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cockpit.app.rules.absence import NO_DATA_ALERT
from cockpit.app.rules.kpis import KPI_ALERT
from tests.kit.real.promtool import Rehearsal, counter, firing
from tests.kit.real.rehearsing import (
    Rehearse,
    shop,
)

DAYS, SLOT_S = 21, 600.0
SLOTS = round(86_400 / SLOT_S)


def conversion(
    fall: Callable[[int], float], traffic: Callable[[int], float] = lambda _slot: 1_000.0
) -> dict[str, Any]:
    """Return counters of a KPI with a season of a day: 3 % at night, 5 % by day."""
    draw = np.random.default_rng(11)
    tries, good = [], []
    for slot in range(DAYS * SLOTS):
        is_day = 48 <= slot % SLOTS < 132
        events = traffic(slot) * (3 if is_day else 1)
        ratio = (0.05 if is_day else 0.03) * fall(slot)
        wobble = float(draw.normal(0.0, (events * ratio * (1 - ratio)) ** 0.5))
        tries.append(events)
        good.append(min(events, max(0.0, events * ratio + wobble)))
    return {"searches_total": counter(tries), "converted_total": counter(good)}


def kpi_rehearsal(rehearse: Rehearse, series: dict[str, Any]) -> Rehearsal:
    kpi = {
        "name": "conversion",
        "source": "metrics",
        "events": "searches_total",
        "good": "converted_total",
    }
    return rehearse(shop(kpis=[kpi]), series, "kpi", every_s=SLOT_S, evaluate_s=3600)


@pytest.mark.slow
def test_a_kpi_below_its_hour_of_the_week_is_a_ticket_and_its_season_is_none(
    rehearse: Rehearse,
) -> None:
    falls = (DAYS - 1) * SLOTS + 72
    rehearsal = kpi_rehearsal(rehearse, conversion(lambda slot: 0.7 if slot >= falls else 1.0))
    fell_s = falls * SLOT_S
    rehearsal.holds_not(fell_s, f'last_over_time(ALERTS{{alertname="{KPI_ALERT}"}}[30d])')
    rehearsal.holds(fell_s + 2 * 3600, firing(KPI_ALERT, severity="ticket", kpi="conversion"))
    assert rehearsal.play() == ""


@pytest.mark.slow
def test_four_times_the_traffic_at_the_same_ratio_is_no_drop(rehearse: Rehearse) -> None:
    begins = (DAYS - 1) * SLOTS
    sale = conversion(lambda _slot: 1.0, lambda slot: 4_000.0 if slot >= begins else 1_000.0)
    rehearsal = kpi_rehearsal(rehearse, sale)
    end_s = DAYS * 86_400.0
    rehearsal.holds(end_s, "kpi:cockpit_ratio:oddness1h")
    rehearsal.holds_not(end_s, f'last_over_time(ALERTS{{alertname="{KPI_ALERT}"}}[30d])')
    assert rehearsal.play() == ""


@pytest.mark.slow
def test_traffic_that_is_gone_is_no_drop_however_few_of_the_rest_are_good(
    rehearse: Rehearse,
) -> None:
    ends = (DAYS - 1) * SLOTS
    rest = conversion(
        lambda slot: 0.5 if slot >= ends else 1.0,
        lambda slot: 150.0 if slot >= ends else 1_000.0,
    )
    rehearsal = kpi_rehearsal(rehearse, rest)
    rehearsal.holds_not(DAYS * 86_400.0, "kpi:cockpit_ratio:oddness1h")
    rehearsal.holds_not(DAYS * 86_400.0, firing(KPI_ALERT))
    assert rehearsal.play() == ""


def test_a_kpi_without_data_is_unknown_and_no_drop(rehearse: Rehearse) -> None:
    rehearsal = kpi_rehearsal(rehearse, {})
    rehearsal.holds(3600.0, firing(NO_DATA_ALERT, severity="ticket", reason="kpi"))
    rehearsal.holds_not(3600.0, firing(KPI_ALERT))
    assert rehearsal.play() == ""
