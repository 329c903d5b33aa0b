"""The buckets of latency histograms, as lines write them."""

import math
from collections.abc import Sequence
from itertools import pairwise

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Place
from cockpit.domain.histogram import SAME, Bucket
from cockpit.domain.message import message


def pairs(place: Place) -> list[Bucket]:
    """Return `[[le, cumulative], …]`, in any order, as Prometheus takes them."""
    found = []
    for item in place.items():
        bound, count = item.items(2)
        found.append(Bucket(bound.bound_s(), count.count()))
    return found


def rising(place: Place) -> list[Bucket]:
    """Return `pairs`, whose counts never fall from one bound to the next, rounding errors aside.

    A bound written in two ways has the counts of both.
    """
    found = pairs(place)
    counts = {bucket.le_s: 0.0 for bucket in found}
    number_of = {bucket.le_s: number for number, bucket in enumerate(found)}
    for bucket in found:
        counts[bucket.le_s] += bucket.count
    for lower_s, upper_s in pairwise(sorted(counts)):
        if counts[upper_s] < counts[lower_s] * (1.0 - SAME):
            count = place.items()[number_of[upper_s]].items(2)[1]
            other = f"{place.path}[{number_of[lower_s]}][1]"
            raise count.wrong(message(WantedCode.NOT_BELOW, other=other))
    return found


def bounds_s(place: Place) -> list[float]:
    """Return bounds that rise, the last one "+Inf"."""
    items = place.items(at_least=2)
    found = [one.bound_s() for one in items]
    for number, one in enumerate(items[1:], start=1):
        if not found[number] > found[number - 1]:
            raise one.wrong(message(WantedCode.MORE_THAN, other=items[number - 1].path))
    if not math.isinf(found[-1]):
        raise items[-1].wrong(message(WantedCode.LAST_BOUND))
    return found


def cumulative(place: Place, le_s: Sequence[float]) -> list[Bucket]:
    """Return a histogram with the bounds `le_s`, whose counts never fall."""
    items = place.items(len(le_s))
    counts = [one.count() for one in items]
    for number, one in enumerate(items[1:], start=1):
        if counts[number] < counts[number - 1]:
            raise one.wrong(message(WantedCode.NOT_BELOW, other=items[number - 1].path))
    return [Bucket(bound_s, count) for bound_s, count in zip(le_s, counts, strict=True)]
