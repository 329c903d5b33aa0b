"""One question to one metric source: what exactly to ask now, and what came of it.

`prepared` runs on the core lane, the call that it returns on the lane of the source, and
`kept` on the core lane again, so that only plain values cross.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct

from cockpit.app.plan import Counted, Named, Windowed
from cockpit.app.store import ESTIMATE_S, MOST_EXACT_SERIES, Mode, Store
from cockpit.ports.metrics import Answer, MetricSource
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import VersionFrom

Question: TypeAlias = Counted | Windowed | Named

OVERLAP_S = 10.0
"""Asked again each time: a sample is stored under the time at which its scrape began."""

ENOUGH_POINTS = 150_000
"""One answer should not hold more: some 4 MB of text."""

PROBE_S = 60.0
"""So much is asked for to see how dense the samples are, when there may be too many."""


class Told(Struct, frozen=True):
    """What a source told: answers, each with the span that it covers in the source's time.

    `series_count` is None when the series were not counted this time.
    """

    contact: Contact
    mode: Mode = Mode.EXACT
    series_count: int | None = None
    answers: tuple[tuple[Answer, float, float], ...] = ()


Call: TypeAlias = Callable[[MetricSource], Told]


def prepared(
    question: Question,
    store: Store,
    *,
    now: datetime,
    skew_s: float,
    reach_s: float,
    must_count: bool = False,
) -> Call:
    """Return the call that asks for what is new.

    `skew_s` is the source's clock minus ours, `reach_s` how far back the stage is judged.
    `must_count` has the series counted again.
    """
    there_s = now.timestamp() + skew_s
    match question:
        case Windowed():
            return lambda source: _window(source, question)
        case Named():
            return lambda source: _names(source, question)
        case Counted():
            mode, whole_until_s = store.mode(question), store.whole_until_s(question)
            wanted_s = reach_s if question.reach_s is None else question.reach_s
            since_s = there_s - wanted_s
            if mode is not None and whole_until_s is not None:
                since_s = max(since_s, whole_until_s)
            if mode is None or must_count:
                return lambda source: _first(source, question, since_s, mode)
            if mode is Mode.ESTIMATED:
                return lambda source: _estimates(source, question, since_s, there_s)
            return lambda source: _newer(source, question, there_s - since_s + OVERLAP_S)


def keep(question: Question, told: Told, store: Store, version_from: VersionFrom | None) -> None:
    """Put what was told into the store."""
    match question:
        case Windowed():
            for answer, _, until_s in told.answers:
                store.take_window(question, answer, at_s=until_s)
        case Named() if version_from is not None:
            for answer, _, _ in told.answers:
                store.take_names(question, answer, version_from)
        case Named():
            pass
        case Counted():
            if told.series_count is not None:
                store.set_series_count(question, told.series_count)
            for answer, from_s, until_s in told.answers:
                store.take(question, answer, from_s=from_s, until_s=until_s)


def server_s(contact: Contact) -> float:
    """Return the source's time at which it answered."""
    return contact.at.timestamp() + (contact.skew_s or 0.0)


def _window(source: MetricSource, question: Windowed) -> Told:
    answer = source.increases(question.selector, question.by, question.range_s)
    until_s = server_s(answer.contact)
    return Told(answer.contact, answers=((answer, until_s - question.range_s, until_s),))


def _names(source: MetricSource, question: Named) -> Told:
    answer = source.latest(question.selector)
    until_s = server_s(answer.contact)
    return Told(answer.contact, answers=((answer, until_s, until_s),))


def _first(source: MetricSource, question: Counted, since_s: float, mode: Mode | None) -> Told:
    """Count the series, then ask for everything since `since_s` in the way that fits them."""
    listed = source.latest(question.selector)
    series_count = len(listed.series)
    until_s = server_s(listed.contact)
    if series_count > MOST_EXACT_SERIES:
        told = _estimates(source, question, since_s, until_s)
    elif mode is Mode.EXACT or series_count * (until_s - since_s) <= ENOUGH_POINTS:
        told = _newer(source, question, until_s - since_s + OVERLAP_S)
    else:
        told = _in_pieces(source, question, since_s)
    return Told(told.contact, told.mode, series_count, told.answers)


def _newer(source: MetricSource, question: Counted, range_s: float) -> Told:
    answer = source.samples(question.selector, range_s)
    until_s = server_s(answer.contact)
    return Told(answer.contact, answers=((answer, until_s - range_s, until_s),))


def _in_pieces(source: MetricSource, question: Counted, since_s: float) -> Told:
    """Ask for the last minute, and by its density for the rest, newest first."""
    newest = _newer(source, question, PROBE_S)
    answer, from_s, _ = newest.answers[0]
    points_per_s = sum(len(series.times_s) for series in answer.series) / PROBE_S
    piece_s = max(PROBE_S, ENOUGH_POINTS / max(points_per_s, 1.0))
    older: list[tuple[Answer, float, float]] = []
    while from_s > since_s:
        range_s = min(piece_s, from_s - since_s)
        piece = source.samples(question.selector, range_s, at=datetime.fromtimestamp(from_s, UTC))
        older.append((piece, from_s - range_s, from_s))
        from_s -= range_s
    return Told(newest.contact, answers=(*older[::-1], *newest.answers))


def _estimates(source: MetricSource, question: Counted, since_s: float, until_s: float) -> Told:
    """Ask for the server's estimates in whole windows, the last two anew."""
    end_s = until_s // ESTIMATE_S * ESTIMATE_S
    start_s = min(since_s // ESTIMATE_S * ESTIMATE_S, end_s - ESTIMATE_S)
    answer = source.history(
        question.selector,
        question.by,
        ESTIMATE_S,
        start=datetime.fromtimestamp(start_s, UTC),
        end=datetime.fromtimestamp(end_s, UTC),
        step_s=ESTIMATE_S,
    )
    return Told(answer.contact, Mode.ESTIMATED, answers=((answer, start_s - ESTIMATE_S, end_s),))
