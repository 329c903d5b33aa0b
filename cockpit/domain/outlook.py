"""When a proof can be expected that versions are no worse than their margin.

The evidence walks up in uneven steps, one for each failure, until it reaches its mark. How long
that takes is skewed: an inverse Gaussian (J. L. Folks and R. S. Chhikara, "The inverse Gaussian
distribution and its statistical application", Journal of the Royal Statistical Society B 40,
1978). A single proof is hard to foretell (half of them miss their median by more than a factor of
2); the last of several is much easier, because luck evens out.
"""

import math
from collections.abc import Sequence

from msgspec import Struct

PASS_EVIDENCE = 20.0
EVEN_SHAPE = 300.0
LATE_RATIO = 0.9

MIXTURE_LAG, MIXTURE_UNEVENNESS = 1.13, 1.6
"""Evidence is a mean over several alternatives. It follows the best of them with a lag, and is
quick when chance favours a version and slow when it does not. Both figures make the inverse
Gaussian agree with the exact distribution within a tenth from its median to its 95 % point, for
margins from 1.3 to 3 (`tests/domain/test_outlook.py` has the exact one)."""

SEARCH_STEPS = 12
FARTHEST = 60.0
"""A quantile is looked for up to so many times the longest mean."""


class Passage(Struct, frozen=True):
    """The time until one proof: its mean, and its variance as a share of the mean's square."""

    mean_s: float
    unevenness: float

    def reached(self, within_s: float, slipped_ratio: float = 1.0) -> float:
        """Return how likely the proof is done within that time.

        Evidence that has reached its mark may slip back below it. `slipped_ratio` is how much of
        what has slipped back counts as done: all of it for the first time at the mark, none for
        being there at the end.
        """
        if self.mean_s <= 0:
            return 1.0
        if within_s <= 0:
            return 0.0
        x, shape = within_s / self.mean_s, 1.0 / self.unevenness
        root = math.sqrt(shape / x)
        there = _normal_cdf(root * (x - 1.0))
        if shape > EVEN_SHAPE:
            return there
        return there + slipped_ratio * math.exp(2.0 * shape) * _normal_cdf(-root * (x + 1.0))


class Expected(Struct, frozen=True):
    """When an answer comes: within `likely_s` in half of all cases, `late_s` in nine of ten.

    `passages` are the proofs that it waits for, empty when a FAIL is expected.
    """

    likely_s: float
    late_s: float
    passages: tuple[Passage, ...] = ()


def share_when(times_as_bad: float, new_share_ratio: float) -> float:
    """Return the share of all failures that is new when new fails `times_as_bad` as often."""
    return times_as_bad * new_share_ratio / (1.0 + new_share_ratio * (times_as_bad - 1.0))


def gain(truth_ratio: float, against_ratio: float) -> float:
    """Return the evidence (in ln) that one failure brings for its true share against another.

    The Kullback-Leibler divergence of two coins.
    """
    bad = truth_ratio * math.log(truth_ratio / against_ratio)
    return bad + (1.0 - truth_ratio) * math.log((1.0 - truth_ratio) / (1.0 - against_ratio))


def passage(
    failures_per_s: float, new_share_ratio: float, margin_times: float, log_evidence: float = 0.0
) -> Passage | None:
    """Return how long it takes to prove that an equal version is not `margin_times` as bad.

    `failures_per_s` counts both versions; `log_evidence` is what has been gathered. For a small
    share the mean is ln 20 / (failures of new x (margin - 1 - ln margin)), and a little more.
    None when nothing fails or a version has no users: then no proof is under way.
    """
    if failures_per_s <= 0 or not 0 < new_share_ratio < 1:
        return None
    missing = MIXTURE_LAG * (math.log(PASS_EVIDENCE) - log_evidence)
    if missing <= 0:
        return Passage(0.0, 1.0)
    margin_share = share_when(margin_times, new_share_ratio)
    step = gain(new_share_ratio, margin_share)
    reach = math.log(new_share_ratio / margin_share)
    reach -= math.log((1.0 - new_share_ratio) / (1.0 - margin_share))
    variance = MIXTURE_UNEVENNESS * new_share_ratio * (1.0 - new_share_ratio) * reach * reach
    return Passage(missing / (failures_per_s * step), variance / (step * missing))


def last_of(passages: Sequence[Passage], part_ratio: float = 0.5) -> float:
    """Return the time within which all proofs are done at once, in `part_ratio` of all cases.

    They are independent: each rests on failures of its own. One that slips back has to be waited
    for again, unless another one takes longer anyway: so half of those count as done.
    """
    slipped_ratio = 1.0 if len(passages) == 1 else 0.5
    longest_s = max((one.mean_s for one in passages), default=0.0)
    if longest_s <= 0:
        return 0.0
    low, high = math.log(longest_s / FARTHEST), math.log(longest_s * FARTHEST)
    for _ in range(SEARCH_STEPS):
        middle = (low + high) / 2.0
        within_s, reached = math.exp(middle), 1.0
        for one in passages:
            reached *= one.reached(within_s, slipped_ratio)
        low, high = (low, middle) if reached > part_ratio else (middle, high)
    return math.exp((low + high) / 2.0)


def together(passages: tuple[Passage, ...], not_before_s: float = 0.0) -> Expected:
    """Return when all these proofs are done, which is never before `not_before_s`."""
    likely_s, late_s = last_of(passages), last_of(passages, LATE_RATIO)
    return Expected(max(likely_s, not_before_s), max(late_s, not_before_s), passages)


def _normal_cdf(z: float) -> float:
    """Return the normal distribution at `z`, exact far out, where `statistics` gives zero."""
    return math.erfc(-z / math.sqrt(2.0)) / 2.0
