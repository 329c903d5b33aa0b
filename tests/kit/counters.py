"""How much one counter grew, the plain and slow way: what fast counting is measured by."""

import math
from collections.abc import Iterable

from msgspec import Struct


class Sample(Struct, frozen=True):
    """What a counter showed: `value` at `at_s`, seconds since 1970 in UTC."""

    at_s: float
    value: float


class Increase(Struct, frozen=True):
    """What was counted, and what had to be left out or put right on the way.

    `count` is None when nothing can be counted: no sample inside the window, or only a first
    one that says nothing about what came before it.
    """

    count: float | None
    dropped_count: int = 0
    reset_count: int = 0
    is_born_inside: bool = False


def cleaned(samples: Iterable[Sample]) -> tuple[tuple[Sample, ...], int]:
    """Return the usable samples in the order of time, and how many were dropped.

    Dropped are values that no counter can have (NaN, infinite, negative), samples without a
    real time, and all but the largest of several values at one instant: the choice may not
    depend on the order in which a server lists them.
    """
    given, at_once = 0, dict[float, float]()
    for sample in samples:
        given += 1
        if math.isfinite(sample.at_s) and math.isfinite(sample.value) and sample.value >= 0:
            at_once[sample.at_s] = max(sample.value, at_once.get(sample.at_s, 0.0))
    kept = tuple(Sample(at_s, at_once[at_s]) for at_s in sorted(at_once))
    return kept, given - len(kept)


def increase(
    samples: Iterable[Sample], start_s: float, end_s: float, born_after_s: float | None = None
) -> Increase:
    """Return how much one series grew inside (start_s, end_s].

    The last sample at or before `start_s` is the base. Without one, a series that is first
    seen later than `born_after_s` began at zero, so its first value counts in full; any other
    first sample is only the base. A value below the one before it is a restart: the whole
    value counts. Pass as `born_after_s` the later of two instants: when the version started,
    and when somebody first looked at its metrics.

    Unlike `increase()` of PromQL nothing is extrapolated and births are not lost.
    """
    kept, dropped_count = cleaned(samples)
    before = [sample for sample in kept if sample.at_s <= start_s]
    inside = [sample for sample in kept if start_s < sample.at_s <= end_s]
    is_born = not before and bool(inside) and _is_birth(inside[0], born_after_s)
    if before:
        base = before[-1].value
    elif is_born:
        base = 0.0
    elif len(inside) > 1:
        base = inside.pop(0).value
    else:
        return Increase(None, dropped_count)
    if not inside:
        return Increase(None, dropped_count)
    count, reset_count = 0.0, 0
    for sample in inside:
        is_reset = sample.value < base
        count += sample.value if is_reset else sample.value - base
        reset_count += is_reset
        base = sample.value
    return Increase(count, dropped_count, reset_count, is_born)


def _is_birth(first: Sample, born_after_s: float | None) -> bool:
    return born_after_s is not None and first.at_s > born_after_s
