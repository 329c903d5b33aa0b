"""An order from the press to the proof, on one thread: for commands that do one thing and end."""

from collections.abc import Callable

from cockpit.app.actions import Actions
from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.domain.operations import Order
from cockpit.domain.unresolved import Operation
from cockpit.ports.clock import Clock

PACE_S = 0.25
"""How often is looked whether something has become due."""


class Errand:
    """Carries orders out and waits for what comes of them.

    `watch` asks the sources whatever is due and returns the newest snapshot. `after` is called
    once an operation has come to an outcome: stages are noted and checkpoints placed then, never
    before a request.
    """

    def __init__(
        self,
        *,
        actions: Actions,
        watch: Callable[[], Snapshot],
        clock: Clock,
        after: Callable[[], None],
        pace_s: float = PACE_S,
    ) -> None:
        self._actions = actions
        self._watch = watch
        self._clock = clock
        self._after = after
        self._pace_s = pace_s

    def carry_out(self, order: Order, *, patience_s: float) -> Operation | None:
        """Carry out the order and return it settled, or unknown still after `patience_s`.

        An unknown outcome is recorded at once, and pursued as long as patience lasts. None means
        that the order was refused and nothing was sent.
        """
        operation = self._actions.perform(order)
        if operation is None:
            return None
        self._after()
        return self.pursue(operation.operation_id, patience_s=patience_s)

    def pursue(self, operation_id: str, *, patience_s: float) -> Operation | None:
        """Look again and ask again until the operation is settled, or patience has an end."""
        until_s = self._clock.monotonic_s() + patience_s
        while self._is_open(operation_id) and self._clock.monotonic_s() < until_s:
            wait_s = self._actions.work()
            if wait_s is None:
                break
            self._clock.wait_s(min(wait_s, PACE_S))
        self._after()
        return self._actions.operations.get(operation_id)

    def until_safe(
        self,
        operation_id: str,
        *,
        patience_s: float,
        show: Callable[[Snapshot], None] = lambda _snapshot: None,
    ) -> OperationView | None:
        """Watch until the metric that the operation was to mend is back in band.

        Returns the operation as the boards show it then; None when patience ended before, or when
        no flow of the workspace tells whether it helped.
        """
        until_s = self._clock.monotonic_s() + patience_s
        while self._clock.monotonic_s() < until_s:
            self._actions.work()
            snapshot = self._watch()
            show(snapshot)
            view = _view(snapshot, operation_id)
            if view is not None and view.back_in_band_at is not None:
                self._after()
                return view
            self._clock.wait_s(self._pace_s)
        return None

    def _is_open(self, operation_id: str) -> bool:
        operation = self._actions.operations.get(operation_id)
        return operation is not None and operation.is_unresolved


def _view(snapshot: Snapshot, operation_id: str) -> OperationView | None:
    return next((one for one in snapshot.operations if one.operation_id == operation_id), None)
