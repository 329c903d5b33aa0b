"""Where each count of the traffic is kept: cells, and the places of their series."""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop.book import (
    CHECKOUT,
    COUPON,
    FLOWS,
    NEW,
    NPE_KIND,
    NPE_PLATFORM,
    NPE_REASON,
    OUTAGE_METHOD,
    OUTAGE_REASON,
    PLATFORMS,
    Flow,
)
from cockpit.simulator.shop.latency import BOUNDS_S, bound_text
from cockpit.simulator.shop.series import Catalogue

Places = NDArray[np.int64]
Floats = NDArray[np.float64]

TRIES = ("first", "retry")
PER_VERSION = (  # counted by version and platform only
    "shop_sessions_total",
    "shop_sessions_crashed_total",
    "shop_searches_total",
    "shop_searches_converted_total",
    "shop_recommendation_impressions_total",
    "shop_recommendation_clicks_total",
    "shop_checkouts_begun_total",
    "shop_checkouts_finished_total",
)
_REASONS = max(len(flow.reasons) for flow in FLOWS)


@dataclass(frozen=True, slots=True)
class Layout:
    """Arrays over the cells (flow, version, platform, kind), all of the same length C.

    `group` numbers (flow, version, platform), `pair` numbers (version, platform). Places of
    series: `attempts`, `ok`, `failed`, `by_fault` are (2 tries, C), `by_reason` (2, C, reasons);
    `buckets` is (groups, bounds + 1), `sums` (groups,), `per_version` (names, pairs).
    """

    flow: Places
    group: Places
    pair: Places
    group_flow: Places
    group_is_new: NDArray[np.bool_]
    rate_ratio: Floats
    fail_ratio: Floats
    reason_shares: Floats
    is_npe: NDArray[np.bool_]
    is_outage: NDArray[np.bool_]
    attempts: Places
    ok: Places
    failed: Places
    by_fault: Places
    by_reason: Places
    buckets: Places
    sums: Places
    per_version: Places


def lay_out(catalogue: Catalogue, versions: tuple[str, str]) -> Layout:
    """Return the places of all counters, adding their series to `catalogue`."""
    pairs = list(product(range(len(versions)), PLATFORMS))
    cells = [
        (flow_place, version, platform, kind)
        for flow_place, flow in enumerate(FLOWS)
        for version, platform in pairs
        for kind in flow.kinds
    ]
    flows = [FLOWS[cell[0]] for cell in cells]
    pair = [pairs.index((version, platform)) for _, version, platform, _ in cells]
    group = [cell[0] * len(pairs) + at for cell, at in zip(cells, pair, strict=True)]
    counted = [
        [
            _count(catalogue, flow, {"version": versions[v], "platform": p, "try": t}, k)
            for (_, v, p, k), flow in zip(cells, flows, strict=True)
        ]
        for t in TRIES
    ]
    timed = [
        _timed(catalogue, {"flow": flow.name, "version": versions[v], "platform": p})
        for flow in FLOWS
        for v, p in pairs
    ]
    return Layout(
        flow=np.array([cell[0] for cell in cells]),
        group=np.array(group),
        pair=np.array(pair),
        group_flow=np.repeat(np.arange(len(FLOWS)), len(pairs)),
        group_is_new=np.array([v == NEW for _ in FLOWS for v, _ in pairs]),
        rate_ratio=np.array(
            [
                f.rate_ratio * PLATFORMS[p] * f.kinds[k]
                for f, (_, _, p, k) in zip(flows, cells, strict=True)
            ]
        ),
        fail_ratio=np.array([flow.fail_ratio for flow in flows]),
        reason_shares=np.array([_shares(flow) for flow in flows]),
        is_npe=np.array(
            [
                f.name == COUPON and cell[1:] == (NEW, NPE_PLATFORM, NPE_KIND)
                for f, cell in zip(flows, cells, strict=True)
            ]
        ),
        is_outage=np.array(
            [
                f.name == CHECKOUT and cell[3] == OUTAGE_METHOD
                for f, cell in zip(flows, cells, strict=True)
            ]
        ),
        attempts=np.array([[each.attempts for each in row] for row in counted]),
        ok=np.array([[each.ok for each in row] for row in counted]),
        failed=np.array([[each.failed for each in row] for row in counted]),
        by_fault=np.array([[each.by_fault for each in row] for row in counted]),
        by_reason=np.array([[each.by_reason for each in row] for row in counted]),
        buckets=np.array([each[0] for each in timed]),
        sums=np.array([each[1] for each in timed]),
        per_version=np.array(
            [
                [catalogue.place(name, {"version": versions[v], "platform": p}) for v, p in pairs]
                for name in PER_VERSION
            ]
        ),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    attempts: int
    ok: int
    failed: int
    by_fault: int
    by_reason: list[int]


def _count(catalogue: Catalogue, flow: Flow, who: dict[str, str], kind: str) -> _Counted:
    labels = {"flow": flow.name, **who}
    if flow.kind_label is not None:
        labels[flow.kind_label] = kind

    def failure(reason: str) -> int:
        return catalogue.place("shop_flow_failures_total", {**labels, "reason": reason})

    reasons = [failure(reason) for reason in flow.reasons]
    # Filled up in front: the last column of a multinomial draw takes what rounding leaves.
    reasons = [reasons[0]] * (_REASONS - len(reasons)) + reasons
    by_fault = reasons[-1]
    if flow.name == CHECKOUT:
        by_fault = failure(OUTAGE_REASON)
    elif flow.name == COUPON:
        by_fault = failure(NPE_REASON)
    return _Counted(
        catalogue.place("shop_flow_attempts_total", labels),
        catalogue.place("shop_flow_results_total", {**labels, "result": "ok"}),
        catalogue.place("shop_flow_results_total", {**labels, "result": "fail"}),
        by_fault,
        reasons,
    )


def _timed(catalogue: Catalogue, labels: dict[str, str]) -> tuple[list[int], int]:
    name = "shop_flow_duration_seconds"
    count = catalogue.place(f"{name}_count", labels, kind="histogram")
    total = catalogue.place(f"{name}_sum", labels, kind="histogram", scale=1000, witness=count)
    bounds = [
        catalogue.place(
            f"{name}_bucket", {**labels, "le": bound_text(bound)}, kind="histogram", witness=count
        )
        for bound in (*BOUNDS_S, math.inf)
    ]
    return [*bounds, count], total


def _shares(flow: Flow) -> list[float]:
    total = sum(flow.reasons.values())
    shares = [weight / total for weight in flow.reasons.values()]
    return [0.0] * (_REASONS - len(shares)) + shares
