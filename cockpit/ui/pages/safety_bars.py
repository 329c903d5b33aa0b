"""Where the bars of the weeks stand, without Qt: upright ones, or a square for each release."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

MOST_PX, PART = 10.0, 0.65
SQUARE_GAP_PX = 2.0
EMPTY_PX = 1.0
LEAST_PX = 2.0


class BarKind(StrEnum):
    """What a bar is."""

    PAST = "past"
    NOW = "now"
    """The week of now."""

    BAD = "bad"
    EMPTY = "empty"
    """A week in which nothing happened: a hairline on the ground."""


class Bar(Struct, frozen=True):
    """A rectangle in pixels; `top` counts downwards."""

    kind: BarKind
    left: float
    top: float
    width: float
    height: float


class Bars(Struct, frozen=True):
    """The bars, and how far down the line of the own history lies; None without one."""

    bars: tuple[Bar, ...]
    history_y: float | None = None


def upright(
    weeks: Sequence[float | None], history: float | None, width: float, height: float
) -> Bars:
    """Return a bar for each week, the highest value or the history as high as there is room."""
    known = [one for one in (*weeks, history) if one is not None and one > 0]
    most = max(known, default=1.0)
    found: list[Bar] = []
    for number, (left, across) in enumerate(_columns(len(weeks), width)):
        value = weeks[number]
        if value is None or value <= 0:
            found.append(_empty(left, across, height))
            continue
        tall = max(LEAST_PX, height * (value / most))
        found.append(Bar(_kind(number, weeks), left, height - tall, across, tall))
    line = None if history is None or history <= 0 else height * (1.0 - history / most)
    return Bars(tuple(found), line)


def squares(
    weeks: Sequence[float | None], failed_weeks: Sequence[int], width: float, height: float
) -> Bars:
    """Return a square for each release of a week, those that failed on top."""
    failed = Counter(failed_weeks)
    counts = [max(round(one or 0), failed[number]) for number, one in enumerate(weeks)]
    most = max((*counts, 1))
    found: list[Bar] = []
    for number, (left, across) in enumerate(_columns(len(weeks), width)):
        if not counts[number]:
            found.append(_empty(left, across, height))
        pitch = min(across + SQUARE_GAP_PX, height / most)
        tall = max(1.0, pitch - SQUARE_GAP_PX)
        for place in range(counts[number]):
            is_bad = place >= counts[number] - failed[number]
            kind = BarKind.BAD if is_bad else _kind(number, weeks)
            found.append(Bar(kind, left, height - place * pitch - tall, across, tall))
    return Bars(tuple(found))


def _columns(count: int, width: float) -> list[tuple[float, float]]:
    """Return left edge and width of each column; the last one ends at the right edge."""
    if not count:
        return []
    across = max(1.0, min(MOST_PX, width / count * PART))
    pitch = (width - across) / (count - 1) if count > 1 else 0.0
    return [(number * pitch, across) for number in range(count)]


def _kind(number: int, weeks: Sequence[float | None]) -> BarKind:
    return BarKind.NOW if number == len(weeks) - 1 else BarKind.PAST


def _empty(left: float, across: float, height: float) -> Bar:
    return Bar(BarKind.EMPTY, left, height - EMPTY_PX, across, EMPTY_PX)
