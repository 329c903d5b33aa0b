"""A way of asking that knows when nothing is being asked any more."""

from collections.abc import Callable
from typing import TypeVar

from cockpit.app.asking import Ask

AnswerT = TypeVar("AnswerT")


class CallsOut:
    """Asks as another `Ask` does; all of it, `at_rest` too, on the thread of whoever asks."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._count = 0
        self._waiting: list[Callable[[], None]] = []

    def __call__(
        self, call: Callable[[], AnswerT], then: Callable[[AnswerT | Exception], None], /
    ) -> None:
        """Make the call; what `then` asks goes on where this call ends."""
        self._count += 1

        def take(answer: AnswerT | Exception) -> None:
            try:
                then(answer)
            finally:
                self._count -= 1
                self._tell()

        self._ask(call, take)

    def at_rest(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as nothing is being asked."""
        self._waiting.append(then)
        self._tell()

    def _tell(self) -> None:
        while self._waiting and not self._count:
            self._waiting.pop(0)()
