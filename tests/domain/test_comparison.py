import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.comparison import Block, Comparison
from cockpit.domain.evidence import WORSE, log_ratios
from cockpit.domain.outcomes import NO_PAIR, Outcomes, Pair
from cockpit.domain.verdict import Rule

EVERY_BLOCK = Rule(block_s=60, start_every_s=120)


def pair(new_count: float, new_bad: float, old_count: float, old_bad: float) -> Pair:
    return Pair(Outcomes(new_count, new_bad), Outcomes(old_count, old_bad))


def after(blocks: Sequence[Block], rule: Rule | None = None) -> Comparison:
    comparison = Comparison(rule or Rule())
    for block in blocks:
        comparison = comparison.after(block)
    return comparison


EQUAL = pair(100, 2, 900, 18)
BROKEN = pair(100, 60, 900, 18)


def test_before_the_first_block_there_is_no_evidence() -> None:
    assert Comparison().log_evidence == 0.0
    assert Comparison().worst is None
    assert Comparison().carrying == ()


def direct_evidence(pairs: list[Pair], every: int) -> float:
    """Return the evidence as its definition has it, from every start on its own."""
    steps = np.array([np.exp(log_ratios(one, WORSE)) for one in pairs])
    starts = range(0, len(pairs), every)
    total = 1 / (len(starts) + 1)
    for j, start in enumerate(starts, start=1):
        total += np.mean(np.prod(steps[start:], axis=0)) / (j * (j + 1))
    return float(total)


outcomes = st.integers(0, 60).flatmap(
    lambda total: st.tuples(st.just(total), st.integers(0, min(total, 3)))
)


@pytest.mark.slow
@given(st.lists(st.tuples(outcomes, outcomes), min_size=1, max_size=12), st.integers(1, 4))
def test_the_running_sum_equals_the_definition(
    rows: list[tuple[tuple[int, int], tuple[int, int]]], every: int
) -> None:
    pairs = [Pair(Outcomes(*new), Outcomes(*old)) for new, old in rows]
    rule = Rule(block_s=60, start_every_s=60 * every)
    found = after([{"all": one} for one in pairs], rule).log_evidence
    assert math.exp(found) == pytest.approx(direct_evidence(pairs, every))


def test_strata_add_their_evidence() -> None:
    done = after([{"ios": EQUAL, "android": BROKEN}])
    sums = np.add(log_ratios(EQUAL, WORSE), log_ratios(BROKEN, WORSE)) - math.log(2)
    assert done.log_sums == pytest.approx(sums.tolist())


def test_the_first_block_that_proves_it_is_kept() -> None:
    done = after([{"all": one} for one in (EQUAL, EQUAL, BROKEN, EQUAL, BROKEN)])
    assert done.first_fail_block == 2


def test_a_new_start_sees_a_late_breakage_that_one_start_would_bury() -> None:
    slightly_worse = pair(100, 7, 900, 18)
    quiet, late = [{"all": EQUAL}] * 300, [{"all": slightly_worse}] * 8
    with_starts = after(quiet + late)
    one_start = after(quiet + late, Rule(start_every_s=1e9))
    assert with_starts.first_fail_block is not None
    assert one_start.first_fail_block is None


def test_what_is_not_known_tells_nothing_and_is_not_current() -> None:
    known = after([{"ios": EQUAL, "web": EQUAL}])
    later = known.after({"ios": None})
    assert [one.is_current for one in later.strata] == [False, False]
    assert later.log_sums == known.log_sums
    assert later.counts == known.counts
    assert later.block_count == 2


def test_a_stratum_may_appear_late() -> None:
    done = after([{"ios": EQUAL}, {"ios": EQUAL, "web": EQUAL}])
    assert [(one.name, one.known_count) for one in done.strata] == [("ios", 2), ("web", 1)]


def test_a_stratum_with_few_of_the_new_users_does_not_carry() -> None:
    done = after([{"ios": pair(96, 0, 100, 0), "web": pair(4, 0, 900, 0), "tv": NO_PAIR}])
    assert [one.name for one in done.carrying] == ["ios"]


def test_the_worst_stratum_has_the_most_failures_too_many() -> None:
    done = after([{"ios": EQUAL, "android": BROKEN, "web": pair(10, 10, 0, 0)}])
    assert done.worst is not None
    assert (done.worst.name, done.worst.excess_count) == ("android", 58)


def test_no_stratum_is_worst_when_none_has_too_many() -> None:
    assert after([{"ios": EQUAL, "web": EQUAL}]).worst is None


def test_a_comparison_is_a_value() -> None:
    first = Comparison(EVERY_BLOCK)
    assert first.after({"all": EQUAL}) == first.after({"all": EQUAL})
    assert first.block_count == 0


def test_days_of_hopeless_evidence_do_not_overflow() -> None:
    done = after([{"all": pair(1e6, 9e5, 1e6, 10)}] * 50)
    assert math.isfinite(done.log_evidence)
    assert done.log_evidence > 1e6
