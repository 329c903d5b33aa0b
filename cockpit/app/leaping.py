"""A clock that leaps: after each leap the lanes come to rest before anybody looks again."""

from collections.abc import Callable
from typing import TypeAlias

from cockpit.app.actions import Actions
from cockpit.app.calls_out import CallsOut
from cockpit.app.lanes import Lane
from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import Snapshot

Then: TypeAlias = Callable[[Snapshot | None], None]

MOST_ROUNDS = 4
"""What a snapshot has written down is seen in the next one; nothing goes on for longer."""


class Leaping:
    """Lets time pass all at once, and has everything come of it that time would have brought.

    Made for programs whose clock stands still in between. `calls` are those of the actions. Of what
    is published in a leap `show` gets the last alone: the others are of the same instant. While one
    `is_under_way` the monitor is to be left alone.
    """

    def __init__(
        self,
        monitor: Monitor,
        actions: Actions,
        calls: CallsOut,
        *,
        core: Lane,
        act: Lane,
        disk: Lane,
        show: Callable[[Snapshot], None],
    ) -> None:
        self._show = show
        self._newest: Snapshot | None = None
        self.is_under_way = False
        self._monitor, self._actions, self._calls = monitor, actions, calls
        self._core, self._act, self._disk = core, act, disk

    def show(self, snapshot: Snapshot) -> None:
        """Show what was published, at the end of a leap that is under way. On the core lane."""
        self._newest = snapshot
        if not self.is_under_way:
            self._show(snapshot)

    def leap(self, pass_time: Callable[[], None], then: Then) -> None:
        """Let time pass by `pass_time`; `then` gets what is shown once all came to rest.

        Both are called on the core lane, which thinks nothing in the middle of a leap.
        """

        def leap() -> None:
            self.is_under_way = True
            pass_time()
            self._act.submit(act)

        def act() -> None:
            self._actions.work()
            self._calls.at_rest(lambda: self._core.submit(look))

        def look() -> None:
            self._monitor.catch_up(lambda _seen: self._go_on(MOST_ROUNDS, then))

        self._core.submit(leap)

    def draw(self, then: Then) -> None:
        """Ask for all that charts lack; `then` gets what is shown then. On the core lane."""
        self._core.submit(lambda: self._monitor.draw(lambda: then(self._newest)))

    def _go_on(self, rounds_left: int, then: Then) -> None:
        """Publish what was written down because of the last snapshot, until nothing more is."""

        def written() -> None:
            self._core.submit(lambda: self._monitor.read_on(read))

        def read(has_news: bool) -> None:  # noqa: FBT001 - the one thing that is told
            if has_news and rounds_left:
                self._go_on(rounds_left - 1, then)
            else:
                self._end(then)

        self._disk.submit(written)

    def _end(self, then: Then) -> None:
        self.is_under_way = False
        if self._newest is not None:
            self._show(self._newest)
        then(self._newest)
