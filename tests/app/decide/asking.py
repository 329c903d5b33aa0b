"""Questions asked, as a script asks them."""

import json
from typing import Any

from cockpit.app.decide.answering import answer
from cockpit.app.decide.fields import Place
from cockpit.domain.message import Message


def given(**fields: Any) -> Place:
    """Return the value of `in` with these fields."""
    return Place(fields, "in")


def problem_of(op: str, **fields: Any) -> Message:
    """Return what was wrong; NaN and Infinity are sent as Python's json writes them."""
    found = answer(json.dumps({"id": "a", "op": op, "in": fields}).encode())
    assert found.problem is not None, found.out
    assert found.id == "a"
    return found.problem


def wrong_field(op: str, **fields: Any) -> object:
    """Return the field that was wrong."""
    return problem_of(op, **fields).value("field")
