"""What the client API serves: the flags as they were a moment ago."""

import threading
import time
from collections import deque
from typing import Any

import numpy as np

from cockpit.simulator.flags.store import ENVIRONMENTS, PROJECT, FlagStore


class ClientView:
    """Publishes every change up to `delay_s` real seconds late, by the seed.

    The real server looks for new events about once a second, so its clients see a change
    between 0 and 1 second after the answer to the one who made it.
    """

    def __init__(self, store: FlagStore, delay_s: float, seed: int) -> None:
        self._store = store
        self._delay_s = delay_s
        self._rng = np.random.default_rng([seed, 11])
        self._guard = threading.Lock()
        self._coming: deque[tuple[float, dict[str, dict[str, Any]]]] = deque()
        self._served = _pictures(store)
        store.changed = self._take

    def picture(self, environment: str) -> dict[str, Any]:
        """Return the answer of `GET /api/client/features` for an environment."""
        with self._guard:
            while self._coming and self._coming[0][0] <= time.monotonic():
                self._served = self._coming.popleft()[1]
            return self._served[environment]

    def _take(self) -> None:
        """Keep the new picture until it is due; the caller holds the store's guard."""
        pictures = _pictures(self._store)
        with self._guard:
            late_s = self._delay_s * float(self._rng.random())
            due_s = time.monotonic() + late_s
            if self._coming:  # a later change is never seen before an earlier one
                due_s = max(due_s, self._coming[-1][0])
            self._coming.append((due_s, pictures))


def _pictures(store: FlagStore) -> dict[str, dict[str, Any]]:
    return {environment: _picture(store, environment) for environment in ENVIRONMENTS}


def _picture(store: FlagStore, environment: str) -> dict[str, Any]:
    features = []
    for flag in store.flags.values():
        if flag.is_archived:
            continue
        here = flag.here[environment]
        active = [each for each in here.strategies if not each["disabled"]]
        features.append(
            {
                "name": flag.name,
                "type": flag.kind,
                "enabled": here.enabled and (bool(active) or not here.strategies),
                "project": PROJECT,
                "stale": False,
                "strategies": [_served_strategy(each) for each in active],
                "variants": [],
                "description": flag.description,
                "impressionData": flag.impression_data,
            }
        )
    query = {"project": [PROJECT], "environment": environment, "inlineSegmentConstraints": True}
    key = "76d8bb0e" if environment == "production" else "5a1c03f2"
    etag = f'"{key}:{store.revision}"'
    meta = {"revisionId": store.revision, "etag": etag, "queryHash": key}
    return {"version": 2, "features": features, "query": query, "meta": meta}


def _served_strategy(strategy: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "constraints", "parameters", "variants")
    kept = {name: strategy[name] for name in names}
    kept["parameters"] = dict(kept["parameters"])
    return kept | ({"segments": strategy["segments"]} if strategy["segments"] else {})
