"""Launches as the journal tells them, and what their ladder allows next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from cockpit.domain.events import Entry, LaunchClosed, LaunchPlanned, StageReached
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message


@dataclass(frozen=True, slots=True)
class Stage:
    """A confirmed step: from `at` on the release is exposed to `exposure_pct` of clients."""

    exposure_pct: float
    at: datetime
    operation_id: str


@dataclass(frozen=True, slots=True)
class Launch:
    """One release going out. It is live until it is closed."""

    launch_id: str
    service: str
    version: str
    build: str
    baseline_version: str
    planned_at: datetime
    planned_by: str
    notes: str = ""
    is_drill: bool = False
    stages: tuple[Stage, ...] = ()
    closed_at: datetime | None = None
    result: Literal["done", "stopped"] | None = None
    way_out: Literal["flag_off", "rollback"] | None = None

    @property
    def is_live(self) -> bool:
        """Whether it still goes on."""
        return self.closed_at is None

    @property
    def stage(self) -> Stage | None:
        """The last confirmed step; None before the first."""
        return self.stages[-1] if self.stages else None

    @property
    def exposure_pct(self) -> float:
        """The exposure of the last confirmed step; 0 before the first."""
        return self.stages[-1].exposure_pct if self.stages else 0.0

    @property
    def since_at(self) -> datetime:
        """From when on the present exposure holds."""
        return self.stages[-1].at if self.stages else self.planned_at


@dataclass(frozen=True, slots=True)
class Frozen:
    """A time in which nothing may go forward, from `start` until before `end`, and why."""

    start: datetime
    end: datetime
    reason: str


def launches(entries: Iterable[Entry]) -> tuple[Launch, ...]:
    """Return all launches in the order in which they were opened.

    Events of a launch that is not known, or that has ended, change nothing; steps that were
    recorded late take their place by time.
    """
    found: dict[str, Launch] = {}
    for entry in entries:
        match entry.event:
            case LaunchPlanned() as planned if planned.launch_id not in found:
                found[planned.launch_id] = _planned(planned, entry)
            case StageReached(launch_id=launch_id) as reached if launch_id in found:
                found[launch_id] = _at_stage(found[launch_id], reached, entry.at)
            case LaunchClosed(launch_id=launch_id) as closed if launch_id in found:
                found[launch_id] = _closed(found[launch_id], closed, entry.at)
            case _:
                pass
    return tuple(found.values())


def live(all_launches: Sequence[Launch], service: str | None = None) -> Launch | None:
    """Return the launch that goes on (of `service`, where one is named), the newest of several."""
    going_on = [one for one in all_launches if one.is_live and service in {None, one.service}]
    return going_on[-1] if going_on else None


def next_pct(exposure_pct: float, ladder_pct: Sequence[float]) -> float | None:
    """Return the next rung above; None at the top."""
    return min((rung for rung in ladder_pct if rung > exposure_pct), default=None)


def why_not_step(
    launch: Launch | None,
    to_pct: float,
    ladder_pct: Sequence[float],
    freezes: Iterable[Frozen],
    now: datetime,
) -> Message | None:
    """Return why the exposure may not become `to_pct` now; None when it may.

    Back is always open, to any rung and to 0. Forward goes to the next rung only, never over
    one, and never in a freeze. Whether the stage has passed its gate is not asked here.
    """
    if launch is None:
        return message(LadderCode.NO_LAUNCH)
    if to_pct != 0 and to_pct not in ladder_pct:
        return message(LadderCode.NOT_ON_LADDER, exposure_pct=to_pct)
    if to_pct <= launch.exposure_pct:
        return None
    return _why_not_forward(launch, to_pct, ladder_pct, freezes, now)


def why_not_next(
    launch: Launch, ladder_pct: Sequence[float], freezes: Iterable[Frozen], now: datetime
) -> Message | None:
    """Return why the next rung may not be taken now; None when it may."""
    rung_pct = next_pct(launch.exposure_pct, ladder_pct)
    if rung_pct is None:
        return message(LadderCode.AT_TOP, exposure_pct=launch.exposure_pct)
    return _why_not_forward(launch, rung_pct, ladder_pct, freezes, now)


def _why_not_forward(
    launch: Launch,
    to_pct: float,
    ladder_pct: Sequence[float],
    freezes: Iterable[Frozen],
    now: datetime,
) -> Message | None:
    rung_pct = next_pct(launch.exposure_pct, ladder_pct)
    if to_pct != rung_pct:
        return message(LadderCode.NOT_NEXT, exposure_pct=to_pct, next_exposure_pct=rung_pct)
    for freeze in freezes:
        if freeze.start <= now < freeze.end:
            return message(LadderCode.FROZEN, reason=freeze.reason, until_at=freeze.end)
    return None


def _planned(planned: LaunchPlanned, entry: Entry) -> Launch:
    return Launch(
        planned.launch_id,
        planned.service,
        planned.version,
        planned.build,
        planned.baseline_version,
        entry.at,
        entry.actor,
        planned.notes,
        is_drill=entry.is_drill,
    )


def _at_stage(launch: Launch, reached: StageReached, at: datetime) -> Launch:
    if launch.closed_at is not None and at > launch.closed_at:
        return launch
    stage = Stage(reached.exposure_pct, at, reached.operation_id)
    return replace(launch, stages=tuple(sorted((*launch.stages, stage), key=lambda one: one.at)))


def _closed(launch: Launch, closed: LaunchClosed, at: datetime) -> Launch:
    if launch.closed_at is not None:
        return launch
    return replace(launch, closed_at=at, result=closed.result, way_out=closed.way_out)
