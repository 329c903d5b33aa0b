"""Which stages of a launch have come true, worked out from its confirmed operations."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cockpit.app.launches import Launches
from cockpit.domain.events import Event, StageReached
from cockpit.domain.launch import Frozen, Launch, why_not_step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.unresolved import Operation, Status
from cockpit.ports.clock import Clock
from cockpit.ports.workspace import Rollout, RolloutTarget, Workspace


class Ladder:
    """The ladder of the launch that goes on. Calls may raise `JournalError`."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        launches: Launches,
        clock: Clock,
        record: Callable[[Event], None],
    ) -> None:
        self._rollout = workspace.rollout
        self._launches = launches
        self._clock = clock
        self._record = record

    def why_not(self, exposure_pct: float) -> Message | None:
        """Return why the exposure may not become `exposure_pct` now; None when it may."""
        launch, now = self._launches.live(), self._clock.now()
        frozen = frozen_times(self._rollout)
        return why_not_step(launch, exposure_pct, self._rollout.ladder, frozen, now)

    def note(self, operations: Mapping[str, Operation]) -> StageReached | None:
        """Record the stage that confirmed operations have led to, if no row tells it yet."""
        launch = self._launches.live()
        if launch is None:
            return None
        reached = stage_reached(launch, self._rollout.targets, operations.values())
        if reached is not None:
            self._record(reached)
        return reached


def frozen_times(rollout: Rollout) -> tuple[Frozen, ...]:
    """Return the times in which nothing may go forward."""
    return tuple(Frozen(one.start, one.end, one.reason) for one in rollout.freeze)


def stage_reached(
    launch: Launch, targets: Sequence[RolloutTarget], operations: Iterable[Operation]
) -> StageReached | None:
    """Return the stage that the launch has reached and that no row tells yet; None without one.

    A stage is reached when the last confirmed step of every flag that carries the exposure led to
    the same percentage. Worked out from rows alone, so it is found as well after a crash between
    the outcome of a step and the row of its stage.
    """
    steps = _last_steps(launch, operations)
    done = [
        steps[target.source, target.flag]
        for target in targets
        if (target.source, target.flag) in steps
    ]
    exposures_pct = {step.intent.order.exposure_pct for step in done}
    if len(done) < len(targets) or len(exposures_pct) != 1:
        return None
    exposure_pct = exposures_pct.pop()
    newest = max(done, key=lambda step: step.begun_at)
    is_told = any(stage.operation_id == newest.operation_id for stage in launch.stages)
    if is_told or exposure_pct is None:
        return None
    return StageReached(launch.launch_id, exposure_pct, newest.operation_id)


def _last_steps(
    launch: Launch, operations: Iterable[Operation]
) -> dict[tuple[str, str], Operation]:
    found: dict[tuple[str, str], Operation] = {}
    # By when they began: rows that are recorded late come in any order.
    for operation in sorted(operations, key=lambda one: (one.begun_at, one.operation_id)):
        order = operation.intent.order
        is_step = order.lever is Lever.EXPOSURE and order.launch_id == launch.launch_id
        if is_step and operation.status is Status.CONFIRMED:
            found[order.target.source, order.target.name] = operation
    return found
