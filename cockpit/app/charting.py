"""Charts: asks for what is new, a question at a time, and draws lines. On the core lane."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.app.backfill import (
    CHUNK,
    MOST_DAYS,
    PAST_SIZE,
    PAST_STEP_S,
    Span,
    missing_span,
    newest_span,
    untold_chunks,
)
from cockpit.app.chart_drawing import Drawing
from cockpit.app.chart_plan import (
    STEPS_S,
    USUAL_RANGE_S,
    ChartAsk,
    RatioAsks,
    charted,
    least_step_s,
    step_of,
)
from cockpit.app.chart_store import Sheets, Steps, folded
from cockpit.app.kpi_guards import KpiGuards
from cockpit.app.pauses import Pauses
from cockpit.app.plan import Part, Plan
from cockpit.app.portions import Portions
from cockpit.app.stage import Sides
from cockpit.app.store import Mode, Store
from cockpit.app.tiles import KPI_S
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.metrics import Answer, MetricSource

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


OVERLAP = 2
"""So many steps are asked for again: what was scraped late has come by then."""

SPREAD_S, SPREAD = 24.0, 0.8
"""The questions of a step are spread over so long, or over so much of a shorter step."""

CHECK_EVERY_S = 60.0
"""How often is looked whether samples have become too rare for the steps, or denser."""

SURELY = 1.25
"""So much denser than needed they have to be: a pace that wavers does not change the steps."""

REST_TIMES = 4.0
"""After a question so many times as long as it took belong to judging alone."""

WAITS_S = 5.0
"""So long a chart lets judging go first; where judging never ends, it is its turn then."""


ANY_CHUNK = -1
"""Stands for all days in the past of a question."""


class Wanted(Struct, frozen=True):
    """One question that is due: the steps `first` to `until` of `steps`.

    `chunk` numbers the newest day, where they are days of a KPI's past.
    """

    ask: ChartAsk
    steps: Steps
    step_s: float
    first: int
    until: int
    sides: Sides | None
    asked_s: float
    chunk: int | None = None

    @property
    def keys(self) -> tuple[tuple[ChartAsk, float, int | None], ...]:
        """Return what pauses of this question go by: a day in the past holds up the others too."""
        own = (self.ask, self.step_s, self.chunk)
        return (own,) if self.chunk is None else (own, (self.ask, self.step_s, ANY_CHUNK))

    def call(self, source: MetricSource) -> Answer:
        """Ask; raises `SourceError`. On the lane of the source."""
        return source.history(
            self.ask.selector,
            self.ask.by,
            self.step_s,
            start=datetime.fromtimestamp(self.first * self.step_s, UTC),
            end=datetime.fromtimestamp(self.until * self.step_s, UTC),
            step_s=self.step_s,
        )


class Charting:
    """Keeps the steps of one range, and of the past that KPIs are compared with.

    Every array has a fixed length. What cannot be read shows as a gap: charts judge nothing, so
    their failures are not held against the source, and they wait where judging has to ask.
    """

    def __init__(
        self,
        plan: Plan,
        store: Store,
        breathe: Callable[[], None] = lambda: None,
        zone: tzinfo | None = None,
    ) -> None:
        self._plan = plan
        self._store = store
        self._breathe = breathe
        self._charts = charted(plan)
        self._sides: Sides | None = None
        self._range_s = USUAL_RANGE_S
        self._is_fresh = False
        self._checked_s = -math.inf
        self._asked_s: dict[str, float] = {}
        self._days = Portions(1, MOST_DAYS)
        self._lines = Sheets(USUAL_RANGE_S, STEPS_S[USUAL_RANGE_S], KPI_S)
        self._past = Sheets(PAST_SIZE * PAST_STEP_S, PAST_STEP_S, PAST_STEP_S)
        self._pauses = Pauses()
        self.drawing = Drawing(self._charts, self._lines, self._past)
        self.guards = KpiGuards(self._charts, self._past, self.is_read, breathe, zone)

    @property
    def range_s(self) -> float:
        """Return the range that is shown."""
        return self._range_s

    def show(self, range_s: float) -> None:
        """Show another range, one of `STEPS_S`; KeyError for any other."""
        _ = STEPS_S[range_s]
        if range_s != self._range_s:
            self._range_s, self._is_fresh = range_s, False
            self._lines.steps = {}

    def follow(self, launch: "Launch | None") -> None:
        """Tell the versions of this launch apart from now on."""
        sides = None if launch is None else Sides(launch.version, launch.baseline_version)
        if sides != self._sides:
            self._sides, self._is_fresh = sides, False

    def wanted(self, source: str, *, there_s: float, monotonic_s: float) -> Wanted | None:
        """Return the question to put to the source now, at its time `there_s`; None without one."""
        return next(self.due(source, there_s, monotonic_s), None)

    def hurry(self) -> None:
        """Rest no longer: across a leap of the clock a question seems to have taken as long."""
        self._pauses.end_rests()

    def has_waited(self, source: str, monotonic_s: float) -> bool:
        """Return whether the source has been asked for nothing but judging for long."""
        return monotonic_s >= self._asked_s.setdefault(source, monotonic_s) + WAITS_S

    def take(self, wanted: Wanted, answer: Answer | Exception, monotonic_s: float) -> None:
        """Keep what was told; after a failure wait longer and longer."""
        source = wanted.ask.source
        self._asked_s[source] = monotonic_s
        if isinstance(answer, Exception):
            self._days.failed(source)
            if _is_about_question(answer):
                self._put_off(wanted, monotonic_s)
            else:
                self._pauses.fail(source, monotonic_s)
            return
        took_s = monotonic_s - wanted.asked_s
        self._pauses.rest(source, monotonic_s + REST_TIMES * took_s)
        if answer.warnings or any(series.dropped_count for series in answer.series):
            self._put_off(wanted, monotonic_s)  # a part is not the whole: the line breaks
            self._days.failed(source)
            return
        if wanted.chunk is not None:
            self._days.told(source, (wanted.until - wanted.first + 1) // CHUNK, took_s)
        for key in wanted.keys:
            self._pauses.end(key)
        counts = folded(
            answer,
            wanted.first,
            wanted.until,
            step_s=wanted.step_s,
            version_label=self._charts.version_label,
            sides=wanted.sides,
            breathe=self._breathe,
        )
        wanted.steps.put(wanted.first, wanted.until, counts)

    def is_read(self, ratio: RatioAsks) -> bool:
        """Return whether all of a KPI's past was told, or asked for in vain."""
        for ask in ratio.asks:
            steps = self._past.steps.get(ask)
            if steps is None or steps.told_until is None:
                return False
            chunks = untold_chunks(steps)
            if not all(self._pauses.has_failed((ask, PAST_STEP_S, chunk)) for chunk in chunks):
                return False
        return True

    def due(
        self, source: str, there_s: float, monotonic_s: float, *, spread_s: float = SPREAD_S
    ) -> Iterator[Wanted]:
        """Yield what is due: lines, then the newest of the KPIs' past, then the rest of it.

        Before all lines comes what was never told of a KPI: without it nobody knows what to expect.
        """
        self._choose_step(monotonic_s)
        if not self._is_fresh or self._pauses.is_on(source, monotonic_s):
            return
        lines, past = self._lines, self._past
        drawn = _placed(lines, self._charts.asks, source, there_s, spread_s)
        placed = _placed(past, self._charts.past_asks, source, there_s, spread_s)
        untold = [one for one in placed if one[1].told_until is None]
        yield from self._newest_due(untold, monotonic_s)
        for ask, steps, over in drawn:
            if _is_due(steps, over) and not self._is_put_off(ask, lines, None, monotonic_s):
                span = Span(steps.wanted_from(OVERLAP), steps.newest)
                yield _wanted(lines, ask, steps, span, monotonic_s)
        yield from self._newest_due(placed, monotonic_s)
        for ask, steps, _ in placed:
            if self._is_put_off(ask, past, ANY_CHUNK, monotonic_s):
                continue
            missing = missing_span(
                steps,
                lambda chunk, ask=ask: self._is_put_off(ask, past, chunk, monotonic_s),  # type: ignore[misc]
                self._days.of(source),
            )
            if missing is not None:
                yield _wanted(past, ask, steps, missing, monotonic_s)

    def _newest_due(
        self, placed: Sequence[tuple[ChartAsk, Steps, int]], monotonic_s: float
    ) -> Iterator[Wanted]:
        for ask, steps, over in placed:
            newest = newest_span(steps, over, OVERLAP)
            if newest is not None and not self._is_put_off(ask, self._past, None, monotonic_s):
                yield _wanted(self._past, ask, steps, newest, monotonic_s)

    def _put_off(self, wanted: Wanted, monotonic_s: float) -> None:
        for key in wanted.keys:
            self._pauses.fail(key, monotonic_s)

    def _is_put_off(
        self, ask: ChartAsk, sheets: Sheets, chunk: int | None, monotonic_s: float
    ) -> bool:
        return self._pauses.is_on((ask, sheets.step_s, chunk), monotonic_s)

    def _choose_step(self, monotonic_s: float) -> None:
        """Begin anew when the range, the versions or the pace of the samples ask for it."""
        if self._is_fresh and monotonic_s < self._checked_s + CHECK_EVERY_S:
            return
        needed_s = [
            least_step_s(kept.interval_s, is_estimated=kept.mode is Mode.ESTIMATED)
            for kept in (self._store.kept(part.events) for part in self._parts())
            if kept.interval_s is not None
        ]
        if not needed_s:
            return  # nothing has been sampled yet
        self._checked_s = monotonic_s
        step_s = step_of(self._range_s, max(needed_s))
        is_longer = step_s > self._lines.step_s
        is_shorter = step_of(self._range_s, SURELY * max(needed_s)) < self._lines.step_s
        if not self._is_fresh or is_longer or is_shorter:
            self._is_fresh = True
            self._lines.begin(self._range_s, step_s, self._sides)

    def _parts(self) -> list[Part]:
        flows = [one.success for one in self._plan.flows]
        return [*flows, *(part for _, part in self._plan.kpis)]


class Boards:
    """What boards show, up to this moment, without the weeks that KPIs are compared with."""

    def __init__(self, charting: Charting) -> None:
        self._charting = charting

    def wanted(self, source: str, *, there_s: float, monotonic_s: float) -> Wanted | None:
        """Return the question to put to the source now, at its time `there_s`; None without one."""
        due = self._charting.due(source, there_s, monotonic_s, spread_s=0.0)
        return next((one for one in due if one.chunk is None), None)

    def take(self, wanted: Wanted, answer: Answer | Exception, monotonic_s: float) -> None:
        """Keep what was told."""
        self._charting.take(wanted, answer, monotonic_s)


def _placed(
    sheets: Sheets, asks: Sequence[ChartAsk], source: str, there_s: float, spread_s: float
) -> list[tuple[ChartAsk, Steps, int]]:
    """Return the questions to a source, their steps, and the newest step to be asked for by now."""
    mine = [ask for ask in asks if ask.source == source]
    spread_s = min(spread_s, SPREAD * sheets.step_s)
    after_s = [spread_s * place / len(mine) for place in range(len(mine))]
    return [
        (ask, sheets.at(ask, there_s), math.floor((there_s - wait_s) / sheets.step_s))
        for ask, wait_s in zip(mine, after_s, strict=True)
    ]


def _wanted(sheets: Sheets, ask: ChartAsk, steps: Steps, span: Span, asked_s: float) -> Wanted:
    return Wanted(
        ask, steps, sheets.step_s, span.first, span.until, sheets.sides, asked_s, span.chunk
    )


def _is_due(steps: Steps, over: int) -> bool:
    """Whether there is a step that is over and not told yet; one that was missed is due at once."""
    told = steps.told_until
    return told is None or told < max(over, steps.newest - 1)


def _is_about_question(error: Exception) -> bool:
    """Whether other questions may still be answered."""
    if isinstance(error, RefusedError):
        return error.refusal in {Refusal.BAD_REQUEST, Refusal.NOT_FOUND}
    return isinstance(error, BadAnswerError)
