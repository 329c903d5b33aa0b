"""Whether the share of good events drops against what is usual at this time of day and week.

Each bin is compared with what the weeks before lead to expect, and small surprises add up: so a
large drop is found in its first bin, and a small one within the hour.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from cockpit.domain.blocks import Floats
from cockpit.domain.kpi_course import BEGIN, Course, course_after
from cockpit.domain.kpi_season import (
    DAY_MINUTES,
    LEARNED_DAYS,
    WEEK_DAYS,
    Flags,
    Usual,
    nothing_usual,
    usual_day,
)
from cockpit.domain.kpi_surprise import is_gone, surprise_scale, surprises

TEACHING_DAYS = 14


class KpiAlarms(Struct, frozen=True):
    """The bins in which an alarm starts, and those that say nothing."""

    alarms: tuple[int, ...]
    no_data: tuple[int, ...]


class KpiDay(Struct, frozen=True, eq=False):
    """A day, or the part of it that is over, against its history; one value for each bin.

    `surprise` is in standard deviations, negative when fewer events were good than expected, NaN
    where nothing can be said. `starts` are the bins in which an alarm starts.
    """

    total: Floats
    good: Floats
    surprise: Floats
    is_no_data: Flags
    is_alarmed: Flags
    starts: tuple[int, ...]
    course: Course


class KpiHistory(Struct, frozen=True, eq=False):
    """What whole days have taught, and what the next one is therefore expected to be like.

    `total` and `good` have a row for each day that still counts and a column for each bin, with
    zeros where nothing was to be learned; `surprise` has the days of the last week.
    `taught_days` are those since the first one with events.
    """

    bin_minutes: int
    total: Floats
    good: Floats
    surprise: Floats
    taught_days: int
    course: Course
    usual: Usual
    scale: float

    @property
    def is_taught(self) -> bool:
        """Whether there was enough of it to judge the next day."""
        return self.taught_days >= TEACHING_DAYS

    def judged(self, total: Floats, good: Floats) -> KpiDay:
        """Return the next day, judged; only its beginning may have come to pass yet.

        Counts that cannot be (NaN, negative, more good events than events) and bins without
        events say nothing, nor does what is left when the traffic is gone.
        """
        with np.errstate(invalid="ignore"):
            is_told = np.isfinite(total) & np.isfinite(good) & (total > 0)
            is_told &= (good >= 0) & (good <= total)
        total, good = np.where(is_told, total, 0.0), np.where(is_told, good, 0.0)
        usual = self.usual.first(total.size)
        is_told &= ~is_gone(total, usual)
        found = surprises(total, good, usual) / self.scale
        surprise = np.where(is_told, found, np.nan)
        badness = -surprise if self.is_taught else np.full_like(surprise, np.nan)
        passed = course_after(self.course, badness, self.bin_minutes)
        return KpiDay(
            total, good, surprise, ~is_told, passed.is_alarmed, passed.starts, passed.course
        )

    def after(self, day: KpiDay, is_lesson: Flags | None = None) -> "KpiHistory":
        """Return the history with a whole day more.

        Bins that say nothing or belong to an alarm teach nothing, nor do those that are no
        `is_lesson`.
        """
        is_learned = ~day.is_no_data & ~day.is_alarmed
        if is_lesson is not None:
            is_learned &= is_lesson
        total = _with_row(self.total, np.where(is_learned, day.total, 0.0), LEARNED_DAYS)
        good = _with_row(self.good, np.where(is_learned, day.good, 0.0), LEARNED_DAYS)
        surprise = np.where(is_learned, day.surprise * self.scale, np.nan)
        surprise = _with_row(self.surprise, surprise, WEEK_DAYS)
        has_begun = self.taught_days > 0 or bool(np.any(total[-1] > 0))
        return KpiHistory(
            self.bin_minutes,
            total,
            good,
            surprise,
            self.taught_days + has_begun,
            day.course,
            usual_day(total, good, self.bin_minutes),
            surprise_scale(surprise, self.bin_minutes),
        )


def no_history(bin_minutes: int) -> KpiHistory:
    """Return the history of a KPI of which nothing is known yet.

    ValueError when the day is no multiple of the bin, in which case no time of day would be
    the same as on the day before.
    """
    if bin_minutes < 1 or DAY_MINUTES % bin_minutes:
        msg = f"bin_minutes must divide a day of {DAY_MINUTES} minutes, and {bin_minutes} does not"
        raise ValueError(msg)
    slots = DAY_MINUTES // bin_minutes
    none = np.empty((0, slots))
    return KpiHistory(bin_minutes, none, none, none, 0, BEGIN, nothing_usual(slots), 1.0)


def kpi_alarms(
    n: Sequence[float | None],
    good: Sequence[float | None],
    *,
    bin_minutes: int,
    weekday_of_first_day: int,
) -> KpiAlarms:
    """Return where good / n drops against its daily and weekly shape; bins from midnight on.

    The first 14 days with events only teach. None and NaN are not known. Weekdays count from 0
    to 6; which is which does not matter, as each is compared with itself. ValueError when the
    two differ in length, or a bin or weekday cannot be.
    """
    if len(n) != len(good):
        msg = f"n and good must be of one length, and are {len(n)} and {len(good)}"
        raise ValueError(msg)
    if not 0 <= weekday_of_first_day < WEEK_DAYS:
        msg = f"weekday_of_first_day must be 0 to 6, not {weekday_of_first_day}"
        raise ValueError(msg)
    history = no_history(bin_minutes)
    totals, goods = (np.array(counts, dtype=np.float64) for counts in (n, good))
    slots = DAY_MINUTES // bin_minutes
    alarms: list[int] = []
    no_data: list[int] = []
    for first in range(0, totals.size, slots):
        day = history.judged(totals[first : first + slots], goods[first : first + slots])
        alarms += [first + start for start in day.starts]
        no_data += (first + np.flatnonzero(day.is_no_data)).tolist()
        if day.total.size == slots:
            history = history.after(day)
    return KpiAlarms(tuple(alarms), tuple(no_data))


def _with_row(rows: Floats, row: Floats, most: int) -> Floats:
    return np.vstack((rows, row))[-most:]
