import numpy as np
import pytest

from cockpit.domain.comparison import Comparison
from cockpit.domain.judge import judge
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule, State
from tests.kit.fleet import NEVER, Fleet

STRATA = ("android", "ios", "web")


@pytest.mark.slow
@pytest.mark.parametrize("discount", [1.0, 9.0])
def test_the_arrays_judge_as_the_product_does(discount: float) -> None:
    chance = np.random.default_rng([60, round(discount)])
    rule = Rule(alpha=0.01, margin_times=1.5, block_s=15.0, discount=discount)
    times = chance.choice([0.5, 1.0, 2.0, 4.0], 12)
    fleet = Fleet(len(times), len(STRATA), rule)
    comparisons = [Comparison(rule) for _ in times]
    for _ in range(60):
        new = chance.poisson([120.0, 60.0, 2.0], (len(times), 3))
        old = chance.poisson([600.0, 0.5, 200.0], (len(times), 3))
        new_bad = chance.binomial(new, 0.05 * times[:, None])
        counts = np.stack([new, new_bad, old, chance.binomial(old, 0.05)], axis=-1).astype(float)
        fleet.after(counts)
        for place, rows in enumerate(counts.tolist()):
            block = {
                name: Pair(Outcomes(row[0], row[1]), Outcomes(row[2], row[3]))
                for name, row in zip(STRATA, rows, strict=True)
            }
            comparisons[place] = comparisons[place].after(block)
        evidence = [one.log_evidence for one in comparisons]
        assert fleet.log_evidence.tolist() == pytest.approx(evidence, abs=1e-9)
        passed = [judge(one).state is State.PASS for one in comparisons]
        assert fleet.is_passed.tolist() == passed
    fails = [NEVER if one.first_fail_block is None else one.first_fail_block for one in comparisons]
    assert fleet.first_fail.tolist() == fails
    assert NEVER in fails
    assert max(fails) > 0
    assert fleet.new_count.tolist() == [one.counts.new.total_count for one in comparisons]
