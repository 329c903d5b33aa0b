"""An error that is handed on holds nothing of what was read before it."""

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest

from cockpit.app.asking import answered
from cockpit.app.rounds import asked
from cockpit.connectors.decode import ShapeError
from cockpit.domain.message import Message
from cockpit.ports.errors import BadAnswerError
from cockpit.ports.metrics import MetricSource
from tests.app.test_rounds import SOURCE, calls

WHY = Message("test.why")


class Body:
    """A long answer."""


@pytest.fixture(autouse=True)
def _no_garbage_is_collected() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    yield
    if was_enabled:
        gc.enable()


def misreading(seen: list[weakref.ref[Body]]) -> Callable[[], object]:
    """Return a call that reads something long, and finds it to be of another shape."""

    def read(body: Body) -> object:
        raise ShapeError(field=str(type(body)))

    def call() -> object:
        body = Body()
        seen.append(weakref.ref(body))
        try:
            return read(body)
        except ShapeError:
            raise BadAnswerError(WHY) from None

    return call


def test_an_error_that_is_remembered_keeps_no_answer() -> None:
    seen: list[weakref.ref[Body]] = []
    error = answered(misreading(seen))
    assert isinstance(error, BadAnswerError)
    assert [body() for body in seen] == [None]


def test_a_round_with_bad_answers_leaves_no_garbage() -> None:
    seen: list[weakref.ref[Body]] = []
    misread = misreading(seen)

    def call(_source: MetricSource) -> object:
        return misread()

    questions = [question for question, _ in calls(*[BadAnswerError(WHY)] * 2)]
    done = asked(SOURCE, [(question, call) for question in questions])  # type: ignore[misc]
    assert isinstance(done.error, BadAnswerError)
    assert [body() for body in seen] == [None, None]


def test_an_error_that_nobody_foresaw_keeps_where_it_came_from() -> None:
    def wrong() -> object:
        return 1 / 0

    error = answered(wrong)
    assert isinstance(error, ZeroDivisionError)
    assert error.__traceback__ is not None
