"""What the server counts for a flow: all events and the bad ones, over each window."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.plan import BUCKET_LABEL, FlowPlan
from cockpit.app.rules.series import (
    BAD,
    DEFINITION,
    EVENTS,
    FLOW,
    SERVICE,
    SLOW,
    TIMED,
    definition,
    increase_name,
    increased,
    number,
    series,
    span,
)
from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import DAY_S, MINUTE_S, WINDOWS_S
from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.rules import Recording
from cockpit.ports.selectors import rendered

FORMULA = 1
"""Goes up with every change of how something is counted, so that old records are left alone."""

PIECE_S = 5 * MINUTE_S
"""A period is put together from records of this length: to count it anew costs a server dear."""

COVERED_RATIO = 0.99
"""So much of a period has to be recorded before the sum of it is said."""


class Counts(Struct, frozen=True):
    """One promise of a flow as the server counts it: `events` of which `bad` broke it.

    `events_of` and `bad_of` are the metrics of the records; `labels` stand on each of them.
    """

    labels: Mapping[str, str]
    objective: Objective
    events: Selector
    good: Selector | None
    bad: Selector | None
    events_of: str
    bad_of: str

    def record(self, metric: str, range_s: float) -> Selector:
        """Return the selector of the record of this metric over this window."""
        return series(increase_name(metric, range_s), self.labels)

    def bad_ratio(self, range_s: float) -> str:
        """Return the expression for the bad share within a window; no result without events."""
        bad = rendered(self.record(self.bad_of, range_s))
        return f"{bad} / {rendered(self.record(self.events_of, range_s))}"

    def recordings(self, range_s: float) -> tuple[Recording, Recording]:
        """Return the rules that keep events and bad ones over a window."""
        events = increased(self.events, range_s)
        if self.good is not None:
            # Both are estimates of their own, so good ones may come out a little above all.
            bad = f"clamp_min({events} - {increased(self.good, range_s)}, 0)"
        elif self.bad is not None:
            bad = f"{increased(self.bad, range_s)} or 0 * {events}"  # no series yet: none was bad
        else:
            bad = f"0 * {events}"
        return self._named(range_s, events, bad)

    def period_recordings(self) -> tuple[Recording, ...]:
        """Return the rules that keep the whole period; none when a window is as long."""
        period_s = self.objective.period_s
        if period_s in WINDOWS_S:
            return ()
        return self._named(period_s, *(self._pieces(m) for m in (self.events_of, self.bad_of)))

    def _pieces(self, metric: str) -> str:
        period_s = self.objective.period_s
        pieces = f"{rendered(self.record(metric, PIECE_S))}[{span(period_s)}:{span(PIECE_S)}]"
        least = number(COVERED_RATIO * period_s / PIECE_S)
        return f"sum_over_time({pieces})\nand\ncount_over_time({pieces}) >= {least}"

    def _named(self, range_s: float, events: str, bad: str) -> tuple[Recording, Recording]:
        return (
            Recording(increase_name(self.events_of, range_s), events, self.labels),
            Recording(increase_name(self.bad_of, range_s), bad, self.labels),
        )


def counts_of(plan: FlowPlan, service: str) -> Iterator[Counts]:
    """Yield what is counted for the promise of success, and for that of speed if there is one."""
    flow, part = plan.flow, plan.success
    names = {SERVICE: service, FLOW: flow.name}
    good = None if part.good is None else part.good.selector
    bad = None if part.bad is None else part.bad.selector
    selectors = [
        None if one is None else rendered(one) for one in (part.events.selector, good, bad)
    ]
    yield Counts(
        labels=names | {DEFINITION: definition(FORMULA, "success", *selectors)},
        objective=Objective(flow.slo.target, flow.slo.period_days * DAY_S),
        events=part.events.selector,
        good=good,
        bad=bad,
        events_of=EVENTS,
        bad_of=BAD,
    )
    if flow.latency_slo is not None and plan.slow is not None and plan.buckets is not None:
        whole, both = plan.buckets.selector, plan.slow.selector
        speed = flow.latency_slo
        yield Counts(
            labels=names | {DEFINITION: definition(FORMULA, "speed", rendered(both))},
            objective=Objective(speed.target, speed.period_days * DAY_S),
            events=_and(whole, Matcher(BUCKET_LABEL, "=", "+Inf")),
            good=_and(both, Matcher(BUCKET_LABEL, "!=", "+Inf")),
            bad=None,
            events_of=TIMED,
            bad_of=SLOW,
        )


def _and(selector: Selector, matcher: Matcher) -> Selector:
    return replace(selector, matchers=(*selector.matchers, matcher))
