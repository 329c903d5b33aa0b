import pytest

from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import (
    WINDOWS_S,
    BurnAlert,
    BurnReport,
    PairBurn,
    evaluate,
    never_firing,
    window_pairs,
)
from cockpit.domain.outcomes import NOTHING, Outcomes

DAY_S = 86_400.0
CHECKOUT = Objective(0.999, 30 * DAY_S)
QUICK = BurnAlert.PAGE_QUICK


def pair_of(report: BurnReport, alert: BurnAlert) -> PairBurn:
    """Return what the pair of `alert` says."""
    return next(one for one in report.pairs if one.pair.alert is alert)


@pytest.mark.parametrize(
    ("days", "burns"),
    [(30, [14.4, 6.0, 3.0, 1.0]), (28, [13.44, 5.6, 2.8, 0.9333333])],
)
def test_thresholds_follow_the_period(days: int, burns: list[float]) -> None:
    assert [pair.burn for pair in window_pairs(days * DAY_S)] == pytest.approx(burns)


def windows(**bad_of_1000_a_minute: float) -> dict[float, Outcomes | None]:
    """Return all windows for 1,000 events a minute, with so many bad ones in the last minutes."""
    bad, minutes = bad_of_1000_a_minute["bad"], bad_of_1000_a_minute["minutes"]
    return {
        window_s: Outcomes(1000 * window_s / 60, bad * min(minutes, window_s / 60))
        for window_s in WINDOWS_S
    }


def test_a_minute_of_full_outage_fires_the_quick_page_alone() -> None:
    month = Outcomes(43_200_000, 1000)
    report = evaluate(windows(bad=1000, minutes=1), month, CHECKOUT)
    assert [one.fires for one in report.pairs] == [True, False, False, False]
    quick = pair_of(report, QUICK)
    assert quick.long_burn == pytest.approx(50 / 3)
    assert quick.short_burn == pytest.approx(200)
    assert report.budget_left_ratio == pytest.approx(0.976852, abs=1e-6)
    assert report.exhaustion_s == pytest.approx(151_920, rel=1e-4)


def test_a_clean_month_burns_nothing() -> None:
    report = evaluate(windows(bad=0, minutes=0), Outcomes(43_200_000, 0), CHECKOUT)
    assert not any(one.fires for one in report.pairs)
    assert (report.budget_left_ratio, report.exhaustion_s) == (1.0, None)


def test_an_hour_after_the_end_the_short_window_keeps_it_from_firing() -> None:
    past = windows(bad=1000, minutes=0)
    past[3600.0] = Outcomes(60_000, 3000)
    assert not pair_of(evaluate(past, None, CHECKOUT), QUICK).fires


@pytest.mark.parametrize("nothing", [None, NOTHING])
def test_a_window_without_events_burns_unknown_and_fires_nothing(
    nothing: Outcomes | None,
) -> None:
    report = evaluate(dict.fromkeys(WINDOWS_S, nothing), None, CHECKOUT)
    assert {one.long_burn for one in report.pairs} == {None}
    assert not any(one.fires for one in report.pairs)
    assert (report.budget_left_ratio, report.exhaustion_s) == (None, None)


def test_exactly_the_threshold_does_not_fire() -> None:
    exact = evaluate(windows(bad=14.4, minutes=5000), None, CHECKOUT)
    above = evaluate(windows(bad=14.5, minutes=5000), None, CHECKOUT)
    assert (pair_of(exact, QUICK).fires, pair_of(above, QUICK).fires) == (False, True)


def test_the_burn_of_now_is_the_smaller_one_of_an_hour_and_of_minutes() -> None:
    began = evaluate(windows(bad=20, minutes=5), None, CHECKOUT)
    assert began.now_burn == pytest.approx(20 / 12)
    ended = windows(bad=20, minutes=60)
    ended[300.0] = Outcomes(5_000, 0)
    assert evaluate(ended, None, CHECKOUT).now_burn == 0.0
    assert evaluate({**ended, 300.0: None}, None, CHECKOUT).now_burn is None


def test_a_budget_of_which_twelve_days_are_known_lasts_as_that_of_twelve_days() -> None:
    steady = windows(bad=2, minutes=5000)
    known = Outcomes(12 * 1_440_000, 12 * 720)
    report = evaluate(steady, known, CHECKOUT, known_s=12 * DAY_S)
    assert report.budget_left_ratio == pytest.approx(0.5)
    assert report.exhaustion_s == pytest.approx(0.5 * 12 * DAY_S / 2.0)


@pytest.mark.parametrize(
    ("target", "silent"),
    [(0.999, []), (0.95, []), (0.90, [QUICK]), (0.80, [QUICK, BurnAlert.PAGE_SLOW])],
)
def test_a_pair_above_the_fastest_possible_burn_never_fires(
    target: float, silent: list[BurnAlert]
) -> None:
    promised = Objective(target, 30 * DAY_S)
    assert [one.alert for one in never_firing(promised)] == silent
    everything_fails = {window_s: Outcomes(1000.0, 1000.0) for window_s in WINDOWS_S}
    report = evaluate(everything_fails, None, promised)
    assert [one.pair.alert for one in report.pairs if not one.fires] == silent


def test_burning_exactly_as_fast_as_possible_is_never_above_a_threshold_of_as_much() -> None:
    edge = Objective(1.0 - 1.0 / 14.4, 30 * DAY_S)
    assert [one.alert for one in never_firing(edge)] == [QUICK]
