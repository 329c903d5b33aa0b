"""How much a counter grew."""

import math
from collections.abc import Mapping

import numpy as np

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import MOST_COUNT, Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.blocks import Track, block_counts
from cockpit.domain.message import message

DIGITS = 6
"""Of seconds: 0.3 less 0.1 is 0.2, so that a sample at 0.2 lies on the edge and not inside."""


def increase(given: Place) -> Mapping[str, object]:
    """Return the exact growth in (eval_at - range_s, eval_at]; null when it cannot be told."""
    fields = given.fields("samples", "eval_at", "range_s", "version_started")
    end_s, length = fields.needed("eval_at").number(), fields.needed("range_s")
    begin_s = round(end_s - length.above(0, MOST_COUNT), DIGITS)
    if not begin_s < end_s:
        raise length.wrong(message(WantedCode.ABOVE, low=0, high=MOST_COUNT))
    started = fields.given("version_started")
    track = _track(fields.needed("samples"))
    counts = block_counts(
        [track], (begin_s, end_s), None if started is None else started.number()
    ).counts
    count = float(counts[0, 0])
    return {"count": None if math.isnan(count) else count}


def _track(place: Place) -> Track:
    """Return `[[t, v], …]`, in any order; a time may come twice only with the same value."""
    at_once: dict[float, float] = {}
    for item in place.items():
        time, value = item.items(2)
        at_s, shown = time.number(), value.count()
        if at_once.setdefault(at_s, shown) != shown:
            raise time.wrong(message(WantedCode.UNLIKE))
    told = np.array(sorted(at_once.items()), dtype=np.float64).reshape(-1, 2)
    return Track(told[:, 0], told[:, 1])


OPS.add("counter.increase", increase)
