import math

import pytest

from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import WINDOWS_S
from cockpit.domain.codes import SloCode
from cockpit.domain.histogram import Bucket, slow_outcomes
from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.projection import projected
from cockpit.domain.slo import SloLimits, SloState, SloVerdict, judge_slo

DAY_S = 86_400.0
CHECKOUT = Objective(0.999, 30 * DAY_S)
Windows = dict[float, Outcomes | None]


def steady(bad_ratio: float, per_min: float = 1000) -> Windows:
    """Return all windows of constant traffic that fails at `bad_ratio`."""
    totals = {window_s: per_min * window_s / 60 for window_s in WINDOWS_S}
    return {window_s: Outcomes(total, total * bad_ratio) for window_s, total in totals.items()}


def judged(
    windows: Windows, period: Outcomes | None = None, age_s: float | None = 5.0
) -> SloVerdict:
    return judge_slo(CHECKOUT, windows, period, age_s=age_s)


def codes(verdict: SloVerdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_a_kept_promise_is_ok_and_says_how_good() -> None:
    verdict = judged(steady(0.0005))
    assert (verdict.state, codes(verdict)) == (SloState.OK, [SloCode.OK])
    assert verdict.reasons[0].value("good_ratio") == pytest.approx(0.9995)


def test_a_fast_burn_is_bad_and_says_how_fast() -> None:
    verdict = judged(steady(0.02))
    assert verdict.state is SloState.BAD
    assert codes(verdict)[:2] == [SloCode.BURNING_FAST, SloCode.BURNING_FAST]
    assert verdict.reasons[0].value("burn") == pytest.approx(20)
    assert verdict.reasons[0].value("window_s") == 3600
    assert verdict.last_hour == Outcomes(60_000, 1200)


def test_a_slow_burn_is_a_warning() -> None:
    verdict = judged(steady(0.004))
    assert verdict.state is SloState.WARNING
    assert set(codes(verdict)) == {SloCode.BURNING_SLOWLY}


def test_one_failure_in_a_quiet_night_is_a_warning_at_most() -> None:
    quiet = steady(0.0, per_min=1.0)
    quiet[300.0], quiet[3600.0] = Outcomes(5, 1), Outcomes(60, 1)
    verdict = judged(quiet)
    assert (verdict.state, codes(verdict)) == (SloState.WARNING, [SloCode.FEW_FAILURES])


@pytest.mark.parametrize("missing_s", [300.0, 3600.0])
def test_a_window_that_is_not_known_is_no_data(missing_s: float) -> None:
    verdict = judged({**steady(0.0), missing_s: None})
    assert (verdict.state, codes(verdict)) == (SloState.UNKNOWN, [SloCode.NO_DATA])


def test_without_any_sample_nothing_is_known() -> None:
    assert codes(judged(steady(0.0), age_s=None)) == [SloCode.NO_DATA]


@pytest.mark.parametrize("age_s", [61.0, math.nan])
def test_stale_data_are_never_ok(age_s: float) -> None:
    verdict = judged(steady(0.0), age_s=age_s)
    assert (verdict.state, codes(verdict)) == (SloState.UNKNOWN, [SloCode.STALE])


def test_no_traffic_is_never_ok() -> None:
    verdict = judged({**steady(0.0), 300.0: NOTHING})
    assert (verdict.state, codes(verdict)) == (SloState.UNKNOWN, [SloCode.NO_TRAFFIC])


def test_too_few_events_are_never_ok() -> None:
    verdict = judged(steady(0.0, per_min=0.4))
    assert (verdict.state, codes(verdict)) == (SloState.UNKNOWN, [SloCode.TOO_THIN])
    assert verdict.reasons[0].value("seen_count") == pytest.approx(24)


def test_a_spent_budget_is_a_warning() -> None:
    verdict = judged(steady(0.0005), Outcomes(1_000_000, 2000))
    assert (verdict.state, codes(verdict)) == (SloState.WARNING, [SloCode.BUDGET_SPENT])


def test_a_spent_budget_says_when_only_a_part_of_the_period_is_known() -> None:
    known = Outcomes(1_000_000, 2000)
    verdict = judge_slo(CHECKOUT, steady(0.0005), known, age_s=5.0, known_s=12 * DAY_S)
    assert codes(verdict) == [SloCode.KNOWN_BUDGET_SPENT]
    assert verdict.reasons[0].value("known_s") == 12 * DAY_S


def test_a_budget_that_is_soon_spent_is_a_warning() -> None:
    month = Outcomes(1_000_000, 950)
    verdict = judged(steady(0.0009), month)
    assert (verdict.state, codes(verdict)) == (SloState.WARNING, [SloCode.BUDGET_SOON_SPENT])
    in_launch = judge_slo(
        CHECKOUT, steady(0.0009), month, age_s=5.0, limits=SloLimits(soon_s=4 * 3600.0)
    )
    assert in_launch.state is SloState.OK


def test_one_failure_of_a_quiet_night_foretells_no_empty_budget() -> None:
    quiet = steady(0.0, per_min=5.0)
    quiet[300.0], quiet[3600.0] = Outcomes(25, 1), Outcomes(300, 2)
    verdict = judged(quiet, Outcomes(200_000, 190))
    assert (verdict.report.exhaustion_s or 0.0) < 3 * DAY_S
    assert verdict.state is SloState.OK


def test_a_launch_may_not_take_a_tenth_of_the_budget() -> None:
    burning = steady(0.0055)
    limits = SloLimits(soon_s=4 * 3600.0, launch_left_s=20 * 3600.0)
    verdict = judge_slo(CHECKOUT, burning, None, age_s=5.0, limits=limits)
    told = next(one for one in verdict.reasons if one.code == SloCode.LAUNCH_TAKES)
    assert told.value("taken_ratio") == pytest.approx(5.5 * 20 / 720)
    shorter = SloLimits(soon_s=4 * 3600.0, launch_left_s=10 * 3600.0)
    verdict = judge_slo(CHECKOUT, burning, None, age_s=5.0, limits=shorter)
    assert SloCode.LAUNCH_TAKES not in codes(verdict)


def test_few_failures_do_not_foretell_what_a_launch_takes() -> None:
    quiet = steady(0.0, per_min=1.0)
    quiet[300.0], quiet[3600.0] = Outcomes(5, 1), Outcomes(60, 4)
    limits = SloLimits(launch_left_s=1800.0)
    verdict = judge_slo(CHECKOUT, quiet, None, age_s=5.0, limits=limits)
    assert SloCode.LAUNCH_TAKES not in codes(verdict)


def test_what_would_break_at_full_exposure_is_a_warning_while_the_service_burns_little() -> None:
    failing = projected(Outcomes(600, 600), Outcomes(50, 50), CHECKOUT)
    verdict = judge_slo(CHECKOUT, steady(0.0005), None, age_s=5.0, projection=failing)
    assert (verdict.state, codes(verdict)) == (SloState.WARNING, [SloCode.BREAKS_AT_FULL])
    assert verdict.reasons[0].value("burn") == pytest.approx(1000)


def test_without_fresh_data_a_projection_is_no_news_either() -> None:
    failing = projected(Outcomes(600, 600), Outcomes(50, 50), CHECKOUT)
    verdict = judge_slo(CHECKOUT, steady(0.0005), None, age_s=None, projection=failing)
    assert verdict.state is SloState.UNKNOWN


def test_a_new_version_that_is_well_changes_nothing() -> None:
    fine = projected(Outcomes(600, 0), Outcomes(50, 0), CHECKOUT)
    verdict = judge_slo(CHECKOUT, steady(0.0005), None, age_s=5.0, projection=fine)
    assert verdict.state is SloState.OK


def test_a_promise_of_latency_is_judged_by_the_share_over_a_bound() -> None:
    shown = [Bucket(0.5, 9000), Bucket(1.0, 9500), Bucket(math.inf, 10_000)]
    slow = slow_outcomes(0.5, shown)
    fast_enough = Objective(0.99, 30 * DAY_S)
    verdict = judge_slo(fast_enough, dict.fromkeys(WINDOWS_S, slow), None, age_s=5.0)
    assert verdict.state is SloState.BAD
    unknown = dict.fromkeys(WINDOWS_S, slow_outcomes(0.7, shown))
    assert judge_slo(fast_enough, unknown, None, age_s=5.0).state is SloState.UNKNOWN
