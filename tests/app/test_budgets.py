"""What is left of a budget is told over as much of its period as the server still knows."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BudgetCode
from cockpit.app.budgets import Period, slow_period, success_period
from cockpit.app.chart_plan import ChartAsk
from cockpit.app.doubts import Desk
from cockpit.app.periods import Periods, Piece, hourly
from cockpit.app.promises import latency_promise, promise, promise_view
from cockpit.domain.codes import SloCode
from cockpit.domain.message import Message
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.slo import SloState
from cockpit.ports.errors import BadAnswerError
from cockpit.ports.metrics import Answer, Series
from cockpit.ports.sources import Contact
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import flow, workspace

HOUR_S, DAY_S = 3_600.0, 86_400.0
AN_HOUR = 60.0 * HOUR_S
WHY = Message("test.why")
Hourly = Callable[[ChartAsk, int], dict[str, float]]
"""The counts of an hour, by bound, so many hours ago; empty where the server knows none."""


def usual(ask: ChartAsk, _age: int) -> dict[str, float]:
    """Return the attempts of an hour, of which 1.5 % fail and 4 % are slow."""
    if ask.by:
        return {"1": 0.96 * AN_HOUR, "+Inf": AN_HOUR}
    return {"": 0.985 * AN_HOUR if "results" in ask.selector.metric else AN_HOUR}


def known_for(hours_count: int, told: Hourly = usual) -> Hourly:
    """Return a server that forgets what is older."""
    return lambda ask, age: told(ask, age) if age < hours_count else {}


def answered(piece: Piece, told: Hourly, newest: int) -> Answer:
    points: dict[str, list[tuple[float, float]]] = {}
    for hour in range(piece.first, piece.until + 1):
        for bound, count in told(piece.ask, newest - hour).items():
            points.setdefault(bound, []).append((hour * HOUR_S, count))
    series = tuple(
        Series({"le": bound} if bound else {}, *map(tuple, zip(*found, strict=True)))  # type: ignore[arg-type]
        for bound, found in points.items()
    )
    return Answer(series, (), Contact(NOON, 0.01, 0.0))


def laid(told: Hourly | None, table: Table | None = None, most: int = 1_000) -> tuple[Table, Desk]:
    """Return a desk after `most` pieces of the past were read; with None all are refused."""
    table = table or Table()
    periods = Periods(table.plan)
    desk = replace(table.ask(), periods=periods)
    there_s = desk.there_s("metrics")
    newest = int((there_s - 120.0) // HOUR_S)
    for _ in range(most):
        piece = periods.wanted("metrics", there_s=there_s, monotonic_s=0.0)
        if piece is None:
            break
        failed = BadAnswerError(WHY) if told is None else answered(piece, told, newest)
        periods.take(piece, failed, 0.0)
    return table, desk


def success(told: Hourly | None, most: int = 1_000) -> Period:
    table, desk = laid(told, most=most)
    return success_period(desk, table.plan.flows[0], {})


def test_a_whole_period_tells_what_is_left_of_its_budget() -> None:
    table, desk = laid(usual)
    slo = promise_view(promise(desk, table.plan.flows[0], Outcomes(300, 6)))
    assert slo.budget_left_ratio == pytest.approx(0.5, abs=0.01)
    assert (slo.budget_known_s, slo.budget_note) == (None, None)
    assert slo.exhaustion_s == pytest.approx(0.5 * 30 * DAY_S / (0.02 / 0.03), rel=0.15)


def test_a_promise_of_speed_has_its_own_budget() -> None:
    table, desk = laid(usual)
    found = latency_promise(desk, table.plan.flows[0], Outcomes(300, 9))
    assert found is not None
    assert promise_view(found).budget_left_ratio == pytest.approx(1.0 - 0.04 / 0.05, abs=0.01)


def test_of_a_server_that_forgets_the_budget_is_that_of_what_it_knows() -> None:
    table, desk = laid(known_for(12 * 24))
    slo = promise_view(promise(desk, table.plan.flows[0], Outcomes(300, 6)))
    assert slo.budget_left_ratio == pytest.approx(0.5, abs=0.01)
    assert slo.budget_known_s == 12 * DAY_S
    assert slo.budget_note is not None
    assert slo.budget_note.code == BudgetCode.KNOWN
    assert slo.exhaustion_s == pytest.approx(0.5 * 12 * DAY_S / (0.02 / 0.03), rel=0.15)


def test_a_few_hours_without_data_make_no_part_of_a_period() -> None:
    found = success(lambda ask, age: {} if 50 <= age < 60 else usual(ask, age))
    assert (found.known_s, found.note) == (None, None)


def test_of_a_few_hours_nothing_is_told() -> None:
    found = success(known_for(23))
    assert found.outcomes is None
    assert found.note is not None
    assert found.note.code == BudgetCode.SHORT
    assert found.note.value("known_s") == 23 * HOUR_S
    assert success(known_for(24)).outcomes is not None


def test_nothing_is_told_before_everything_was_read() -> None:
    found = success(usual, most=12)
    assert found.outcomes is None
    assert found.note is not None
    assert found.note.code == BudgetCode.READING


def test_what_was_refused_is_said_and_blocks_nothing_else() -> None:
    table, desk = laid(None)
    found = promise(desk, table.plan.flows[0], Outcomes(300, 6))
    slo = promise_view(found)
    assert slo.budget_left_ratio is None
    assert slo.budget_note is not None
    assert slo.budget_note.code == BudgetCode.REFUSED
    assert slo.budget_note.value("why") == WHY
    assert slo.state is SloState.OK


def test_an_overspent_budget_is_a_warning() -> None:
    def worse(ask: ChartAsk, age: int) -> dict[str, float]:
        return {"": 0.95 * AN_HOUR} if "results" in ask.selector.metric else usual(ask, age)

    table, desk = laid(worse)
    found = promise(desk, table.plan.flows[0], Outcomes(300, 6))
    assert (found.state, found.reasons[0].code) == (SloState.WARNING, SloCode.BUDGET_SPENT)
    assert promise_view(found).budget_left_ratio == pytest.approx(1.0 - 0.05 / 0.03, abs=0.02)


def test_good_events_that_nobody_counts_leave_the_budget_open() -> None:
    def without(ask: ChartAsk, age: int) -> dict[str, float]:
        return {} if "results" in ask.selector.metric else usual(ask, age)

    found = success(without)
    assert found.outcomes is None
    assert found.note is not None
    assert found.note.code == BudgetCode.SHORT


def test_where_bad_events_are_counted_none_of_them_means_none() -> None:
    bare = flow("coupon", bad="shop_flow_failures_total")
    del bare["good"]

    def flawless(ask: ChartAsk, age: int) -> dict[str, float]:
        return {} if "failures" in ask.selector.metric else usual(ask, age)

    table, desk = laid(flawless, Table(workspace(flows=[bare])))
    found = success_period(desk, table.plan.flows[0], {})
    assert found.outcomes == Outcomes(720 * AN_HOUR, 0.0)


def test_good_ends_of_what_began_an_hour_earlier_do_not_count_twice() -> None:
    def shifted(ask: ChartAsk, age: int) -> dict[str, float]:
        late = 1.01 if age % 2 else 0.96
        return {"": late * AN_HOUR if "results" in ask.selector.metric else AN_HOUR}

    found = success(shifted)
    assert found.outcomes is not None
    assert found.outcomes.bad_ratio == pytest.approx(0.015)


def test_what_came_since_the_last_hour_is_taken_from_the_windows() -> None:
    table, desk = laid(usual)
    quiet = success_period(desk, table.plan.flows[0], {})
    since_s = desk.there_s("metrics") - desk.periods.hours(_events(table), DAY_S).end_s  # type: ignore[union-attr]
    windows = {
        since_s - 1.0: Outcomes(500.0, 500.0),
        since_s + 1.0: Outcomes(9_000.0, 9_000.0),
        60.0: None,
    }
    burning = success_period(desk, table.plan.flows[0], windows)
    assert quiet.outcomes is not None
    assert burning.outcomes == quiet.outcomes + Outcomes(500.0, 500.0)


def test_bounds_are_numbers_however_they_are_written() -> None:
    def spelled(ask: ChartAsk, age: int) -> dict[str, float]:
        return {"1.0": 0.96 * AN_HOUR, "+Inf": AN_HOUR, "fast": 7.0} if ask.by else usual(ask, age)

    table, desk = laid(spelled)
    plan = table.plan.flows[0]
    assert plan.slow is not None
    assert plan.flow.latency_slo is not None
    found = slow_period(desk, plan.slow, plan.flow.latency_slo, {})
    assert found.outcomes is not None
    assert found.outcomes.bad_ratio == pytest.approx(0.04)


def test_where_nobody_reads_the_past_nothing_is_known_or_said() -> None:
    table = Table()
    desk = table.ask()
    assert success_period(desk, table.plan.flows[0], {}) == Period(None)
    found = latency_promise(desk, table.plan.flows[0], None)
    assert found is not None
    assert found.period == Period(None)


def _events(table: Table) -> ChartAsk:
    return hourly(table.plan.flows[0].success.events)


def test_a_number_that_cannot_be_is_left_out() -> None:
    def odd(ask: ChartAsk, age: int) -> dict[str, float]:
        return {"": float(np.nan)} if age == 3 else usual(ask, age)

    found = success(odd)
    assert found.outcomes is not None
    assert found.outcomes.total_count == 719 * AN_HOUR
