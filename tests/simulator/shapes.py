"""Queries and what a Prometheus answers to them, as plain data.

The simulator is held to this table; so can be a query builder and a real Prometheus that is
given `SAMPLES`. Instants are seconds after `START_S`; none of `ANSWERS` looks at a sample that
lies exactly on the edge of its range, where Prometheus 2 and 3 differ.
"""

from typing import Any

from msgspec import Struct

START_S = 1_800_000_000

# Name, labels, [(seconds after START_S, value), ...]; scraped each 15 s, absent where not given.
SAMPLES: tuple[tuple[str, dict[str, str], list[tuple[int, int]]], ...] = (
    (
        "tries_total",
        {"flow": "cart", "os": "ios"},
        [(0, 0), (15, 10), (30, 20), (45, 30), (60, 40)],
    ),
    ("tries_total", {"flow": "cart", "os": "web"}, [(15, 100), (30, 110), (45, 5), (60, 15)]),
    ("tries_total", {"flow": "login", "os": "ios"}, [(45, 3), (60, 5)]),
    ("born_total", {"why": "late"}, [(45, 1), (60, 11)]),
    ("born_total", {"why": "alone"}, [(60, 3)]),
    ("gone_total", {"why": "stopped"}, [(15, 10), (30, 20)]),
    ("flag_enabled", {"flag": 'a b\\c"d'}, [(0, 1), (15, 1), (30, 0), (45, 0), (60, 0)]),
)


class Answered(Struct, frozen=True):
    """A query at an instant, and the rows of its answer: labels (without scrape labels), values.

    A value is a number, or a list of (seconds after START_S, number) for raw samples.
    """

    about: str
    query: str
    at_s: float
    result_type: str
    rows: tuple[tuple[dict[str, str], Any], ...]


ANSWERS = (
    Answered(
        "the newest sample of one series",
        'tries_total{flow="cart",os="ios"}',
        62,
        "vector",
        (({"__name__": "tries_total", "flow": "cart", "os": "ios"}, 40),),
    ),
    Answered(
        "a missing label counts as empty",
        'tries_total{flow="login",kind=""}',
        62,
        "vector",
        (({"__name__": "tries_total", "flow": "login", "os": "ios"}, 5),),
    ),
    Answered(
        "regular expressions are anchored at both ends",
        'tries_total{os=~"io",flow!~".*in"}',
        62,
        "vector",
        (),
    ),
    Answered(
        "all four kinds of matcher together",
        'tries_total{flow=~"ca.*|x",flow!="login",os!~"we.",os="ios"}',
        62,
        "vector",
        (({"__name__": "tries_total", "flow": "cart", "os": "ios"}, 40),),
    ),
    Answered(
        "quotes and backslashes in a value",
        'flag_enabled{flag="a b\\\\c\\"d"}',
        62,
        "vector",
        (({"__name__": "flag_enabled", "flag": 'a b\\c"d'}, 0),),
    ),
    Answered("an unknown metric is no error", "nobody_total", 62, "vector", ()),
    Answered("before the first scrape there is nothing", "tries_total", -10, "vector", ()),
    Answered("five minutes later everything is stale", "tries_total", 365, "vector", ()),
    Answered(
        "raw samples of a range",
        'tries_total{flow="cart",os="ios"}[40s]',
        62,
        "matrix",
        (
            (
                {"__name__": "tries_total", "flow": "cart", "os": "ios"},
                [(30, 20), (45, 30), (60, 40)],
            ),
        ),
    ),
    Answered(
        # web: 100, 110, reset, 5, 15 grew by 25 in 45 s; both edges (13 s, 2 s) are near: x 60/45
        "a reset adds what had been reached",
        'sum by (os) (increase(tries_total{flow="cart",os="web"}[1m]))',
        62,
        "vector",
        (({"os": "web"}, 25 * 60 / 45),),
    ),
    Answered(
        # ios: 10 to 40 in 45 s; x 60/45
        "growth is stretched to both edges",
        'sum by (os) (increase(tries_total{flow="cart",os="ios"}[1m]))',
        62,
        "vector",
        (({"os": "ios"}, 40),),
    ),
    Answered(
        # login grew by 2 in 15 s; the left edge is far: half a gap; the right 2 s: x 24.5/15
        "series are summed by label, each stretched on its own",
        "sum by (flow) (increase(tries_total[1m]))",
        62,
        "vector",
        (({"flow": "cart"}, 40 + 25 * 60 / 45), ({"flow": "login"}, 2 * 24.5 / 15)),
    ),
    Answered(
        "by nothing is one sum",
        "sum by () (increase(tries_total[1m]))",
        62,
        "vector",
        (({}, 40 + 25 * 60 / 45 + 2 * 24.5 / 15),),
    ),
    Answered(
        # 1 to 11 in 15 s was 0 only 1.5 s before: x (15 + 1.5 + 2)/15; one sample gives nothing
        "a counter is not stretched to before its zero",
        "sum by (why) (increase(born_total[1m]))",
        62,
        "vector",
        (({"why": "late"}, 10 * 18.5 / 15),),
    ),
    Answered(
        # 10 to 20 in 15 s; left 13 s; the right edge is 32 s away: half a gap
        "a series that ended is stretched by half a gap",
        "sum by (why) (increase(gone_total[1m]))",
        62,
        "vector",
        (({"why": "stopped"}, 10 * (15 + 13 + 7.5) / 15),),
    ),
    Answered(
        "an increase of nothing is no row, not a zero",
        "sum by (why) (increase(nobody_total[1m]))",
        62,
        "vector",
        (),
    ),
)

# Nobody can read these: every Prometheus answers 400 with errorType bad_data.
BROKEN = (
    "",
    "{}",
    "tries_total{",
    'tries_total{flow="cart"',
    "tries_total{flow=cart}",
    'tries_total{flow=="cart"}',
    'tries_total{flow=~"("}',
    "tries_total[5]",
    "tries_total[0s]",
    "tries_total[1m",
    "sum by (flow (increase(tries_total[1m]))",
    "sum by (flow) (increase(tries_total))",
    "tries_total tries_total",
)

# A real Prometheus answers these; the simulator refuses them in the same way as broken ones.
BEYOND = (
    "rate(tries_total[1m])",
    "increase(tries_total[1m])",
    "sum(increase(tries_total[1m]))",
    "sum(increase(tries_total[1m])) by (flow)",
    "sum by (flow) (rate(tries_total[1m]))",
    "avg by (flow) (increase(tries_total[1m]))",
    "sum by (flow) (tries_total)",
    "tries_total offset 1m",
    "tries_total @ 1800000000",
    "tries_total[1h:1m]",
    "tries_total + 1",
    "count(tries_total)",
    '{__name__="tries_total"}',
    "1",
)
