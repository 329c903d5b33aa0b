"""What constant failures do, beside published and worked figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.burn import Objective, exceeds
from cockpit.domain.burn_forecast import canary_burn, detections
from cockpit.domain.burn_segments import Segment, evaluate_segments
from cockpit.domain.burn_windows import DAY_S, BurnAlert
from cockpit.domain.outcomes import Outcomes

CHECKOUT = Objective(0.999, 30 * DAY_S)
QUICK = BurnAlert.PAGE_QUICK


def test_a_full_outage_pages_within_a_minute_and_rests_after_five() -> None:
    found = detections(1.0, CHECKOUT)
    assert [one.fires_after_s for one in found.values() if one] == pytest.approx(
        [51.84, 129.6, 259.2, 259.2]
    )
    assert [one.resets_after_s for one in found.values() if one] == pytest.approx(
        [295.68, 1789.2, 7178.4, 21_578.4]
    )


def test_two_per_cent_of_failures_page_after_forty_three_minutes() -> None:
    found = detections(0.02, CHECKOUT)[QUICK]
    assert found is not None
    assert found.fires_after_s == pytest.approx(43.2 * 60)


@pytest.mark.parametrize("bad_ratio", [0.0, 0.001, 0.0144])
def test_what_burns_no_more_than_the_threshold_never_pages(bad_ratio: float) -> None:
    assert detections(bad_ratio, CHECKOUT)[QUICK] is None


def test_a_promise_of_ninety_per_cent_cannot_page_quickly() -> None:
    found = detections(1.0, Objective(0.9, 30 * DAY_S))
    assert [one is None for one in found.values()] == [True, False, False, False]


@pytest.mark.slow
@given(st.floats(0.002, 1.0), st.sampled_from([0.99, 0.995, 0.999, 0.9999]), st.integers(7, 60))
def test_the_windows_fire_just_after_what_is_foretold_and_not_just_before(
    bad_ratio: float, target_ratio: float, days: int
) -> None:
    objective = Objective(target_ratio, days * DAY_S)
    began_s = 90 * DAY_S
    for number, found in enumerate(detections(bad_ratio, objective).values()):
        if found is None:
            continue
        for part, fires in ((0.999, False), (1.001, True)):
            now_s = began_s + part * found.fires_after_s
            report = evaluate_segments(
                [
                    Segment(0, began_s, Outcomes(began_s * 10, 0)),
                    Segment(
                        began_s,
                        now_s,
                        Outcomes((now_s - began_s) * 10, (now_s - began_s) * 10 * bad_ratio),
                    ),
                ],
                now_s,
                objective,
            )
            pair = report.pairs[number]
            assert exceeds(pair.long_burn or 0.0, pair.pair.burn) is fires


def test_a_canary_that_always_fails_pages_nobody_at_one_per_cent() -> None:
    found = canary_burn(0.01, 1.0, 0.0, CHECKOUT)
    assert found.service == pytest.approx(10)
    assert found.new_version == pytest.approx(1000)


def test_the_service_burns_by_the_share_of_each_version() -> None:
    found = canary_burn(0.05, 0.288, 0.0, CHECKOUT)
    assert found.service == pytest.approx(14.4)
    assert canary_burn(0.0, 1.0, 0.001, CHECKOUT).service == pytest.approx(1.0)
    assert canary_burn(1.0, 0.002, 0.5, CHECKOUT).service == pytest.approx(2.0)
