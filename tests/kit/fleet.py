"""Many comparisons at once, in arrays: the judge's arithmetic for simulations of thousands.

`tests/kit/test_fleet.py` holds it against the product's own, block by block.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cockpit.domain.comparison import CARRYING_RATIO
from cockpit.domain.evidence import NOT_WORSE, WORSE
from cockpit.domain.expectation import DOUBT_EVIDENCE
from cockpit.domain.outlook import PASS_EVIDENCE
from cockpit.domain.verdict import Rule

Counts: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
NEVER = -1


class Fleet:
    """`count` comparisons of `strata` strata each, under one rule.

    `first_fail` is the block of the FAIL of each, `is_passed` whether it is a PASS now; without
    `tells_pass` only the first is worked out.
    """

    def __init__(self, count: int, strata: int, rule: Rule, *, tells_pass: bool = True) -> None:
        self._rule = rule
        self._tells_pass = tells_pass
        self._worse = np.array(WORSE)
        self._passes = np.array([*NOT_WORSE, rule.margin_times])
        self._sums = np.full((count, len(WORSE)), -np.inf)
        self._log_pass = np.zeros((count, strata, len(NOT_WORSE)))
        self._new_count = np.zeros((count, strata))
        self._starts = 0
        self.block_count = 0
        self.first_fail: Ints = np.full(count, NEVER, dtype=np.int64)
        self.is_passed = np.zeros(count, dtype=np.bool_)

    @property
    def log_evidence(self) -> Counts:
        """Return ln of the evidence that the new version of each is worse."""
        reached = _log_mean_exp(self._sums)
        return np.asarray(np.logaddexp(reached, -math.log(self._starts + 1.0)))

    @property
    def new_count(self) -> Counts:
        """Return how many events the new version of each has had."""
        return np.asarray(self._new_count.sum(axis=1))

    def after(self, counts: Counts) -> None:
        """Add a block: (count, strata, 4) with new events, new bad, old events and old bad."""
        if self.block_count % self._rule.start_every_count == 0:
            self._starts += 1
            weight = -math.log(self._starts * (self._starts + 1.0))
            self._sums = np.logaddexp(self._sums, weight)
        new, new_bad, old, old_bad = (counts[..., place] for place in range(4))
        both = new + old
        share = np.divide(new, both, out=np.zeros_like(both), where=(new > 0) & (old > 0))
        is_told = (share > 0)[..., None]
        new_bad = new_bad[..., None] / self._rule.discount
        bad = new_bad + old_bad[..., None] / self._rule.discount
        worse = new_bad * np.log(self._worse) - bad * np.log1p(share[..., None] * (self._worse - 1))
        self._sums = self._sums + np.where(is_told, worse, 0.0).sum(axis=1)
        evidence = self.log_evidence
        is_fail = (self.first_fail == NEVER) & (evidence >= -math.log(self._rule.alpha))
        self.first_fail[is_fail] = self.block_count
        self.block_count += 1
        self._new_count += new
        if self._tells_pass:
            logs = new_bad * np.log(self._passes)
            logs = logs - bad * np.log1p(share[..., None] * (self._passes - 1))
            gained = logs[..., :-1] - logs[..., -1:]
            self._log_pass += np.where(is_told, gained, 0.0)
            self._judge(evidence)

    def _judge(self, evidence: Counts) -> None:
        all_new = self._new_count.sum(axis=1, keepdims=True)
        carries = self._new_count >= np.maximum(CARRYING_RATIO * all_new, 1e-9)
        proved = _log_mean_exp(self._log_pass) >= math.log(PASS_EVIDENCE)
        is_proved = np.all(proved | ~carries, axis=1) & carries.any(axis=1)
        is_calm = evidence < math.log(DOUBT_EVIDENCE)
        self.is_passed = is_proved & is_calm & (self.first_fail == NEVER)


def _log_mean_exp(logs: Counts) -> Counts:
    highest = logs.max(axis=-1, keepdims=True)
    return np.asarray(highest[..., 0] + np.log(np.mean(np.exp(logs - highest), axis=-1)))
