import numpy as np
import pytest

from cockpit.domain.kpi import KpiHistory, no_history
from cockpit.domain.kpi_course import ALARM_SIGMAS, BEGIN, Course
from cockpit.domain.kpi_now import kpi_now
from cockpit.domain.outcomes import NOTHING, Outcomes

SLOTS = 144
NOON = 72
SHARE = Outcomes(1_000, 400)


def history(days: int = 21) -> KpiHistory:
    """Return a history of days with 60 good events of 100, by chance, in each bin."""
    chance = np.random.default_rng(5)
    found = no_history(10)
    for _ in range(days):
        total = np.full(SLOTS, 1_000.0)
        good = chance.binomial(1_000, 0.6, SLOTS).astype(np.float64)
        found = found.after(found.judged(total, good))
    return found


def test_a_window_as_usual_lies_in_its_band() -> None:
    now = kpi_now(history(), BEGIN, NOON, SHARE)
    assert now is not None
    assert now.ratio == pytest.approx(0.6, abs=0.01)
    assert now.expected.low < 0.6 < now.expected.high
    assert now.sinking_s is None


def test_fewer_events_have_a_wider_band() -> None:
    known = history()
    few, many = (kpi_now(known, BEGIN, NOON, Outcomes(n, 0.4 * n)) for n in (100, 10_000))
    assert few is not None
    assert many is not None
    assert few.expected.high - few.expected.low > 3 * (many.expected.high - many.expected.low)


def test_a_window_that_is_far_too_low_alarms_by_itself() -> None:
    now = kpi_now(history(), BEGIN, NOON, Outcomes(1_000, 550))
    assert now is not None
    assert now.sinking_s == 0.0


def test_what_has_added_up_alarms_while_the_window_alone_does_not() -> None:
    course = Course(ALARM_SIGMAS + 1.0, 7, 0, 0)
    now = kpi_now(history(), course, NOON, SHARE)
    assert now is not None
    assert now.sinking_s == 7 * 600.0


def test_a_window_that_is_too_high_is_no_alarm() -> None:
    now = kpi_now(history(), BEGIN, NOON, Outcomes(1_000, 0))
    assert now is not None
    assert now.sinking_s is None


def test_without_events_or_without_a_history_nothing_is_told() -> None:
    assert kpi_now(history(), BEGIN, NOON, NOTHING) is None
    assert kpi_now(history(2), BEGIN, NOON, SHARE) is None
