"""What the shop counted in the weeks before the start: drawn at once, from the same shares."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop import book
from cockpit.simulator.shop.series import Series
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.shop.shape import level_at

BIN_S = 600.0

Floats = NDArray[np.float64]
_FLOW = {flow.name: flow for flow in book.FLOWS}


class Past:
    """Counts by version and platform of `length_s` before `end_s`, all on the baseline version.

    Only increases can be asked for: nothing was scraped. The same seed gives the same numbers.
    """

    def __init__(
        self, settings: TrafficSettings, seed: int, *, end_s: float, length_s: float
    ) -> None:
        self._settings = settings
        self._seed = seed
        self._end_s = end_s
        self._bins = int(length_s // BIN_S)
        self._guard = threading.Lock()
        self._counted: dict[tuple[str, str], Floats] = {}

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
            labels = dict(one.labels)
            so_far = counted.get((one.name, labels.get("platform", "")))
            if so_far is None or labels.get("version") != self._settings.baseline_version:
                continue
            grown = np.interp(end_ms, edges_ms, so_far) - np.interp(start_ms, edges_ms, so_far)
            found[:, column] = np.where(outside, np.nan, grown)
        return found

    def _drawn(self) -> dict[tuple[str, str], Floats]:
        with self._guard:
            if not self._counted:
                rng = np.random.default_rng([self._seed, self._bins])
                for platform, share in book.PLATFORMS.items():
                    for name, counts in self._counts(rng, share).items():
                        self._counted[name, platform] = np.append(0.0, np.cumsum(counts))
            return self._counted

    def _counts(self, rng: np.random.Generator, share: float) -> dict[str, NDArray[np.int64]]:
        middles_s = self._end_s - BIN_S * (np.arange(self._bins, 0, -1.0) - 0.5)
        level = np.ones(self._bins)
        if self._settings.has_daily_shape:
            level = np.array([level_at(at_s) for at_s in middles_s.tolist()])
        tries = self._settings.attempts_per_s * BIN_S * level * share
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


def _done_ratio(flow_name: str) -> float:
    """Return how many tries end well in the end, those of later included, for each first one."""
    flow = _FLOW[flow_name]
    again = flow.fail_ratio * book.STAY_RATIO / (1.0 - book.RETRY_FAIL_RATIO * book.STAY_RATIO)
    done = 1.0 - flow.fail_ratio + again * (1.0 - book.RETRY_FAIL_RATIO)
    # Of checkout each first try is counted apart; of the others only what comes of them.
    return done if flow_name == book.CHECKOUT else flow.rate_ratio * done
