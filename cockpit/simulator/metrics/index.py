"""Which series a selector names: each series is held against each selector once."""

import threading
from collections.abc import Mapping, Sequence

from cockpit.simulator.metrics.expression import Matcher
from cockpit.simulator.shop.series import Series

SCRAPED_FROM = {"instance": "shop", "job": "shop"}  # what a real scrape adds
MOST_SELECTORS = 1_000


class Index:
    """The labels of every series, by its place. `series` only grows, and any thread may ask."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._series = series
        self._guard = threading.Lock()
        self._labels: list[Mapping[str, str]] = []
        self._named: dict[str, list[int]] = {}
        self._selected: dict[tuple[str, tuple[Matcher, ...]], _Selected] = {}

    def labels(self, place: int) -> Mapping[str, str]:
        """Return the labels of a series with its name among them."""
        with self._guard:
            self._learn()
            return self._labels[place]

    def places(self, metric: str, matchers: tuple[Matcher, ...] = ()) -> list[int]:
        """Return the places of all series of a name, or of those that matchers accept."""
        with self._guard:
            self._learn()
            named = self._named.get(metric, [])
            if len(self._selected) >= MOST_SELECTORS:
                self._selected.clear()
            found = self._selected.setdefault((metric, matchers), _Selected())
            found.places += [
                place
                for place in named[found.seen_count :]
                if all(each.accepts(self._labels[place]) for each in matchers)
            ]
            found.seen_count = len(named)
            return list(found.places)

    def _learn(self) -> None:
        for place in range(len(self._labels), len(self._series)):
            series = self._series[place]
            labels = {"__name__": series.name, **SCRAPED_FROM, **dict(series.labels)}
            self._labels.append(labels)
            self._named.setdefault(series.name, []).append(place)


class _Selected:
    """What a selector names among the first `seen_count` series of its name."""

    def __init__(self) -> None:
        self.seen_count = 0
        self.places: list[int] = []
