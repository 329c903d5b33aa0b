"""What was proved in a stage stays proved in it, and in no other."""

from cockpit.app.on_record import on_record
from cockpit.app.past import Fault, Past
from cockpit.app.snapshot import Metric
from cockpit.domain.events import Entry
from cockpit.domain.judgements import FaultDetected
from tests.domain.lives import at_exposure, minute

FAULT = FaultDetected("l1", "coupon", "", "release", "judge/1 success", 30, 100, 40, 2_000, 900.0)


def recorded(at: float, flow: str = "coupon", metric: Metric = Metric.SUCCESS) -> bool:
    entry = Entry(minute(at), 0.0, "run", "cockpit", FAULT)
    past = Past(faults=(Fault(entry, FAULT),))
    return on_record(past, at_exposure(1, 5), flow, metric) is not None


def test_a_fault_of_this_stage_stays() -> None:
    assert recorded(10)
    assert not recorded(0)


def test_a_fault_of_another_flow_or_metric_is_not_its_own() -> None:
    assert not recorded(10, flow="checkout")
    assert not recorded(10, metric=Metric.SLOW)
