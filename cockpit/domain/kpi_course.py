"""How surprises in the bad direction add up from bin to bin until they are an alarm.

The one-sided cumulative sum of E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954).
"""

import math

import numpy as np
from msgspec import Struct

from cockpit.domain.blocks import Floats
from cockpit.domain.kpi_season import Flags

ALLOWED_SIGMAS = 1.0
ALARM_SIGMAS = 4.5
ALARM_BIN_MINUTES = 10
MOST_SIGMAS = 2.0
"""The sum stops at twice the limit, so that an alarm ends soon after what it was about."""

QUIET_MINUTES = 180
"""An alarm that was quiet for three hours may start anew, and a gap so long begins from zero."""


class Course(Struct, frozen=True):
    """What has added up when a bin ends.

    `sum_sigmas` has been rising for `rising_bins`; there was no alarm for `quiet_bins` and
    nothing to judge for `silent_bins`.
    """

    sum_sigmas: float
    rising_bins: int
    quiet_bins: int
    silent_bins: int


BEGIN = Course(0.0, 0, 10**9, 0)


class Passed(Struct, frozen=True, eq=False):
    """The bins that a course went through: those of an alarm, and those where one starts."""

    course: Course
    is_alarmed: Flags
    starts: tuple[int, ...]


def alarm_sigmas(bin_minutes: int) -> float:
    """Return the sum that is an alarm.

    The time to a false alarm grows with exp(2 x allowed x limit), and shorter bins give chance
    more occasions in the same time; this keeps false alarms per month alike.
    """
    return ALARM_SIGMAS + math.log(ALARM_BIN_MINUTES / bin_minutes) / (2.0 * ALLOWED_SIGMAS)


def course_after(course: Course, badness: Floats, bin_minutes: int) -> Passed:
    """Return how the course goes on through bins, each this many standard deviations too bad.

    NaN says nothing: the sum waits. The bins of an alarm are counted from where the sum began
    to rise.
    """
    limit, quiet = alarm_sigmas(bin_minutes), math.ceil(QUIET_MINUTES / bin_minutes)
    total, rising = course.sum_sigmas, course.rising_bins
    since_alarm, silent = course.quiet_bins, course.silent_bins
    is_alarmed = np.zeros(badness.shape, dtype=np.bool_)
    starts: list[int] = []
    for index, sigmas in enumerate(badness.tolist()):
        since_alarm += 1
        if math.isnan(sigmas):
            silent += 1
            if silent >= quiet:
                total, rising = 0.0, 0
            elif rising:
                rising += 1
            continue
        silent = 0
        total = min(max(0.0, total + sigmas - ALLOWED_SIGMAS), MOST_SIGMAS * limit)
        rising = rising + 1 if total > 0 else 0
        if total >= limit:
            is_alarmed[max(0, index - rising + 1) : index + 1] = True
            if since_alarm > quiet:
                starts.append(index)
            since_alarm = 0
    return Passed(Course(total, rising, since_alarm, silent), is_alarmed, tuple(starts))
