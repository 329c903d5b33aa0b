"""What can break in the shop, when it does, and how badly."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """One way to break."""

    COUPON_NPE = "coupon_npe"  # new version, Android, coupon flag on: new-customer coupons fail
    PAYMENT_OUTAGE = "payment_outage"  # one payment provider is down, for every version
    SLOW_BURN = "slow_burn"  # checkout of the new version gets slower and slower
    SCRAPE_STOPPED = "scrape_stopped"  # nobody fetches the numbers any more
    RESTART = "restart"  # every counter begins again at nothing, once


STRENGTH = {  # what `strength` means, and how much it is when it is not given
    FaultKind.COUPON_NPE: 0.35,  # share of the tries with such a coupon that fail
    FaultKind.PAYMENT_OUTAGE: 0.9,  # share of the tries with that provider that fail
    FaultKind.SLOW_BURN: 0.05,  # growth of the median time, per minute
    FaultKind.SCRAPE_STOPPED: 1.0,
    FaultKind.RESTART: 1.0,
}

MAX_LATENCY_FACTOR = 6.0
PATIENCE_FACTOR = 4.0  # customers begin to leave when every twentieth payment takes two seconds
LEAVE_PER_FACTOR = 0.25
MAX_LEAVE_RATIO = 0.3


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to come: `after_s` later, and not before `at_exposure_ratio` is reached.

    `after_exposure_s` is how long after that exposure was first reached. `duration_s` None means
    until it is cleared.
    """

    kind: FaultKind
    after_s: float = 0.0
    at_exposure_ratio: float | None = None
    after_exposure_s: float = 0.0
    duration_s: float | None = None
    strength: float | None = None

    def __post_init__(self) -> None:
        if min(self.after_s, self.after_exposure_s) < 0 or (
            self.duration_s is not None and self.duration_s <= 0
        ):
            msg = "what comes after must not be negative, duration_s must be more than 0"
            raise ValueError(msg)
        if self.strength is not None and not 0 < self.strength <= 1:
            msg = f"strength must lie above 0 and not above 1, not {self.strength}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Troubles:
    """What is broken at one instant, in the terms of the traffic."""

    npe_ratio: float = 0.0
    outage_ratio: float = 0.0
    latency_factor: float = 1.0
    leave_ratio: float = 0.0
    is_scraped: bool = True
    must_restart: bool = False


@dataclass(slots=True)
class _Planned:
    fault: Fault
    asked_at_s: float
    reached_at_s: float | None = None
    began_at_s: float | None = None


class FaultPlan:
    """The faults that are to come, that are there and that are over."""

    def __init__(self, faults: Sequence[Fault], start_s: float) -> None:
        self._guard = threading.Lock()
        self._planned = [_Planned(fault, start_s) for fault in faults]

    def add(self, fault: Fault, now_s: float) -> None:
        """Plan a fault from now on."""
        with self._guard:
            self._planned.append(_Planned(fault, now_s))

    def clear(self, kind: FaultKind) -> None:
        """End every fault of a kind, planned ones too."""
        with self._guard:
            self._planned = [each for each in self._planned if each.fault.kind is not kind]

    def troubles(self, now_s: float, exposure_ratio: float) -> Troubles:
        """Begin and end what is due, and return what is broken now."""
        with self._guard:
            if not self._planned:
                return _NONE
            for each in self._planned:
                _begin(each, now_s, exposure_ratio)
            self._planned = [each for each in self._planned if not _is_over(each, now_s)]
            running = [each for each in self._planned if each.began_at_s is not None]
            restart = any(each.fault.kind is FaultKind.RESTART for each in running)
            self._planned = [each for each in self._planned if not _is_spent(each)]
        return _combined(running, now_s, restart=restart)

    def state(self, now_s: float) -> list[dict[str, object]]:
        """Return every fault that is planned or there, for people to read."""
        with self._guard:
            return [
                {
                    "kind": each.fault.kind.value,
                    "running_s": None if each.began_at_s is None else now_s - each.began_at_s,
                    "strength": _strength(each.fault),
                    "duration_s": each.fault.duration_s,
                }
                for each in self._planned
            ]


_NONE = Troubles()


def _begin(planned: _Planned, now_s: float, exposure_ratio: float) -> None:
    if planned.began_at_s is not None or now_s < planned.asked_at_s + planned.fault.after_s:
        return
    wanted = planned.fault.at_exposure_ratio
    if planned.reached_at_s is None and (wanted is None or exposure_ratio >= wanted):
        planned.reached_at_s = now_s
    reached_at_s = planned.reached_at_s
    if reached_at_s is not None and now_s >= reached_at_s + planned.fault.after_exposure_s:
        planned.began_at_s = now_s


def _is_over(planned: _Planned, now_s: float) -> bool:
    began, duration = planned.began_at_s, planned.fault.duration_s
    return began is not None and duration is not None and now_s >= began + duration


def _is_spent(planned: _Planned) -> bool:
    return planned.fault.kind is FaultKind.RESTART and planned.began_at_s is not None


def _strength(fault: Fault) -> float:
    return STRENGTH[fault.kind] if fault.strength is None else fault.strength


def _combined(running: Sequence[_Planned], now_s: float, *, restart: bool) -> Troubles:
    npe, outage, factor, scraped = 0.0, 0.0, 1.0, True
    for each in running:
        strength = _strength(each.fault)
        age_s = 0.0 if each.began_at_s is None else now_s - each.began_at_s
        match each.fault.kind:
            case FaultKind.COUPON_NPE:
                npe = max(npe, strength)
            case FaultKind.PAYMENT_OUTAGE:
                outage = max(outage, strength)
            case FaultKind.SLOW_BURN:
                factor = max(factor, min(MAX_LATENCY_FACTOR, 1 + strength * age_s / 60))
            case FaultKind.SCRAPE_STOPPED:
                scraped = False
            case FaultKind.RESTART:
                pass
    leave = min(MAX_LEAVE_RATIO, max(0.0, factor - PATIENCE_FACTOR) * LEAVE_PER_FACTOR)
    return Troubles(npe, outage, factor, leave, scraped, restart)
