"""What to ask each metric source, worked out once from the workspace."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.burn_windows import WINDOWS_S
from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.selectors import parsed
from cockpit.ports.workspace import Crashes, Flow, Kpi, Labels, Workspace

AskT = TypeVar("AskT")

BUCKET_LABEL = "le"
RECENT_S = 900.0
SHOWN_S = 300.0
BURN_WINDOWS_S = WINDOWS_S[1:]
"""The windows of the four burn alerts, but for the shortest, which is counted here."""

FIRST_WINDOWS_S = 21_600.0
"""Longer windows are not asked for by a single look: they cost a server more than they tell."""

REFRESHES = 60.0
"""A window is asked for anew after a sixtieth of its length: by then it can have changed 2 %."""


class Counted(Struct, frozen=True):
    """Counters that are followed sample by sample and counted here.

    `by` are the labels that the numbers are wanted by. `reach_s` is how far back they are
    needed; None means as far as the judgement of the stage goes.
    """

    source: str
    selector: Selector
    by: tuple[str, ...]
    reach_s: float | None = None


class Windowed(Struct, frozen=True):
    """An increase over a long window, which the server works out."""

    source: str
    selector: Selector
    by: tuple[str, ...]
    range_s: float

    @property
    def every_s(self) -> float:
        """How long an answer serves."""
        return self.range_s / REFRESHES


class Named(Struct, frozen=True):
    """A metric whose labels tell the version of other series."""

    source: str
    selector: Selector


class Part(Struct, frozen=True):
    """Events and those among them that ended well, or badly; one of the two is None."""

    events: Counted
    good: Counted | None
    bad: Counted | None

    @property
    def asks(self) -> tuple[Counted, ...]:
        """Return what has to be asked for it."""
        return tuple(ask for ask in (self.events, self.good, self.bad) if ask is not None)


class Burn(Struct, frozen=True):
    """One long window of a flow: all its events, and the good or the bad ones."""

    range_s: float
    events: Windowed
    good: Windowed | None
    bad: Windowed | None


class FlowPlan(Struct, frozen=True):
    """What is asked for a flow.

    `slow` counts the bucket of `latency_slo` beside all, and `limited` what was refused as too
    many, where it has a counter of its own; `buckets` is the whole histogram of the
    last minutes, for the quantile that is shown.
    """

    flow: Flow
    success: Part
    reasons: Counted | None
    slow: Counted | None
    buckets: Windowed | None
    burns: tuple[Burn, ...]
    slow_burns: tuple[Windowed, ...] = ()
    limited: Counted | None = None


class Plan(Struct, frozen=True):
    """Everything to ask, without doubles, and what belongs to which figure."""

    labels: Labels
    flows: tuple[FlowPlan, ...]
    kpis: tuple[tuple[Kpi, Part], ...] = ()
    crashes: tuple[Crashes, Part] | None = None
    counted: tuple[Counted, ...] = ()
    windowed: tuple[Windowed, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the names of the metric sources that are asked, sorted."""
        counted, windowed = (
            {one.source for one in self.counted},
            {one.source for one in self.windowed},
        )
        return tuple(sorted(counted | windowed | {one.source for one in self.named}))


def planned(workspace: Workspace) -> Plan:
    """Return the plan for the workspace."""
    labels = workspace.labels
    flows = tuple(_flow(flow, labels) for flow in workspace.flows)
    kpis = tuple(
        (kpi, _part(kpi.source, labels, kpi.events, good=kpi.good)) for kpi in workspace.kpis
    )
    crashes = None
    if (given := workspace.crashes) is not None:
        crashes = (given, _part(given.source, labels, given.sessions, bad=given.crashed))
    parts = [*(flow.success for flow in flows), *(part for _, part in kpis)]
    parts += [crashes[1]] if crashes else []
    counted = [ask for part in parts for ask in part.asks]
    more = [ask for flow in flows for ask in (flow.reasons, flow.slow, flow.limited)]
    counted += [ask for ask in more if ask is not None]
    windowed = [flow.buckets for flow in flows if flow.buckets is not None]
    burns = [burn for flow in flows for burn in flow.burns]
    windowed += [
        ask for burn in burns for ask in (burn.events, burn.good, burn.bad) if ask is not None
    ]
    windowed += [ask for flow in flows for ask in flow.slow_burns]
    windowed.sort(key=lambda ask: ask.range_s)
    named: list[Named] = []
    if labels.version_from is not None:
        selector = parsed(labels.version_from.metric)
        named = [Named(source, selector) for source in sorted({ask.source for ask in counted})]
    plan = Plan(labels, flows, kpis, crashes)
    return replace(plan, counted=_once(counted), windowed=_once(windowed), named=_once(named))


def _flow(flow: Flow, labels: Labels) -> FlowPlan:
    success = _part(flow.source, labels, flow.events, good=flow.good, bad=flow.bad)
    reasons = slow = buckets = None
    slow_burns: tuple[Windowed, ...] = ()
    if flow.reasons is not None:
        by = (*_by(labels), labels.reason)
        reasons = Counted(flow.source, parsed(flow.reasons), by, RECENT_S)
    if flow.latency is not None:
        latency = parsed(flow.latency)
        buckets = Windowed(flow.source, latency, (BUCKET_LABEL,), SHOWN_S)
        if flow.latency_slo is not None:
            both = _only_bounds(latency, flow.latency_slo.faster_than_s)
            slow = Counted(flow.source, both, (*_by(labels), BUCKET_LABEL))
            slow_burns = tuple(
                Windowed(flow.source, both, (BUCKET_LABEL,), range_s) for range_s in BURN_WINDOWS_S
            )
    limited = None
    if flow.limited is not None:
        limited = Counted(flow.source, parsed(flow.limited), (), RECENT_S)
    burns = tuple(_burn(flow.source, success, range_s) for range_s in BURN_WINDOWS_S)
    return FlowPlan(flow, success, reasons, slow, buckets, burns, slow_burns, limited)


def _part(
    source: str, labels: Labels, events: str, *, good: str | None = None, bad: str | None = None
) -> Part:
    def counted(text: str) -> Counted:
        return Counted(source, parsed(text), _by(labels))

    # With both given the good ones are enough, and tell more when a series is missing.
    only_bad = bad if good is None else None
    return Part(
        counted(events),
        None if good is None else counted(good),
        None if only_bad is None else counted(only_bad),
    )


def _burn(source: str, part: Part, range_s: float) -> Burn:
    def over(ask: Counted | None) -> Windowed | None:
        return None if ask is None else Windowed(source, ask.selector, (), range_s)

    events = Windowed(source, part.events.selector, (), range_s)
    return Burn(range_s, events, over(part.good), over(part.bad))


def _by(labels: Labels) -> tuple[str, ...]:
    """Return the labels that tell version and platform apart, joined ones included."""
    version = labels.version_from.on if labels.version_from is not None else (labels.version,)
    return version if labels.platform is None else (*version, labels.platform)


def _only_bounds(latency: Selector, bound_s: float) -> Selector:
    """Return the selector for one bound and +Inf: the share beyond the bound needs no others.

    A bound is written as `1`, `1.0` or `1e+00`, depending on who exports it.
    """
    texts = dict.fromkeys((repr(bound_s), f"{bound_s:g}", f"{bound_s:.1f}", f"{bound_s:.0e}"))
    same = [text for text in texts if float(text) == bound_s]
    pattern = "|".join(text.replace(".", r"\.").replace("+", r"\+") for text in (*same, "+Inf"))
    return replace(latency, matchers=(*latency.matchers, Matcher(BUCKET_LABEL, "=~", pattern)))


def _once(asks: Iterable[AskT]) -> tuple[AskT, ...]:
    return tuple(dict.fromkeys(asks))
