"""Whether users were spread over the versions as intended."""

import math
from collections.abc import Sequence

from msgspec import Struct

from cockpit.domain.distributions import chi_square_tail

MISMATCH_P = 0.001

EVENTS_PER_USER = 7.0
"""Events are no users: those of one user come together. When users have three on average, as
unevenly as an exponential distribution, their events tell as much as a seventh of them."""

LEAST_SHIFT_TIMES = 1.25
"""A flag spreads users by a fixed lottery, which misses its percentage by some per cent."""

LEAST_NEW_COUNT = 30


class Split(Struct, frozen=True):
    """How likely a spread is by chance; `p` is None without users.

    A mismatch means that something else than chance decides who gets which version: then the
    comparison is worth nothing, whatever it shows.
    """

    p: float | None
    is_mismatch: bool


def split(users: Sequence[float], weights: Sequence[float]) -> Split:
    """Return Pearson's chi-square test of `users` against `weights`, one each for a version.

    ValueError when they differ in length, are fewer than two, or cannot be counts and weights.
    """
    weight_sum = sum(weights)
    fits = len(users) == len(weights) >= 2  # noqa: PLR2004 - one version is no split
    if not fits or min(weights) <= 0 or min(users) < 0:
        msg = f"users {list(users)} and weights {list(weights)} do not make a split"
        raise ValueError(msg)
    user_sum = sum(users)
    if user_sum <= 0:
        return Split(None, is_mismatch=False)
    expected = [user_sum * weight / weight_sum for weight in weights]
    value = sum((seen - want) ** 2 / want for seen, want in zip(users, expected, strict=True))
    p = chi_square_tail(value, len(users) - 1)
    return Split(p, is_mismatch=p < MISMATCH_P)


def exposure_split(new_count: float, all_count: float, served_ratio: float) -> Split:
    """Return whether the new version has the part of the events that its flag serves.

    A mismatch takes both: that chance hardly explains it, and that it is more than a lottery among
    some thousand users does. `p` is None while nothing can be said: too few events, or a flag that
    serves nobody or everybody.
    """
    expected_count = served_ratio * all_count / EVENTS_PER_USER
    if not 0 < served_ratio < 1 or expected_count < LEAST_NEW_COUNT:
        return Split(None, is_mismatch=False)
    users = [new_count / EVENTS_PER_USER, (all_count - new_count) / EVENTS_PER_USER]
    found = split(users, [served_ratio, 1.0 - served_ratio])
    wanted = served_ratio / (1.0 - served_ratio)
    odds = new_count / (all_count - new_count) if new_count < all_count else math.inf
    is_shifted = not 1.0 / LEAST_SHIFT_TIMES <= odds / wanted <= LEAST_SHIFT_TIMES
    return Split(found.p, is_mismatch=found.is_mismatch and is_shifted)
