"""Selectors are read and written in PromQL's notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.selectors import SelectorError, parsed, rendered

METRICS = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,20}", fullmatch=True)
LABELS = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,20}", fullmatch=True).filter(
    lambda label: label != "__name__"
)
MATCHERS = st.builds(Matcher, LABELS, st.sampled_from(("=", "!=", "=~", "!~")), st.text())
SELECTORS = st.builds(Selector, METRICS, st.lists(MATCHERS, max_size=4).map(tuple))


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("up", Selector("up")),
        ("job:rate5m:sum{}", Selector("job:rate5m:sum")),
        ('a{b="c"}', Selector("a", (Matcher("b", "=", "c"),))),
        (
            'a{ b = "c" , d=~"x.*|y",e!="",f!~"z", }',
            Selector(
                "a",
                (
                    Matcher("b", "=", "c"),
                    Matcher("d", "=~", "x.*|y"),
                    Matcher("e", "!=", ""),
                    Matcher("f", "!~", "z"),
                ),
            ),
        ),
        ('a{b="}\\"{,\\\\d"}', Selector("a", (Matcher("b", "=", '}"{,\\d'),))),
        ('a{b="\\n\\t"}', Selector("a", (Matcher("b", "=", "\n\t"),))),
    ],
)
def test_what_is_written_is_read(text: str, selector: Selector) -> None:
    assert parsed(text) == selector


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("1a", 0),
        ("a b", 1),
        ("a[5m]", 1),
        ("sum(a)", 3),
        ('a{b="c"', 1),
        ('a{b="c"}}', 8),
        ('a{b="c"} ', 1),
        ("a{,}", 2),
        ('a{b="c",,}', 8),
        ('a{b="c" d="e"}', 2),
        ('a{b=="c"}', 2),
        ("a{b='c'}", 2),
        ('a{b="\\d"}', 2),
        ('a{c="d",b="\\d"}', 8),
        ('a{__name__="b"}', 2),
        ('a{b="c"}offset 5m}', 8),
    ],
)
def test_what_is_no_selector_is_refused_with_the_place(text: str, position: int) -> None:
    with pytest.raises(SelectorError) as caught:
        parsed(text)
    assert caught.value.position == position


@pytest.mark.slow
@given(SELECTORS)
def test_every_selector_survives_being_written_and_read(selector: Selector) -> None:
    assert parsed(rendered(selector)) == selector


@given(st.text(max_size=60) | st.text(alphabet='ab{}=~!",\\ ', max_size=30))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        selector = parsed(text)
    except SelectorError as error:
        place = error.position
    else:
        place = 0
        assert parsed(rendered(selector)) == selector
    assert 0 <= place <= len(text)
