"""What has to be said about counts that are not what counts should be."""

import math
from collections.abc import Iterable

from cockpit.domain.codes import CountCode
from cockpit.domain.histogram import Bucket, slow_outcomes
from cockpit.domain.message import Message, message


def about_bound(slower_than_s: float, buckets: Iterable[Bucket]) -> Message | None:
    """Return that no bucket ends at `slower_than_s`, with the bound to use instead.

    The nearest finite bound is offered, the lower one of two; None when all is well or when
    there is no bound at all.
    """
    kept = list(buckets)
    bounds_s = sorted(bucket.le_s for bucket in kept if math.isfinite(bucket.le_s))
    if not bounds_s or slow_outcomes(slower_than_s, kept) is not None:
        return None
    nearest_s = min(bounds_s, key=lambda bound_s: abs(bound_s - slower_than_s))
    return message(CountCode.NO_SUCH_BOUND, bound_s=slower_than_s, nearest_s=nearest_s)
