"""How a service asks the outside: at once and in place, or on a lane that may wait."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from cockpit.ports.errors import SourceError

AnswerT = TypeVar("AnswerT")


class Ask(Protocol):
    """Makes a call to the outside and hands on what came of it.

    `then` gets the answer or the error, later, on the thread of whoever asked.
    """

    def __call__(
        self, call: Callable[[], AnswerT], then: Callable[[AnswerT | Exception], None], /
    ) -> None:
        """Make the call; return without waiting for it, where there is a lane to wait on."""
        ...


def answered(call: Callable[[], AnswerT]) -> AnswerT | Exception:
    """Make the call and return what came of it, an error too: whoever asked decides on it."""
    try:
        return call()
    except SourceError as error:
        return bare(error)
    except Exception as error:  # noqa: BLE001 - see above
        return error


def bare(error: SourceError) -> SourceError:
    """Return the error without its traceback and the errors that it came from.

    They hold whatever had been read by then, for as long as the error is remembered, and beside a
    list of errors in a circle: a long answer had to be found and freed as garbage.
    """
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)


def in_place(call: Callable[[], AnswerT], then: Callable[[AnswerT | Exception], None]) -> None:
    """Make the call here and now, for programs of one thread such as `cockpit off`."""
    then(answered(call))
