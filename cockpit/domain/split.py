"""Whether users were spread over the versions as intended."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.distributions import chi_square_tail

MISMATCH_P = 0.001


@dataclass(frozen=True, slots=True)
class Split:
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
