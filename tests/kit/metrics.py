"""A metric source with a scripted shop behind it: two versions, two platforms, faults on demand."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.ports.errors import SourceError
from cockpit.ports.metrics import Answer, Matcher, Selector, Series
from cockpit.ports.server_alerts import AlertsTold, ServerAlert
from cockpit.ports.sources import Contact
from tests.kit.fakes_acting import FakeClock

NEW, OLD = "3.2.0", "3.1.4"
PLATFORMS = {"android": 0.6, "ios": 0.4}
ATTEMPTS, RESULTS = "shop_flow_attempts_total", "shop_flow_results_total"
FAILURES, BUCKETS = "shop_flow_failures_total", "shop_flow_duration_seconds_bucket"
SESSIONS, CRASHED = "shop_sessions_total", "shop_sessions_crashed_total"
BOUNDS = ("0.5", "1", "+Inf")

Key: TypeAlias = tuple[str, frozenset[tuple[str, str]]]
"""A metric and the labels of one series."""


class Moment(Struct, frozen=True):
    """What a shop asks about one cell at one instant."""

    at_s: float
    flow: str
    version: str
    platform: str


@dataclass
class FakeShop:
    """Counts first attempts of flows every `scrape_s`, by a fixed seed.

    `share` is the new version's share of the traffic; `bad_ratio` and `slow_ratio` say how likely
    an attempt fails or is slow, and may look at the instant. Failures of a reason have no series
    before the first one.
    """

    clock: FakeClock
    start_s: float
    rate_per_s: float = 60.0
    scrape_s: float = 5.0
    flows: tuple[str, ...] = ("coupon", "checkout")
    share: Callable[[float], float] = lambda _at_s: 0.05
    bad_ratio: Callable[[Moment], float] = lambda _moment: 0.02
    slow_ratio: Callable[[Moment], float] = lambda _moment: 0.03
    reason: Callable[[Moment], str] = lambda _moment: "EXPIRED"
    crash_ratio: float = 0.01
    seed: int = 7
    counters: dict[Key, list[tuple[float, float]]] = field(default_factory=dict)
    until_s: float = 0.0

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.totals: dict[Key, float] = {}
        self.until_s = self.start_s - self.scrape_s

    def run(self) -> None:
        """Scrape up to now."""
        now_s = self.clock.now().timestamp()
        while self.until_s + self.scrape_s <= now_s:
            self.until_s += self.scrape_s
            self._scrape(self.until_s)

    def _scrape(self, at_s: float) -> None:
        share = self.share(at_s)
        for flow in self.flows:
            for platform, part in PLATFORMS.items():
                for version, version_share in ((NEW, share), (OLD, 1.0 - share)):
                    self._count(Moment(at_s, flow, version, platform), part * version_share)
        for key, total in self.totals.items():
            self.counters.setdefault(key, []).append((at_s, total))

    def _count(self, moment: Moment, share: float) -> None:
        count = int(self.random.poisson(self.rate_per_s * self.scrape_s * share))
        bad = int(self.random.binomial(count, self.bad_ratio(moment)))
        slow = int(self.random.binomial(count, self.slow_ratio(moment)))
        keys = _keys_of(moment.flow, moment.version, moment.platform)
        totals = self.totals
        if not count and keys.attempts not in totals:
            return
        _add(totals, keys.attempts, count)
        _add(totals, keys.again, 2 * bad)
        _add(totals, keys.good, count - bad)
        if bad:
            reason = {**keys.labels, "reason": self.reason(moment)}
            _add(totals, (FAILURES, frozenset(reason.items())), bad)
        _add(totals, keys.buckets[0], max(0, count - slow - count // 10))
        _add(totals, keys.buckets[1], max(0, count - slow))
        _add(totals, keys.buckets[2], count)
        _add(totals, keys.sessions, count)
        _add(totals, keys.crashed, int(self.random.binomial(count, self.crash_ratio)))


class _Keys(Struct, frozen=True):
    """The series of one cell: a shop that is open for hours counts them thousands of times."""

    labels: dict[str, str]
    attempts: Key
    again: Key
    good: Key
    buckets: tuple[Key, ...]
    sessions: Key
    crashed: Key


@cache
def _keys_of(flow: str, version: str, platform: str) -> _Keys:
    cell = {"version": version, "platform": platform}
    labels = {"flow": flow, **cell, "try": "first"}

    def key(metric: str, **more: str) -> Key:
        return metric, frozenset({**labels, **more}.items())

    return _Keys(
        labels,
        attempts=key(ATTEMPTS),
        again=key(ATTEMPTS, **{"try": "again"}),
        good=key(RESULTS, result="ok"),
        buckets=tuple(key(BUCKETS, le=bound) for bound in BOUNDS),
        sessions=(SESSIONS, frozenset(cell.items())),
        crashed=(CRASHED, frozenset(cell.items())),
    )


def _add(totals: dict[Key, float], key: Key, count: float) -> None:
    totals[key] = totals.get(key, 0.0) + count


@dataclass
class FakeMetrics:
    """Answers the shapes of a question from the shop's counters.

    `error` is raised by every call, `error_for` by those about one metric. `spoil` may change an
    answer on its way out. `calls` lists (shape, metric, range).
    """

    shop: FakeShop
    skew_s: float | None = 0.0
    round_trip_s: float = 0.01
    error: SourceError | None = None
    error_for: dict[str, SourceError] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()
    spoil: Callable[[tuple[Series, ...]], tuple[Series, ...]] = lambda series: series
    calls: list[tuple[str, str, float]] = field(default_factory=list)
    server_alerts: tuple[ServerAlert, ...] = ()

    def latest(self, selector: Selector, *, at: datetime | None = None) -> Answer:
        """Return the newest point of at most five minutes ago."""
        self._asked("latest", selector, 0.0)
        series = self._within(selector, 300.0, at)
        return self._answer([_series(labels, points[-1:]) for labels, points in series])

    def samples(self, selector: Selector, range_s: float, *, at: datetime | None = None) -> Answer:
        """Return raw points."""
        self._asked("samples", selector, range_s)
        return self._answer([_series(*one) for one in self._within(selector, range_s, at)])

    def increases(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        at: datetime | None = None,
    ) -> Answer:
        """Return increases brought to the length of the range, summed by labels."""
        self._asked("increases", selector, range_s)
        at_s = self._at_s(at)
        sums = self._sums(selector, by, range_s, at)
        return self._answer([_series(dict(key), [(at_s, value)]) for key, value in sums.items()])

    def history(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        start: datetime,
        end: datetime,
        step_s: float,
    ) -> Answer:
        """Return increases step by step."""
        self._asked("history", selector, range_s)
        points: dict[frozenset[tuple[str, str]], list[tuple[float, float]]] = {}
        at_s = start.timestamp()
        while at_s <= end.timestamp():
            at = datetime.fromtimestamp(at_s, start.tzinfo)
            for key, value in self._sums(selector, by, range_s, at).items():
                points.setdefault(key, []).append((at_s, value))
            at_s += step_s
        return self._answer([_series(dict(key), found) for key, found in points.items()])

    def alerts(self) -> AlertsTold:
        """Return what the server's rules say."""
        self._asked("alerts", Selector(""), 0.0)
        return AlertsTold(self.server_alerts, self.warnings, self._contact())

    def probe(self) -> Contact:
        """Return a contact."""
        self._asked("probe", Selector(""), 0.0)
        return self._contact()

    def _asked(self, shape: str, selector: Selector, range_s: float) -> None:
        self.calls.append((shape, selector.metric, range_s))
        if self.error is not None:
            raise self.error
        if selector.metric in self.error_for:
            raise self.error_for[selector.metric]
        self.shop.run()

    def _at_s(self, at: datetime | None) -> float:
        return (at or self.shop.clock.now()).timestamp() + (0.0 if at else self.skew_s or 0.0)

    def _within(
        self, selector: Selector, range_s: float, at: datetime | None
    ) -> list[tuple[dict[str, str], list[tuple[float, float]]]]:
        """Return the points in (at - range, at], in the time of the server."""
        end_s, skew_s = self._at_s(at), self.skew_s or 0.0
        found = []
        for (metric, labels), points in self.shop.counters.items():
            if metric != selector.metric or not _matches(dict(labels), selector.matchers):
                continue
            first = bisect_right(points, end_s - range_s - skew_s, key=lambda one: one[0])
            last = bisect_right(points, end_s - skew_s, key=lambda one: one[0])
            inside = [(at_s + skew_s, value) for at_s, value in points[first:last]]
            if inside:
                found.append((dict(labels), inside))
        return found

    def _sums(
        self, selector: Selector, by: tuple[str, ...], range_s: float, at: datetime | None
    ) -> dict[frozenset[tuple[str, str]], float]:
        sums: dict[frozenset[tuple[str, str]], float] = {}
        for labels, points in self._within(selector, range_s, at):
            if len(points) > 1:
                key = frozenset((label, labels.get(label, "")) for label in by)
                seen_s = points[-1][0] - points[0][0]
                grown = (points[-1][1] - points[0][1]) * min(range_s, seen_s + 5.0) / seen_s
                sums[key] = sums.get(key, 0.0) + grown
        return sums

    def _answer(self, series: list[Series]) -> Answer:
        return Answer(self.spoil(tuple(series)), self.warnings, self._contact())

    def _contact(self) -> Contact:
        return Contact(self.shop.clock.now(), self.round_trip_s, self.skew_s)


def _series(labels: dict[str, str], points: list[tuple[float, float]]) -> Series:
    return Series(labels, tuple(at for at, _ in points), tuple(value for _, value in points))


def _matches(labels: dict[str, str], matchers: tuple[Matcher, ...]) -> bool:
    for matcher in matchers:
        value = labels.get(matcher.label, "")
        fits = (
            value == matcher.value
            if matcher.operator in {"=", "!="}
            else re.fullmatch(matcher.value, value) is not None
        )
        if fits is matcher.operator.startswith("!"):
            return False
    return True
