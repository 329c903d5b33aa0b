"""Four weeks of a KPI, asked for by days, the newest first, when nothing else is due."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from cockpit.app.chart_store import Steps
from cockpit.app.tiles import KPI_S

PAST_STEP_S = KPI_S
CHUNK = 144
"""A day of steps: one question for it costs any server little."""

MOST_DAYS = 7
"""So many days at a time are asked for where a source answers at once."""

PAST_DAYS = 28
PAST_SIZE = PAST_DAYS * CHUNK


class Span(Struct, frozen=True):
    """Steps to ask for, both included; `chunk` is the newest day of a past, None for newer ones."""

    first: int
    until: int
    chunk: int | None = None


def newest_span(steps: Steps, over: int, overlap: int) -> Span | None:
    """Return the steps that have come since the last answer, at most a day of them.

    `over` is the newest step that is over for long enough; None when it is told already.
    """
    told = steps.told_until
    if told is not None and told >= max(over, steps.newest - 1):
        return None
    first = max(steps.wanted_from(overlap), steps.newest - CHUNK + 1)
    return Span(first, steps.newest)


def missing_span(
    steps: Steps, is_put_off: Callable[[int], bool], days_count: int = 1
) -> Span | None:
    """Return the newest days in the past of which something is not told, but for those put off.

    They are at most so many, one after the other.
    """
    asked = [chunk for chunk in untold_chunks(steps) if not is_put_off(chunk)]
    if not asked:
        return None
    newest = oldest = asked[0]
    for chunk in asked[1:days_count]:
        if chunk != oldest - 1:
            break
        oldest = chunk
    first, until = oldest * CHUNK, newest * CHUNK + CHUNK - 1
    return Span(max(first, steps.first), min(until, steps.newest), newest)


def untold_chunks(steps: Steps) -> list[int]:
    """Return the days of which something before the newest answer is not told, newest first."""
    if steps.told_until is None:
        return []
    known = steps.is_told[: steps.told_until - steps.first + 1]
    untold = np.flatnonzero(~known) + steps.first
    return sorted(set((untold // CHUNK).tolist()), reverse=True)
