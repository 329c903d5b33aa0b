"""A launch: what its life has come to, and which step of the ladder comes next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import LaunchPhase

if TYPE_CHECKING:  # rows of the journal are read by whoever folds them
    from cockpit.domain.events import ReleaseKind
    from cockpit.domain.judgements import GateJudged, GateJudgedFirst


ALL_PCT = 100.0


class Stage(Struct, frozen=True):
    """A confirmed step: from `at` on the release is exposed to `exposure_pct` of clients."""

    exposure_pct: float
    at: datetime
    operation_id: str


class Said(Struct, frozen=True):
    """Something that a person said or did, when, and in which row of the journal."""

    at: datetime
    by: str
    seq: int
    reason: str = ""


class Passage(Struct, frozen=True):
    """A gate that was open when it was asked, with everything that it saw."""

    at: datetime
    by: str
    judged: "GateJudged | GateJudgedFirst"


class Approval(Struct, frozen=True):
    """Who asked for a riskier step to `exposure_pct`, and who the second person was."""

    at: datetime
    by: str
    exposure_pct: float
    second_person: str | None


class Accepted(Struct, frozen=True):
    """What a check of the gate at `exposure_pct` had found was accepted, by whom and why."""

    at: datetime
    by: str
    check: str
    exposure_pct: float
    reason: str


class Launch(Struct, frozen=True):
    """One release going out. It is live until it is closed.

    `go` is the product owner's Go to this version and build, None once anybody has said No-Go
    (`no_go`). `returned_at` is when its child was closed and it was followed again. `gates` and
    `approvals` are those that let a step through, oldest first.
    """

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
    release_kind: "ReleaseKind" = "release"
    parent_id: str | None = None
    window_from: datetime | None = None
    window_to: datetime | None = None
    commit: str = ""
    holder: str = ""
    held: Said | None = None
    go: Said | None = None
    no_go: Said | None = None
    deployed_at: datetime | None = None
    returned_at: datetime | None = None
    gates: tuple[Passage, ...] = ()
    approvals: tuple[Approval, ...] = ()
    accepted: tuple[Accepted, ...] = ()

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
    def was_exposed(self) -> bool:
        """Whether anybody has ever got this release by a step of it."""
        return any(stage.exposure_pct > 0 for stage in self.stages)

    @property
    def since_at(self) -> datetime:
        """From when on the present exposure holds, without another release in between."""
        begun_at = self.stages[-1].at if self.stages else self.planned_at
        return begun_at if self.returned_at is None else max(begun_at, self.returned_at)

    def accepted_now(self, check: str) -> Accepted | None:
        """Return the newest acceptance of the check that counts for the present stage."""
        for one in reversed(self.accepted):
            is_here = one.exposure_pct == self.exposure_pct and one.at >= self.since_at
            if one.check == check and is_here:
                return one
        return None

    @property
    def phase(self) -> LaunchPhase:
        """Return where it stands; what is exposed counts for more than what was said."""
        if self.closed_at is not None:
            return LaunchPhase.STOPPED if self.result == "stopped" else LaunchPhase.CLOSED
        if self.exposure_pct > 0:
            return LaunchPhase.WATCHING if self.exposure_pct >= ALL_PCT else LaunchPhase.STAGE
        if self.go is None:
            return LaunchPhase.PLANNED
        return LaunchPhase.GO if self.deployed_at is None else LaunchPhase.DEPLOYED


class Frozen(Struct, frozen=True):
    """A time in which nothing may go forward, from `start` until before `end`, and why."""

    start: datetime
    end: datetime
    reason: str


def live(all_launches: Sequence[Launch], service: str | None = None) -> Launch | None:
    """Return the launch that goes on (of `service`, where one is named), the newest of several.

    A hotfix or a rollback is newer than the launch that it mends: it is the one to follow until it
    is closed, and then its parent is again.
    """
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
    rung_pct = next_pct(launch.exposure_pct, ladder_pct)
    if to_pct != rung_pct:
        return message(LadderCode.NOT_NEXT, exposure_pct=to_pct, next_exposure_pct=rung_pct)
    freeze = frozen_by(freezes, now)
    if freeze is not None:
        return message(LadderCode.FROZEN, reason=freeze.reason, until_at=freeze.end)
    return None


def frozen_by(freezes: Iterable[Frozen], now: datetime) -> Frozen | None:
    """Return the freeze that holds now, the one that ends last; None without one."""
    holding = [freeze for freeze in freezes if freeze.start <= now < freeze.end]
    return max(holding, key=lambda freeze: freeze.end, default=None)
