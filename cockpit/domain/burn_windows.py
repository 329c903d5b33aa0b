"""The four pairs of windows in which a budget is watched, and what they say.

Google, "The Site Reliability Workbook" (2018), chapter 5, "Alerting on SLOs": multiwindow,
multi-burn-rate alerts. The threshold is budget x period / long window, as Sloth computes it.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.burn import (
    Gate,
    Objective,
    budget_left_ratio,
    burn_rate,
    exceeds,
    exhaustion_s,
    low_traffic_gate,
)
from cockpit.domain.outcomes import Outcomes

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0


class BurnAlert(StrEnum):
    """How soon somebody has to look: a page means now, a ticket means today."""

    PAGE_QUICK = "page_quick"
    PAGE_SLOW = "page_slow"
    TICKET_QUICK = "ticket_quick"
    TICKET_SLOW = "ticket_slow"


class WindowPair(Struct, frozen=True):
    """An alert that fires when both windows burn above `burn`, which spends `budget_ratio`."""

    alert: BurnAlert
    budget_ratio: float
    long_s: float
    short_s: float
    burn: float


PAIRS = (
    (BurnAlert.PAGE_QUICK, 0.02, HOUR_S, 5 * MINUTE_S),
    (BurnAlert.PAGE_SLOW, 0.05, 6 * HOUR_S, 30 * MINUTE_S),
    (BurnAlert.TICKET_QUICK, 0.10, DAY_S, 2 * HOUR_S),
    (BurnAlert.TICKET_SLOW, 0.10, 3 * DAY_S, 6 * HOUR_S),
)
NO_GATE = Gate(None, is_open=False)
WINDOWS_S = tuple(sorted({window_s for _, _, *both in PAIRS for window_s in both}))
"""Every window that `evaluate` asks for, shortest first, in seconds."""


class PairBurn(Struct, frozen=True):
    """What one pair says; a burn rate is None when its window has no events or is not known.

    The gate is asked only when the pair fires.
    """

    pair: WindowPair
    long_burn: float | None
    short_burn: float | None
    gate: Gate
    fires: bool


class BurnReport(Struct, frozen=True):
    """All pairs, the budget left and the time until it is gone at the burn of now.

    `now_burn` is the smaller one of the last hour and the last minutes: what has stopped burning
    burns no more, and what began just now has not burnt for long. None when one is not known.
    """

    pairs: tuple[PairBurn, ...]
    now_burn: float | None
    budget_left_ratio: float | None
    exhaustion_s: float | None


def window_pairs(period_s: float) -> tuple[WindowPair, ...]:
    """Return the pairs for a period: 14.4, 6, 3 and 1 for 30 days."""
    return tuple(
        WindowPair(alert, budget_ratio, long_s, short_s, budget_ratio * period_s / long_s)
        for alert, budget_ratio, long_s, short_s in PAIRS
    )


def never_firing(objective: Objective) -> tuple[WindowPair, ...]:
    """Return the pairs that stay silent even while everything fails.

    Nothing burns faster than one divided by the budget: 10 for a promise of 90 %, where the
    quickest pair waits for 14.4.
    """
    most = 1.0 / objective.budget_ratio
    return tuple(pair for pair in window_pairs(objective.period_s) if not exceeds(most, pair.burn))


def evaluate(
    windows: Mapping[float, Outcomes | None],
    period: Outcomes | None,
    objective: Objective,
    *,
    known_s: float | None = None,
) -> BurnReport:
    """Return what every pair says.

    `windows` has the events of the last so many seconds, for all of WINDOWS_S; a missing one
    is not known. `period` has those of the whole period, None when they are not known. Where
    only the last `known_s` of it are known, the budget is that of so long. A pair fires when both
    burn rates lie strictly above the threshold.
    """
    pairs = tuple(_pair_burn(pair, windows, objective) for pair in window_pairs(objective.period_s))
    left_ratio = None if period is None else budget_left_ratio(period, objective)
    hour, minutes = pairs[0].long_burn, pairs[0].short_burn
    now = None if hour is None or minutes is None else min(hour, minutes)
    spanned = objective if known_s is None else replace(objective, period_s=known_s)
    return BurnReport(pairs, now, left_ratio, exhaustion_s(now, left_ratio, spanned))


def _pair_burn(
    pair: WindowPair, windows: Mapping[float, Outcomes | None], objective: Objective
) -> PairBurn:
    long, short = windows.get(pair.long_s), windows.get(pair.short_s)
    long_burn = None if long is None else burn_rate(long, objective)
    short_burn = None if short is None else burn_rate(short, objective)
    fires = exceeds(min(long_burn or 0.0, short_burn or 0.0), pair.burn)
    gate = low_traffic_gate(long, objective) if long is not None and fires else NO_GATE
    return PairBurn(pair, long_burn, short_burn, gate, fires)
