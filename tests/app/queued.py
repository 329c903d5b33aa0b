"""A way of asking that waits until a test lets it go on."""

from collections.abc import Callable
from typing import TypeVar

from cockpit.app.asking import answered

AnswerT = TypeVar("AnswerT")


class Queue:
    """What was asked and has not been answered yet."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(
        self, call: Callable[[], AnswerT], then: Callable[[AnswerT | Exception], None], /
    ) -> None:
        self._waiting.append(lambda: then(answered(call)))

    def __len__(self) -> int:
        return len(self._waiting)

    def run(self) -> None:
        """Have everything answered."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one()
