"""What is recognised by its form is canonical, without exception."""

import json
from itertools import count
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cockpit.storage.canonical import parsed_if_canonical
from cockpit.storage.codec import encode
from cockpit.storage.forms import FORMS_KEPT, Forms
from tests.storage.journals import begun, intent, outcome

SPELLINGS = st.sampled_from(
    [
        *("0", "-0", "1", "-1", "01", "1.0", "0.5", "-0.5", "0.50", ".5", "5.", "1e3", "1E3"),
        *("1e-7", "0.000001", "0.0000001", "999999999.999999", "1234567890"),
        *("123456789.1234567", "9007199254740993", "null", "true", "false", "True", "NaN"),
        *('""', '"a"', '"쿠폰"', r'"\u0061"', r'"\n"', r'"\""', r'"\/"', '"{"', '"}"', '","'),
        *('":"', '"kind"', '"\u2028"', '"\x7f"', '"\x01"', "[]", "{}", "[1]", '{"a":1}'),
        *('"a""b"', "a"),
    ]
)
NUMBERS = st.floats().map(repr) | st.integers().map(str)
TEXTS = st.text().map(lambda text: json.dumps(text, ensure_ascii=False))
RAW = SPELLINGS | NUMBERS | TEXTS
TREES = st.recursive(
    st.integers(0, 9) | st.just(0.25) | st.text(max_size=3) | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "kind", "ㄱ", '"', ":"]), inner, max_size=4)
    ),
    max_leaves=8,
)


def spelled(tree: Any, scalars: list[str], numbers: "count[int]") -> str:
    """Write the tree with its own names and other scalars."""
    if isinstance(tree, dict):
        pairs = [
            f"{json.dumps(name, ensure_ascii=False)}:{spelled(tree[name], scalars, numbers)}"
            for name in sorted(tree)
        ]
        return "{" + ",".join(pairs) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(spelled(item, scalars, numbers) for item in tree) + "]"
    return scalars[next(numbers) % len(scalars)]


def learnt(body: bytes) -> Forms:
    """Return forms that have met this one often enough to know it."""
    forms = Forms()
    forms.learn(body)
    forms.learn(body)
    return forms


@pytest.mark.slow
@given(
    st.dictionaries(st.sampled_from(["a", "event", "kind"]), TREES, min_size=1),
    st.lists(RAW, min_size=1, max_size=6),
)
def test_no_other_spelling_is_recognised(tree: dict[str, Any], scalars: list[str]) -> None:
    forms = learnt(rfc8785.dumps(tree))
    other = spelled(tree, scalars, count()).encode("utf-8", "surrogatepass")
    assert not forms.know(other) or parsed_if_canonical(other) is not None


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(["a", "event", "kind"]), TREES, min_size=1))
def test_a_body_has_its_own_form(tree: dict[str, Any]) -> None:
    body = rfc8785.dumps(tree)
    forms = learnt(body)
    assert forms.know(body) or b"\\" in body


def test_rows_of_one_kind_share_a_form() -> None:
    forms = learnt(encode(intent(1)))
    assert forms.know(encode(intent(2, flag="쿠폰")))
    assert not forms.know(encode(outcome(1)))
    assert not forms.know(encode(intent(1)).replace(b'"actor":', b'"actor": '))
    assert not forms.know(encode(intent(1)) + b"\n")


@pytest.mark.parametrize(
    "change",
    [
        (b"operation.intent/1", b"journal.begun/1"),
        (b'"at":', b'"au":'),
        (b'"op-1"', b'"op\\u002d1"'),
        (b"101.25", b"101.250"),
        (b"101.25", b"1.0125e2"),
        (b'"mina"', b'"mi\xffna"'),
        (b'"mina"', b'"mi\nna"'),
        (b'"mina"', b"mina"),
        (b'"mina"', b'["mina"]'),
    ],
)
def test_a_row_that_differs_in_more_than_its_values_is_looked_into(
    change: tuple[bytes, bytes],
) -> None:
    forms = learnt(encode(intent(1)))
    assert change[0] in encode(intent(1))
    assert not forms.know(encode(intent(1)).replace(*change))


def test_a_form_that_was_met_once_is_not_worth_a_pattern() -> None:
    forms = Forms()
    forms.learn(encode(intent(1)))
    assert not forms.know(encode(intent(2)))
    forms.learn(encode(intent(2)))
    assert forms.know(encode(intent(3)))


def test_the_forms_that_are_used_stay() -> None:
    forms = Forms()
    bodies = [rfc8785.dumps({f"name{number}": 1}) for number in range(FORMS_KEPT + 1)]
    for body in (*bodies[:-1], *bodies[:-1]):
        forms.learn(body)
    assert forms.know(bodies[0])
    forms.learn(bodies[-1])
    forms.learn(bodies[-1])
    assert forms.know(bodies[0])
    assert not forms.know(bodies[1])
    assert forms.know(bodies[-1])
    assert not forms.know(encode(begun()))
