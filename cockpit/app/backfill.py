"""Four weeks of a KPI, asked for a day at a time, the newest first, when nothing else is due."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cockpit.app.chart_store import Steps
from cockpit.app.tiles import KPI_S

PAST_STEP_S = KPI_S
CHUNK = 144
"""A day of steps: one question for it costs any server little."""

PAST_DAYS = 28
PAST_SIZE = PAST_DAYS * CHUNK


@dataclass(frozen=True, slots=True)
class Span:
    """Steps to ask for, both included; `chunk` numbers a day in the past; None for what is new."""

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


def missing_span(steps: Steps, is_put_off: Callable[[int], bool]) -> Span | None:
    """Return the newest day in the past of which something is not told, but for those put off."""
    for chunk in untold_chunks(steps):
        if not is_put_off(chunk):
            first, until = chunk * CHUNK, chunk * CHUNK + CHUNK - 1
            return Span(max(first, steps.first), min(until, steps.newest), chunk)
    return None


def untold_chunks(steps: Steps) -> list[int]:
    """Return the days of which something before the newest answer is not told, newest first."""
    if steps.told_until is None:
        return []
    known = steps.is_told[: steps.told_until - steps.first + 1]
    untold = np.flatnonzero(~known) + steps.first
    return sorted(set((untold // CHUNK).tolist()), reverse=True)
