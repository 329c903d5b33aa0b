"""How strongly counts speak against "both versions fail alike", however often one looks.

Given all failures of a block, each one belongs to the new version with probability
theta = n_new / (n_new + n_old) when both fail alike, and with r theta / (r theta + 1 - theta)
when the new one fails r times as often. The product of likelihood ratios over disjoint blocks
is an e-process: under "alike" it passes 1/a at any time with a probability of at most a
(Ville's inequality; Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe
anytime-valid inference", Statistical Science 2023). Everything is kept in logarithms.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cockpit.domain.outcomes import Pair

Floats: TypeAlias = NDArray[np.float64]

WORSE = np.array([1.3, 1.6, 2.0, 3.0, 5.0, 10.0, 30.0])
NOT_WORSE = np.array([1.0, 0.9, 0.8, 0.7, 0.5, 0.3])


def log_ratios(pair: Pair, times_as_bad: Floats) -> Floats:
    """Return ln of the likelihood of each `times_as_bad` against "both fail alike".

    Zero, so no evidence, when one of the versions had no events.
    """
    new_count, old_count = pair.new.total_count, pair.old.total_count
    if new_count <= 0 or old_count <= 0:
        return np.zeros_like(times_as_bad)
    share = new_count / (new_count + old_count)
    bad_count = pair.new.bad_count + pair.old.bad_count
    worse = pair.new.bad_count * np.log(times_as_bad)
    return np.asarray(worse - bad_count * np.log1p(share * (times_as_bad - 1.0)))


def log_ratios_against_margin(pair: Pair, margin_times: float) -> Floats:
    """Return ln of the likelihood of each NOT_WORSE against "`margin_times` times as bad"."""
    margin = log_ratios(pair, np.array([margin_times]))
    return log_ratios(pair, NOT_WORSE) - margin


def log_mean_exp(logs: Floats) -> float:
    """Return ln of the mean of exp(logs), safe from overflow."""
    highest = float(logs.max())
    return highest + float(np.log(np.mean(np.exp(logs - highest))))
