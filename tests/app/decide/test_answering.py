"""A line in, an answer out, whatever the line is."""

import json
import math
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.decide.answering import Answer, answer, too_long
from cockpit.app.decide.codes import DecideCode
from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.message import message
from tests.app.decide.examples import asked, examples

FINE = '{"id": "a", "op": "judge.proportion", "in": {"n": 0, "k": 0}}'


def problem(line: str | bytes) -> tuple[str | None, str | None, object]:
    """Return the id, the code and the field of a wrong line."""
    found = answer(line if isinstance(line, bytes) else line.encode())
    assert found.out is None
    assert found.problem is not None
    return found.id, found.problem.code, found.problem.value("field")


@pytest.mark.parametrize(
    "line", [FINE, FINE + "\n", FINE + "\r\n", "\ufeff" + FINE, " " + FINE, FINE.replace(" ", "")]
)
def test_a_whole_line_is_answered(line: str) -> None:
    found = answer(line.encode())
    assert (found.id, found.problem) == ("a", None)
    assert found.out == {"ratio": None, "wilson95": None}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", DecideCode.NOT_JSON),
        ("\n", DecideCode.NOT_JSON),
        ("{", DecideCode.NOT_JSON),
        (FINE + FINE, DecideCode.NOT_JSON),
        ("{'id': 'a'}", DecideCode.NOT_JSON),
        ('{"id": "a", "in": {"n": 01}}', DecideCode.NOT_JSON),
        ("[" * 100_000, DecideCode.TOO_DEEP),
        ('{"a":' * 100_000, DecideCode.TOO_DEEP),
        ("[]", DecideCode.NOT_OBJECT),
        ("null", DecideCode.NOT_OBJECT),
        ('"text"', DecideCode.NOT_OBJECT),
        ("7", DecideCode.NOT_OBJECT),
        ("NaN", DecideCode.NOT_OBJECT),
    ],
)
def test_a_line_that_is_no_question_has_no_id(line: str, code: DecideCode) -> None:
    assert problem(line)[:2] == (None, code)


@pytest.mark.parametrize(
    "line", [b"\xff", b'{"id": "\xc3"}', b"\xed\xa0\x80", b"\x00", b"\xc0\x80"]
)
def test_bytes_that_are_no_text_are_told(line: bytes) -> None:
    assert problem(line)[1] in {DecideCode.NOT_UTF8, DecideCode.NOT_JSON}


@pytest.mark.parametrize(
    ("line", "code", "field", "id_"),
    [
        ("{}", DecideCode.MISSING, "id", None),
        ('{"id": 7, "op": "x", "in": {}}', DecideCode.WRONG, "id", None),
        ('{"id": null, "op": "x", "in": {}}', DecideCode.WRONG, "id", None),
        ('{"id": "a"}', DecideCode.MISSING, "op", "a"),
        ('{"id": "a", "op": 3}', DecideCode.WRONG, "op", "a"),
        ('{"id": "a", "op": null}', DecideCode.WRONG, "op", "a"),
        ('{"id": "a", "op": ["burn.thresholds"]}', DecideCode.WRONG, "op", "a"),
        ('{"id": "a", "op": "judge.steam", "in": {}}', DecideCode.UNKNOWN_OP, None, "a"),
        ('{"id": "a", "op": "", "in": {}}', DecideCode.UNKNOWN_OP, None, "a"),
        ('{"id": "a", "op": "judge.proportion"}', DecideCode.MISSING, "in", "a"),
        ('{"id": "a", "op": "judge.proportion", "in": []}', DecideCode.WRONG, "in", "a"),
        ('{"id": "a", "op": "judge.proportion", "in": {}}', DecideCode.MISSING, "in.n", "a"),
        ('{"id": "a", "op": "x", "in": {}, "more": 1}', DecideCode.UNKNOWN_FIELD, "more", "a"),
        ('{"id": "a", "id": "b", "op": "x"}', DecideCode.TWICE, "id", None),
        (
            '{"id": "a", "op": "judge.proportion", "in": {"n": 1, "n": 2, "k": 0}}',
            DecideCode.TWICE,
            "in.n",
            "a",
        ),
    ],
)
def test_a_wrong_frame_names_its_field(
    line: str, code: DecideCode, field: str | None, id_: str | None
) -> None:
    assert problem(line) == (id_, code, field)


def test_an_unknown_operation_is_told_what_is_near_to_it() -> None:
    found = answer(b'{"id": "a", "op": "judge.steam", "in": {}}').problem
    assert found is not None
    assert str(found.value("near")).split(", ")[0] == "judge.stream"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "9" * 9999])
def test_no_number_is_endless(number: str) -> None:
    line = FINE.replace('"n": 0', f'"n": {number}')
    assert problem(line) == ("a", DecideCode.WRONG, "in.n")


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_too_long_to_be_one_is_shown_by_its_first_digits(sign: str) -> None:
    found = answer(FINE.replace('"n": 0', f'"n": {sign}{"1234567890" * 900}').encode()).problem
    assert found is not None
    assert str(found.value("seen")).startswith(f"{sign}12345678901234567890")
    assert str(found.value("seen")).endswith("…")


@pytest.mark.logs_warnings
def test_a_mistake_of_ours_costs_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_given: Place) -> dict[str, object]:
        raise ZeroDivisionError

    monkeypatch.setitem(OPS._parts, "broken.op", broken)
    assert answer(b'{"id": "a", "op": "broken.op", "in": {}}') == Answer(
        "a", problem=message(DecideCode.BROKEN, error="ZeroDivisionError")
    )


def test_a_line_that_is_too_long_says_so() -> None:
    assert too_long(100).problem == message(DecideCode.TOO_LONG, limit_bytes=100)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@pytest.mark.slow
@given(st.sampled_from(sorted(OPS.parts())), json_values)
def test_whatever_is_asked_gets_an_answer_or_a_sentence(op: str, given_value: object) -> None:
    found = answer(json.dumps({"id": "a", "op": op, "in": given_value}).encode())
    assert (found.out is None) != (found.problem is None)
    assert found.problem is None or found.problem.code != DecideCode.BROKEN


ODD: list[object] = [
    None,
    True,
    0,
    -1,
    1e-320,
    0.5,
    2**53,
    1e308,
    math.nan,
    math.inf,
    "",
    "+Inf",
    [],
    {},
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "\ud800",
]
SAMPLES = [one for one in examples("samples.jsonl") if one["op"] != "kpi.stream"]


def ways(value: Any) -> list[tuple[Any, ...]]:
    """Return the way to each value below; of a long list, to those of its first items."""
    if not isinstance(value, dict | list):
        return []
    steps = list(value) if isinstance(value, dict) else range(min(len(value), 4))
    return [way for step in steps for way in ((step,), *((step, *w) for w in ways(value[step])))]


@given(st.data())
def test_a_sample_with_something_odd_in_it_gets_an_answer_or_a_sentence(
    data: st.DataObject,
) -> None:
    sent = deepcopy(asked(data.draw(st.sampled_from(SAMPLES))))
    for _ in range(data.draw(st.integers(1, 3))):
        *before, last = data.draw(st.sampled_from(ways({"in": sent["in"]})))
        place = sent
        for step in before:
            place = place[step]
        place[last] = data.draw(st.sampled_from(ODD))
    found = answer(json.dumps(sent).encode())
    assert (found.out is None) != (found.problem is None)
    assert found.problem is None or found.problem.code != DecideCode.BROKEN


@given(st.binary(max_size=80))
def test_whatever_the_bytes_are_nothing_is_raised(line: bytes) -> None:
    found = answer(line)
    assert found.problem is not None
    assert found.problem.code != DecideCode.BROKEN
