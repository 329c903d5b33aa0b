"""The burn alerts of the server say what the cockpit says."""

from bisect import bisect_left
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.app.plan import planned
from cockpit.app.rules.burning import (
    BURN_ALERT,
    burn_alert,
    gate,
    impossible_pairs,
    possible_pairs,
)
from cockpit.app.rules.counts import Counts, counts_of
from cockpit.app.rules.labelled import flow_subject
from cockpit.domain.burn import FEWEST_BAD_COUNT, Objective, low_traffic_gate
from cockpit.domain.burn_windows import DAY_S, HOUR_S, evaluate, window_pairs
from cockpit.domain.intervals import wilson
from cockpit.domain.outcomes import Outcomes
from tests.app.rules.written import alerts, is_true, one_flow, written

Z_95_ONE_SIDED = 1.6448536269514722
BURNS = {1: (0.48, 0.2, 0.1, 1 / 30), 28: (13.44, 5.6, 2.8, 2.8 / 3), 30: (14.4, 6, 3, 1)}


def counts_for(target: float) -> Counts:
    workspace = one_flow(flow={"slo": {"target": target}})
    (found,) = counts_of(planned(workspace).flows[0], "shop-app")
    return found


def opens(total: float, bad: float, target: float) -> bool:
    """Return whether the gate of the rules opens."""
    values = {"flow:cockpit_events:increase1h": total, "flow:cockpit_bad:increase1h": bad}
    return all(is_true(condition, values) for condition in gate(counts_for(target), HOUR_S))


def wilson_opens(total: float, bad: float, target: float) -> bool:
    low = wilson(Outcomes(total, bad), Z_95_ONE_SIDED)
    assert low is not None
    return bad >= FEWEST_BAD_COUNT and low.low > 1.0 - target


@pytest.mark.parametrize(("days", "burns"), BURNS.items())
def test_pairs_and_factors_are_those_of_the_cockpit(days: int, burns: tuple[float, ...]) -> None:
    slo = {"target": 0.999, "period_days": days}
    found = alerts(written(one_flow(flow={"slo": slo})), BURN_ALERT)
    by_pair = {one.labels["pair"]: one for one in found}
    assert tuple(by_pair) == ("page_quick", "page_slow", "ticket_quick", "ticket_slow")
    for one, burn, pair in zip(by_pair.values(), burns, window_pairs(days * DAY_S), strict=True):
        assert one.summary.value("burn") == pytest.approx(burn)
        assert one.expr.count(f"> {burn * 0.001:.12g}\n") == 2
        assert one.labels["severity"] == one.labels["pair"].split("_")[0]
        assert pair.alert.value == one.labels["pair"]


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 100_000),
    st.floats(0, 1),
    st.sampled_from([0.9, 0.97, 0.99, 0.995, 0.999, 0.9999]),
)
def test_the_gate_is_three_bad_ones_and_wilson_s_bound(
    total: int, ratio: float, target: float
) -> None:
    bad = float(round(total * ratio))
    assert opens(total, bad, target) == wilson_opens(total, bad, target)


def most_events(is_open: Callable[[int], bool], bad: int, budget: float) -> int:
    """Return with how many events so many bad ones just still open a gate."""
    return bisect_left(range(round(5 * bad / budget)), 1, lo=bad, key=lambda n: not is_open(n)) - 1


def gates_differ(budget: float, bad: int) -> tuple[int, int]:
    """Return the fewest and the most events with which only the gate of the rules opens."""
    objective = Objective(1.0 - budget, 30 * DAY_S)
    exact = most_events(
        lambda total: low_traffic_gate(Outcomes(total, bad), objective).is_open, bad, budget
    )
    bold = most_events(lambda total: wilson_opens(total, bad, 1.0 - budget), bad, budget)
    return exact + 1, bold


@pytest.mark.parametrize(
    ("budget", "bad", "odd"),
    [
        (0.05, 3, (17, 24)),
        (0.05, 5, (41, 49)),
        (0.05, 10, (111, 121)),
        (0.01, 3, (83, 120)),
        (0.01, 5, (199, 244)),
        (0.01, 10, (545, 599)),
        (0.001, 3, (819, 1199)),
        (0.001, 5, (1972, 2434)),
        (0.001, 10, (5428, 5979)),
    ],
)
def test_where_wilson_opens_and_clopper_pearson_does_not_yet(
    budget: float, bad: int, odd: tuple[int, int]
) -> None:
    """The rules are the bolder ones, by less than one failure; the exact bound follows."""
    assert gates_differ(budget, bad) == odd


def test_a_pair_that_no_outage_can_reach_is_left_out() -> None:
    modest = Objective(0.9, 30 * DAY_S)
    assert [pair.burn for pair in impossible_pairs(modest)] == [14.4]
    assert len(list(possible_pairs(modest))) == 3
    file = written(one_flow(flow={"slo": {"target": 0.9}}))
    assert {one.labels["pair"] for one in alerts(file, BURN_ALERT)} == {
        "page_slow",
        "ticket_quick",
        "ticket_slow",
    }


@given(
    st.floats(0, 0.2), st.floats(0, 0.2), st.integers(100, 10**6), st.sampled_from([0.99, 0.999])
)
def test_the_rule_pages_when_the_cockpit_does(
    long_ratio: float, short_ratio: float, total: int, target: float
) -> None:
    workspace, objective = one_flow(), Objective(target, 30 * DAY_S)
    long_bad, short_bad = round(total * long_ratio), round(total * short_ratio)
    quick = next(iter(possible_pairs(objective)))
    rule = burn_alert(flow_subject(workspace, "checkout"), counts_for(target), quick)
    values = {
        "flow:cockpit_events:increase1h": float(total),
        "flow:cockpit_bad:increase1h": float(long_bad),
        "flow:cockpit_events:increase5m": float(total),
        "flow:cockpit_bad:increase5m": float(short_bad),
    }
    fires = all(map(partial(is_true, values=values), rule.expr.split("\nand\n")))
    windows = {HOUR_S: Outcomes(total, long_bad), 300.0: Outcomes(total, short_bad)}
    report = evaluate(windows, None, objective)
    assert fires == (report.pairs[0].fires and wilson_opens(total, long_bad, target))
