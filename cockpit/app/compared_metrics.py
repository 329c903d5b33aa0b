"""What is compared of a release: each metric of its flows, and how that is counted."""

from msgspec import Struct

from cockpit.app.doubts import Desk
from cockpit.app.plan import Counted, FlowPlan, Part
from cockpit.app.snapshot import Metric
from cockpit.app.trials import Count
from cockpit.domain.evidence import RETRY_DISCOUNT
from cockpit.ports.workspace import Counts


class Question(Struct, frozen=True):
    """One metric of a flow to compare; `part` tells how fresh and whole its numbers are.

    Evidence is weighed by `discount`.
    """

    flow: str
    metric: Metric
    part: Part
    count: Count
    discount: float = 1.0


def questions(desk: Desk) -> tuple[Question, ...]:
    """Return everything that is compared: success and slowness of each flow, and crashes."""
    found: list[Question] = []
    for plan in desk.plan.flows:
        found.append(_success(desk, plan))
        slow, slo = plan.slow, plan.flow.latency_slo
        if slow is not None and slo is not None:
            found.append(_slowness(desk, plan, slow, slo.faster_than_s))
    if desk.plan.crashes is not None:
        part = desk.plan.crashes[1]
        found.append(
            Question("", Metric.CRASH, part, lambda bounds_s: desk.counting.part(part, bounds_s))
        )
    return tuple(found)


def _success(desk: Desk, plan: FlowPlan) -> Question:
    part = plan.success
    return Question(
        plan.flow.name,
        Metric.SUCCESS,
        part,
        lambda bounds_s: desk.counting.part(part, bounds_s),
        _discount(plan),
    )


def _slowness(desk: Desk, plan: FlowPlan, ask: Counted, bound_s: float) -> Question:
    return Question(
        plan.flow.name,
        Metric.SLOW,
        Part(ask, None, None),
        lambda bounds_s: desk.counting.slow(ask, bound_s, bounds_s),
        _discount(plan),
    )


def _discount(plan: FlowPlan) -> float:
    return RETRY_DISCOUNT if plan.flow.counts is Counts.ATTEMPTS else 1.0
