"""Questions whose answers were found without this program, one a line in `conformance.jsonl`.

Where each answer comes from stands in its `title`: a published figure (Prometheus' and GrowthBook's
own tests, Newcombe's tables, The Site Reliability Workbook), a closed form that is spelled out, or
a rule of the contract applied by hand. Figures of chi-square and beta are scipy's. No answer was
taken from an answer of ours.
"""

import json
from typing import Any

import pytest

from cockpit.app.decide.answering import answer
from cockpit.cli.plain import plain
from tests.app.decide.examples import agrees, asked, examples

LINES = examples("conformance.jsonl")
BROKEN = (b"", b"{", b"[]", b"\xff", b'{"id": "x", "op": "judge.proportion", "in": {"n": -1}}')


def out_of(line: bytes) -> Any:
    """Return the answer as it is written; None for a line that has none."""
    found = answer(line)
    return None if found.out is None else json.loads(json.dumps(plain(found.out), allow_nan=False))


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["id"]))
def test_the_answer_is_the_one_that_was_worked_out(line: dict[str, Any]) -> None:
    out = out_of(json.dumps(asked(line)).encode())
    assert agrees(line["expect"], out, line["tol"]), (line["title"], line["expect"], out)


@pytest.mark.slow
def test_no_line_has_a_bearing_on_another() -> None:
    sent = [json.dumps(asked(line), ensure_ascii=False).encode() for line in LINES]
    alone = {line: out_of(line) for line in sent}
    for number, line in enumerate(reversed(sent)):
        assert out_of(BROKEN[number % len(BROKEN)]) is None
        assert out_of(line) == alone[line]


def test_each_line_says_where_its_answer_comes_from() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES)
    assert all(line["title"] for line in LINES)
