"""The last window of a KPI beside what its weeks lead to expect."""

import math

import numpy as np
from msgspec import Struct

from cockpit.domain.band import Z_BAND
from cockpit.domain.intervals import Interval
from cockpit.domain.kpi import KpiHistory
from cockpit.domain.kpi_course import ALLOWED_SIGMAS, Course, alarm_sigmas
from cockpit.domain.kpi_season import Usual
from cockpit.domain.kpi_surprise import beyond_chance, surprises
from cockpit.domain.outcomes import Outcomes


class KpiNow(Struct, frozen=True):
    """What share of good events was expected, and where it lies in 99 of 100 cases.

    `sinking_s` is for how long it has been too low to be chance, None while there is no alarm;
    it is zero when the window alone tells.
    """

    ratio: float
    expected: Interval
    sinking_s: float | None


def kpi_now(history: KpiHistory, course: Course, slot: int, window: Outcomes) -> KpiNow | None:
    """Return what is to be said of a window as long as a bin, in the middle of which `slot` lies.

    `course` is what the bins before have added up to. None without events, or where nothing is
    expected at that time of the day.
    """
    usual = history.usual.at(slot)
    ratio, total = float(usual.ratio[0]), window.total_count
    if math.isnan(ratio) or total <= 0:
        return None
    times = float(beyond_chance(np.array([total]), usual)[0])
    variance = times * ratio * (1.0 - ratio) / total
    half = Z_BAND * history.scale * math.sqrt(variance)
    expected = Interval(max(0.0, ratio - half), min(1.0, ratio + half))
    limit = alarm_sigmas(history.bin_minutes)
    if course.sum_sigmas >= limit:
        return KpiNow(ratio, expected, 60.0 * history.bin_minutes * course.rising_bins)
    is_plain = -_surprise(window, usual) / history.scale >= limit + ALLOWED_SIGMAS
    return KpiNow(ratio, expected, 0.0 if is_plain else None)


def _surprise(window: Outcomes, usual: Usual) -> float:
    good = window.total_count - window.bad_count
    return float(surprises(np.array([window.total_count]), np.array([good]), usual)[0])
