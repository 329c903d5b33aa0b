"""It is known when nothing is being asked any more, however long a chain of questions is."""

from collections.abc import Callable
from typing import Any

import pytest

from cockpit.app.asking import answered, in_place
from cockpit.app.calls_out import CallsOut


class Held:
    """Asks that are answered when the test says so."""

    def __init__(self) -> None:
        self.left: list[Callable[[], None]] = []

    def __call__(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.left.append(lambda: then(answered(call)))


def test_where_nothing_is_asked_there_is_nothing_to_wait_for() -> None:
    told: list[str] = []
    CallsOut(in_place).at_rest(lambda: told.append("rest"))
    assert told == ["rest"]


def test_what_an_answer_asks_in_turn_is_waited_for_too() -> None:
    held, told = Held(), list[Any]()
    calls = CallsOut(held)
    calls(lambda: 1, lambda _one: calls(lambda: 2, told.append))
    calls.at_rest(lambda: told.append("rest"))
    held.left.pop()()
    assert told == []
    held.left.pop()()
    assert told == [2, "rest"]


def test_an_answer_that_breaks_its_taker_is_over_all_the_same() -> None:
    def broken(_answer: object) -> None:
        raise KeyError

    held, told = Held(), list[str]()
    calls = CallsOut(held)
    calls(lambda: 1, broken)
    calls.at_rest(lambda: told.append("rest"))
    with pytest.raises(KeyError):
        held.left.pop()()
    assert told == ["rest"]
