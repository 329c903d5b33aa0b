"""Four weeks of a KPI in bins of ten minutes, with drops of known size and begin, by seed.

Sixteen series make one bench: ten with a drop, one each with a flash sale and with the traffic
gone, four in which nothing happens. Shapes of day and week, traffic, share and noise vary.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BIN_MINUTES = 10
DAY_BINS = 144
DAYS = 28
BINS = DAYS * DAY_BINS
AFTER_BINS = 18
"""An alarm up to three hours after a drop still belongs to it."""


class Label(Struct, frozen=True):
    """A drop in [start, end), to be found within so many bins."""

    start: int
    end: int
    within_bins: int


class Stream(Struct, frozen=True):
    """What was counted, and what happened: a drop, or a `strange` time that is none."""

    name: str
    total: list[int]
    good: list[int]
    label: Label | None = None
    strange: tuple[int, int] | None = None


class Drop(Struct, frozen=True):
    """By how much the ratio falls, for how long, and in which traffic."""

    name: str
    times: float
    bins: int
    within_bins: int
    peaks: tuple[float, ...] = (400, 1000)
    ratios: tuple[float, ...] = (0.3, 0.6)
    after_peak_h: float = 0.0
    ramp_bins: int = 0
    is_weekend: bool = False


DROPS = (
    Drop("30 % in the evening", 0.70, 18, 2),
    Drop("15 % by day", 0.85, 18, 6),
    Drop("10 % by day", 0.90, 24, 12),
    Drop("50 % by night", 0.50, 18, 6, after_peak_h=12.0),
    Drop("30 %, slowly", 0.70, 30, 12, ramp_bins=12),
    Drop("40 %, forty minutes", 0.60, 4, 3),
    Drop("20 % on a weekend", 0.80, 18, 6, after_peak_h=-3.0, is_weekend=True),
    Drop("50 %, few events", 0.50, 30, 9, peaks=(25, 40)),
    Drop("40 % of a rare thing", 0.60, 18, 6, peaks=(1000,), ratios=(0.06,)),
    Drop("5 % of a sure thing", 0.95, 18, 6, ratios=(0.97,)),
)


class Noise(Struct, frozen=True):
    """What varies beyond chance, by day and from hour to hour, as a share of the rarer side."""

    days: float = 0.0
    hours: float = 0.0


CALM = Noise()


def bench(seed: int, noise: Noise = CALM) -> list[Stream]:
    """Return the sixteen series of one seed."""
    chance = np.random.default_rng(seed)
    streams = [_dropped(chance, drop, noise) for drop in DROPS]
    quiet: dict[str, tuple[float, ...]] = {
        "quiet, few events": (6.0, 15.0, 30.0),
        "quiet": (60.0, 400.0, 1000.0),
    }
    quiet |= {"quiet, many events": (2000.0,)}
    for name, peaks in quiet.items():
        streams.append(_drawn(chance, name, _expected(chance, chance.choice(peaks), None, noise)))
    sure = _expected(chance, 600.0, 0.97, noise)
    streams.append(_drawn(chance, "quiet, a sure thing", sure))
    for name, times in (("flash sale", 4.0), ("traffic gone", float(chance.choice([0.0, 0.02])))):
        total, ratio = _expected(chance, chance.choice([150.0, 400.0, 1000.0]), None, noise)
        start = int(chance.integers(15, 27)) * DAY_BINS + int(chance.integers(48, 120))
        end = start + int(chance.integers(6, 24))
        total[start:end] *= times
        streams.append(_drawn(chance, name, (total, ratio), strange=(start, end)))
    return streams


def _dropped(chance: np.random.Generator, drop: Drop, noise: Noise) -> Stream:
    peak_h = chance.uniform(15, 20)
    peak, usual = chance.choice(drop.peaks), chance.choice(drop.ratios)
    total, ratio = _expected(chance, peak, usual, noise, peak_h)
    days = (19, 20, 26, 27) if drop.is_weekend else range(15, 27)
    hour = (peak_h + drop.after_peak_h) % 24
    start = int(chance.choice(days)) * DAY_BINS + int(hour * 60 / BIN_MINUTES)
    end = start + drop.bins
    times = np.full(drop.bins, drop.times)
    times[: drop.ramp_bins] = np.linspace(1.0, drop.times, drop.ramp_bins)
    ratio[start:end] *= times[: BINS - start]
    return _drawn(chance, drop.name, (total, ratio), Label(start, end, drop.within_bins))


def _drawn(
    chance: np.random.Generator,
    name: str,
    expected: tuple[Floats, Floats],
    label: Label | None = None,
    strange: tuple[int, int] | None = None,
) -> Stream:
    total, ratio = expected
    totals = chance.poisson(total)
    goods = chance.binomial(totals, np.clip(ratio, 0.0001, 0.9999))
    return Stream(name, totals.tolist(), goods.tolist(), label, strange)


def _expected(
    chance: np.random.Generator,
    peak: float,
    usual: float | None,
    noise: Noise,
    peak_h: float | None = None,
) -> tuple[Floats, Floats]:
    """Return how many events a bin has on average, and the true ratio of each bin."""
    usual = float(chance.choice([0.06, 0.3, 0.6, 0.9])) if usual is None else usual
    peak_h = chance.uniform(15, 20) if peak_h is None else peak_h
    hour = np.arange(BINS) % DAY_BINS * BIN_MINUTES / 60
    day = np.arange(BINS) // DAY_BINS
    is_weekend = day % 7 >= 5
    steep = chance.uniform(0.7, 1.4)
    total = peak * np.exp(steep * (np.cos((hour - peak_h) / 24 * 2 * np.pi) - 1.0))
    total *= np.where(is_weekend, chance.uniform(0.7, 1.3), 1.0)
    total *= np.exp(chance.normal(0, 0.03, DAYS))[day]

    rarer = min(usual, 1.0 - usual)
    swing = chance.uniform(0.02, 0.12) * np.cos((hour - chance.uniform(0, 24)) / 24 * 2 * np.pi)
    swing += np.where(is_weekend, chance.uniform(-0.05, 0.05), 0.0)
    swing += chance.normal(0, noise.days, DAYS)[day] if noise.days else 0.0
    swing += noise.hours * _drift(chance) if noise.hours else 0.0
    return total, np.clip(usual + rarer * swing, 0.0001, 0.9999)


def _drift(chance: np.random.Generator) -> Floats:
    """Return noise of variance one that the next hour still remembers."""
    remembered, steps = 0.9, chance.normal(0, 1, BINS)
    drift = np.empty(BINS)
    level = steps[0]
    for index, step in enumerate(steps):
        level = remembered * level + np.sqrt(1 - remembered**2) * step
        drift[index] = level
    return drift
