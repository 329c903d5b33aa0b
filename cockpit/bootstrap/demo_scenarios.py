"""What can go wrong in the demo: three faults, each of which has to be told from the others."""

from collections.abc import Mapping
from enum import StrEnum

from cockpit.simulator.shop.faults import Fault, FaultKind

SETTLED_S = 660.0
"""An outage so long after a step cannot come from the step."""

OUTAGE_S = 300.0

A_MINUTE = 0.12
"""So much of its usual time longer checkout takes after each minute in which everybody has the new
version: something fills up that only all of them can fill."""

USUAL_SPEED = "latency_slo: {target: 0.95, faster_than_s: 1}"
TIGHT_SPEED = "latency_slo: {target: 0.998, faster_than_s: 1}"
USUAL_LEVEL = "p95: {above_s: 2, clear_below_s: 1.5}"
HIGH_LEVEL = "p95: {above_s: 4, clear_below_s: 3}"
"""How fast checkout is promised to be, and from where on a single figure alerts beside that: in
this team promises tell, and levels are a net below them."""


class Scenario(StrEnum):
    """The fault that the demo is about."""

    COUPON = "coupon"  # the release's own: the new version breaks coupons on Android
    PAYMENT = "payment"  # from outside: a payment provider is down for every version
    SLOW_BURN = "slow-burn"  # slower and slower once all have it: told before sales show it


FAULTS: Mapping[Scenario, Fault] = {
    Scenario.COUPON: Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05),
    Scenario.PAYMENT: Fault(
        FaultKind.PAYMENT_OUTAGE,
        at_exposure_ratio=0.01,
        after_exposure_s=SETTLED_S,
        duration_s=OUTAGE_S,
    ),
    Scenario.SLOW_BURN: Fault(FaultKind.SLOW_BURN, at_exposure_ratio=1.0, strength=A_MINUTE),
}

BAKE_S: Mapping[Scenario, float] = {
    Scenario.COUPON: 120,
    Scenario.PAYMENT: 900,
    Scenario.SLOW_BURN: 120,
}
"""How long a stage lasts at least; the outage has to come while one lasts."""


def promised(scenario: Scenario, workspace: str) -> str:
    """Return the text of the example workspace with what this team promises and waits for."""
    if scenario is Scenario.SLOW_BURN:  # checkout comes first
        workspace = workspace.replace(USUAL_SPEED, TIGHT_SPEED, 1)
        workspace = workspace.replace(USUAL_LEVEL, HIGH_LEVEL)
    return workspace.replace("bake_s: 1800", f"bake_s: {BAKE_S[scenario]:g}")
