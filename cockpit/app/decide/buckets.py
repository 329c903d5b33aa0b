"""The buckets of latency histograms, as lines write them."""

import math
from collections.abc import Sequence

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Place
from cockpit.domain.histogram import Bucket
from cockpit.domain.message import message


def pairs(place: Place) -> list[Bucket]:
    """Return `[[le, cumulative], …]`, in any order, as Prometheus takes them."""
    found = []
    for item in place.items():
        bound, count = item.items(2)
        found.append(Bucket(bound.bound_s(), count.count()))
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
