"""Alerts of the server about error budgets: the pairs of windows, and the gate for few events."""

import math
from collections.abc import Iterator
from statistics import NormalDist

from cockpit.app.rules.codes import RuleAlertCode
from cockpit.app.rules.counts import Counts
from cockpit.app.rules.labelled import Subject, alert
from cockpit.app.rules.series import SLOW, number
from cockpit.domain.burn import FEWEST_BAD_COUNT, Objective
from cockpit.domain.burn_windows import WindowPair, window_pairs
from cockpit.domain.message import message
from cockpit.domain.slo import PAGES
from cockpit.ports.rules import VALUE, Alerting
from cockpit.ports.selectors import rendered

BURN_ALERT = "CockpitBudgetBurn"
Z_ONE_SIDED = NormalDist().inv_cdf(0.95)


def burn_alert(subject: Subject, counts: Counts, pair: WindowPair) -> Alerting:
    """Return the alert of a pair: both windows burn above it, and few events prove enough."""
    threshold = number(pair.burn * counts.objective.budget_ratio)
    both = (f"{counts.bad_ratio(range_s)} > {threshold}" for range_s in (pair.long_s, pair.short_s))
    code = RuleAlertCode.BURN_SPEED if counts.bad_of == SLOW else RuleAlertCode.BURN
    burn = float(number(pair.burn))
    return alert(
        BURN_ALERT,
        "\nand\n".join((*both, *gate(counts, pair.long_s))),
        subject,
        message(code, flow=subject.name, burn=burn, window_s=pair.long_s, value=VALUE),
        is_page=pair.alert in PAGES,
        more={"promise": "speed" if counts.bad_of == SLOW else "success", "pair": pair.alert.value},
    )


def gate(counts: Counts, range_s: float) -> tuple[str, str]:
    """Return the two conditions of the gate: three bad events, and a share proved above budget.

    That Wilson's one-sided bound (see `domain.intervals.wilson`) lies above the budget b is the
    same as x - b n > z sqrt(b (1 - b) n) for x bad of n events: the bound is where the score test
    no longer rejects. PromQL has no beta function for the exact one.
    """
    budget = counts.objective.budget_ratio
    events = rendered(counts.record(counts.events_of, range_s))
    bad = rendered(counts.record(counts.bad_of, range_s))
    width = number(Z_ONE_SIDED * math.sqrt(budget * (1.0 - budget)))
    return (
        f"{bad} >= {FEWEST_BAD_COUNT}",
        f"({bad} - {number(budget)} * {events}) > {width} * sqrt({events})",
    )


def possible_pairs(objective: Objective) -> Iterator[WindowPair]:
    """Yield the pairs that can fire: no more than all events can be bad."""
    for pair in window_pairs(objective.period_s):
        if pair.burn * objective.budget_ratio < 1.0:
            yield pair


def impossible_pairs(objective: Objective) -> tuple[WindowPair, ...]:
    """Return the pairs that could never fire, because the promise is too modest for them."""
    possible = {pair.alert for pair in possible_pairs(objective)}
    return tuple(pair for pair in window_pairs(objective.period_s) if pair.alert not in possible)
