"""What a constant share of failures does: when the alerts come and go, what a canary burns.

The arithmetic of chapter 5 of "The Site Reliability Workbook" (2018): an alert is detected after
(1 - target) / failures x window x burn, and resets as its short window empties.
"""

from msgspec import Struct

from cockpit.domain.burn import Objective, burn_of, exceeds
from cockpit.domain.burn_windows import BurnAlert, window_pairs


class Detection(Struct, frozen=True):
    """Seconds from the first failure until the alert fires, and from the last until it rests."""

    fires_after_s: float
    resets_after_s: float


def detections(bad_ratio: float, objective: Objective) -> dict[BurnAlert, Detection | None]:
    """Return for each alert when it fires and rests; None when it never does.

    Under steady traffic, without failures before, when `bad_ratio` of all events fail for longer
    than the short window takes. What burns exactly at the threshold never fires.
    """
    burn = burn_of(bad_ratio, objective)
    found: dict[BurnAlert, Detection | None] = dict.fromkeys(BurnAlert)
    for pair in window_pairs(objective.period_s):
        if exceeds(burn, pair.burn):
            part = pair.burn / burn
            found[pair.alert] = Detection(part * pair.long_s, (1.0 - part) * pair.short_s)
    return found


class CanaryBurn(Struct, frozen=True):
    """How fast the service burns with a canary in it, and how fast the canary's own events do.

    The latter is what the service would burn if everybody had the new version.
    """

    service: float
    new_version: float


def canary_burn(
    share: float, new_bad_ratio: float, old_bad_ratio: float, objective: Objective
) -> CanaryBurn:
    """Return both when `share` of the events go to the new version."""
    mixed_ratio = share * new_bad_ratio + (1.0 - share) * old_bad_ratio
    return CanaryBurn(burn_of(mixed_ratio, objective), burn_of(new_bad_ratio, objective))
