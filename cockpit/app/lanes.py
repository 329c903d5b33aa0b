"""Lanes: the one place where threads are made."""

import logging
import time
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread  # noqa: TID251 - this is the one place
from typing import TypeVar

from cockpit.app.asking import Ask, answered

AnswerT = TypeVar("AnswerT")
Task = Callable[[], object]

QUIET_S = 0.002
"""How long a lane rests after a task before it does what merely became due: a request that the
task has handed to another lane has the interpreter to itself until it has left."""

log = logging.getLogger(__name__)


def breathe() -> None:
    """Let other threads run; called between slices of at most 2 ms of work."""
    time.sleep(0)  # noqa: TID251 - hands the interpreter over at once, waits for nothing


class Lane:
    """Runs what is submitted, in order, on threads of its own.

    With a `width` of one, which is the rule, tasks never meet and need no locks; wider lanes are
    for calls to the outside that share nothing, so that one that hangs keeps no other back.

    `idle` is called when nothing has been submitted for `quiet_s`, does what has become due, and
    returns the seconds until it wants to be called again, None when a task has to come first. So
    a task that is submitted goes before everything that merely waits.

    A task that raises is logged with its traceback and reported to `on_error`; the lane goes on.
    """

    def __init__(
        self,
        name: str,
        on_error: Callable[[Exception], None],
        *,
        width: int = 1,
        idle: Callable[[], float | None] | None = None,
        quiet_s: float = QUIET_S,
    ) -> None:
        self._name = name
        self._on_error = on_error
        self._idle = idle
        self._quiet_s = quiet_s
        self._tasks: deque[Task] = deque()
        self._changed = Condition()
        self._is_closed = False
        self._threads = [
            Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(width)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, task: Task) -> None:
        """Run the task after those submitted before; a closed lane takes none."""
        with self._changed:
            if not self._is_closed:
                self._tasks.append(task)
                self._changed.notify()

    def close(self, timeout_s: float, *, drops: bool = False) -> bool:
        """Finish what was submitted, take no more, and return whether all threads have ended.

        With `drops`, what was not begun is left undone: questions that nobody waits for any more.
        A thread that still waits for the outside after `timeout_s` is left behind; it cannot keep
        the program from ending.
        """
        with self._changed:
            self._is_closed = True
            if drops:
                self._tasks.clear()
            self._changed.notify_all()
        until_s = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, until_s - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception as error:
                log.exception("lane %s", self._name)
                self._on_error(error)

    def _next(self) -> Task | None:
        """Return the next task; None once the lane is closed and nothing is left."""
        while True:
            with self._changed:
                if self._tasks:
                    return self._tasks.popleft()
                if self._is_closed:
                    return None
                if self._idle is not None and self._changed.wait(self._quiet_s):
                    continue
            wait_s = self._idled()
            with self._changed:
                if not self._tasks and not self._is_closed:
                    self._changed.wait(wait_s)

    def _idled(self) -> float | None:
        """Return how long nothing will become due, having done what is."""
        if self._idle is None:
            return None
        try:
            return self._idle()
        except Exception as error:
            log.exception("lane %s", self._name)
            self._on_error(error)
            return 1.0


def elsewhere(outside: Lane, back: Lane) -> Ask:
    """Return a way of asking that waits on the lane `outside` and goes on, on the lane `back`."""

    def ask(call: Callable[[], AnswerT], then: Callable[[AnswerT | Exception], None]) -> None:
        def wait() -> None:
            answer = answered(call)
            back.submit(lambda: then(answer))

        outside.submit(wait)

    return ask
