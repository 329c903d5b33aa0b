"""How often the judge is wrong, and how soon it is right, on simulated launches of known truth.

The traffic is Poisson and binomial from a fixed seed; groups, exposures and pace vary. The
small run belongs to every test run; the large one prints the table of figures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
import pytest
from numpy.typing import NDArray

from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import expected_s
from cockpit.domain.judge import judge
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule, State

MINUTES = 60
EXPOSURES = (0.01, 0.05, 0.20)
PACES_PER_S = (5.0, 15.0, 50.0)
USUAL = 0.02

Ratios = NDArray[np.float64]


@dataclass(frozen=True)
class Launch:
    """One simulated stage: bad ratios by minute, and when the new version broke."""

    exposure: float
    per_s: float
    new_ratio: Ratios
    old_ratio: Ratios
    onset: int | None = None

    def blocks(self, chance: np.random.Generator) -> list[Pair]:
        per_min = 60 * self.per_s
        new = chance.poisson(per_min * self.exposure, MINUTES)
        old = chance.poisson(per_min * (1 - self.exposure), MINUTES)
        new_bad, old_bad = (
            chance.binomial(count, ratio)
            for count, ratio in ((new, self.new_ratio), (old, self.old_ratio))
        )
        rows = zip(*(row.tolist() for row in (new, new_bad, old, old_bad)), strict=True)
        return [Pair(Outcomes(n1, k1), Outcomes(n0, k0)) for n1, k1, n0, k0 in rows]


def flat(ratio: float) -> Ratios:
    return np.full(MINUTES, ratio)


def equal(chance: np.random.Generator) -> Launch:
    return Launch(chance.choice(EXPOSURES), chance.choice(PACES_PER_S), flat(USUAL), flat(USUAL))


def outage(chance: np.random.Generator) -> Launch:
    """Let both versions fail a lot for five to ten minutes, from outside."""
    start, length = int(chance.integers(5, 45)), int(chance.integers(5, 11))
    ratio = flat(USUAL)
    ratio[start : start + length] = chance.choice([0.10, 0.25, 0.50])
    return Launch(chance.choice(EXPOSURES), chance.choice(PACES_PER_S), ratio, ratio)


def daily_shape(chance: np.random.Generator) -> Launch:
    ratio = USUAL * (1 + 0.5 * np.sin(np.linspace(0, 3, MINUTES)))
    return Launch(chance.choice(EXPOSURES), chance.choice(PACES_PER_S), ratio, ratio)


def better(chance: np.random.Generator) -> Launch:
    return Launch(chance.choice(EXPOSURES), chance.choice(PACES_PER_S), flat(0.012), flat(USUAL))


def broken(chance: np.random.Generator) -> Launch:
    """Break the new version three- to tenfold, from the start or later."""
    onset = int(chance.choice([0, 15, 30]))
    ratio = flat(USUAL)
    ratio[onset:] = USUAL * chance.choice([3.0, 5.0, 10.0])
    exposure = chance.choice([0.05, 0.20])
    return Launch(exposure, chance.choice([15.0, 50.0]), ratio, flat(USUAL), onset)


def at_the_margin(chance: np.random.Generator) -> Launch:
    return Launch(chance.choice(EXPOSURES), chance.choice(PACES_PER_S), flat(0.04), flat(USUAL))


def first_fail(launch: Launch, chance: np.random.Generator) -> int | None:
    comparison = Comparison(Rule())
    for pair in launch.blocks(chance):
        comparison = comparison.after({"all": pair})
    return comparison.first_fail_block


def false_fails(kind: Callable[[np.random.Generator], Launch], count: int, seed: int) -> int:
    chance = np.random.default_rng(seed)
    return sum(first_fail(kind(chance), chance) is not None for _ in range(count))


def delays(count: int, seed: int) -> list[int | None]:
    """Return the minutes from breakage to FAIL, None when it was not found."""
    chance = np.random.default_rng(seed)
    found: list[int | None] = []
    for _ in range(count):
        launch = broken(chance)
        block = first_fail(launch, chance)
        found.append(None if block is None else block - (launch.onset or 0))
    return found


def wrong_passes(count: int, seed: int) -> int:
    """Return how many versions exactly at the margin were passed at any look."""
    chance = np.random.default_rng(seed)
    wrong = 0
    for _ in range(count):
        comparison = Comparison(Rule())
        for pair in at_the_margin(chance).blocks(chance):
            comparison = comparison.after({"all": pair})
            if judge(comparison).state is State.PASS:
                wrong += 1
                break
    return wrong


def answer_factors(count: int, seed: int) -> list[float]:
    """Return predicted by actual time to the answer, predicted after a third of the actual."""
    chance = np.random.default_rng(seed)
    factors: list[float] = []
    while len(factors) < count:
        launch = equal(chance)
        comparison, predicted_s, states = Comparison(Rule()), [], []
        for pair in launch.blocks(chance):
            comparison = comparison.after({"all": pair})
            predicted_s.append(expected_s(comparison))
            states.append(judge(comparison).state)
        if State.PASS not in states[1:] or State.FAIL in states or states[0] is State.PASS:
            continue
        actual = states.index(State.PASS)
        look = actual // 3
        guess_s = predicted_s[look]
        if guess_s is not None:
            factors.append((look + 1 + guess_s / 60) / (actual + 1))
    return factors


KINDS = (equal, outage, daily_shape, better)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_version_that_is_not_worse_is_hardly_ever_called_worse(
    kind: Callable[[np.random.Generator], Launch],
) -> None:
    assert false_fails(kind, 150, seed=20) <= 1


def test_a_broken_version_is_found_within_minutes_and_never_before_it_breaks() -> None:
    found = delays(40, seed=21)
    known = [delay for delay in found if delay is not None]
    assert len(known) >= 38
    assert min(known) >= 0
    assert median(known) <= 3


def test_an_outage_of_one_platform_is_not_blamed_on_a_version_that_is_common_there() -> None:
    chance = np.random.default_rng(22)
    failed = 0
    for _ in range(40):
        ios = Launch(0.20, 10.0, flat(USUAL), flat(USUAL))
        ios.new_ratio[20:30] = ios.old_ratio[20:30] = 0.25
        android = Launch(0.01, 40.0, flat(USUAL), flat(USUAL))
        comparison = Comparison(Rule())
        for pair, other in zip(ios.blocks(chance), android.blocks(chance), strict=True):
            comparison = comparison.after({"ios": pair, "android": other})
        failed += comparison.first_fail_block is not None
    assert failed == 0


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_figures_hold_over_thousands_of_launches(capsys: pytest.CaptureFixture[str]) -> None:
    count = 2000
    rates = {kind.__name__: false_fails(kind, count, seed=30) / count for kind in KINDS}
    found = delays(500, seed=31)
    known = [delay for delay in found if delay is not None]
    wrong = wrong_passes(500, seed=32) / 500
    factors = answer_factors(300, seed=33)
    within = sum(0.5 <= factor <= 2 for factor in factors) / len(factors)
    with capsys.disabled():
        print()
        for name, rate in rates.items():
            print(f"false FAIL, {name:12} {rate:7.2%} of {count}")
        print(f"broken found       {len(known) / 500:7.2%}, median {median(known)} min")
        print(f"wrong PASS at margin {wrong:.2%}")
        print(f"time to answer, told after a third of it, within a factor 2: {within:.1%}")
    assert max(rates.values()) <= 0.01
    assert len(known) >= 0.95 * len(found)
    assert min(known) >= 0
    assert median(known) <= 3
    assert wrong <= 0.05
    assert within >= 0.8
