"""A gate judged for a pipeline from the metric sources alone: no window, no journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.contacts import Contacts
from cockpit.app.counting import Counting
from cockpit.app.doubts import Desk, doubts
from cockpit.app.gating import THIN, Sight, comparisons, gate_basis, gate_facts
from cockpit.app.keeping import gate_kept
from cockpit.app.past import Past
from cockpit.app.pipeline_codes import PipelineCode
from cockpit.app.plan import SHOWN_S, Counted, Named, Plan, planned
from cockpit.app.questions import keep, prepared
from cockpit.app.reading import NOT_READ
from cockpit.app.release import release
from cockpit.app.snapshot import ComparisonView, ReleaseView
from cockpit.app.stage import BEFORE_S
from cockpit.app.stage_policy import gate_policy_hash
from cockpit.app.store import Store
from cockpit.app.trials import Trials
from cockpit.domain.gate import (
    OPENING,
    Check,
    CheckName,
    baked,
    data_fresh,
    enough,
    no_worse,
    not_frozen,
    quiet_outside,
)
from cockpit.domain.kept import GateKept
from cockpit.domain.launch import Launch, Stage, next_pct
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.weighing import weighed
from cockpit.ports.clock import Clock
from cockpit.ports.errors import BadAnswerError, RefusedError, SourceError
from cockpit.ports.metrics import MetricSource
from cockpit.ports.workspace import Workspace

MOST_S = 24 * 3_600.0
"""A longer stage is not read back from its sources: unknown, and never a part of it instead."""

MOST_UNSEEN_BLOCKS = 2.0
"""A scrape or two may fail; more of the stage has to be there."""

INTERVAL_S = 5.0
CHECKS = (not_frozen, baked, enough, no_worse, quiet_outside, data_fresh)
"""Those of a gate that metric sources and the workspace can answer."""


class GateVerdict(StrEnum):
    """What the pipeline is told. What waits or is not known is neither go nor no-go."""

    GO = "go"
    NO_GO = "no_go"
    UNKNOWN = "unknown"


class Wanted(Struct, frozen=True):
    """The stage to judge: the version and its baseline, at `exposure_pct` since `since_at`."""

    version: str
    baseline: str
    exposure_pct: float
    since_at: datetime


class GateSeen(Struct, frozen=True):
    """A gate as metric sources show it at `at`; `rows` are the comparisons behind the checks."""

    wanted: Wanted
    at: datetime
    next_exposure_pct: float
    verdict: GateVerdict
    checks: tuple[Check, ...]
    rows: tuple[ComparisonView, ...]
    basis: GateKept


class Pipeline:
    """Asks every metric source for the whole stage, once, and judges; waits for each answer."""

    def __init__(
        self, *, workspace: Workspace, metrics: Mapping[str, MetricSource], clock: Clock
    ) -> None:
        self._workspace = workspace
        self._metrics = metrics
        self._clock = clock

    def why_not(self, wanted: Wanted) -> Message | None:
        """Return why there is nothing to judge; None when there is."""
        ladder, exposure_pct = self._workspace.rollout.ladder, wanted.exposure_pct
        rungs = ", ".join(f"{one:g}" for one in ladder)
        if exposure_pct not in ladder:
            return message(PipelineCode.NOT_ON_LADDER, exposure_pct=exposure_pct, known=rungs)
        if next_pct(exposure_pct, ladder) is None:
            return message(PipelineCode.AT_TOP, exposure_pct=exposure_pct)
        if wanted.version == wanted.baseline:
            return message(PipelineCode.SAME_VERSION, version=wanted.version)
        if wanted.since_at > self._clock.now():
            return message(PipelineCode.IN_FUTURE, since_at=wanted.since_at)
        return None

    def judged(self, wanted: Wanted, journal: Past | None = None) -> GateSeen:
        """Return the gate of the stage.

        A `journal` tells which new checks only watch, and what was accepted in this stage;
        without it every check weighs what it will weigh once it has been watched.
        """
        desk = self._asked(wanted)
        launch = _launch(self._workspace, wanted, journal)
        view = release(desk, Trials(), Past(), launch, lambda: None)
        past = Past(launches=() if journal is None else journal.launches)
        sight = Sight(self._workspace, past, desk.now, view, (), (), lambda *_: NOT_READ)
        facts = gate_facts(launch, sight)
        compared = comparisons(launch, sight)
        if journal is None:
            compared = tuple(replace(one, watched_count=one.watch_count) for one in compared)
        facts = replace(
            facts,
            compared=tuple(weighed(one) for one in compared) or None,
            stale=_stale(desk, wanted, view),
            data_age_s=max((row.age_s for row in view.rows if row.age_s is not None), default=None),
        )
        checks = tuple(one for check in CHECKS for one in check(facts))
        basis = replace(gate_basis(launch, sight, facts), compared=compared)
        return GateSeen(
            wanted=wanted,
            at=desk.now,
            next_exposure_pct=facts.next_exposure_pct or wanted.exposure_pct,
            verdict=_verdict(checks),
            checks=checks,
            rows=view.rows,
            basis=gate_kept(basis, view.rows, gate_policy_hash(self._workspace)),
        )

    def _asked(self, wanted: Wanted) -> Desk:
        """Ask for all samples since the stage began, and a while before; longer ones for none."""
        plan, store = planned(self._workspace), Store()
        contacts = Contacts(self._workspace, self._clock, lambda: 0.0)
        if _elapsed_s(wanted, self._clock.now()) <= MOST_S:
            for source in plan.sources:
                self._ask(source, wanted, plan, store, contacts)
        return Desk(
            self._workspace,
            plan,
            store,
            Counting(store, plan.labels),
            contacts,
            self._clock.now(),
            self._clock.monotonic_s(),
            INTERVAL_S,
        )

    def _ask(
        self, source: str, wanted: Wanted, plan: Plan, store: Store, contacts: Contacts
    ) -> None:
        """Put each question that the comparisons need; after no answer at all, no more of them."""
        for question in _questions(plan, source):
            now = self._clock.now()
            call = prepared(
                question,
                store,
                now=now,
                skew_s=contacts.skew_s(source),
                reach_s=_elapsed_s(wanted, now) + BEFORE_S,
                must_count=True,
            )
            try:
                told = call(self._metrics[source])
            except (RefusedError, BadAnswerError) as error:
                contacts.unusable(question, error)
            except SourceError as error:
                contacts.failed(source, error)
                return
            else:
                keep(question, told, store, plan.labels.version_from)
                contacts.told(source, question, told)


def _questions(plan: Plan, source: str) -> Iterable[Named | Counted]:
    """Return what has to be asked for the comparisons: no windows, and no reasons."""
    whole = (ask for ask in plan.counted if ask.reach_s is None)
    asked: tuple[Named | Counted, ...] = (*plan.named, *whole)
    return [one for one in asked if one.source == source]


def _launch(workspace: Workspace, wanted: Wanted, journal: Past | None) -> Launch:
    """Return the stage as a launch of its own, with what was accepted in it."""
    launch = Launch(
        launch_id="",
        service=workspace.service.name,
        version=wanted.version,
        build="",
        baseline_version=wanted.baseline,
        planned_at=wanted.since_at,
        planned_by="",
        stages=(Stage(wanted.exposure_pct, wanted.since_at, ""),),
    )
    known = None if journal is None else journal.live(workspace.service.name)
    is_it = known is not None and known.version == wanted.version
    return replace(launch, accepted=known.accepted) if is_it and known is not None else launch


def _stale(desk: Desk, wanted: Wanted, view: ReleaseView) -> tuple[Message, ...]:
    """Return why the data of the stage cannot be relied on; empty when they can."""
    elapsed_s = _elapsed_s(wanted, desk.now)
    if elapsed_s > MOST_S:
        return (message(PipelineCode.TOO_LONG, elapsed_s=elapsed_s, most_s=MOST_S),)
    missing = [row for row in view.rows if row.unseen_s > MOST_UNSEEN_BLOCKS * row.block_s]
    found = [
        message(
            PipelineCode.NOT_WHOLE, flow=row.flow, metric=row.metric.value, unseen_s=row.unseen_s
        )
        for row in missing
    ]
    parts = [plan.success for plan in desk.plan.flows]
    told = (one for part in parts for one in doubts(desk, part, SHOWN_S))
    return (*found, *(one for one in told if one.code not in THIN))


def _verdict(checks: Sequence[Check]) -> GateVerdict:
    """Return NO_GO when something is surely against it, GO when nothing is and all is known."""
    is_frozen = any(one.check == CheckName.FREEZE and one.state not in OPENING for one in checks)
    if is_frozen or any(one.state is CheckState.FAIL for one in checks):
        return GateVerdict.NO_GO
    is_open = all(one.state in OPENING for one in checks)
    return GateVerdict.GO if is_open else GateVerdict.UNKNOWN


def _elapsed_s(wanted: Wanted, now: datetime) -> float:
    return max(0.0, (now - wanted.since_at).total_seconds())
