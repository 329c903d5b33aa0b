"""Which stages of a launch have come true, worked out from its confirmed operations."""

from collections.abc import Iterable, Mapping, Sequence

from cockpit.app.launches import Launches
from cockpit.domain.events import StageReached
from cockpit.domain.launch import Frozen, Launch
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from cockpit.ports.workspace import Rollout, RolloutTarget, Workspace


class Ladder:
    """The ladders of the launches that go on. Calls may raise `JournalError`."""

    def __init__(self, *, workspace: Workspace, launches: Launches) -> None:
        self._rollout = workspace.rollout
        self._launches = launches

    def note(self, operations: Mapping[str, Operation]) -> tuple[StageReached, ...]:
        """Record the stages that confirmed operations have led to, where no row tells them yet."""
        found = tuple(
            reached
            for launch in self._launches.all()
            if launch.is_live
            and (reached := stage_reached(launch, self._rollout.targets, operations.values()))
        )
        for reached in found:
            self._launches.write(reached)
        return found


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
