import pytest

from cockpit.simulator.shop.faults import Fault, FaultKind, FaultPlan, Troubles


def test_a_fault_begins_when_its_time_has_come_and_ends_after_its_duration() -> None:
    plan = FaultPlan([Fault(FaultKind.PAYMENT_OUTAGE, after_s=10, duration_s=20)], 100.0)
    ratios = [plan.troubles(at_s, 0.0).outage_ratio for at_s in (109, 110, 129, 130)]
    assert ratios == [0.0, 0.9, 0.9, 0.0]
    assert plan.state(130) == []


def test_a_fault_waits_for_its_exposure_and_then_stays() -> None:
    plan = FaultPlan([Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05, strength=0.2)], 0.0)
    assert plan.troubles(1, 0.01).npe_ratio == 0
    assert plan.troubles(2, 0.05).npe_ratio == 0.2
    assert plan.troubles(3, 0.0).npe_ratio == 0.2


def test_a_fault_can_come_some_time_after_its_exposure_was_reached() -> None:
    outage = Fault(FaultKind.PAYMENT_OUTAGE, at_exposure_ratio=0.01, after_exposure_s=60.0)
    plan = FaultPlan([outage], 0.0)
    at = [plan.troubles(at_s, ratio).outage_ratio for at_s, ratio in ((90, 0), (100, 0.01))]
    assert at == [0.0, 0.0]
    assert [plan.troubles(at_s, 0.0).outage_ratio for at_s in (159, 160)] == [0.0, 0.9]


def test_a_slow_burn_grows_and_customers_leave_later() -> None:
    plan = FaultPlan([Fault(FaultKind.SLOW_BURN)], 0.0)
    at = [plan.troubles(60.0 * minute, 1.0) for minute in (0, 20, 60, 70, 200)]
    assert [round(each.latency_factor, 6) for each in at] == [1.0, 2.0, 4.0, 4.5, 6.0]
    assert [round(each.leave_ratio, 6) for each in at] == [0.0, 0.0, 0.0, 0.125, 0.3]


def test_a_restart_happens_once() -> None:
    plan = FaultPlan([Fault(FaultKind.RESTART)], 0.0)
    assert [plan.troubles(at_s, 0.0).must_restart for at_s in (1, 2)] == [True, False]


def test_a_cleared_fault_is_gone() -> None:
    plan = FaultPlan([], 0.0)
    plan.add(Fault(FaultKind.SCRAPE_STOPPED), 5.0)
    assert plan.troubles(5.0, 0.0).is_scraped is False
    assert plan.state(6.0)[0]["running_s"] == 1.0
    plan.clear(FaultKind.SCRAPE_STOPPED)
    assert plan.troubles(6.0, 0.0) == Troubles()


@pytest.mark.parametrize(
    "wrong",
    [
        {"after_s": -1.0},
        {"after_exposure_s": -1.0},
        {"duration_s": 0.0},
        {"strength": 0.0},
        {"strength": 1.5},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Fault(FaultKind.SLOW_BURN, **wrong)
