"""What an earlier run left unresolved: said at once, then looked into."""

from cockpit.app.actions import Actions
from cockpit.app.underway import Limits
from cockpit.domain.operations import Direction
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation, newest, unresolved
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Runs


class Recovery:
    """Takes over operations whose run is gone. Runs on the thread of the actions.

    An intent without an outcome may have left, so it is settled by reading alone. A look that
    shows the effect confirms it; one that does not proves nothing, because the request may still
    come in late, so the operation stands as unknown with what the server says now.

    Sent again without a person is only what is safer, a flag, younger than ten minutes, and not
    touched by anybody else since. A riskier change that was cut off waits for a person: what spoke
    for it then may be gone. A job is searched for and never started again.
    """

    def __init__(
        self,
        *,
        actions: Actions,
        runs: Runs,
        clock: Clock,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
    ) -> None:
        self._actions = actions
        self._runs = runs
        self._clock = clock
        self._limits = limits

    def unresolved(self) -> tuple[Operation, ...]:
        """Return what is unresolved, oldest first; asks nobody but the journal."""
        return unresolved(self._actions.operations)

    def begin(self) -> tuple[Operation, ...]:
        """Take over what dead runs left, and return what is unresolved; `work` does the looking.

        An effect that was confirmed a short while ago is watched a little longer, because an older
        request of the dead run may undo it. May be called again at any time.
        """
        for operation in self.unresolved():
            if not self._runs.is_alive(operation.run_id):
                is_safer = operation.intent.direction is Direction.SAFER
                self._actions.adopt(operation, may_send=is_safer)
        for operation in newest(self._actions.operations).values():
            if self._is_fresh(operation) and not self._runs.is_alive(operation.run_id):
                self._actions.adopt(operation, may_send=False)
        return self.unresolved()

    def _is_fresh(self, operation: Operation) -> bool:
        """Whether the operation was confirmed so lately that an older request may undo it."""
        if operation.status is not Status.CONFIRMED or operation.outcome_at is None:
            return False
        age_s = (self._clock.now() - operation.outcome_at).total_seconds()
        was_sent = operation.outcome is not None and operation.outcome.attempts_count > 0
        return was_sent and 0 <= age_s <= self._limits.repeat_for_s
