"""How fast an error budget is being spent, and when it will be gone."""

import math

from msgspec import Struct

from cockpit.domain.intervals import lower_bound
from cockpit.domain.outcomes import Outcomes

FEWEST_BAD_COUNT = 3


class Objective(Struct, frozen=True):
    """A promise to users: `target_ratio` of all events are good, over any `period_s` seconds."""

    target_ratio: float
    period_s: float

    def __post_init__(self) -> None:
        if not 0.0 < self.target_ratio < 1.0:
            msg = f"target_ratio must lie between 0 and 1, not {self.target_ratio}"
            raise ValueError(msg)
        if not self.period_s > 0:
            msg = f"period_s must be above 0, not {self.period_s}"
            raise ValueError(msg)

    @property
    def budget_ratio(self) -> float:
        """The share of events that may be bad."""
        return 1.0 - self.target_ratio


def burn_of(bad_ratio: float, objective: Objective) -> float:
    """Return how many budgets per period a constant `bad_ratio` spends."""
    return bad_ratio / objective.budget_ratio


def exceeds(burn: float, threshold: float) -> bool:
    """Return whether `burn` lies strictly above `threshold`, rounding errors aside."""
    return burn > threshold and not math.isclose(burn, threshold, rel_tol=1e-9)


def burn_rate(outcomes: Outcomes, objective: Objective) -> float | None:
    """Return how fast the budget is spent, in budgets per period; None without events.

    1.0 spends the whole budget exactly when the period ends; 14.4 spends that of 30 days in
    50 hours.
    """
    bad_ratio = outcomes.bad_ratio
    return None if bad_ratio is None else burn_of(bad_ratio, objective)


def budget_left_ratio(period: Outcomes, objective: Objective) -> float | None:
    """Return the unspent part of the budget; below 0 when overspent, None without events.

    `period` holds the events of the last `period_s`.
    """
    spent = burn_rate(period, objective)
    return None if spent is None else 1.0 - spent


def exhaustion_s(
    burn: float | None, left_ratio: float | None, objective: Objective
) -> float | None:
    """Return the seconds until the budget is gone at this burn rate.

    None when nothing burns or nothing is known. As old failures leave the period meanwhile,
    the budget may last longer.
    """
    if burn is None or left_ratio is None or burn <= 0:
        return None
    return max(0.0, left_ratio) * objective.period_s / burn


class Gate(Struct, frozen=True):
    """Whether few events are enough to wake somebody.

    `lower_burn` is the burn rate that the failures prove, being 95 % sure; None without events.
    """

    lower_burn: float | None
    is_open: bool


def low_traffic_gate(outcomes: Outcomes, objective: Objective) -> Gate:
    """Return a gate that opens from three failures on, if they prove more than the budget.

    Without it a single failure in a quiet night reads as a burn rate of a hundred.
    """
    lower_ratio = lower_bound(outcomes)
    if lower_ratio is None:
        return Gate(None, is_open=False)
    is_proved = lower_ratio > objective.budget_ratio
    return Gate(
        burn_of(lower_ratio, objective), is_proved and outcomes.bad_count >= FEWEST_BAD_COUNT
    )
