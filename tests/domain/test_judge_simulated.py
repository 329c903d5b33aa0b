"""How often the judge is wrong, and how soon it is right, on simulated launches of known truth.

The small run belongs to every test run; the large one prints the table of figures, which
`python -m tests.bench.table_judge` prints alone.
"""

import numpy as np
import pytest

from cockpit.domain.comparison import Comparison
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule
from tests.bench.table_judge import FULL, SMALL, Figure, figures
from tests.kit import streams
from tests.kit.judged import breakages, false_fails


@pytest.mark.slow
@pytest.mark.parametrize("group", [streams.ok, streams.external, streams.ramp, streams.better])
def test_a_version_that_is_not_worse_is_hardly_ever_called_worse(group: streams.Group) -> None:
    """Two of a hundred launches may be; chance makes that up to four of eighty."""
    assert false_fails(group, 80, seed=20) <= 4 / 80


def test_forty_breakages_are_found_within_minutes_and_never_before_they_are_there() -> None:
    found = breakages(40, seed=21)
    assert found.found_count >= 38
    assert found.early_count == 0
    assert found.median_min <= 3


@pytest.mark.slow
def test_an_outage_of_one_platform_is_not_blamed_on_a_version_that_is_common_there() -> None:
    chance = np.random.default_rng(22)
    failed = pooled_failed = 0
    for _ in range(20):
        strata, pooled = Comparison(Rule()), Comparison(Rule())
        for minute in range(60):
            ratio = 0.25 if 20 <= minute < 30 else 0.02
            block = {
                "ios": _minute(chance, 120, 480, ratio),
                "android": _minute(chance, 24, 2376, 0.02),
            }
            strata = strata.after(block)
            pooled = pooled.after({"all": block["ios"] + block["android"]})
        failed += strata.first_fail_block is not None
        pooled_failed += pooled.first_fail_block is not None
    assert failed == 0
    assert pooled_failed > 15


def _minute(chance: streams.Chance, new: int, old: int, ratio: float) -> Pair:
    new_bad, old_bad = chance.binomial([new, old], ratio).tolist()
    return Pair(Outcomes(new, new_bad), Outcomes(old, old_bad))


def _missed(given: list[Figure]) -> list[Figure]:
    return [one for one in given if one.is_reached is False]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_small_table_of_figures_stays_within_its_wider_limits() -> None:
    assert _missed(list(figures(SMALL))) == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_figures_hold_over_thousands_of_launches(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(figures(FULL))
    with capsys.disabled():
        print()
        for one in found:
            print(f"{one.what:<92} {one.measured:<20} {one.wanted}")
    assert _missed(found) == []
