"""When a proof can be expected that a version is no worse than its margin."""

import math

PASS_EVIDENCE = 20.0
EVEN_SHAPE = 300.0


def share_when(times_as_bad: float, new_share_ratio: float) -> float:
    """Return the share of all failures that is new when new fails `times_as_bad` as often."""
    return times_as_bad * new_share_ratio / (1.0 + new_share_ratio * (times_as_bad - 1.0))


def gain(truth_ratio: float, against_ratio: float) -> float:
    """Return the evidence (in ln) that one failure brings for its true share against another.

    The Kullback-Leibler divergence of two coins.
    """
    bad = truth_ratio * math.log(truth_ratio / against_ratio)
    return bad + (1.0 - truth_ratio) * math.log((1.0 - truth_ratio) / (1.0 - against_ratio))


def seconds_to_pass(
    failures_per_s: float, new_share_ratio: float, margin_times: float, log_evidence: float = 0.0
) -> float | None:
    """Return how long it still takes to prove that an equal version is not `margin_times` as bad.

    `failures_per_s` counts both versions; `log_evidence` is what has been gathered. For a small
    share this is ln 20 / (failures of new x (margin - 1 - ln margin)). None when nothing fails
    or a version has no users: then no proof is under way.
    """
    if failures_per_s <= 0 or not 0 < new_share_ratio < 1:
        return None
    step = gain(new_share_ratio, share_when(margin_times, new_share_ratio))
    return max(0.0, math.log(PASS_EVIDENCE) - log_evidence) / (failures_per_s * step)


def likely_pass_s(
    failures_per_s: float, new_share_ratio: float, margin_times: float, log_evidence: float = 0.0
) -> float | None:
    """Return the time within which half of all equal versions get their PASS.

    The evidence walks up in uneven steps, one for each failure, so that the time it needs is
    skewed: an inverse Gaussian, whose median lies below the mean (`seconds_to_pass`).
    """
    mean_s = seconds_to_pass(failures_per_s, new_share_ratio, margin_times, log_evidence)
    if not mean_s:
        return mean_s
    margin_share = share_when(margin_times, new_share_ratio)
    step = gain(new_share_ratio, margin_share)
    reach = math.log(new_share_ratio / margin_share)
    reach -= math.log((1.0 - new_share_ratio) / (1.0 - margin_share))
    variance = new_share_ratio * (1.0 - new_share_ratio) * reach * reach
    missing = math.log(PASS_EVIDENCE) - log_evidence
    return mean_s * median_passage(variance / (step * missing))


def median_passage(unevenness: float) -> float:
    """Return the median of an inverse Gaussian with mean 1 and this variance.

    J. L. Folks and R. S. Chhikara, "The inverse Gaussian distribution and its statistical
    application", Journal of the Royal Statistical Society B 40 (1978): the first time at which
    a random walk with drift reaches its mark.
    """
    shape = 1.0 / unevenness
    if shape > EVEN_SHAPE:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2.0
        root = math.sqrt(shape / middle)
        reached = _normal_cdf(root * (middle - 1.0))
        reached += math.exp(2.0 * shape) * _normal_cdf(-root * (middle + 1.0))
        low, high = (low, middle) if reached > 0.5 else (middle, high)  # noqa: PLR2004 - a half
    return high


def _normal_cdf(z: float) -> float:
    """Return the normal distribution at `z`, exact far out, where `statistics` gives zero."""
    return math.erfc(-z / math.sqrt(2.0)) / 2.0
