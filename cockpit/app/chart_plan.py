"""What the charts ask of each metric source, and in which steps."""

from collections.abc import Iterable

from msgspec import Struct

from cockpit.app.plan import BUCKET_LABEL, Counted, Part, Plan
from cockpit.app.store import ESTIMATE_S
from cockpit.ports.metrics import Selector
from cockpit.ports.workspace import Flow, Kpi

STEPS_S = {900.0: 15.0, 3_600.0: 30.0, 21_600.0: 120.0, 86_400.0: 480.0}
"""The ranges that boards offer, and their steps at best: no chart has more than 180."""

USUAL_RANGE_S = 3_600.0

INTERVALS_A_STEP = 2.25
"""With fewer samples than these a step may by chance hold one alone, which tells no increase."""


class ChartAsk(Struct, frozen=True):
    """Counters whose increase is asked for step by step, summed by labels."""

    source: str
    selector: Selector
    by: tuple[str, ...]


class RatioAsks(Struct, frozen=True):
    """Events, and those among them that ended well, or badly; with neither, none is bad."""

    events: ChartAsk
    good: ChartAsk | None
    bad: ChartAsk | None

    @property
    def asks(self) -> tuple[ChartAsk, ...]:
        """Return what has to be asked for it."""
        return tuple(ask for ask in (self.events, self.good, self.bad) if ask is not None)


class FlowAsks(Struct, frozen=True):
    """What the chart of a flow is drawn from; `buckets` is its histogram."""

    flow: Flow
    success: RatioAsks
    buckets: ChartAsk | None


class KpiAsks(Struct, frozen=True):
    """What the line of a KPI is drawn from, all versions together."""

    kpi: Kpi
    ratio: RatioAsks


class ChartPlan(Struct, frozen=True):
    """Every chart. `version_label` is None when the metrics themselves do not tell the version."""

    version_label: str | None
    flows: tuple[FlowAsks, ...]
    kpis: tuple[KpiAsks, ...]

    @property
    def asks(self) -> tuple[ChartAsk, ...]:
        """Return everything that lines are drawn from, without doubles."""
        return _once(
            [
                *(ask for one in self.flows for ask in one.success.asks),
                *(one.buckets for one in self.flows if one.buckets is not None),
                *self.past_asks,
            ]
        )

    @property
    def past_asks(self) -> tuple[ChartAsk, ...]:
        """Return what KPIs are compared with their own past by."""
        return _once(ask for one in self.kpis for ask in one.ratio.asks)


def charted(plan: Plan) -> ChartPlan:
    """Return what the charts of a plan ask."""
    labels = plan.labels
    version_label = labels.version if labels.version_from is None else None
    by = () if version_label is None else (version_label,)

    def flow_buckets(source: str, selector: Selector | None) -> ChartAsk | None:
        return None if selector is None else ChartAsk(source, selector, (*by, BUCKET_LABEL))

    flows = tuple(
        FlowAsks(
            one.flow,
            _ratio(one.success, by),
            flow_buckets(one.flow.source, None if one.buckets is None else one.buckets.selector),
        )
        for one in plan.flows
    )
    kpis = tuple(KpiAsks(kpi, _ratio(part, ())) for kpi, part in plan.kpis)
    return ChartPlan(version_label, flows, kpis)


def least_step_s(interval_s: float, *, is_estimated: bool) -> float:
    """Return how long a step has to be, so that each holds two samples.

    What is estimated by the server is scraped at an interval that is not known here.
    """
    return ESTIMATE_S if is_estimated else INTERVALS_A_STEP * interval_s


def step_of(range_s: float, least_s: float) -> float:
    """Return the step of a range: its own, doubled until it is long enough."""
    step_s = STEPS_S[range_s]
    while step_s < least_s:
        step_s *= 2.0
    return min(step_s, range_s)


def _ratio(part: Part, by: tuple[str, ...]) -> RatioAsks:
    def ask(counted: Counted) -> ChartAsk:
        return ChartAsk(counted.source, counted.selector, by)

    return RatioAsks(
        ask(part.events),
        None if part.good is None else ask(part.good),
        None if part.bad is None else ask(part.bad),
    )


def _once(asks: Iterable[ChartAsk]) -> tuple[ChartAsk, ...]:
    return tuple(dict.fromkeys(asks))
