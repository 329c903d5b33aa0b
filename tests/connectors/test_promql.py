"""The three questions as text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.connectors import promql
from cockpit.connectors.codes import MetricCode
from cockpit.ports.errors import RefusedError
from cockpit.ports.metrics import Matcher, Selector
from tests.connectors.near import failure
from tests.connectors.shapes import SHAPES, Shape


def written(shape: Shape) -> str:
    match shape.kind:
        case "latest":
            return promql.latest(shape.selector)
        case "samples":
            return promql.samples(shape.selector, shape.range_s)
        case _:
            return promql.increases(shape.selector, shape.by, shape.range_s)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_question_is_written_as_the_table_says(shape: Shape) -> None:
    assert written(shape) == shape.text


NAMES = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,12}", fullmatch=True)
MATCHERS = st.builds(
    Matcher,
    NAMES,
    st.sampled_from(["=", "!=", "=~", "!~"]),
    st.text(st.characters(exclude_categories=["Cs"])),
)
SELECTORS = st.builds(Selector, NAMES, st.lists(MATCHERS, max_size=4).map(tuple))
RANGES = st.integers(1, 10**9).map(lambda range_ms: range_ms / 1000)

STRING = r'"(?:[^"\\\n]|\\["\\nt])*"'
MATCHER = rf"([a-zA-Z_]\w*)(=~|!~|!=|=)({STRING})"
SELECTOR = rf"([a-zA-Z_]\w*)(?:\{{((?:{MATCHER},?)*)\}})?"
RANGED = rf"({SELECTOR})\[(\d+)(ms|s)\]"
SUMMED = rf"sum by \(([\w, ]*)\) \(increase\(({RANGED})\)\)"


def selector_of(text: str) -> Selector:
    found = re.fullmatch(SELECTOR, text, re.ASCII)
    assert found, text
    matchers = re.findall(MATCHER, found[2] or "", re.ASCII)
    return Selector(found[1], tuple(Matcher(a, b, plain(c)) for a, b, c in matchers))


def plain(literal: str) -> str:
    meanings = {"n": "\n", "t": "\t"}
    return re.sub(r"\\(.)", lambda m: meanings.get(m[1], m[1]), literal[1:-1])


def ranged_of(text: str) -> tuple[Selector, float]:
    found = re.fullmatch(RANGED, text, re.ASCII)
    assert found, text
    amount, unit = found.groups()[-2:]
    return selector_of(found[1]), float(amount) * (0.001 if unit == "ms" else 1)


@settings(max_examples=40)
@given(SELECTORS)
def test_a_selector_can_be_read_back(selector: Selector) -> None:
    assert selector_of(promql.latest(selector)) == selector


@pytest.mark.slow
@settings(max_examples=40)
@given(SELECTORS, RANGES)
def test_a_range_can_be_read_back(selector: Selector, range_s: float) -> None:
    read, read_s = ranged_of(promql.samples(selector, range_s))
    assert read == selector
    assert read_s == pytest.approx(range_s)


@pytest.mark.slow
@settings(max_examples=40)
@given(SELECTORS, st.lists(NAMES, max_size=3).map(tuple), RANGES)
def test_a_sum_can_be_read_back(selector: Selector, by: tuple[str, ...], range_s: float) -> None:
    found = re.fullmatch(SUMMED, promql.increases(selector, by, range_s), re.ASCII)
    assert found
    assert tuple(found[1].split(", ") if found[1] else ()) == by
    assert ranged_of(found[2])[0] == selector


REFUSED = [
    (lambda: promql.latest(Selector("")), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("a b")), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("a\n")), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("up} or vector(1)")), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("상점")), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("a", (Matcher("b:c", "=", ""),))), MetricCode.BAD_NAME),
    (lambda: promql.latest(Selector("a", (Matcher("b", "=", "\ud800"),))), MetricCode.BAD_VALUE),
    (
        lambda: promql.latest(Selector("a", (Matcher("b", "==", ""),))),  # type: ignore[arg-type]
        MetricCode.BAD_NAME,
    ),
    (lambda: promql.increases(Selector("a"), ("b)",), 60), MetricCode.BAD_NAME),
    (lambda: promql.samples(Selector("a"), 0), MetricCode.BAD_RANGE),
    (lambda: promql.samples(Selector("a"), -5), MetricCode.BAD_RANGE),
    (lambda: promql.samples(Selector("a"), float("nan")), MetricCode.BAD_RANGE),
    (lambda: promql.samples(Selector("a"), 1e300), MetricCode.BAD_RANGE),
]


@pytest.mark.parametrize(("write", "code"), REFUSED, ids=map(str, range(len(REFUSED))))
def test_what_cannot_be_asked_is_refused_here(write: object, code: MetricCode) -> None:
    error = failure(write)  # type: ignore[arg-type]
    assert isinstance(error, RefusedError)
    assert error.message.code == code
