"""What the shop counted in the weeks before the start: drawn at once, from the same shares."""

import math
import threading
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop import book
from cockpit.simulator.shop.latency import BOUNDS_S, bound_text, bucket_shares
from cockpit.simulator.shop.series import Labels, Series
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.shop.shape import level_at

BIN_S = 600.0

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
_FLOW = {flow.name: flow for flow in book.FLOWS}


class Past:
    """Counts of `length_s` before `end_s`, all on the baseline version.

    Known are the counters by version and platform, and of each flow its tries, how they ended and
    how long they took. Only increases can be asked for: nothing was scraped. The same seed gives
    the same numbers.
    """

    def __init__(
        self, settings: TrafficSettings, seed: int, *, end_s: float, length_s: float
    ) -> None:
        self._settings = settings
        self._seed = seed
        self._end_s = end_s
        self._bins = int(length_s // BIN_S)
        self._guard = threading.Lock()
        self._counted: dict[tuple[str, Labels], Floats] = {}

    def increases(
        self, series: Sequence[Series], start_ms: Floats, end_ms: Floats
    ) -> NDArray[np.float64]:
        """Return how much was counted in each (start, end], (instants, series).

        NaN where a series has no past, and where the whole range lies after it or before it.
        """
        counted = self._drawn()
        edges_ms = 1000.0 * (self._end_s - BIN_S * np.arange(self._bins, -1, -1.0))
        outside = (start_ms >= edges_ms[-1]) | (end_ms <= edges_ms[0])
        found = np.full((len(end_ms), len(series)), np.nan)
        for column, one in enumerate(series):
            so_far = counted.get((one.name, one.labels))
            if so_far is None:
                continue
            grown = np.interp(end_ms, edges_ms, so_far) - np.interp(start_ms, edges_ms, so_far)
            found[:, column] = np.where(outside, np.nan, grown)
        return found

    def _drawn(self) -> dict[tuple[str, Labels], Floats]:
        with self._guard:
            if not self._counted:
                rng = np.random.default_rng([self._seed, self._bins])
                for platform, share in book.PLATFORMS.items():
                    for name, counts in self._counts(rng, share).items():
                        self._keep(name, {"platform": platform}, counts)
                for name, labels, counts in self._of_flows():
                    self._keep(name, labels, counts)
            return self._counted

    def _keep(self, name: str, labels: dict[str, str], counts: Counts) -> None:
        given = {**labels, "version": self._settings.baseline_version}
        key = tuple(sorted((label, value) for label, value in given.items() if value))
        self._counted[name, key] = np.append(0.0, np.cumsum(counts))

    def _tries(self, share: float) -> Floats:
        """Return the first tries at checkout to be expected in each bin of a platform."""
        middles_s = self._end_s - BIN_S * (np.arange(self._bins, 0, -1.0) - 0.5)
        level = np.ones(self._bins)
        if self._settings.has_daily_shape:
            level = np.array([level_at(at_s) for at_s in middles_s.tolist()])
        return self._settings.attempts_per_s * BIN_S * level * share

    def _of_flows(self) -> Iterator[tuple[str, dict[str, str], Counts]]:
        """Draw each flow: its tries, how they ended, and how long they took, by bucket."""
        rng = np.random.default_rng([self._seed, self._bins, 1])  # leaves the other draws alone
        for flow in book.FLOWS:
            shares = bucket_shares(flow.median_s, book.LATENCY_SPREAD)
            for platform, share in book.PLATFORMS.items():
                labels = {"flow": flow.name, "platform": platform}
                timed = np.zeros(self._bins, dtype=np.int64)
                for kind, kind_share in flow.kinds.items():
                    of_kind = {**labels, **({flow.kind_label: kind} if flow.kind_label else {})}
                    first = rng.poisson(self._tries(share) * flow.rate_ratio * kind_share)
                    failed = rng.binomial(first, flow.fail_ratio)
                    again = rng.poisson(first * _again_ratio(flow))
                    failed_again = rng.binomial(again, book.RETRY_FAIL_RATIO)
                    timed += first + again
                    for number, all_, bad in (
                        ("first", first, failed),
                        ("retry", again, failed_again),
                    ):
                        who = {**of_kind, "try": number}
                        yield "shop_flow_attempts_total", who, all_
                        yield "shop_flow_results_total", {**who, "result": "ok"}, all_ - bad
                        yield "shop_flow_results_total", {**who, "result": "fail"}, bad
                below = rng.multinomial(timed, shares).cumsum(axis=1)
                for place, bound_s in enumerate((*BOUNDS_S, math.inf)):
                    bound = {**labels, "le": bound_text(bound_s)}
                    yield "shop_flow_duration_seconds_bucket", bound, below[:, place]

    def _counts(self, rng: np.random.Generator, share: float) -> dict[str, Counts]:
        tries = self._tries(share)
        first = rng.poisson(tries)
        left = rng.poisson(tries * book.LEFT_BEFORE_PAYING_RATIO)
        sessions = rng.poisson((first + left) * book.SESSION_RATE_RATIO)
        searches = rng.poisson(tries * _done_ratio(book.SEARCH))
        shown = rng.poisson(tries * _done_ratio(book.RECOMMENDATIONS)) * book.IMPRESSIONS_A_LIST
        return {
            "shop_sessions_total": sessions,
            "shop_sessions_crashed_total": rng.binomial(sessions, book.CRASH_RATIO),
            "shop_searches_total": searches,
            "shop_searches_converted_total": rng.binomial(searches, book.SEARCH_CONVERTED_RATIO),
            "shop_recommendation_impressions_total": shown,
            "shop_recommendation_clicks_total": rng.binomial(shown, book.CLICK_RATIO),
            "shop_checkouts_begun_total": first + left,
            "shop_checkouts_finished_total": rng.binomial(first, _done_ratio(book.CHECKOUT)),
        }


def _again_ratio(flow: book.Flow) -> float:
    """Return how many later tries there are for each first one."""
    return flow.fail_ratio * book.STAY_RATIO / (1.0 - book.RETRY_FAIL_RATIO * book.STAY_RATIO)


def _done_ratio(flow_name: str) -> float:
    """Return how many tries end well in the end, those of later included, for each first one."""
    flow = _FLOW[flow_name]
    done = 1.0 - flow.fail_ratio + _again_ratio(flow) * (1.0 - book.RETRY_FAIL_RATIO)
    # Of checkout each first try is counted apart; of the others only what comes of them.
    return done if flow_name == book.CHECKOUT else flow.rate_ratio * done
