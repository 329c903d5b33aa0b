"""Values become JSON that says what is known, and null for what is not."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from cockpit.app.chart_lines import frozen
from cockpit.cli.exits import Exit
from cockpit.cli.plain import plain
from cockpit.domain.message import message


class Colour(StrEnum):
    BLUE = "blue"


class Thing(Struct, frozen=True):
    name: str
    ratio: float | None
    at: datetime
    parts: tuple["Thing", ...] = ()


AT = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)


def test_a_value_is_an_object_with_its_fields() -> None:
    made = plain(Thing("a", 0.5, AT, (Thing("b", None, AT),)))
    assert made == {
        "name": "a",
        "ratio": 0.5,
        "at": "2026-11-21T01:02:03+00:00",
        "parts": [{"name": "b", "ratio": None, "at": "2026-11-21T01:02:03+00:00", "parts": []}],
    }


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_cannot_say_is_null(number: float) -> None:
    assert plain({"a": [number]}) == {"a": [None]}


def test_an_array_is_a_list_with_null_where_nothing_is_known() -> None:
    line = frozen(np.array([1.0, 2.0]), np.array([0.5, np.nan]), np.array([3.0, 0.0]))
    made = plain(line)
    assert made == {"at_s": [1.0, 2.0], "value": [0.5, None], "count": [3.0, 0.0]}
    assert json.loads(json.dumps(made)) == made
    assert plain(np.array([[1, 2], [3, 4]])) == [[1, 2], [3, 4]]


def test_a_message_is_its_code_and_its_values() -> None:
    assert plain(message(Colour.BLUE, at=AT, ratio=0.5)) == {
        "code": "blue",
        "values": {"at": "2026-11-21T01:02:03+00:00", "ratio": 0.5},
    }


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Colour.BLUE, "blue"),
        (Exit.INTERNAL, 70),
        (None, None),
        (True, True),
        (PurePosixPath("/a"), "/a"),
        ({1: 2}, {"1": 2}),
        (frozenset({"a"}), ["a"]),
    ],
)
def test_everything_else_is_as_json_has_it(value: object, wanted: object) -> None:
    assert plain(value) == wanted


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_comes_out_is_json(value: object) -> None:
    json.dumps(plain(value), allow_nan=False)
