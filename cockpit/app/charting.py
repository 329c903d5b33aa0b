"""Charts: asks for what is new, a question at a time, and draws lines. On the core lane."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cockpit.app.chart_drawing import Drawing
from cockpit.app.chart_plan import (
    STEPS_S,
    USUAL_RANGE_S,
    ChartAsk,
    charted,
    least_step_s,
    step_of,
)
from cockpit.app.chart_store import Sheets, Steps, folded
from cockpit.app.plan import Part, Plan
from cockpit.app.store import Mode, Store
from cockpit.app.tiles import KPI_S
from cockpit.app.trials import Sides
from cockpit.domain.launch import Launch
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.metrics import Answer, MetricSource

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

FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 600.0
"""The pause after a failure doubles: charts may wait, and a slow question holds up the others."""

PAST_STEP_S = KPI_S
PAST_SIZE = 72
"""Twelve hours: six before the stage, and what the stage has taken since."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question that is due: the steps `first` to `until` of `steps`."""

    ask: ChartAsk
    steps: Steps
    step_s: float
    first: int
    until: int
    sides: Sides | None
    asked_s: float

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


@dataclass(frozen=True, slots=True)
class _Pause:
    until_s: float
    failures_count: int


class Charting:
    """Keeps the steps of one range, and of the past that KPIs are compared with.

    Every array has a fixed length. What cannot be read shows as a gap: charts judge nothing, so
    their failures are not held against the source, and they wait where judging has to ask.
    """

    def __init__(
        self, plan: Plan, store: Store, breathe: Callable[[], None] = lambda: None
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
        self._lines = Sheets(USUAL_RANGE_S, STEPS_S[USUAL_RANGE_S], KPI_S)
        self._past = Sheets(PAST_SIZE * PAST_STEP_S, PAST_STEP_S, PAST_STEP_S)
        self._pauses: dict[str | tuple[ChartAsk, float], _Pause] = {}
        self.drawing = Drawing(self._charts, self._lines, self._past)

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

    def follow(self, launch: Launch | None) -> None:
        """Tell the versions of this launch apart from now on."""
        sides = None if launch is None else Sides(launch.version, launch.baseline_version)
        if sides != self._sides:
            self._sides, self._is_fresh = sides, False

    def wanted(self, source: str, *, there_s: float, monotonic_s: float) -> Wanted | None:
        """Return the question to put to the source now, at its time `there_s`; None without one."""
        self._choose_step(monotonic_s)
        if not self._is_fresh:
            return None
        due = [
            self._wanted(sheets, ask, steps, monotonic_s)
            for sheets, ask, steps, after_s in self._questions(source, there_s)
            if not self._is_paused((ask, sheets.step_s), monotonic_s)
            and _is_due(steps, math.floor((there_s - after_s) / sheets.step_s))
        ]
        return due[0] if due and not self._is_paused(source, monotonic_s) else None

    def has_waited(self, source: str, monotonic_s: float) -> bool:
        """Return whether the source has been asked for nothing but judging for long."""
        return monotonic_s >= self._asked_s.setdefault(source, monotonic_s) + WAITS_S

    def take(self, wanted: Wanted, answer: Answer | Exception, monotonic_s: float) -> None:
        """Keep what was told; after a failure wait longer and longer."""
        source, key = wanted.ask.source, (wanted.ask, wanted.step_s)
        self._asked_s[source] = monotonic_s
        if isinstance(answer, Exception):
            self._pause(key if _is_about_question(answer) else source, monotonic_s)
            return
        rest_s = REST_TIMES * (monotonic_s - wanted.asked_s)
        self._pauses[source] = _Pause(monotonic_s + rest_s, 0)
        if answer.warnings or any(series.dropped_count for series in answer.series):
            self._pause(key, monotonic_s)  # a part is not the whole: the line breaks
            return
        self._pauses.pop(key, None)
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

    def _questions(
        self, source: str, there_s: float
    ) -> Iterator[tuple[Sheets, ChartAsk, Steps, float]]:
        """Yield all questions with their steps, and how long after its end a step is asked for."""
        for sheets, asks in (
            (self._lines, self._charts.asks),
            (self._past, self._charts.past_asks),
        ):
            mine = [ask for ask in asks if ask.source == source]
            spread_s = min(SPREAD_S, SPREAD * sheets.step_s)
            for place, ask in enumerate(mine):
                yield sheets, ask, sheets.at(ask, there_s), spread_s * place / len(mine)

    def _wanted(self, sheets: Sheets, ask: ChartAsk, steps: Steps, asked_s: float) -> Wanted:
        first = steps.wanted_from(OVERLAP)
        return Wanted(ask, steps, sheets.step_s, first, steps.newest, sheets.sides, asked_s)

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

    def _is_paused(self, key: str | tuple[ChartAsk, float], monotonic_s: float) -> bool:
        pause = self._pauses.get(key)
        return pause is not None and monotonic_s < pause.until_s

    def _pause(self, key: str | tuple[ChartAsk, float], monotonic_s: float) -> None:
        before = self._pauses.get(key)
        failures_count = 0 if before is None else before.failures_count
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures_count, 8))
        self._pauses[key] = _Pause(monotonic_s + pause_s, failures_count + 1)


def _is_due(steps: Steps, over: int) -> bool:
    """Whether there is a step that is over and not told yet; one that was missed is due at once."""
    told = steps.told_until
    return told is None or told < max(over, steps.newest - 1)


def _is_about_question(error: Exception) -> bool:
    """Whether other questions may still be answered."""
    if isinstance(error, RefusedError):
        return error.refusal in {Refusal.BAD_REQUEST, Refusal.NOT_FOUND}
    return isinstance(error, BadAnswerError)
