"""Running comparisons of two versions, which go on where they stopped the last time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import numpy as np

from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.stage import Span
from cockpit.domain.blocks import Floats
from cockpit.domain.comparison import Comparison
from cockpit.domain.outcomes import Outcomes, Pair, known_outcomes
from cockpit.domain.verdict import Rule

Count: TypeAlias = Callable[[Sequence[float]], PartBlocks]


SLICE_BLOCKS = 12
"""So many blocks of three platforms are compared in some 1.3 ms."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The version that goes out, and the one that it replaces."""

    new: str
    old: str


@dataclass(slots=True)
class _Running:
    sides: Sides
    rule: Rule
    start_s: float
    first: int
    strata: tuple[str, ...]
    counts: Floats
    after: list[Comparison] = field(default_factory=list)


class Trials:
    """Compares block by block, each block once; one that has changed since is taken back.

    The result is that of comparing all blocks anew, at the cost of the new ones. Blocks that the
    store has forgotten stay in. `breathe` is called between slices of many new blocks.
    """

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe
        self._running: dict[object, _Running] = {}
        self._starts_s: dict[tuple[str, datetime], float] = {}

    def start_s(self, source: str, since_at: datetime, first_s: float) -> float:
        """Return the begin of the stage in the time of the source, as it was told first.

        Measured clocks waver by a second; the ends of blocks must not.
        """
        return self._starts_s.setdefault((source, since_at), first_s)

    def compared(
        self, key: object, sides: Sides, rule: Rule, span: Span, count: Count
    ) -> Comparison:
        """Return the comparison after all blocks of the span; `key` names what is compared."""
        blocks = count(span.bounds_s)
        strata = strata_of(blocks, sides)
        counts = _matrix(blocks, sides, strata, span.count)
        running = self._running.get(key)
        if running is None or not _goes_on(running, sides, rule, span, strata):
            running = _Running(sides, rule, span.start_s, span.first, strata, counts[:0])
            self._running[key] = running
        offset = span.first - running.first
        have = running.counts[offset:]
        shared = min(len(have), len(counts))
        same = np.all(
            (have[:shared] == counts[:shared])
            | (np.isnan(have[:shared]) & np.isnan(counts[:shared])),
            axis=(1, 2),
        )
        changed = np.flatnonzero(~same)
        kept = offset + (int(changed[0]) if changed.size else shared)
        del running.after[kept:]
        running.counts = np.concatenate([running.counts[:kept], counts[kept - offset :]])
        comparison = running.after[-1] if running.after else Comparison(rule)
        for row in counts[kept - offset :]:
            comparison = comparison.after(
                {name: _pair(row[number]) for number, name in enumerate(strata)}
            )
            running.after.append(comparison)
            if len(running.after) % SLICE_BLOCKS == 0:
                self._breathe()
        return comparison

    def forget_others(self, keys: frozenset[object]) -> None:
        """Forget all comparisons but these."""
        self._running = {key: value for key, value in self._running.items() if key in keys}


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
    is_near = running.first <= span.first <= running.first + len(running.after)
    return is_same and running.start_s == span.start_s and is_near


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
