"""The traffic: what customers do in a small piece of time, drawn from a seeded generator."""

import math

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop import book
from cockpit.simulator.shop.audience import Audience
from cockpit.simulator.shop.faults import Troubles
from cockpit.simulator.shop.latency import MIDDLES_MS, TIMEOUT_BUCKET, bucket_shares
from cockpit.simulator.shop.layout import Layout

Counts = NDArray[np.int64]
_FLOW = {flow.name: place for place, flow in enumerate(book.FLOWS)}
_MIN_FACTOR_STEP = 0.01


class Traffic:
    """Adds to `counts`, one place for each series, what happens in each step.

    Counts are drawn for whole cells (flow, version, platform, kind), never for one customer.
    Those who fail try again; their tries are counted apart.
    """

    def __init__(self, layout: Layout, counts: Counts, rng: np.random.Generator) -> None:
        self._layout = layout
        self._counts = counts
        self._rng = rng
        # those who will try again, after an everyday failure (row 0) or after a fault (row 1)
        self._waiting = np.zeros((2, len(layout.flow)), dtype=np.int64)
        self._again_ratio = np.vstack(
            [layout.fail_ratio, np.full(len(layout.flow), book.RETRY_FAIL_RATIO), layout.fail_ratio]
        )
        self._is_checkout = layout.flow == _FLOW[book.CHECKOUT]
        self._slowed = layout.group_is_new & (layout.group_flow == _FLOW[book.CHECKOUT])
        self._factor = 1.0
        self._shares = self._bucket_shares(1.0)

    def step(self, rate_per_s: float, dt_s: float, audience: Audience, troubles: Troubles) -> None:
        """Let `dt_s` pass at `rate_per_s` first tries at checkout a second."""
        at, rng = self._layout, self._rng
        expected = rate_per_s * dt_s * at.rate_ratio * audience.version_share.ravel()[at.pair]
        leaving = np.zeros_like(expected)
        if troubles.leave_ratio > 0:
            leaving = expected * self._is_checkout * (at.pair >= len(book.PLATFORMS))
            leaving *= troubles.leave_ratio
        first = rng.poisson(expected - leaving)
        again = rng.binomial(self._waiting, 1 - math.exp(-dt_s / book.RETRY_WAIT_S))
        tries = np.vstack([first, again])
        broken = self._broken(tries, audience, troubles)
        failed = rng.binomial(tries - broken, self._again_ratio)
        stay = np.vstack([failed.sum(0), broken.sum(0)])
        self._waiting += rng.binomial(stay, book.STAY_RATIO) - again

        attempts, broken, failed = (_by_try(each) for each in (tries, broken, failed))
        ok = attempts - broken - failed
        reasons = rng.multinomial(failed, at.reason_shares)
        counts = self._counts
        counts[at.attempts] += attempts
        counts[at.ok] += ok
        counts[at.failed] += broken + failed
        counts[at.by_fault] += broken
        np.add.at(counts, at.by_reason, reasons)
        self._time(attempts, broken * at.is_outage, troubles)
        abandoned = expected * book.LEFT_BEFORE_PAYING_RATIO + leaving
        self._sum_up(ok.sum(0), first, abandoned, broken)

    def forget(self) -> None:
        """Begin every count again at nothing, as a process does that starts anew."""
        self._counts[:] = 0

    def _broken(self, tries: Counts, audience: Audience, troubles: Troubles) -> Counts:
        if troubles.npe_ratio == 0 and troubles.outage_ratio == 0:
            return np.zeros_like(tries)
        with_coupon = audience.coupon_share.ravel()[self._layout.pair]
        ratio = self._layout.is_npe * with_coupon * troubles.npe_ratio
        ratio = ratio + self._layout.is_outage * troubles.outage_ratio
        return self._rng.binomial(tries, ratio)

    def _time(self, attempts: Counts, timed_out: Counts, troubles: Troubles) -> None:
        at, groups = self._layout, len(self._layout.sums)
        if abs(troubles.latency_factor - self._factor) > _MIN_FACTOR_STEP:
            self._factor = troubles.latency_factor
            self._shares = self._bucket_shares(self._factor)
        late = np.bincount(at.group, timed_out.sum(0), groups).astype(np.int64)
        total = np.bincount(at.group, attempts.sum(0), groups).astype(np.int64)
        drawn = self._rng.multinomial(total - late, self._shares)
        drawn[:, TIMEOUT_BUCKET] += late
        self._counts[at.buckets[:, :-1]] += drawn.cumsum(axis=1)
        self._counts[at.buckets[:, -1]] += total
        self._counts[at.sums] += drawn @ MIDDLES_MS

    def _sum_up(
        self, ok: Counts, first: Counts, abandoned: NDArray[np.float64], broken: Counts
    ) -> None:
        at, rng, counts = self._layout, self._rng, self._counts
        sessions = rng.poisson(
            self._pairs(self._is_checkout, first + abandoned) * book.SESSION_RATE_RATIO
        )
        npe = self._pairs(at.is_npe, broken.sum(0)).astype(np.int64)
        crashed = rng.binomial(sessions, book.CRASH_RATIO) + rng.binomial(npe, book.NPE_CRASH_RATIO)
        searches = self._pairs(at.flow == _FLOW[book.SEARCH], ok).astype(np.int64)
        lists = self._pairs(at.flow == _FLOW[book.RECOMMENDATIONS], ok).astype(np.int64)
        shown = lists * book.IMPRESSIONS_A_LIST
        begun = self._pairs(self._is_checkout, first) + rng.poisson(
            self._pairs(self._is_checkout, abandoned)
        )
        finished = self._pairs(self._is_checkout, ok)
        counts[at.per_version] += np.array(
            [
                sessions,
                np.minimum(crashed, sessions),
                searches,
                rng.binomial(searches, book.SEARCH_CONVERTED_RATIO),
                shown,
                rng.binomial(shown, book.CLICK_RATIO),
                begun,
                finished,
            ],
            dtype=np.int64,
        )

    def _pairs(self, chosen: NDArray[np.bool_], values: NDArray[np.generic]) -> NDArray[np.float64]:
        weights = np.where(chosen, values, 0)
        sums = np.bincount(self._layout.pair, weights, 2 * len(book.PLATFORMS))
        return sums.astype(np.float64)

    def _bucket_shares(self, factor: float) -> NDArray[np.float64]:
        usual = np.array([bucket_shares(flow.median_s, book.LATENCY_SPREAD) for flow in book.FLOWS])
        shares = usual[self._layout.group_flow]
        if factor != 1.0:
            median_s = book.FLOWS[_FLOW[book.CHECKOUT]].median_s * factor
            shares[self._slowed] = bucket_shares(median_s, book.LATENCY_SPREAD)
        return shares


def _by_try(values: Counts) -> Counts:
    """Return rows first and retry of an array with rows first, retry, retry."""
    return np.vstack([values[0], values[1] + values[2]])
