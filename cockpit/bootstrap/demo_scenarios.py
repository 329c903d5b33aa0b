"""What can go wrong in the demo: three faults, each of which has to be told from the others."""

from collections.abc import Mapping
from enum import StrEnum

from cockpit.simulator.shop.faults import Fault, FaultKind

SETTLED_S = 660.0
"""An outage so long after a step cannot come from the step."""

OUTAGE_S = 300.0


class Scenario(StrEnum):
    """The fault that the demo is about."""

    COUPON = "coupon"  # the release's own: the new version breaks coupons on Android
    PAYMENT = "payment"  # from outside: a payment provider is down for every version
    SLOW_BURN = "slow-burn"  # the new version gets slower and slower, long before sales show it


FAULTS: Mapping[Scenario, Fault] = {
    Scenario.COUPON: Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05),
    Scenario.PAYMENT: Fault(
        FaultKind.PAYMENT_OUTAGE,
        at_exposure_ratio=0.01,
        after_exposure_s=SETTLED_S,
        duration_s=OUTAGE_S,
    ),
    Scenario.SLOW_BURN: Fault(FaultKind.SLOW_BURN, at_exposure_ratio=0.05),
}

BAKE_S: Mapping[Scenario, float] = {
    Scenario.COUPON: 120,
    Scenario.PAYMENT: 900,
    Scenario.SLOW_BURN: 120,
}
"""How long a stage lasts at least; the outage has to come while one lasts."""
