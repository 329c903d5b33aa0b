"""The launch under way, its stages and its gate, as boards show them."""

from datetime import datetime

from msgspec import Struct

from cockpit.app.basis import GateBasis
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState, LaunchPhase, StageState
from cockpit.domain.weight import Weight


class CheckView(Struct, frozen=True):
    """One check of a gate: its id, its state and a sentence with the figures behind it.

    `weight` is that of a comparison, None for all other checks and for those from the journal
    that were judged before comparisons had weights.
    """

    check: str
    state: CheckState
    message: Message
    weight: Weight | None = None


class StageView(Struct, frozen=True):
    """A rung: when it was reached and left, and what its policy asks.

    `checks` are those of the gate that leads on from here, known for the current rung and, as
    they were recorded, for those behind. `approval` is the role that is asked last of all.
    """

    exposure_pct: float
    state: StageState
    reached_at: datetime | None
    left_at: datetime | None
    bake_needed_s: float
    bake_elapsed_s: float | None
    minimum_events: int
    event_count: float | None
    checks: tuple[CheckView, ...] = ()
    second_person: str | None = None
    first_person: str | None = None
    approval: str | None = None


class GateView(Struct, frozen=True):
    """The gate to the next rung: open only when every check passes.

    `must_leave` says that it has failed, so that the two ways out are all that is left.
    `second_person` is asked for before the step is taken; `may_be` are those who may be it.
    """

    next_exposure_pct: float | None
    is_open: bool
    must_leave: bool
    checks: tuple[CheckView, ...]
    needs_second_person: bool
    may_be: tuple[str, ...]
    earliest_at: datetime | None = None
    approval: str | None = None
    """The role that has to stand by the step, asked when nothing else is against it."""

    basis: GateBasis | None = None


class TargetView(Struct, frozen=True):
    """One flag that carries the exposure.

    `set_pct` is what the server holds, `effective_pct` the share of events that the new version
    really has, `policy_pct` what the ladder says; `drifted_by` names who else has changed it.
    """

    flag: str
    source: str
    policy_pct: float
    set_pct: float | None
    served_pct: float | None
    effective_pct: float | None
    read_age_s: float | None
    is_adrift: bool
    drifted_by: str | None = None


class LaunchView(Struct, frozen=True):
    """The launch under way. `exposure_pct` is the last confirmed step, None before the first.

    `served_exposure_pct` is what clients are told now, None when no flag server tells. The stage
    bakes `bake_needed_s`; `next_exposure_pct` is the next rung, None at the top; `next_refusal`
    says why it may not be taken. `holder` is the person who holds the window. While `is_held`
    there is no next stage.
    """

    launch_id: str
    version: str
    build: str
    baseline: str
    planned_at: datetime
    exposure_pct: float | None
    served_exposure_pct: float | None
    stage_at: datetime | None
    bake_elapsed_s: float | None
    bake_needed_s: float
    ladder_pct: tuple[float, ...]
    next_exposure_pct: float | None
    next_refusal: Message | None
    is_drill: bool
    phase: LaunchPhase = LaunchPhase.STAGE
    release_kind: str = "release"
    parent_version: str | None = None
    window_from: datetime | None = None
    window_to: datetime | None = None
    commit: str = ""
    notes: str = ""
    holder: str = ""
    is_held: bool = False
    held_by: str | None = None
    hold_reason: str = ""
    go_at: datetime | None = None
    go_by: str | None = None
    deployed_at: datetime | None = None
    stages: tuple[StageView, ...] = ()
    gate: GateView | None = None
    targets: tuple[TargetView, ...] = ()


class HarmView(Struct, frozen=True):
    """What the release has done to people: failures beyond those that the baseline shows.

    `failed_count` so far since `since_at`; `per_min` over the last minutes. `flow` and
    `platform` say where. `is_over` once the metric is back in band.
    """

    flow: str
    platform: str | None
    failed_count: float
    per_min: float | None
    since_at: datetime
    until_at: datetime | None = None
    is_over: bool = False
