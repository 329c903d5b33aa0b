"""KPIs against what weeks have taught: learns day by day as they arrive. On the core lane."""

from collections.abc import Callable
from datetime import tzinfo

import numpy as np
from msgspec import Struct

from cockpit.app.backfill import CHUNK, PAST_STEP_S
from cockpit.app.chart_lines import known_good
from cockpit.app.chart_plan import ChartPlan, RatioAsks
from cockpit.app.chart_store import RatioSteps, Sheets, Track
from cockpit.domain.blocks import Floats
from cockpit.domain.kpi import TEACHING_DAYS, KpiDay, KpiHistory, no_history
from cockpit.domain.kpi_local import LocalSteps
from cockpit.domain.kpi_now import KpiNow, kpi_now
from cockpit.domain.outcomes import Outcomes

BIN_MINUTES = int(PAST_STEP_S // 60)
DAYS_A_LOOK = 4
"""So many days are learned for each snapshot: some milliseconds, until all weeks are in."""


class Taught(Struct, frozen=True):
    """How far a KPI knows its weeks: `days_count` days had events; `is_read` when all is asked."""

    days_count: int
    is_read: bool

    @property
    def is_enough(self) -> bool:
        """Whether the day can be judged by the weeks before."""
        return self.is_read and self.days_count >= TEACHING_DAYS


class _Guard(Struct):
    """What was learned of one KPI. `day` is the next local day to learn, counted from 1970."""

    history: KpiHistory
    day: int
    told_before_count: int
    today: KpiDay | None = None
    marks: tuple[object, ...] = ()


class KpiGuards:
    """Learns a few days at each look, and judges the present day when its steps have changed.

    Days begin at midnight of the workspace's zone, and hours are those of the clocks there: what
    is usual at an hour comes back at that hour, also when clocks have changed.
    """

    def __init__(
        self,
        plan: ChartPlan,
        past: Sheets,
        is_read: Callable[[RatioAsks], bool],
        breathe: Callable[[], None] = lambda: None,
        zone: tzinfo | None = None,
    ) -> None:
        self._local = LocalSteps(PAST_STEP_S, zone)
        self._kpis = {one.kpi.name: one for one in plan.kpis}
        self._past = past
        self._is_read = is_read
        self._breathe = breathe
        self._guards: dict[str, _Guard] = {}
        self._left_count = DAYS_A_LOOK

    def begin_look(self) -> None:
        """Allow for some more days to be learned."""
        self._left_count = DAYS_A_LOOK

    def taught(self, kpi: str, before_s: float) -> Taught:
        """Learn what there is to learn, and return how much it is.

        What came after `before_s`, in the source's time, is judged and teaches nothing: a launch
        is not measured by itself.
        """
        asks = self._kpis[kpi]
        used = self._past.of(asks.ratio)
        if used is None:
            return Taught(0, is_read=False)
        if not self._is_read(asks.ratio):
            return Taught(_days_told(used), is_read=False)
        guard = self._learned(kpi, used, before_s)
        is_done = guard.day > self._last_whole_day(used)
        if is_done:
            self._judge_today(kpi, guard, used)
        return Taught(guard.history.taught_days, is_done)

    def now(self, kpi: str, window: Outcomes, middle_s: float) -> KpiNow | None:
        """Return the last window beside what was expected; None where nothing can be told.

        `window` counts as bad what the KPI is guarded against, `middle_s` is in the source's time.
        """
        guard = self._guards.get(kpi)
        if guard is None or guard.today is None or not guard.history.is_taught:
            return None
        slot = (self._local.of(int(middle_s // PAST_STEP_S) + 1) - 1) % CHUNK
        return kpi_now(guard.history, guard.today.course, slot, window)

    def _learned(self, kpi: str, used: RatioSteps, before_s: float) -> _Guard:
        guard = self._guards.get(kpi)
        if guard is None or guard.told_before_count < self._told_count(used, guard.day):
            first_day = -(-(self._local.of(used.events.first) - 1) // CHUNK)
            guard = self._guards[kpi] = _Guard(no_history(BIN_MINUTES), first_day, 0)
        last_day = self._last_whole_day(used)
        if guard.day > last_day or self._left_count <= 0:
            return guard
        total, good, first, ends_s = self._counts(kpi, used)
        self._breathe()
        while guard.day <= last_day and self._left_count > 0:
            self._left_count -= 1
            begin = guard.day * CHUNK + 1 - first
            place = slice(begin, begin + CHUNK)
            judged = guard.history.judged(total[place], good[place])
            self._breathe()
            guard.history = guard.history.after(judged, ends_s[place] <= before_s)
            guard.day += 1
            guard.marks = ()
            self._breathe()
        guard.told_before_count = self._told_count(used, guard.day)
        return guard

    def _judge_today(self, kpi: str, guard: _Guard, used: RatioSteps) -> None:
        marks = tuple((id(one), one.version) for one in used.all)
        if marks == guard.marks and guard.today is not None:
            return
        total, good, first, _ = self._counts(kpi, used)
        since, told_until = guard.day * CHUNK + 1 - first, self._local.of(_told_until(used))
        until = max(since, min(told_until, (guard.day + 1) * CHUNK) - first + 1)
        guard.today = guard.history.judged(total[since:until], good[since:until])
        guard.marks = marks

    def _last_whole_day(self, used: RatioSteps) -> int:
        """Return the last local day, counted from 1970, of which every step has been told."""
        return self._local.of(_told_until(used)) // CHUNK - 1

    def _told_count(self, used: RatioSteps, before_day: int) -> int:
        """Return how many steps before a day have been told."""
        last = max(0, self._local.back(before_day * CHUNK + 1) - used.events.first)
        return sum(int(np.count_nonzero(one.is_told[:last])) for one in used.all)

    def _counts(self, kpi: str, used: RatioSteps) -> tuple[Floats, Floats, int, Floats]:
        """Return all events and those on the side that is to be defended; NaN where not known.

        One for each local step, whose first number follows, and when each has ended.
        """
        total, fine, known = known_good(Track.EVERYTHING, used)
        defended = fine if self._kpis[kpi].kpi.worse == "lower" else total - fine
        first, move = used.events.first, self._local.moved
        told, begin = move(np.where(known, total, np.nan), first)
        ends_s, _ = move(
            np.arange(first, first + total.size, dtype=np.float64) * PAST_STEP_S, first
        )
        return told, move(np.where(known, defended, np.nan), first)[0], begin, ends_s


def _told_until(used: RatioSteps) -> int:
    """Return the newest step that is told in full; before the first one without any."""
    return min(
        used.events.first - 1 if one.told_until is None else one.told_until for one in used.all
    )


def _days_told(used: RatioSteps) -> int:
    return min(int(np.count_nonzero(one.is_told)) for one in used.all) // CHUNK
