"""What is asked of a metric server, how it is written, and what comes back.

One small shop, scraped every 15 s for ten minutes up to an instant called `at`. The same table
serves the tests of the query builder, the simulator and the real Prometheus. All counters grow
evenly, so that every way to estimate an increase comes to the same number.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from cockpit.ports.metrics import Matcher, Selector

STEP_S = 15
LAST = 40
ODD = 'a"b\\c\nd 가'

Points = Mapping[int, float]
"""Values by seconds before `at`."""


class Counter(Struct, frozen=True):
    """A series that grows by `step` a scrape, from `first`; it starts anew at scrape `reset`."""

    name: str
    labels: Mapping[str, str]
    first: int
    step: int
    reset: int | None = None
    last: int = LAST

    def value(self, scrape: int) -> int:
        """Return the value at one scrape, counted from 0."""
        if self.reset is not None and scrape >= self.reset:
            return self.step * (scrape - self.reset + 1)
        return self.first + self.step * scrape

    def points(self, from_scrape: int) -> Points:
        """Return the points from one scrape to the last."""
        return {STEP_S * (LAST - n): float(self.value(n)) for n in range(from_scrape, LAST + 1)}


ANDROID_OK = Counter("shop_requests_total", {"platform": "android", "result": "ok"}, 100, 10)
ANDROID_BAD = Counter("shop_requests_total", {"platform": "android", "result": "error"}, 7, 1)
IOS_OK = Counter("shop_requests_total", {"platform": "ios", "result": "ok"}, 50, 20, reset=20)
ODD_OK = Counter("shop_requests_total", {"platform": ODD, "result": "ok"}, 5, 5)
GONE = Counter("shop_gone_total", {"platform": "ios"}, 1, 1, last=4)
EXPORTER = (ANDROID_OK, ANDROID_BAD, IOS_OK, ODD_OK, GONE)

Kind = Literal["latest", "samples", "increases", "history"]


class Shape(Struct, frozen=True):
    """One question: `text` is the query; `found` are the points by the labels of their series.

    `range_s` and `by` count for some kinds only. A history goes from a minute before `at` to
    `at`, in steps of half a minute.
    """

    kind: Kind
    selector: Selector
    text: str
    found: Mapping[tuple[tuple[str, str], ...], Points] = field(default_factory=dict)
    range_s: float = 60
    by: tuple[str, ...] = ()


def _labels(counter: Counter) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(counter.labels.items()))


def _newest(*counters: Counter) -> dict[tuple[tuple[str, str], ...], Points]:
    return {_labels(counter): counter.points(LAST) for counter in counters}


ALL = Selector("shop_requests_total")
OK = Selector("shop_requests_total", (Matcher("result", "=", "ok"),))
NOT_OK = Selector("shop_requests_total", (Matcher("result", "!=", "ok"),))
SOME = Selector(
    "shop_requests_total", (Matcher("platform", "=~", "ios|andr.*"), Matcher("result", "=", "ok"))
)
OTHERS = Selector("shop_requests_total", (Matcher("platform", "!~", "ios|andr.*"),))
ODD_ONE = Selector("shop_requests_total", (Matcher("platform", "=", ODD),))
NOBODY = Selector("shop_requests_total", (Matcher("platform", "=", "tv"),))
UNKNOWN = Selector("shop_unheard_of_total")
WENT = Selector("shop_gone_total")

SHAPES = {
    "latest of all": Shape(
        "latest", ALL, "shop_requests_total", _newest(ANDROID_OK, ANDROID_BAD, IOS_OK, ODD_OK)
    ),
    "latest equal": Shape(
        "latest", OK, 'shop_requests_total{result="ok"}', _newest(ANDROID_OK, IOS_OK, ODD_OK)
    ),
    "latest unequal": Shape(
        "latest", NOT_OK, 'shop_requests_total{result!="ok"}', _newest(ANDROID_BAD)
    ),
    "latest like": Shape(
        "latest",
        SOME,
        'shop_requests_total{platform=~"ios|andr.*",result="ok"}',
        _newest(ANDROID_OK, IOS_OK),
    ),
    "latest unlike": Shape(
        "latest", OTHERS, 'shop_requests_total{platform!~"ios|andr.*"}', _newest(ODD_OK)
    ),
    "latest with odd letters": Shape(
        "latest",
        ODD_ONE,
        'shop_requests_total{platform="a\\"b\\\\c\\nd 가"}',
        _newest(ODD_OK),
    ),
    "latest of nobody": Shape("latest", NOBODY, 'shop_requests_total{platform="tv"}'),
    "latest of an unknown metric": Shape("latest", UNKNOWN, "shop_unheard_of_total"),
    "latest of what ended nine minutes ago": Shape("latest", WENT, "shop_gone_total"),
    "samples of a minute": Shape(
        "samples",
        OK,
        'shop_requests_total{result="ok"}[60s]',
        {_labels(counter): counter.points(LAST - 3) for counter in (ANDROID_OK, IOS_OK, ODD_OK)},
    ),
    "samples of a moment": Shape(
        "samples",
        NOT_OK,
        'shop_requests_total{result!="ok"}[1500ms]',
        _newest(ANDROID_BAD),
        range_s=1.5,
    ),
    "samples across a reset": Shape(
        "samples",
        SOME,
        'shop_requests_total{platform=~"ios|andr.*",result="ok"}[330s]',
        {_labels(counter): counter.points(LAST - 21) for counter in (ANDROID_OK, IOS_OK)},
        range_s=330,
    ),
    "samples of nobody": Shape("samples", NOBODY, 'shop_requests_total{platform="tv"}[60s]'),
    "increases by one label": Shape(
        "increases",
        ALL,
        "sum by (platform) (increase(shop_requests_total[60s]))",
        {
            (("platform", "android"),): {0: 44.0},
            (("platform", "ios"),): {0: 80.0},
            (("platform", ODD),): {0: 20.0},
        },
        by=("platform",),
    ),
    "increases by two labels across a reset": Shape(
        "increases",
        SOME,
        "sum by (platform, result) "
        '(increase(shop_requests_total{platform=~"ios|andr.*",result="ok"}[600s]))',
        {
            (("platform", "android"), ("result", "ok")): {0: 400.0},
            (("platform", "ios"), ("result", "ok")): {0: 800.0},
        },
        range_s=600,
        by=("platform", "result"),
    ),
    "increases of everything": Shape(
        "increases",
        OK,
        'sum by () (increase(shop_requests_total{result="ok"}[300s]))',
        {(): {0: 700.0}},
        range_s=300,
    ),
    "increases of nobody": Shape(
        "increases",
        UNKNOWN,
        "sum by (platform) (increase(shop_unheard_of_total[60s]))",
        by=("platform",),
    ),
    "history of increases": Shape(
        "history",
        ALL,
        "sum by (result) (increase(shop_requests_total[60s]))",
        {
            (("result", "ok"),): {60: 140.0, 30: 140.0, 0: 140.0},
            (("result", "error"),): {60: 4.0, 30: 4.0, 0: 4.0},
        },
        by=("result",),
    ),
    "history of nobody": Shape(
        "history", UNKNOWN, "sum by () (increase(shop_unheard_of_total[60s]))"
    ),
}
