"""What can be chosen about the shop."""

from dataclasses import dataclass

from cockpit.simulator.shop.faults import Fault


@dataclass(frozen=True, slots=True)
class TrafficSettings:
    """How busy the shop is and what it releases.

    `attempts_per_s` counts first tries at checkout in the mean of a week; without a daily shape
    it is the same at all hours. With `init_counters` every series begins at 0 instead of
    appearing when it is first counted. What makes checkout slow is behind `checkout_flag`.
    """

    attempts_per_s: float = 60.0
    has_daily_shape: bool = True
    init_counters: bool = False
    baseline_version: str = "3.1.4"
    new_version: str = "3.2.0"
    is_deployed: bool = True
    release_flag: str = "release_3_2_0"
    coupon_flag: str = "coupon_v2"
    checkout_flag: str = "checkout_v2"
    faults: tuple[Fault, ...] = ()
