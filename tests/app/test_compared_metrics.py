"""What is compared of a release."""

from cockpit.app.compared_metrics import questions
from cockpit.app.snapshot import Metric
from tests.kit.desks import Table
from tests.kit.monitoring import flow, workspace


def test_every_flow_is_compared_by_success_and_speed_and_the_program_by_its_crashes() -> None:
    asked = [(one.flow, one.metric) for one in questions(Table().ask())]
    assert asked == [
        ("coupon", Metric.SUCCESS),
        ("coupon", Metric.SLOW),
        ("checkout", Metric.SUCCESS),
        ("checkout", Metric.SLOW),
        ("", Metric.CRASH),
    ]


def test_what_is_not_measured_is_not_compared() -> None:
    bare = flow("coupon")
    del bare["latency"], bare["latency_slo"]
    given = Table(workspace(flows=[bare], crashes=None))
    assert [one.metric for one in questions(given.ask())] == [Metric.SUCCESS]
