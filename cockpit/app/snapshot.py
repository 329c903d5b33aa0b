"""One frozen picture of everything that boards and the command line show.

Figures are None when they are not known. Ages and times count from `Snapshot.at`. Every state is
a word, every sentence a `Message`: the words are found by whoever shows it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.app.store import Mode
from cockpit.domain.cause import Cause
from cockpit.domain.intervals import Interval
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.slo import SloState
from cockpit.domain.unresolved import Status
from cockpit.domain.verdict import State


class TileState(StrEnum):
    """How a tile looks; UNKNOWN whenever its data cannot be relied on."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


class SourceState(StrEnum):
    """What a connection is like."""

    OK = "ok"
    WAITING = "waiting"
    SLOW = "slow"
    STALE = "stale"
    PARTIAL = "partial"
    SKEWED = "skewed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BAD_ANSWER = "bad_answer"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A system outside: its state, why, and how old its last answer is.

    `data_age_s` is the age of the newest sample of a metric source. `skew_s` is its clock minus
    ours. `failures_count` counts failures in a row; after one it is asked again in `retry_in_s`.
    """

    name: str
    kind: str
    state: SourceState
    message: Message
    age_s: float | None = None
    data_age_s: float | None = None
    round_trip_s: float | None = None
    skew_s: float | None = None
    failures_count: int = 0
    retry_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class BurnView:
    """One pair of windows: burn rates in budgets per period, and whether the alert fires."""

    alert: str
    long_s: float
    short_s: float
    threshold: float
    long_burn: float | None
    short_burn: float | None
    is_firing: bool


@dataclass(frozen=True, slots=True)
class SloView:
    """The promise of a flow.

    `full_budget_s` is how long a full error budget would last at the burn of now; what is left of
    the budget is not known here.
    """

    target_ratio: float
    state: SloState
    reasons: tuple[Message, ...]
    burns: tuple[BurnView, ...]
    full_budget_s: float | None
    last_hour_count: float | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why events failed: its share of the failures, and how much that share has grown.

    `change_ratio` is None when there is nothing to compare with; `is_new` when it was not there.
    """

    reason: str
    count: float
    share_ratio: float
    change_ratio: float | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class FlowView:
    """A flow over the last `window_s`, all versions together.

    `slow_ratio` is the share slower than the promise. `p95_s` is interpolated from buckets;
    `p95_is_above` says that the true value lies above it, the highest bound. `kept_back` says of
    what else than the numbers themselves the state came.
    """

    name: str
    state: TileState
    messages: tuple[Message, ...]
    window_s: float
    success_ratio: float | None = None
    event_count: float | None = None
    age_s: float | None = None
    mode: Mode | None = None
    slow_ratio: float | None = None
    slow_limit_s: float | None = None
    p95_s: float | None = None
    p95_is_above: bool = False
    slo: SloView | None = None
    latency_slo: SloView | None = None
    reasons: tuple[ReasonView, ...] = ()
    other_reasons_ratio: float | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class SideView:
    """Counts of one version; the ratio is that of the bad ones."""

    event_count: float
    bad_count: float
    bad_ratio: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class StratumView:
    """A platform within a comparison; `carries` says that it is asked for a proof of its own."""

    name: str
    new: SideView
    old: SideView
    carries: bool
    is_current: bool


class Metric(StrEnum):
    """What is compared."""

    SUCCESS = "success"
    SLOW = "slow"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One metric of the new version against the baseline, since `since_at`.

    `evidence` is the e-value that it is worse, FAIL from `needed_evidence` on. `expected_s` is
    when an answer can be expected. `worst_stratum` has the most failures too many.
    """

    flow: str
    metric: Metric
    state: State
    message: Message
    cause: Cause
    cause_message: Message
    since_at: datetime
    block_s: float
    block_count: int
    new: SideView
    old: SideView
    difference_ratio: float | None
    difference: Interval | None
    times: float | None
    strata: tuple[StratumView, ...]
    worst_stratum: str | None
    evidence: float
    needed_evidence: float
    expected_s: float | None
    age_s: float | None
    mode: Mode
    rule_id: str


class WayOut(StrEnum):
    """The two ways out of a release."""

    FLAG_OFF = "flag_off"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Advice:
    """The way out that is recommended: a flag, or a rollback by its name."""

    way_out: WayOut
    name: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """The new version against the baseline: the verdict in one message, and what it rests on.

    A failing verdict names its scope: the flow and, where one platform stands out, the platform.
    """

    version: str
    baseline: str
    state: State
    verdict: Message
    cause: Cause
    rows: tuple[ComparisonView, ...]
    flow: str | None = None
    platform: str | None = None
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class KpiView:
    """A business figure over the last `window_s`; whether it is within its band comes later."""

    name: str
    state: TileState
    messages: tuple[Message, ...]
    ratio: float | None
    event_count: float | None
    window_s: float
    age_s: float | None


@dataclass(frozen=True, slots=True)
class CrashFreeView:
    """Sessions of one version that ended without a crash, over the last `window_s`."""

    version: str
    crash_free_ratio: float | None
    session_count: float
    window_s: float


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version seen in the flows, and its share of all events of the last minutes."""

    version: str
    event_count: float
    share_ratio: float


@dataclass(frozen=True, slots=True)
class LaunchView:
    """The launch under way. `exposure_pct` is the last confirmed step, None before the first.

    `served_exposure_pct` is what clients are told now, None when no flag server tells. The stage
    bakes `bake_needed_s`; `next_exposure_pct` is the next rung, None at the top; `next_refusal`
    says why it may not be taken.
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


@dataclass(frozen=True, slots=True)
class LeverView:
    """A flag that may be switched here, as its server and as clients see it."""

    flag: str
    source: str
    state: TileState
    message: Message
    is_enabled: bool | None
    is_served: bool | None
    exposure_pct: float | None
    served_exposure_pct: float | None
    age_s: float | None
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MendView:
    """Whether the metric that an operation was to mend is back where it should be.

    Counted among events of `version` (all when None) on `platform` (all when None) that began
    after all clients had asked again. Judged by `rule_id`.
    """

    flow: str
    version: str | None
    platform: str | None
    event_count: float
    bad_count: float
    bad_ratio: float | None
    limit_ratio: float | None
    is_back: bool
    rule_id: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A press that is unresolved, or whose effect on users is still awaited or just proved."""

    operation_id: str
    lever: Lever
    target: str
    status: Status
    message: Message
    asked_at: datetime
    seen_at: datetime | None
    clients_by_at: datetime | None
    back_in_band_at: datetime | None
    mends: tuple[MendView, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything at `at`. `operations` has the unresolved ones first."""

    at: datetime
    service: str
    state: TileState
    verdict: Message
    operations: tuple[OperationView, ...]
    launch: LaunchView | None
    release: ReleaseView | None
    flows: tuple[FlowView, ...]
    kpis: tuple[KpiView, ...]
    crash_free: tuple[CrashFreeView, ...]
    versions: tuple[VersionView, ...]
    levers: tuple[LeverView, ...]
    sources: tuple[SourceView, ...]
