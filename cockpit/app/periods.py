"""How the whole period of each promise went, read hour by hour in small pieces. On the core lane.

One question over 30 days may cost a server more than it gives to a single question, and tells
nothing of how far its memory goes. Hours are asked for once each, two days at a time and more where
a server answers at once, the newest first, while there is nothing else to ask: what is known grows
from now into the past, and ends where the server knows no more.
"""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cockpit.app.board_codes import SourceNote
from cockpit.app.chart_plan import ChartAsk
from cockpit.app.chart_store import Steps, folded
from cockpit.app.plan import BUCKET_LABEL, Counted, Plan
from cockpit.app.portions import Portions
from cockpit.domain.burn_windows import DAY_S, HOUR_S
from cockpit.domain.message import Message, message
from cockpit.ports.errors import SourceError
from cockpit.ports.metrics import Answer, MetricSource

PIECE_STEPS = 48
"""Two days of 2,000 series scraped every 15 s are 23 million samples: half of what a server of
usual settings reads for one question."""

MOST_STEPS = 240
"""Ten days, of which who answers at once has read no more than a few million samples."""

LATE_S = 120.0
"""An hour is asked for so long after its end: what was scraped late has come by then."""

REST_TIMES = 9.0
"""After a piece so many times as long as it took belong to all other questions."""

FIRST_PAUSE_S, LONGEST_PAUSE_S = 60.0, 3_600.0
"""The pause after a failure doubles: a budget may wait, and nobody is helped by asking again."""


class Piece(Struct, frozen=True):
    """One question that may be asked now: the hours `first` to `until` of `steps`."""

    ask: ChartAsk
    steps: Steps
    first: int
    until: int
    asked_s: float

    def call(self, source: MetricSource) -> Answer:
        """Ask; raises `SourceError`. On the lane of the source."""
        return source.history(
            self.ask.selector,
            self.ask.by,
            HOUR_S,
            start=datetime.fromtimestamp(self.first * HOUR_S, UTC),
            end=datetime.fromtimestamp(self.until * HOUR_S, UTC),
            step_s=HOUR_S,
        )


class Hours(Struct, frozen=True, eq=False):
    """The hours of a question, oldest first: which were read, and the counts by bound.

    The last one ends at `end_s` in the source's time. NaN is an hour without any series: where it
    was read, the server knows nothing of it. `trouble` is why the last piece was not told.
    """

    end_s: float
    is_read: NDArray[np.bool_]
    counts: dict[str, NDArray[np.float64]]
    trouble: Message | None = None

    def count(self, bound: str = "") -> NDArray[np.float64]:
        """Return the counts of one bound, all of them NaN where it has no series."""
        found = self.counts.get(bound)
        return np.full(self.is_read.size, np.nan) if found is None else found


class _Shelf(Struct):
    ask: ChartAsk
    steps: Steps
    trouble: Message | None = None
    failures_count: int = 0
    not_before_s: float = -math.inf


class Periods:
    """Keeps the hours of the longest period of each question."""

    def __init__(self, plan: Plan, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe
        self._shelves: dict[ChartAsk, _Shelf] = {}
        self._rest_until_s: dict[str, float] = {}
        self._steps = Portions(PIECE_STEPS, MOST_STEPS)
        for ask, days_count in _wanted(plan):
            size = round(days_count * DAY_S / HOUR_S)
            known = self._shelves.get(ask)
            if known is None or known.steps.size < size:
                self._shelves[ask] = _Shelf(ask, Steps(size, 0))

    def wanted(self, source: str, *, there_s: float, monotonic_s: float) -> Piece | None:
        """Return the piece to ask the source for now, at its time `there_s`; None without one."""
        if monotonic_s < self._rest_until_s.get(source, -math.inf):
            return None
        newest = math.floor((there_s - LATE_S) / HOUR_S)
        most = self._steps.of(source)
        found: list[Piece] = []
        for ask, shelf in self._shelves.items():
            if ask.source != source or monotonic_s < shelf.not_before_s:
                continue
            shelf.steps.reach(newest)
            if (span := _newest_untold(shelf.steps, most)) is not None:
                found.append(Piece(ask, shelf.steps, *span, monotonic_s))
        return max(found, key=lambda piece: piece.until, default=None)

    def take(self, piece: Piece, answer: Answer | Exception, monotonic_s: float) -> None:
        """Keep what was told; after a failure wait longer and longer.

        A failure is not held against the source: it may answer everything else.
        """
        shelf, source = self._shelves[piece.ask], piece.ask.source
        took_s = monotonic_s - piece.asked_s
        self._rest_until_s[source] = monotonic_s + REST_TIMES * took_s
        if isinstance(answer, Exception):
            why = answer.message if isinstance(answer, SourceError) else message(SourceNote.BROKEN)
            self._failed(shelf, why, monotonic_s)
            return
        if answer.warnings:
            self._failed(shelf, answer.warnings[0], monotonic_s)
            return
        self._steps.told(source, piece.until - piece.first + 1, took_s)
        shelf.trouble, shelf.failures_count = None, 0
        counts = folded(
            answer,
            piece.first,
            piece.until,
            step_s=HOUR_S,
            version_label=None,
            sides=None,
            breathe=self._breathe,
        )
        piece.steps.put(piece.first, piece.until, counts)

    def hours(self, ask: ChartAsk, period_s: float) -> Hours:
        """Return the last `period_s` of a question that the plan has, as far as it was read."""
        shelf = self._shelves[ask]
        steps, count = shelf.steps, round(period_s / HOUR_S)
        counts = {bound: steps.counts((track, bound))[-count:] for track, bound in steps.keys}
        return Hours(steps.newest * HOUR_S, steps.is_told[-count:], counts, shelf.trouble)

    def _failed(self, shelf: _Shelf, why: Message, monotonic_s: float) -> None:
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(shelf.failures_count, 8))
        shelf.failures_count += 1
        shelf.not_before_s = monotonic_s + pause_s
        shelf.trouble = why
        self._steps.failed(shelf.ask.source)


def hourly(ask: Counted, by: tuple[str, ...] = ()) -> ChartAsk:
    """Return how the hours of a counter are asked for: all versions and platforms together."""
    return ChartAsk(ask.source, ask.selector, by)


def _wanted(plan: Plan) -> Iterator[tuple[ChartAsk, int]]:
    """Yield what is to be read, and of how many days."""
    for one in plan.flows:
        for ask in one.success.asks:
            yield hourly(ask), one.flow.slo.period_days
        if one.slow is not None and one.flow.latency_slo is not None:
            yield hourly(one.slow, (BUCKET_LABEL,)), one.flow.latency_slo.period_days


def _newest_untold(steps: Steps, most: int) -> tuple[int, int] | None:
    """Return the first and the last of the newest hours that were not read, at most so many.

    None when all were read.
    """
    places = np.flatnonzero(~steps.is_told)
    if not places.size:
        return None
    until = int(places[-1])
    told_before = np.flatnonzero(steps.is_told[:until])
    first = 0 if not told_before.size else int(told_before[-1]) + 1
    return steps.first + max(first, until - most + 1), steps.first + until
