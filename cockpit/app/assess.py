"""From kept samples and the journal to one snapshot, in slices with a breath between them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.charting import Charting
from cockpit.app.contacts import Contacts
from cockpit.app.counting import Counting
from cockpit.app.doubts import STALE_INTERVALS, STALE_S, Desk
from cockpit.app.dressing import (
    bad_since,
    bad_until,
    defended,
    past_until,
    with_chart,
    with_expectation,
)
from cockpit.app.lever_past import LeverPast
from cockpit.app.past import Past
from cockpit.app.periods import Periods
from cockpit.app.plan import Counted, Plan
from cockpit.app.reading import FlagReads
from cockpit.app.records import NO_RECORDS, Told
from cockpit.app.snapshot import (
    FlowView,
    KpiView,
    OperationView,
    ReleaseView,
    Snapshot,
    SourceView,
    TileState,
)
from cockpit.app.stage import LEAST_REACH_S, reach_s
from cockpit.app.store import Store
from cockpit.app.tiles import crash_free, flow_tile, gravest, kpi_tile, versions
from cockpit.domain.message import Message, message
from cockpit.domain.standings import Cause, Status
from cockpit.domain.verdict import State
from cockpit.ports.workspace import Workspace

if TYPE_CHECKING:  # read with the journal
    from cockpit.app.retelling import Retelling
    from cockpit.domain.launch import Launch

READING_S = 2.0
"""How long boards wait for the journal before they tell alerts without it."""

TILE_OF = {
    State.FAIL: TileState.BAD,
    State.PASS: TileState.OK,
    State.WAIT: TileState.WARN,
    State.NO_DATA: TileState.UNKNOWN,
}


class Assessor:
    """Works out snapshots; remembers only what its `Retelling` does. On the core lane."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        plan: Plan,
        store: Store,
        contacts: Contacts,
        reads: FlagReads,
        charts: Charting,
        periods: Periods,
        records: Told = NO_RECORDS,
        interval_s: float,
        breathe: Callable[[], None] = lambda: None,
        actor: str = "",
    ) -> None:
        self._workspace = workspace
        self._actor = actor
        self._plan = plan
        self._store = store
        self._contacts = contacts
        self._reads = reads
        self._charts = charts
        self._periods = periods
        self._records = records
        self._interval_s = interval_s
        self._counting = Counting(store, plan.labels)
        self._retelling: Retelling | None = None
        self._first_s: float | None = None
        self._breathe = breathe

    def snapshot(
        self,
        past: Past,
        now: datetime,
        monotonic_s: float,
        journal_error: Message | None = None,
        write_error: Message | None = None,
    ) -> Snapshot:
        """Return everything as it is at `now`.

        `journal_error` says why the journal cannot be read, `write_error` why it takes no rows.
        """
        desk = Desk(
            self._workspace,
            self._plan,
            self._store,
            self._counting,
            self._contacts,
            now,
            monotonic_s,
            self._interval_s,
            self._periods,
            records=self._records,
        )
        launch = past.live(self._workspace.service.name)
        flows = []
        for plan in self._plan.flows:
            flows.append(flow_tile(desk, plan, launch, self._breathe))
            self._breathe()
        kpis = self._kpis(desk, launch)
        view: ReleaseView | None = None
        done: tuple[OperationView, ...] = ()
        if (retelling := self._told(monotonic_s, journal_error)) is not None:
            judged = retelling.judged(desk, past, launch)
            view, done = judged.release, judged.operations
        sources = self._sources(desk)
        levers = self._reads.levers(now)
        self._breathe()
        crashes = () if self._plan.crashes is None else crash_free(desk, self._plan.crashes[1])
        self._breathe()
        self._forget(launch, desk)
        self._breathe()
        tiles = [one.state for one in flows]
        tiles += [] if view is None else [TILE_OF[view.state]]
        if journal_error is not None or any(one.status in _OPEN for one in done):
            tiles.append(TileState.UNKNOWN)  # what may be under way is not known: never green
        state, verdict = gravest(tiles), _verdict(view, done, flows, journal_error)
        if state is TileState.OK and (unread := self._unread_flags()) is not None:
            state, verdict = TileState.UNKNOWN, unread  # is the way out there? nobody can tell
        seen = versions(desk)
        self._breathe()
        drawn = Snapshot(
            at=now,
            service=self._workspace.service.name,
            state=state,
            verdict=verdict,
            operations=done,
            launch=None,
            release=view,
            flows=self._with_charts(flows, past, launch, view, done),
            kpis=kpis,
            crash_free=crashes,
            versions=seen,
            levers=levers,
            sources=sources,
            chart_range_s=self._charts.range_s,
        )
        if retelling is not None:
            return retelling.completed(drawn, past, flows, journal_error or write_error)
        levers_past = LeverPast(self._workspace)
        return replace(
            drawn, levers=levers_past.levers(levers), rollbacks=levers_past.rollbacks(None)
        )

    def _told(self, monotonic_s: float, journal_error: Message | None) -> "Retelling | None":
        """Return what retells the journal; None while it is read for the first time.

        To read how a launch is judged takes as long as the first figures. Where the journal does
        not come, the boards go on without it.
        """
        if self._first_s is None:
            self._first_s = monotonic_s
        is_read = journal_error is None or journal_error.code != BoardCode.JOURNAL_READING
        if self._retelling is None and (is_read or monotonic_s >= self._first_s + READING_S):
            from cockpit.app.retelling import Retelling

            self._retelling = Retelling(
                self._workspace, self._reads, breathe=self._breathe, actor=self._actor
            )
        return self._retelling

    def _unread_flags(self) -> Message | None:
        """Return what keeps flags of the workspace from being read; None when nothing does."""
        sources = {lever.source for lever in self._workspace.levers.flags}
        errors = (self._contacts.error(source) for source in sorted(sources))
        why = next((one for one in errors if one is not None), None)
        return None if why is None else message(BoardCode.FLAGS_UNREAD, why=why)

    def _kpis(self, desk: Desk, launch: "Launch | None") -> tuple[KpiView, ...]:
        views: list[KpiView] = []
        drawing, guards = self._charts.drawing, self._charts.guards
        guards.begin_look()
        for kpi, part in self._plan.kpis:
            until_s = past_until(launch, desk.now) + self._contacts.skew_s(kpi.source)
            tile = kpi_tile(desk, kpi, part)
            taught = guards.taught(kpi.name, until_s)
            window = defended(tile)
            now = None
            if window is not None and taught.is_enough:
                middle_s = desk.there_s(kpi.source) - (tile.age_s or 0.0) - tile.window_s / 2.0
                now = guards.now(kpi.name, window, middle_s)
            views.append(with_expectation(tile, drawing, until_s, taught, now))
            self._breathe()
        return tuple(views)

    def _with_charts(
        self,
        flows: Sequence[FlowView],
        past: Past,
        launch: "Launch | None",
        view: ReleaseView | None,
        done: Sequence[OperationView],
    ) -> tuple[FlowView, ...]:
        drawn: list[FlowView] = []
        for flow in flows:
            begun_at = bad_since(past, launch, view, flow.name)
            over_at = bad_until(past, done, flow.name, begun_at)
            drawn.append(with_chart(flow, self._charts.drawing, view, begun_at, over_at))
            self._breathe()
        return tuple(drawn)

    def _sources(self, desk: Desk) -> tuple[SourceView, ...]:
        ages: dict[str, tuple[float | None, float]] = {}
        for source in self._plan.sources:
            kept = [self._store.kept(ask) for ask in self._plan.counted if ask.source == source]
            newest = [one.newest_at_s for one in kept if one.newest_at_s is not None]
            slowest_s = max([self._interval_s, *(one.interval_s or 0.0 for one in kept)])
            age_s = max(0.0, desk.there_s(source) - max(newest)) if newest else None
            ages[source] = age_s, max(STALE_S, STALE_INTERVALS * slowest_s)
        return self._contacts.views(desk.now, desk.monotonic_s, ages)

    def _forget(self, launch: "Launch | None", desk: Desk) -> None:
        """Forget samples that nothing will count any more."""
        stage_s = reach_s(launch, desk.now)
        for ask in self._plan.counted:
            self._store.forget_before(ask, desk.there_s(ask.source) - _needed_s(ask, stage_s))


def _needed_s(ask: Counted, stage_s: float) -> float:
    return max(LEAST_REACH_S, stage_s if ask.reach_s is None else ask.reach_s)


_OUTSIDE = frozenset({Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED, Cause.BOTH})
"""What says more about a broken promise than the promise itself."""

_OPEN = frozenset({Status.OPEN, Status.UNKNOWN})


def _verdict(
    view: ReleaseView | None,
    done: tuple[OperationView, ...],
    flows: Sequence[FlowView],
    journal_error: Message | None,
) -> Message:
    """Return the one sentence on top: what a person has to know first."""
    if journal_error is not None:
        return message(BoardCode.JOURNAL_UNREAD, why=journal_error)
    if done and done[0].seen_at is None and done[0].message.code == BoardCode.UNRESOLVED:
        return done[0].message
    if view is None:
        return _flow_verdict(flows)
    back = [one for one in done if one.back_in_band_at is not None]
    safe = back[-1] if back and all(mend.is_back for mend in back[-1].mends) else None
    if view.state is State.FAIL:
        return view.verdict if safe is None else safe.message
    breaking = [one for one in flows if one.state is TileState.BAD and one.messages]
    if not breaking or view.cause in _OUTSIDE:
        return view.verdict
    mended = () if safe is None else {mend.flow for mend in safe.mends}
    left = [one for one in breaking if one.name not in mended]
    return _flow_verdict(left) if safe is None or left else safe.message


def _flow_verdict(flows: Sequence[FlowView]) -> Message:
    """Return what is wrong with the flow that is worst off, or that there is no launch."""
    grave = [one for one in flows if one.state is not TileState.OK and one.messages]
    if not grave:
        return message(BoardCode.NO_LAUNCH)
    worst_state = gravest([one.state for one in grave])
    worst = next(one for one in grave if one.state is worst_state)
    return message(BoardCode.FLOW_FIRST, flow=worst.name, told=worst.messages[0])
