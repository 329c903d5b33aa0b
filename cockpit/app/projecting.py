"""What the version that goes out does to a promise, and how much of its launch is to come."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.app.counting import PartBlocks, summed
from cockpit.app.doubts import Desk
from cockpit.app.plan import SHOWN_S, Part
from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import HOUR_S
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.projection import Projection, projected
from cockpit.domain.standings import LaunchPhase
from cockpit.ports.workspace import Rollout

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


UNDER_WAY = frozenset({LaunchPhase.DEPLOYED, LaunchPhase.STAGE, LaunchPhase.WATCHING})


def projection(
    desk: Desk,
    launch: "Launch | None",
    objective: Objective,
    part: Part,
    count: Callable[[Sequence[float]], PartBlocks],
) -> Projection | None:
    """Return what the new version would do to the promise at 100 %.

    `part` is what the promise is about, `count` counts it between instants of its source. None
    without a launch, while nobody is exposed to it, and once everybody is: then the burn of the
    service says it all.
    """
    until_s = desk.counting.until_s(part)
    if launch is None or until_s is None:
        return None
    from cockpit.domain.launch import ALL_PCT  # read with the launch

    if not 0.0 < launch.exposure_pct < ALL_PCT:
        return None
    begun_s = desk.there_s(part.events.source, launch.since_at)

    def of_last(window_s: float) -> Outcomes | None:
        start_s = max(until_s - window_s, begun_s)
        if start_s >= until_s:
            return None
        blocks = count((start_s, until_s))
        mine = [cell for cell in blocks.events if cell.version == launch.version]
        return summed(blocks, mine) if mine else None

    return projected(of_last(HOUR_S), of_last(SHOWN_S), objective)


def launch_left_s(launch: "Launch | None", rollout: Rollout, now: datetime) -> float | None:
    """Return how long the launch window stays open; None while none is.

    The window that was planned counts; without one, the stages to come, none of which is left
    before it has baked.
    """
    if launch is None:
        return None
    if launch.window_to is not None:
        is_open = (launch.window_from or launch.planned_at) <= now < launch.window_to
        return (launch.window_to - now).total_seconds() if is_open else None
    if launch.phase not in UNDER_WAY:
        return None
    ahead_count = sum(rung > launch.exposure_pct for rung in rollout.ladder)
    baked_s = (now - launch.since_at).total_seconds() if launch.exposure_pct > 0 else rollout.bake_s
    return ahead_count * rollout.bake_s + max(0.0, rollout.bake_s - baked_s)
