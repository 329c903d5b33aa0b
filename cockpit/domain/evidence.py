"""How strongly counts speak against "both versions fail alike", however often one looks.

Given all failures of a block, each one belongs to the new version with probability
theta = n_new / (n_new + n_old) when both fail alike, and with r theta / (r theta + 1 - theta)
when the new one fails r times as often. The product of likelihood ratios over disjoint blocks
is an e-process: under "alike" it passes 1/a at any time with a probability of at most a
(Ville's inequality; Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe
anytime-valid inference", Statistical Science 2023). Everything is kept in logarithms, and in
plain floats: a dozen of them is nothing that an array would be quicker with.
"""

import math
from collections.abc import Iterable
from typing import TypeAlias

from cockpit.domain.outcomes import Pair

Logs: TypeAlias = tuple[float, ...]

RETRY_DISCOUNT = 9.0
"""What attempts with retries are weighed by. When users whose try fails have m in all, on average
and geometrically, a failure comes in clusters of which the mean of the squares over the mean is
2 m - 1: nine for five tries (`tests.bench.table_judge`)."""

WORSE = (1.3, 1.6, 2.0, 3.0, 5.0, 10.0, 30.0)
NOT_WORSE = (1.0, 0.9, 0.8, 0.7, 0.5, 0.3)


def log_ratios(pair: Pair, times_as_bad: Iterable[float], discount: float = 1.0) -> Logs:
    """Return ln of the likelihood of each `times_as_bad` against "both fail alike".

    Zero, so no evidence, when nothing failed or one of the versions had no events. Failures that
    come in clusters (a user who tries again fails again) tell as much as a `discount`-th of them:
    the evidence is raised to the power 1 / discount.
    """
    new, old = pair.new, pair.old
    new_bad_count = new.bad_count / discount
    bad_count = new_bad_count + old.bad_count / discount
    if new.total_count <= 0 or old.total_count <= 0 or bad_count <= 0:
        return tuple(0.0 for _ in times_as_bad)
    share = new.total_count / (new.total_count + old.total_count)
    return tuple(
        new_bad_count * math.log(times) - bad_count * math.log1p(share * (times - 1.0))
        for times in times_as_bad
    )


def log_ratios_against_margin(pair: Pair, margin_times: float, discount: float = 1.0) -> Logs:
    """Return ln of the likelihood of each NOT_WORSE against "`margin_times` times as bad"."""
    *logs, margin = log_ratios(pair, (*NOT_WORSE, margin_times), discount)
    return tuple(log - margin for log in logs)


def added(logs: Logs, gained: Logs) -> Logs:
    """Return the logarithms of the products, one by one."""
    return tuple(map(float.__add__, logs, gained))


def log_add_exp(log: float, other: float) -> float:
    """Return ln(exp(log) + exp(other)), safe from overflow."""
    high, low = (log, other) if log >= other else (other, log)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def log_mean_exp(logs: Logs) -> float:
    """Return ln of the mean of exp(logs), safe from overflow."""
    highest = max(logs)
    return highest + math.log(sum(math.exp(log - highest) for log in logs) / len(logs))
