"""How long things take, as shares of histogram buckets."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Bounds of http.server.request.duration: OpenTelemetry semantic conventions, HTTP metrics.
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
TIMEOUT_BUCKET = BOUNDS_S.index(7.5)  # a payment provider that does not answer costs 5 to 7.5 s

# A value stands for its bucket in the sum: the geometric middle, in milliseconds.
MIDDLES_MS = np.array(
    [
        2,
        *(round(1000 * math.sqrt(a * b)) for a, b in pairwise(BOUNDS_S)),
        12000,
    ],
    dtype=np.int64,
)


def bucket_shares(median_s: float, spread: float) -> NDArray[np.float64]:
    """Return the share of each bucket (+Inf last) of a log-normal time."""
    below = [
        0.5 * (1 + math.erf(math.log(b / median_s) / (spread * math.sqrt(2)))) for b in BOUNDS_S
    ]
    return np.diff(np.array([0.0, *below, 1.0]))


def bound_text(bound_s: float) -> str:
    """Return a bound as Prometheus clients write it in `le`."""
    return "+Inf" if math.isinf(bound_s) else repr(bound_s)
