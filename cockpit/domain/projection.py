"""What a new version would do to a promise if everybody had it.

At a small share the burn of the whole service says nothing: a version that fails every time, at
1 % of the traffic, burns the budget of 99.9 % ten times as fast as allowed, which pages nobody.
What its own events fail at is what the service would burn at 100 %.
"""

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.burn import Gate, Objective, burn_rate, exceeds, low_traffic_gate
from cockpit.domain.burn_windows import NO_GATE, WindowPair, window_pairs
from cockpit.domain.outcomes import Outcomes


class Projection(Struct, frozen=True):
    """The burn of the new version's own events, over the last hour of its stage and just now.

    A burn rate is None when its window has no events or is not known. `breaks` says that at 100 %
    it would page: both windows burn above the threshold of the quickest pair, and there are
    enough failures to prove it. The gate is asked only when both do.
    """

    pair: WindowPair
    long_burn: float | None
    short_burn: float | None
    gate: Gate
    breaks: bool

    @property
    def burn(self) -> float | None:
        """The smaller one of the two, which is sure; None when one is not known."""
        if self.long_burn is None or self.short_burn is None:
            return None
        return min(self.long_burn, self.short_burn)


def projected(
    lately: Outcomes | None, minutes: Outcomes | None, objective: Objective
) -> Projection:
    """Return what the new version would burn at 100 %, from its own events at this share.

    `lately` has those since the stage began, of an hour at most; `minutes` those of its last five
    minutes, without which what was mended would stay a warning for the rest of the hour.
    """
    pair = window_pairs(objective.period_s)[0]
    long_burn = None if lately is None else burn_rate(lately, objective)
    short_burn = None if minutes is None else burn_rate(minutes, objective)
    found = Projection(pair, long_burn, short_burn, NO_GATE, breaks=False)
    if lately is None or not exceeds(found.burn or 0.0, pair.burn):
        return found
    gate = low_traffic_gate(lately, objective)
    return replace(found, gate=gate, breaks=gate.is_open)
