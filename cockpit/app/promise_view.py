"""The promises of a flow, as boards show them: burn, budget, and what a release would do."""

from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.domain.slo import SloState


class BurnView(Struct, frozen=True):
    """One pair of windows: burn rates in budgets per period, and whether the alert fires."""

    alert: str
    long_s: float
    short_s: float
    threshold: float
    long_burn: float | None
    short_burn: float | None
    is_firing: bool


class AtFullView(Struct, frozen=True):
    """What the version that goes out would burn at 100 %, told from its own events.

    `long_burn` is over the last hour of its stage, `short_burn` over the last minutes. `breaks`
    says that both lie above `threshold` on failures enough to prove it.
    """

    long_burn: float | None
    short_burn: float | None
    threshold: float
    breaks: bool


class SloView(Struct, frozen=True):
    """The promise of a flow.

    `full_budget_s` is how long a full error budget would last at the burn of now, `exhaustion_s`
    how long what is left of it does. `budget_left_ratio` is below 0 when overspent, None while it
    is not known: `budget_note` says why, or that it is that of the last `budget_known_s` of
    `period_s`. `at_full` is None unless a version goes out.
    """

    target_ratio: float
    state: SloState
    reasons: tuple[Message, ...]
    burns: tuple[BurnView, ...]
    full_budget_s: float | None
    last_hour_count: float | None
    rule_id: str
    at_full: AtFullView | None = None
    period_s: float = 30 * 86_400.0
    now_burn: float | None = None
    budget_left_ratio: float | None = None
    exhaustion_s: float | None = None
    budget_known_s: float | None = None
    budget_note: Message | None = None
