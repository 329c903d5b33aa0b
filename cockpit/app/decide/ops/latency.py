"""Latency histograms: quantiles for show, and the share that was too slow for a verdict."""

import math
from collections.abc import Mapping, Sequence

from cockpit.app.decide.buckets import bounds_s, cumulative, pairs, rising
from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.histogram import Bucket, quantile, slow_outcomes
from cockpit.domain.judge import judge_once
from cockpit.domain.message import message
from cockpit.domain.outcomes import Outcomes, Pair

MOST_BOUNDS = 16
"""So many of them are named in a sentence; the usual histograms have no more."""


def latency(given: Place) -> Mapping[str, object]:
    """Return both quantiles, and the verdict on the share slower than a bound."""
    fields = given.fields("q", "le", "old_cumulative", "new_cumulative", "slower_than_s")
    q = fields.needed("q").ratio()
    le_s = bounds_s(fields.needed("le"))
    old = cumulative(fields.needed("old_cumulative"), le_s)
    new = cumulative(fields.needed("new_cumulative"), le_s)
    limit = fields.needed("slower_than_s")
    slow_old, slow_new = _slow(limit, old), _slow(limit, new)
    p95_old, p95_new = quantile(q, old), quantile(q, new)
    verdict = judge_once({"all": Pair(slow_new, slow_old)})
    return {
        "p95_old_s": None if p95_old is None else p95_old.value_s,
        "p95_new_s": None if p95_new is None else p95_new.value_s,
        "saturated_old": p95_old is not None and p95_old.is_saturated,
        "saturated_new": p95_new is not None and p95_new.is_saturated,
        "slow_old": slow_old.bad_count,
        "slow_new": slow_new.bad_count,
        "state": verdict.state,
        "verdict": verdict,
    }


def bucket_quantile(given: Place) -> Mapping[str, object]:
    """Return a quantile as Prometheus interpolates it."""
    fields = given.fields("q", "buckets")
    return _quantile(fields.needed("q").ratio(), pairs(fields.needed("buckets")))


def merged_quantile(given: Place) -> Mapping[str, object]:
    """Return the quantile of several histograms together: counts are added, by bound."""
    fields = given.fields("q", "parts")
    parts = [pairs(one) for one in fields.needed("parts").items()]
    bounds = {frozenset(bucket.le_s for bucket in part) for part in parts}
    merged = [bucket for part in parts for bucket in part]
    return {
        **_quantile(fields.needed("q").ratio(), merged),
        "bounds_differ": len(bounds) > 1,
    }


def share_over(given: Place) -> Mapping[str, object]:
    """Return the share slower than a bound; unlike a quantile, counts that fall have none."""
    fields = given.fields("threshold_s", "buckets")
    buckets = rising(fields.needed("buckets"))
    if not any(math.isinf(bucket.le_s) for bucket in buckets):
        return {"share": None, "slow": None, "total": None}
    found = _slow(fields.needed("threshold_s"), buckets)
    return {"share": found.bad_ratio, "slow": found.bad_count, "total": found.total_count}


def _quantile(q: float, buckets: Sequence[Bucket]) -> dict[str, object]:
    found = quantile(q, buckets)
    if found is None:
        return {"value_s": None, "saturated": False}
    return {
        "value_s": found.value_s,
        "saturated": found.is_saturated,
        "low_s": found.low_s,
        "high_s": found.high_s,
    }


def _slow(limit: Place, buckets: Sequence[Bucket]) -> Outcomes:
    found = slow_outcomes(limit.number(), buckets)
    if found is None:
        raise limit.wrong(message(WantedCode.A_BOUND_OF, bounds=_listed(buckets)))
    return found


def _listed(buckets: Sequence[Bucket]) -> str:
    """Return the finite bounds as a list, of many of them the first."""
    finite_s = sorted({bucket.le_s for bucket in buckets if math.isfinite(bucket.le_s)})
    more = ["…"] if len(finite_s) > MOST_BOUNDS else []
    return f"[{', '.join([f'{bound_s:g}' for bound_s in finite_s[:MOST_BOUNDS]] + more)}]"


OPS.add("judge.latency", latency)
OPS.add("counter.quantile", bucket_quantile)
OPS.add("counter.merged_quantile", merged_quantile)
OPS.add("counter.share_over", share_over)
