import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.burn import (
    Gate,
    Objective,
    budget_left_ratio,
    burn_rate,
    exceeds,
    exhaustion_s,
    low_traffic_gate,
)
from cockpit.domain.outcomes import NOTHING, Outcomes

DAY_S = 86_400.0
CHECKOUT = Objective(0.999, 30 * DAY_S)


def test_the_promised_ratio_spends_one_budget_per_period() -> None:
    assert burn_rate(Outcomes(1000, 1), CHECKOUT) == pytest.approx(1.0)


def test_no_traffic_is_no_evidence() -> None:
    assert burn_rate(NOTHING, CHECKOUT) is None
    assert budget_left_ratio(NOTHING, CHECKOUT) is None


@pytest.mark.parametrize(
    ("burn", "days"),  # The Site Reliability Workbook, table 5-4
    [(1.0, 30.0), (2.0, 15.0), (10.0, 3.0), (1000.0, 0.03)],
)
def test_a_full_budget_lasts_as_published(burn: float, days: float) -> None:
    assert exhaustion_s(burn, 1.0, CHECKOUT) == pytest.approx(days * DAY_S)


@pytest.mark.parametrize(("burn", "left"), [(0.0, 1.0), (None, 1.0), (2.0, None)])
def test_what_does_not_burn_or_is_not_known_has_no_end(
    burn: float | None, left: float | None
) -> None:
    assert exhaustion_s(burn, left, CHECKOUT) is None


def test_an_overspent_budget_is_gone_now() -> None:
    left = budget_left_ratio(Outcomes(1000, 3), CHECKOUT)
    assert left == pytest.approx(-2.0)
    assert exhaustion_s(2.0, left, CHECKOUT) == 0.0


@pytest.mark.parametrize("target_ratio", [0.0, 1.0, 99.9])
def test_a_target_that_is_no_ratio_is_refused(target_ratio: float) -> None:
    with pytest.raises(ValueError, match="target_ratio"):
        Objective(target_ratio, DAY_S)


def test_a_period_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="period_s"):
        Objective(0.999, 0.0)


@given(st.integers(1, 10**9), st.data())
def test_more_failures_never_burn_slower(total: int, data: st.DataObject) -> None:
    bad = data.draw(st.integers(1, total))
    more, less = (burn_rate(Outcomes(total, count), CHECKOUT) for count in (bad, bad - 1))
    assert more is not None
    assert less is not None
    assert more >= less


def test_exactly_the_threshold_does_not_exceed_it() -> None:
    tight = Objective(0.9995, 30 * DAY_S)
    burn = burn_rate(Outcomes(10_000, 72), tight)
    assert burn is not None
    assert not exceeds(burn, 14.4)
    assert exceeds(14.41, 14.4)


@pytest.mark.parametrize(
    ("total", "bad", "lower_burn", "is_open"),
    [(10, 1, 5.1162, False), (10, 3, 87.2644, True), (100_000, 100, 0.842, False)],
)
def test_few_failures_do_not_open_the_gate(
    total: int, bad: int, lower_burn: float, is_open: bool
) -> None:
    gate = low_traffic_gate(Outcomes(total, bad), CHECKOUT)
    assert gate.lower_burn == pytest.approx(lower_burn, rel=1e-3)
    assert gate.is_open is is_open


def test_two_failures_wake_nobody_however_few_events_there_were() -> None:
    assert not low_traffic_gate(Outcomes(2, 2), CHECKOUT).is_open


def test_without_events_the_gate_is_shut() -> None:
    assert low_traffic_gate(NOTHING, CHECKOUT) == Gate(None, is_open=False)
