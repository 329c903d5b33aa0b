"""Long windows out of what `cockpit rules` has the server record, where it does. On the core lane.

The increase over days is dear to ask for; a record of it costs next to nothing. A record counts
only with the hash of this workspace's own selectors on it, so that a changed workspace is never
judged by what an older one counted.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from cockpit.app.asking import Ask
from cockpit.app.plan import BURN_WINDOWS_S, FIRST_WINDOWS_S, FlowPlan, Plan, Windowed
from cockpit.app.rules.counts import Counts, counts_of
from cockpit.app.rules.series import DEFINITION, FLOW, SERVICE, increase_name, series
from cockpit.domain.outcomes import Outcomes, known_outcomes
from cockpit.ports.clock import Clock
from cockpit.ports.metrics import Answer, MetricSource

ASK_EVERY_S = 60.0
PROBE_EVERY_S = 600.0
"""How often is asked while there are records, and while there are none."""

SERVES_S = 3 * ASK_EVERY_S
"""So long an answer serves; a server finds a record for five minutes after it was written."""

LONG_S = tuple(range_s for range_s in BURN_WINDOWS_S if range_s > FIRST_WINDOWS_S)
"""The windows that are taken from records; shorter ones cost little and want to be of now."""

Key: TypeAlias = tuple[str, str, str]
"""Metric, flow and definition of one record."""


class Told(Protocol):
    """What records tell of the promises of a flow; None without a fresh record of that window."""

    def success(self, flow: str, range_s: float, /) -> Outcomes | None:
        """Return the events and those that failed."""
        ...

    def speed(self, flow: str, range_s: float, /) -> Outcomes | None:
        """Return the events and those that were slow."""
        ...


class _NoRecords:
    """A server that records nothing."""

    def success(self, _flow: str, _range_s: float, /) -> Outcomes | None:
        """Return nothing."""
        return None

    def speed(self, _flow: str, _range_s: float, /) -> Outcomes | None:
        """Return nothing."""
        return None


NO_RECORDS: Told = _NoRecords()


class _Answer(Struct, frozen=True):
    """What the records of a source held when it was asked last."""

    values: Mapping[Key, float]
    at_s: float


class _Shelf(Struct):
    names: tuple[str, ...]
    told: _Answer | None = None
    due_s: float = float("-inf")
    is_in_flight: bool = False
    is_probed: bool = False
    spared: Mapping[Windowed, tuple[tuple[Counts, float], ...]] = field(default_factory=dict)


class Records:
    """Asks each metric source for the records of this workspace; `asks` wait elsewhere."""

    def __init__(
        self,
        *,
        plan: Plan,
        service: str,
        metrics: Mapping[str, MetricSource],
        clock: Clock,
        asks: Mapping[str, Ask],
        may_ask: Callable[[str, float], bool],
    ) -> None:
        self._service = service
        self._metrics = metrics
        self._clock = clock
        self._asks = asks
        self._may_ask = may_ask
        self._counts = {one.flow.name: tuple(counts_of(one, service)) for one in plan.flows}
        self._sources = {one.flow.name: one.flow.source for one in plan.flows}
        self._shelves = {source: self._shelf(plan, source) for source in plan.sources}

    def tick(self, note: Callable[[], None]) -> None:
        """Ask what is due; `note` is called when something was told."""
        now_s = self._clock.monotonic_s()
        for source, shelf in self._shelves.items():
            is_free = not shelf.is_in_flight and self._may_ask(source, now_s)
            if shelf.names and is_free and now_s >= shelf.due_s:
                self._ask(source, shelf, note)

    def success(self, flow: str, range_s: float, /) -> Outcomes | None:
        """Return the events of a flow and those that failed; None without a fresh record."""
        return self._outcomes(flow, self._counts[flow][0], range_s)

    def speed(self, flow: str, range_s: float, /) -> Outcomes | None:
        """Return the events of a flow and those that were slow; None without a fresh record."""
        counts = self._counts[flow]
        return self._outcomes(flow, counts[1], range_s) if len(counts) > 1 else None

    def spares(self, ask: Windowed) -> bool:
        """Return whether the server need not be asked for this window: a record tells it.

        Until the records were looked for once, a long window waits.
        """
        shelf = self._shelves[ask.source]
        wanted = shelf.spared.get(ask)
        if not wanted:
            return False
        if not shelf.is_probed:
            return True
        return all(
            self._outcomes(counts.labels[FLOW], counts, range_s) is not None
            for counts, range_s in wanted
        )

    def spares_period(self, source: str) -> bool:
        """Return whether records tell the whole period of every promise counted at the source.

        Until they were looked for once, periods wait.
        """
        if not self._shelves[source].is_probed:
            return True
        every = [
            (flow, one)
            for flow, counts in self._counts.items()
            if self._sources[flow] == source
            for one in counts
        ]
        return all(self._outcomes(flow, one, one.objective.period_s) for flow, one in every)

    def _outcomes(self, flow: str, counts: Counts, range_s: float) -> Outcomes | None:
        """Return what is recorded: the one place that decides whether a record may be used."""
        told = self._shelves[self._sources[flow]].told
        if told is None or self._clock.monotonic_s() - told.at_s > SERVES_S:
            return None
        definition = counts.labels[DEFINITION]
        events, bad = (
            told.values.get((increase_name(metric, range_s), flow, definition))
            for metric in (counts.events_of, counts.bad_of)
        )
        if events is None or bad is None:
            return None
        return known_outcomes(events, min(bad, events))  # asked one after the other

    def _shelf(self, plan: Plan, source: str) -> _Shelf:
        names: dict[str, None] = {}
        spared: dict[Windowed, tuple[tuple[Counts, float], ...]] = {}
        for one in plan.flows:
            if one.flow.source != source:
                continue
            for counts in self._counts[one.flow.name]:
                ranges_s = dict.fromkeys((*LONG_S, counts.objective.period_s))
                for metric in (counts.events_of, counts.bad_of):
                    names |= {increase_name(metric, range_s): None for range_s in ranges_s}
            for ask, counts, range_s in _windows(one, self._counts[one.flow.name]):
                spared[ask] = (*spared.get(ask, ()), (counts, range_s))
        return _Shelf(tuple(names), spared=spared)

    def _ask(self, source: str, shelf: _Shelf, note: Callable[[], None]) -> None:
        shelf.is_in_flight = True

        def take(values: dict[Key, float] | Exception) -> None:
            shelf.is_in_flight, shelf.is_probed = False, True
            now_s = self._clock.monotonic_s()
            found = values if isinstance(values, dict) else {}
            if found:
                shelf.told = _Answer(found, now_s)
                note()
            elif not isinstance(values, Exception):
                shelf.told = None  # they are gone: what they said is old
            shelf.due_s = now_s + (ASK_EVERY_S if found else PROBE_EVERY_S)

        self._asks[source](lambda: self._values(self._metrics[source], shelf.names), take)

    def _values(self, source: MetricSource, names: tuple[str, ...]) -> dict[Key, float]:
        """Return the records by their keys, on the lane of the source; the first tells of all."""
        values: dict[Key, float] = {}
        for name in names:
            values |= _read(name, source.latest(series(name, {SERVICE: self._service})))
            if not values:
                break
        return values


def _read(name: str, answer: Answer) -> dict[Key, float]:
    """Return the records of an answer; one that may be partial has none."""
    if answer.warnings:
        return {}
    return {
        (name, one.labels.get(FLOW, ""), one.labels.get(DEFINITION, "")): one.values[-1]
        for one in answer.series
        if one.values
    }


def _windows(
    plan: FlowPlan, counts: tuple[Counts, ...]
) -> Iterator[tuple[Windowed, Counts, float]]:
    """Yield the questions that records make needless, with what has to be recorded instead."""
    for burn in plan.burns:
        for ask in (burn.events, burn.good, burn.bad):
            if ask is not None and ask.range_s in LONG_S:
                yield ask, counts[0], ask.range_s
    for ask in plan.slow_burns:
        if ask.range_s in LONG_S and len(counts) > 1:
            yield ask, counts[1], ask.range_s
