"""Shares of users and of failures: whether a split is as intended, and how sure a ratio is."""

from collections.abc import Mapping

from cockpit.app.decide.counts import named
from cockpit.app.decide.fields import MOST_COUNT, Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.intervals import Interval, contrast, wilson
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.split import split

FEWEST_VERSIONS = 2
LEAST_WEIGHT = 1e-6


def users_split(given: Place) -> Mapping[str, object]:
    """Return how likely the spread of users is by chance."""
    fields = given.fields("users", "weights")
    users = fields.needed("users").items(at_least=FEWEST_VERSIONS)
    weights = fields.needed("weights").items(len(users))
    found = split(
        [one.count() for one in users], [one.above(LEAST_WEIGHT, MOST_COUNT) for one in weights]
    )
    return {"p": found.p, "mismatch": found.is_mismatch}


def difference(given: Place) -> Mapping[str, object]:
    """Return the bad share of the new version beside that of the old one."""
    fields = given.fields("new", "old")
    found = contrast(Pair(named(fields.needed("new")), named(fields.needed("old"))))
    return {
        "difference": found.difference_ratio,
        "newcombe95": both_ends(found.difference),
        "times": found.times,
        "new_wilson95": both_ends(found.new),
        "old_wilson95": both_ends(found.old),
    }


def proportion(given: Place) -> Mapping[str, object]:
    """Return a ratio and its interval."""
    fields = given.fields("n", "k")
    total = fields.needed("n")
    outcomes = Outcomes(total.count(), fields.needed("k").part_of(total))
    return {"ratio": outcomes.bad_ratio, "wilson95": both_ends(wilson(outcomes))}


def both_ends(interval: Interval | None) -> list[float] | None:
    """Return an interval as `[low, high]`."""
    return None if interval is None else [interval.low, interval.high]


OPS.add("judge.split", users_split)
OPS.add("judge.difference", difference)
OPS.add("judge.proportion", proportion)
