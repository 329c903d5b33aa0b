"""Running comparisons of two versions, which go on where they stopped the last time."""

from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias, TypeVar, cast

import numpy as np
from msgspec import Struct, field
from typing_extensions import override

from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.stage import Sides, Span
from cockpit.domain.blocks import Floats
from cockpit.domain.comparison import Comparison
from cockpit.domain.outcomes import Outcomes, Pair, known_outcomes
from cockpit.domain.verdict import Rule

MadeT = TypeVar("MadeT")

Count: TypeAlias = Callable[[Sequence[float]], PartBlocks]


SLICE_BLOCKS = 24
"""So many blocks of three platforms are compared in some 1.3 ms."""

STEP_BLOCKS = 24
"""A block that has changed is compared anew from at most so many blocks before it."""

TOLD_S = 21_600.0
"""The course of the evidence is kept for so long, which is as far as a board shows it."""


class Course(Struct, frozen=True, eq=False):
    """Ln of the evidence that the new version is worse, at the end of each block (source time)."""

    at_s: Floats
    log_evidence: Floats

    @override
    def __eq__(self, other: object) -> bool:
        """All courses are equal: what is drawn from them is compared by whoever draws it."""
        return isinstance(other, Course)

    @override
    def __hash__(self) -> int:
        return hash(Course)


class Blocks(Struct, frozen=True, eq=False):
    """The blocks of a comparison, in the time of the source: the first begins at `start_s`.

    `counts` holds new events, new bad, old events, old bad of each block (axis 0) and stratum.
    """

    strata: tuple[str, ...]
    counts: Floats
    start_s: float

    def of(self, number: int) -> tuple[Pair | None, ...]:
        """Return the blocks of one stratum, None where one is not known."""
        return tuple(_pair(row) for row in self.counts[:, number])


class _Running(Struct):
    """A comparison under way.

    `counts` are those of all its blocks, the first of which is number `first`. `stands` are some
    of its states with the number of the block that comes next; from there on it can be compared
    anew. `told` is the evidence after each block from `told_from` on.
    """

    sides: Sides
    rule: Rule
    start_s: float
    first: int
    strata: tuple[str, ...]
    counts: Floats
    stands: list[tuple[int, Comparison]]
    told_from: int
    told: "array[float]" = field(default_factory=lambda: array("d"))

    @property
    def next(self) -> int:
        """Return the number of the next block."""
        return self.first + len(self.counts)


class Trials:
    """Compares block by block, each block once; one that has changed since is taken back.

    The result is that of comparing all blocks anew, at the cost of the new ones. Blocks that the
    store has forgotten stay in. `breathe` is called between slices of many new blocks.
    """

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe
        self._running: dict[object, _Running] = {}
        self._starts_s: dict[tuple[str, datetime], float] = {}
        self._counted: dict[object, tuple[object, object]] = {}

    def start_s(self, source: str, since_at: datetime, first_s: float) -> float:
        """Return the begin of the stage in the time of the source, as it was told first.

        Measured clocks waver by a second; the ends of blocks must not.
        """
        return self._starts_s.setdefault((source, since_at), first_s)

    def remembered(self, key: object, basis: object, make: Callable[[], MadeT]) -> MadeT:
        """Return what was made for the key, made anew when its `basis` is another than before.

        Most snapshots come between two answers of a source: then nothing has to be counted.
        """
        found = self._counted.get(key)
        if found is None or found[0] != basis:
            self._counted[key] = found = (basis, make())
        return cast(MadeT, found[1])

    def compared(
        self, key: object, sides: Sides, rule: Rule, span: Span, count: Count
    ) -> Comparison:
        """Return the comparison after all blocks of the span; `key` names what is compared."""
        blocks = count(span.bounds_s)
        strata = strata_of(blocks, sides)
        counts = _matrix(blocks, sides, strata, span.count)
        running = self._running.get(key)
        if running is None or not _goes_on(running, sides, rule, span, strata):
            stands = [(span.first, Comparison(rule))]
            running = _Running(
                sides, rule, span.start_s, span.first, strata, counts[:0], stands, span.first
            )
            self._running[key] = running
        _take_back(running, span.first, counts)
        number, comparison = running.stands[-1]
        for row in running.counts[number - running.first :]:
            comparison = comparison.after(
                {name: _pair(row[place]) for place, name in enumerate(strata)}
            )
            number += 1
            running.told.append(comparison.log_evidence)
            running.stands.append((number, comparison))
            if number % SLICE_BLOCKS == 0:
                self._breathe()
        _thin_out(running, span.first)
        return comparison

    def course(self, key: object) -> Course | None:
        """Return how the evidence has grown; None before the first block."""
        running = self._running.get(key)
        if running is None or not running.told:
            return None
        told = np.array(running.told)
        ends = running.told_from + 1.0 + np.arange(told.size, dtype=np.float64)
        return Course(running.start_s + ends * running.rule.block_s, told)

    def rested(self, key: object) -> "Blocks | None":
        """Return the blocks that the comparison rests on so far; None before the first."""
        running = self._running.get(key)
        if running is None:
            return None
        start_s = running.start_s + running.first * running.rule.block_s
        counts = running.counts.view()
        counts.setflags(write=False)  # other threads read it
        return Blocks(running.strata, counts, start_s)

    def forget_others(self, keys: frozenset[object]) -> None:
        """Forget all comparisons but these."""
        self._running = {key: value for key, value in self._running.items() if key in keys}
        self._counted = {key: value for key, value in self._counted.items() if key in keys}


def strata_of(blocks: PartBlocks, sides: Sides) -> tuple[str, ...]:
    """Return the platforms on which one of the two versions was seen, sorted."""
    both = {sides.new, sides.old}
    return tuple(sorted({cell.platform for cell in blocks.events if cell.version in both}))


def outcomes(events: Floats, bad: Floats) -> Outcomes:
    """Return the known blocks together."""
    known = ~(np.isnan(events) | np.isnan(bad))
    total_count, bad_count = float(events[known].sum()), float(bad[known].sum())
    return Outcomes(total_count, min(bad_count, total_count))


def _goes_on(
    running: _Running, sides: Sides, rule: Rule, span: Span, strata: tuple[str, ...]
) -> bool:
    """Whether what was compared is the beginning of what is to be compared."""
    is_same = (running.sides, running.rule) == (sides, rule) and running.strata == strata
    is_near = running.first <= span.first <= running.next
    return is_same and running.start_s == span.start_s and is_near


def _take_back(running: _Running, first: int, counts: Floats) -> None:
    """Take the counts from block `first` on, and go back to the last state that they leave true."""
    offset = first - running.first
    have = running.counts[offset:]
    shared = min(len(have), len(counts))
    same = np.all(
        (have[:shared] == counts[:shared]) | (np.isnan(have[:shared]) & np.isnan(counts[:shared])),
        axis=(1, 2),
    )
    changed = np.flatnonzero(~same)
    kept = offset + (int(changed[0]) if changed.size else shared)
    running.counts = np.concatenate([running.counts[:kept], counts[kept - offset :]])
    while running.stands[-1][0] > running.first + kept:
        running.stands.pop()
    del running.told[max(0, running.stands[-1][0] - running.told_from) :]


def _thin_out(running: _Running, first: int) -> None:
    """Keep the last states and each STEP_BLOCKS-th before them, as far back as is needed."""
    recent = running.next - STEP_BLOCKS
    begin = max(place for place, (number, _) in enumerate(running.stands) if number <= first)
    running.stands = [
        stand
        for place, stand in enumerate(running.stands[begin:])
        if place == 0 or stand[0] >= recent or stand[0] % STEP_BLOCKS == 0
    ]
    too_many = len(running.told) - round(TOLD_S / running.rule.block_s)
    if too_many > 0:
        del running.told[:too_many]
        running.told_from += too_many


def _matrix(blocks: PartBlocks, sides: Sides, strata: tuple[str, ...], block_count: int) -> Floats:
    """Return new events, new bad, old events, old bad of each block (axis 0) and stratum.

    Before a version is first seen somewhere it has no users there, which is 0 and not unknown,
    as long as the other version is told.
    """
    counts = np.full((block_count, len(strata), 4), np.nan)
    for number, name in enumerate(strata):
        for place, version in ((0, sides.new), (2, sides.old)):
            cell = Cell(version, name)
            if cell in blocks.events:
                counts[:, number, place] = blocks.events[cell]
                counts[:, number, place + 1] = blocks.bad[cell]
        for own, other in ((0, 2), (2, 0)):
            told = ~np.isnan(counts[:, number, own])
            unseen = np.cumsum(told) == 0
            is_told_beside = ~np.isnan(counts[:, number, other])
            counts[unseen & is_told_beside, number, own : own + 2] = 0.0
    return counts


def _pair(row: Floats) -> Pair | None:
    new_total, new_bad, old_total, old_bad = row.tolist()
    new, old = known_outcomes(new_total, new_bad), known_outcomes(old_total, old_bad)
    return None if new is None or old is None else Pair(new, old)
