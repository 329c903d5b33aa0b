"""One frozen picture of everything that boards and the command line show.

Figures are None when they are not known. Ages and times count from `Snapshot.at`. Every state is
a word, every sentence a `Message`: the words are found by whoever shows it.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.app.server_view import NOTHING_HEARD, ServerView
from cockpit.domain.message import Message

if TYPE_CHECKING:  # what is pictured is read by whoever makes it: a first board needs little
    from cockpit.app.alert_rows import AlertEvent
    from cockpit.app.alert_view import AlertView
    from cockpit.app.basis import Basis
    from cockpit.app.channel_view import ChannelView
    from cockpit.app.chart_view import ChartView, Line, Mark
    from cockpit.app.gonogo_view import GoNoGoView
    from cockpit.app.launch_view import HarmView, LaunchView
    from cockpit.app.promise_view import SloView
    from cockpit.app.safety_view import SafetyView
    from cockpit.app.store import Mode
    from cockpit.app.trials import Course
    from cockpit.domain.intervals import Interval
    from cockpit.domain.operations import Lever
    from cockpit.domain.outlook import Passage
    from cockpit.domain.standings import Cause, Status
    from cockpit.domain.verdict import State
    from cockpit.domain.visible import Visible
    from cockpit.domain.way_out import Advice


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
    ASKING = "asking"
    SLOW = "slow"
    STALE = "stale"
    PARTIAL = "partial"
    SKEWED = "skewed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BAD_ANSWER = "bad_answer"


class SourceView(Struct, frozen=True):
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


class ReasonView(Struct, frozen=True):
    """Why events failed: its share of the failures, and how much that share has grown.

    `change_ratio` is None when there is nothing to compare with; `is_new` when it was not there.
    """

    reason: str
    count: float
    share_ratio: float
    change_ratio: float | None
    is_new: bool


class FlowView(Struct, frozen=True):
    """A flow over the last `window_s`, all versions together.

    `slow_ratio` is the share slower than promised. `p95_s` is interpolated from buckets, and lies
    above the highest bound with `p95_is_above`. `kept_back` says what else the state came of.
    """

    name: str
    state: TileState
    messages: tuple[Message, ...]
    window_s: float
    success_ratio: float | None = None
    event_count: float | None = None
    age_s: float | None = None
    mode: "Mode | None" = None
    slow_ratio: float | None = None
    slow_limit_s: float | None = None
    p95_s: float | None = None
    p95_is_above: bool = False
    slo: "SloView | None" = None
    latency_slo: "SloView | None" = None
    reasons: tuple[ReasonView, ...] = ()
    other_reasons_ratio: float | None = None
    flag: str | None = None
    new_success_ratio: float | None = None
    new_event_count: float | None = None
    new_state: TileState = TileState.UNKNOWN
    chart: "ChartView | None" = None
    is_current: bool = True
    """Whether the figures can be relied on, whatever can be said of the promises."""

    limited_ratio: float | None = None
    """The share that was refused because there were too many (HTTP 429)."""
    long_mode: "Mode | None" = None
    """How the windows of days came about: recorded at the server, or its estimate of now."""


class SideView(Struct, frozen=True):
    """Counts of one version; the ratio is that of the bad ones."""

    event_count: float
    bad_count: float
    bad_ratio: float | None
    interval: "Interval | None"


class StratumView(Struct, frozen=True):
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
    KPI = "kpi"


class ComparisonView(Struct, frozen=True):
    """One metric of the new version against the baseline, since `since_at`.

    `evidence` is the e-value that it is worse, FAIL from `needed_evidence` on. An answer comes
    within `expected_s` in half of all cases and within `late_s` in nine of ten; `passages` are the
    proofs that it waits for. `worst_stratum` has the most failures too many. Above 1, `discount`
    is what evidence is weighed by because retries are counted. `visible` tells which worsening
    would be seen at this traffic, `course` how the evidence has grown. Of `unseen_s` of the
    stage there are no data.
    """

    flow: str
    metric: Metric
    state: "State"
    message: Message
    cause: "Cause"
    cause_message: Message
    since_at: datetime
    block_s: float
    block_count: int
    new: SideView
    old: SideView
    difference_ratio: float | None
    difference: "Interval | None"
    times: float | None
    strata: tuple[StratumView, ...]
    worst_stratum: str | None
    evidence: float
    needed_evidence: float
    expected_s: float | None
    age_s: float | None
    mode: "Mode"
    rule_id: str
    late_s: float | None = None
    passages: "tuple[Passage, ...]" = ()
    discount: float = 1.0
    visible: "Visible | None" = None
    course: "Course | None" = None
    unseen_s: float = 0.0
    basis: "Basis | None" = None


class SplitView(Struct, frozen=True):
    """How much of all events is the new version's, beside what its flag serves.

    `p` is how likely chance makes such a difference, None while too little is known. A mismatch
    makes every comparison worthless but a FAIL.
    """

    served_ratio: float
    seen_ratio: float | None
    event_count: float
    p: float | None
    is_mismatch: bool


class ReleaseView(Struct, frozen=True):
    """The new version against the baseline: the verdict in one message, and what it rests on.

    A failing verdict names its scope: the flow and, where one platform stands out, the platform.
    While it waits, `expected_s` and `late_s` tell when all that waits is answered, as a row does.
    `kpis` are compared as the rows are, and only watched: `flow` of each is the name of a KPI.
    """

    version: str
    baseline: str
    state: "State"
    verdict: Message
    cause: "Cause"
    rows: tuple[ComparisonView, ...]
    flow: str | None = None
    platform: str | None = None
    advice: "Advice | None" = None
    harm: "HarmView | None" = None
    expected_s: float | None = None
    late_s: float | None = None
    split: SplitView | None = None
    kpis: tuple[ComparisonView, ...] = ()


class KpiView(Struct, frozen=True):
    """A business figure over the last `window_s`.

    `expected` is the band that its own past leads to expect, None while too little is known of
    it; `basis` says on what less than weeks it rests, None when weeks have taught it. `line` is
    the figure over time. `is_worse_low`: lower is the bad direction.
    """

    name: str
    state: TileState
    messages: tuple[Message, ...]
    ratio: float | None
    event_count: float | None
    window_s: float
    age_s: float | None
    is_worse_low: bool = True
    expected: "Interval | None" = None
    line: "Line | None" = None
    basis: Message | None = None


class CrashFreeView(Struct, frozen=True):
    """Sessions of one version that ended without a crash, over the last `window_s`."""

    version: str
    crash_free_ratio: float | None
    session_count: float
    window_s: float


class VersionView(Struct, frozen=True):
    """A version seen in the flows, and its share of all events of the last minutes."""

    version: str
    event_count: float
    share_ratio: float


class LeverView(Struct, frozen=True):
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
    client_poll_s: float = 15.0
    usual_off_s: float | None = None
    """Seconds from asked to seen off, the median of this flag's own past; None without one."""


class RollbackView(Struct, frozen=True):
    """A rollback that may be started here: where it leads, and what is known of earlier ones."""

    name: str
    source: str
    service: str
    to_version: str | None
    usual_s: float | None = None
    last_done_at: datetime | None = None
    last_was_drill: bool = False


class JournalView(Struct, frozen=True):
    """The journal: its newest row, up to where it is anchored, and whether it takes rows."""

    seq: int
    anchored_seq: int | None
    is_writable: bool
    error: Message | None = None


class MendView(Struct, frozen=True):
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
    metric: Metric = Metric.SUCCESS


class OperationView(Struct, frozen=True):
    """A press that is unresolved, or whose effect on users is still awaited or just proved."""

    operation_id: str
    lever: "Lever"
    target: str
    status: "Status"
    message: Message
    asked_at: datetime
    seen_at: datetime | None
    clients_by_at: datetime | None
    back_in_band_at: datetime | None
    mends: tuple[MendView, ...] = ()
    to_version: str | None = None


class Snapshot(Struct, frozen=True):
    """Everything at `at`. `operations` has the unresolved ones first.

    `shelved_alerts` go on and were put aside, `alerts_heard_count` began in the last ten minutes,
    and `owed` is what the journal does not say of alerts yet.
    """

    at: datetime
    service: str
    state: TileState
    verdict: Message
    operations: tuple[OperationView, ...]
    launch: "LaunchView | None"
    release: ReleaseView | None
    flows: tuple[FlowView, ...]
    kpis: tuple[KpiView, ...]
    crash_free: tuple[CrashFreeView, ...]
    versions: tuple[VersionView, ...]
    levers: tuple[LeverView, ...]
    sources: tuple[SourceView, ...]
    rollbacks: tuple[RollbackView, ...] = ()
    alerts: "tuple[AlertView, ...]" = ()
    past_alerts: "tuple[AlertView, ...]" = ()
    shelved_alerts: "tuple[AlertView, ...]" = ()
    alerts_heard_count: int = 0
    owed: "tuple[AlertEvent, ...]" = ()
    marks: "tuple[Mark, ...]" = ()
    gonogo: "GoNoGoView | None" = None
    safety: "SafetyView | None" = None
    journal: JournalView | None = None
    server: ServerView = NOTHING_HEARD
    """The alerts of the metrics servers' own rules."""

    channels: "tuple[ChannelView, ...]" = ()
    chart_range_s: float = 3_600.0
