"""Launches of known truth from fixed seeds: counts of both versions, block after block.

Traffic is Poisson and binomial. Exposure, pace, usual failure ratio and the part of the users on
each platform vary from launch to launch, and so does the new version's share by platform.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from msgspec import Struct

from tests.kit.fleet import Counts, Ints

PLATFORM_PARTS = np.array([0.50, 0.35, 0.15])
STAGES = (0.01, 0.05, 0.20, 0.50)
METRICS = 12
STAGE_S, BLOCK_S = 3_600.0, 15.0
BLOCKS = round(STAGE_S / BLOCK_S)
SLOWEST_PER_S, FASTEST_PER_S = 5.0, 50.0
USUAL_RATIOS = (0.003, 0.01, 0.02, 0.05)

Chance = np.random.Generator


class Streams(Struct, frozen=True):
    """What `count` comparisons bring: events a second and bad ratios, (count, platforms, blocks).

    The last axis may be 1 where nothing changes. `onset` is the block of the breakage.
    """

    new_per_s: Counts
    old_per_s: Counts
    new_ratio: Counts
    old_ratio: Counts
    onset: Ints | None = None

    def blocks(self, chance: Chance, count: int, block_s: float = BLOCK_S) -> Iterator[Counts]:
        """Yield the counts of each block: new, new bad, old, old bad on the last axis."""
        for place in range(count):
            new, old = (
                chance.poisson(block_s * _at(one, place))
                for one in (self.new_per_s, self.old_per_s)
            )
            new_bad = chance.binomial(new, _at(self.new_ratio, place))
            old_bad = chance.binomial(old, _at(self.old_ratio, place))
            yield np.stack([new, new_bad, old, old_bad], axis=-1).astype(np.float64)


Group = Callable[[Chance, int, float], Streams]
"""Makes a stage of so many launches at an exposure, METRICS comparisons each."""


def ok(chance: Chance, launches: int, exposure: float) -> Streams:
    """Return versions that are equal, all the time."""
    usual = _usual(chance, launches)
    return Streams(*_paces(chance, launches, exposure), usual, usual)


def external(chance: Chance, launches: int, exposure: float) -> Streams:
    """Return outages of both versions, on all platforms or one, that last five to ten minutes."""
    ratio = np.repeat(_usual(chance, launches), BLOCKS, axis=2)
    for launch in range(launches):
        start, length = int(chance.integers(20, 180)), int(chance.integers(20, 41))
        first = int(chance.integers(-1, len(PLATFORM_PARTS)))
        platforms = slice(None) if first < 0 else slice(first, first + 1)
        rows = slice(launch * METRICS, (launch + 1) * METRICS)
        ratio[rows, platforms, start : start + length] = chance.choice([0.10, 0.25, 0.50])
    return Streams(*_paces(chance, launches, exposure), ratio, ratio)


def ramp(chance: Chance, launches: int, exposure: float) -> Streams:
    """Return equal versions while traffic doubles, failures drift and the new share still grows."""
    new, old = _paces(chance, launches, exposure)
    at = np.linspace(0, 1, BLOCKS)
    grown = np.minimum(1.0, 0.2 + 2.0 * at)
    ratio = _usual(chance, launches) * (1 + 0.5 * np.sin(math.pi * at))
    return Streams(new * grown * (1 + at), old * (1 + at), ratio, ratio)


def better(chance: Chance, launches: int, exposure: float) -> Streams:
    """Return new versions with fewer failures than before."""
    usual = _usual(chance, launches)
    return Streams(*_paces(chance, launches, exposure), 0.6 * usual, usual)


def subtle(chance: Chance, launches: int, exposure: float) -> Streams:
    """Return new versions that are worse by a tenth or a fifth: reported, not graded."""
    usual = _usual(chance, launches)
    times = chance.choice([1.1, 1.2], (launches * METRICS, 1, 1))
    return Streams(*_paces(chance, launches, exposure), times * usual, usual)


def bad(chance: Chance, count: int) -> Streams:
    """Return single comparisons that break three- to tenfold, at once or later.

    At 1 % only what breaks tenfold, with much traffic: less is not seen in minutes there.
    """
    exposure = chance.choice([0.01, 0.05, 0.20], (count, 1, 1))
    is_thin = exposure < 0.05
    per_s = np.where(is_thin, 50.0, chance.choice([15.0, 50.0], (count, 1, 1)))
    times = np.where(is_thin, 10.0, chance.choice([3.0, 5.0, 10.0], (count, 1, 1)))
    onset = chance.choice([0, BLOCKS // 4, BLOCKS // 2], count)
    is_broken = np.arange(BLOCKS) >= onset[:, None, None]
    ratio = np.where(is_broken, times, 1.0) * 0.02
    return Streams(
        per_s * exposure, per_s * (1 - exposure), ratio, np.full((count, 1, 1), 0.02), onset
    )


def at_the_margin(chance: Chance, count: int, exposure: float, margin_times: float) -> Streams:
    """Return single comparisons that are exactly `margin_times` as bad."""
    per_s = _between(chance, (count, 1, 1))
    usual = chance.choice(USUAL_RATIOS, (count, 1, 1))
    return Streams(per_s * exposure, per_s * (1 - exposure), margin_times * usual, usual)


def retried(chance: Chance, blocks: Iterator[Counts], tries: float) -> Iterator[Counts]:
    """Yield the blocks as attempts: who fails tries again, `tries` times on average, in vain."""
    for counts in blocks:
        more = counts.copy()
        for place in (1, 3):
            bad_count = counts[..., place].astype(np.int64)
            again = chance.negative_binomial(np.maximum(bad_count, 1), 1.0 / tries)
            again = np.where(bad_count > 0, again, 0)
            more[..., place] += again
            more[..., place - 1] += again
        yield more


def _usual(chance: Chance, launches: int) -> Counts:
    return chance.choice(USUAL_RATIOS, (launches * METRICS, 1, 1)) * np.ones((1, 3, 1))


def _paces(chance: Chance, launches: int, exposure: float) -> tuple[Counts, Counts]:
    """Return events a second of both versions; some platforms have more of the new one."""
    per_s = _between(chance, (launches, 1, 1)) * PLATFORM_PARTS[None, :, None]
    share = exposure * chance.uniform(0.3, 1.7, (launches, len(PLATFORM_PARTS), 1))
    return (
        np.repeat(per_s * share, METRICS, axis=0),
        np.repeat(per_s * (1 - share), METRICS, axis=0),
    )


def _between(chance: Chance, shape: tuple[int, ...]) -> Counts:
    low, high = math.log(SLOWEST_PER_S), math.log(FASTEST_PER_S)
    return np.exp(chance.uniform(low, high, shape))


def _at(given: Counts, place: int) -> Counts:
    return given[..., min(place, given.shape[-1] - 1)]
