"""The way of a step: back is open; forward needs a fresh gate, a second person, a typed number."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.keeping import gate_kept
from cockpit.app.ladder import frozen_times
from cockpit.app.launch_view import GateView, LaunchView
from cockpit.app.launches import Launches
from cockpit.app.launching import against, recorded
from cockpit.app.snapshot import Snapshot
from cockpit.app.stage_policy import gate_policy_hash, needs_second, standing_by
from cockpit.domain.events import StepApproved
from cockpit.domain.gate import CheckName
from cockpit.domain.judgements import GateJudged
from cockpit.domain.kept import GateKept
from cockpit.domain.launch import Launch, why_not_step
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Direction, Lever
from cockpit.domain.unresolved import Operation
from cockpit.ports.clock import Clock
from cockpit.ports.workspace import Workspace

MOST_AGE_S = 60.0
"""An older judgement of the gate lets nobody through."""


class StepWish(Struct, frozen=True):
    """A step that somebody wants: where to, who stands by it, and which number they typed.

    `asked_at` is when they did; None just now.
    """

    exposure_pct: float
    second_person: str | None = None
    typed_pct: float | None = None
    asked_at: datetime | None = None


class Advance:
    """Lets steps through, and writes down what they rested on. Calls may raise `JournalError`.

    `actor` is who asks; `stranger` says that the workspace does not know them. To be called where
    the disk may be waited for: the rows are on it when `approve` returns, before anything is sent.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        launches: Launches,
        clock: Clock,
        actor: str,
        stranger: Message | None = None,
    ) -> None:
        self._workspace = workspace
        self._rollout = workspace.rollout
        self._people = tuple(one.id for one in workspace.people)
        self._launches = launches
        self._clock = clock
        self._actor = actor
        self._stranger = stranger

    def approve(self, wish: StepWish, snapshot: Snapshot | None) -> Message | None:
        """Return why the step may not be taken; None when it may, and its rows are written.

        Less exposure needs no gate and nobody else, and leaves no row but that of its operation;
        all the way back needs no launch and no journal either.
        `snapshot` is the newest judgement. A gate that was found shut is recorded as well.
        """
        if not self._rollout.targets:
            return message(LadderCode.NO_TARGETS)
        if wish.exposure_pct == 0:
            return None
        launch, to_pct = self._launches.live(), wish.exposure_pct
        frozen, now = frozen_times(self._rollout), self._clock.now()
        refusal = why_not_step(launch, to_pct, self._rollout.ladder, frozen, now)
        if launch is None or refusal is not None:
            return refusal
        if to_pct <= launch.exposure_pct:
            return _why_not_back(to_pct, launch, None if snapshot is None else snapshot.launch)
        return self._stranger or self._why_not_now(wish) or self._forward(wish, launch, snapshot)

    def why_not_again(
        self, operation: Operation | None, snapshot: Snapshot | None
    ) -> Message | None:
        """Return why a step of unknown end may not be sent once more; None when it may.

        It was let through once; but what was learnt since counts, all but its own unknown end.
        Touches no disk.
        """
        if operation is None or operation.intent.order.lever is not Lever.EXPOSURE:
            return None
        if operation.intent.direction is Direction.SAFER:
            return None
        gate = self._judged(operation.intent.order.launch_id, snapshot)
        if isinstance(gate, Message):
            return gate
        own = {CheckName.UNRESOLVED, CheckName.DRIFT}
        rest = tuple(one for one in gate.checks if one.check not in own)
        found = against(replace(gate, checks=rest))
        return None if found is None else message(LadderCode.GATE_SHUT, told=found.message)

    def _judged(self, launch_id: str | None, snapshot: Snapshot | None) -> GateView | Message:
        """Return the gate of the launch by a fresh judgement; why there is none, else."""
        view = None if snapshot is None else snapshot.launch
        if snapshot is None or view is None or view.gate is None:
            return message(LadderCode.NOT_JUDGED)
        if view.launch_id != launch_id:
            return message(LadderCode.JUDGED_BEFORE)
        age_s = (self._clock.now() - snapshot.at).total_seconds()
        if age_s > MOST_AGE_S:
            return message(LadderCode.JUDGED_LONG_AGO, age_s=age_s, most_s=MOST_AGE_S)
        return view.gate

    def _why_not_now(self, wish: StepWish) -> Message | None:
        """Return that the wish is from before the computer slept; None when it is of now."""
        if wish.asked_at is None:
            return None
        age_s = (self._clock.now() - wish.asked_at).total_seconds()
        if age_s <= MOST_AGE_S:
            return None
        return message(LadderCode.ASKED_LONG_AGO, age_s=age_s, most_s=MOST_AGE_S)

    def _forward(self, wish: StepWish, launch: Launch, snapshot: Snapshot | None) -> Message | None:
        gate = self._judged(launch.launch_id, snapshot)
        if isinstance(gate, Message):
            return gate
        view = None if snapshot is None else snapshot.launch
        if view is None or not _is_of(view, launch) or gate.next_exposure_pct != wish.exposure_pct:
            return message(LadderCode.JUDGED_BEFORE)
        rows = () if snapshot is None or snapshot.release is None else snapshot.release.rows
        basis = (
            None
            if gate.basis is None
            else gate_kept(gate.basis, rows, gate_policy_hash(self._workspace))
        )
        return self._through(gate, wish, launch, basis)

    def _through(
        self, gate: GateView, wish: StepWish, launch: Launch, basis: GateKept | None
    ) -> Message | None:
        judged = GateJudged(
            launch.launch_id,
            launch.exposure_pct,
            wish.exposure_pct,
            gate.is_open,
            recorded(gate),
            basis,
        )
        if not gate.is_open:
            self._launches.write(judged)
            found = against(gate)
            return message(LadderCode.GATE_SHUT, told=None if found is None else found.message)
        refusal = self._why_not_person(wish, gate.approval) or _why_not_number(wish)
        if refusal is not None:
            return refusal
        self._launches.write(judged)
        self._launches.write(
            StepApproved(
                launch.launch_id,
                wish.exposure_pct,
                wish.second_person or None,
                is_self_declared=bool(wish.second_person),
                typed_pct=wish.exposure_pct,
            )
        )
        return None

    def _why_not_person(self, wish: StepWish, approval: str | None) -> Message | None:
        """Return why the second person will not do; a team that names nobody knows everybody.

        Whoever approves is asked last, when the gate is open: who acts, or who stands by.
        """
        second, known = wish.second_person, [one for one in self._people if one != self._actor]
        approving = standing_by(self._workspace, approval, self._actor)
        if not second and not needs_second(self._workspace, approval, self._actor):
            return None
        names = ", ".join(known) or None
        if approval is not None and (not second or second in known) and second not in approving:
            names = ", ".join(approving) or None
            return message(LadderCode.NO_APPROVAL, role=approval, known=names)
        if not second:
            return message(LadderCode.NO_SECOND_PERSON, known=names)
        if second == self._actor:
            return message(LadderCode.SAME_PERSON, person=second, known=names)
        if self._people and second not in known:
            return message(LadderCode.NOT_A_PERSON, person=second, known=names)
        return None


def _why_not_number(wish: StepWish) -> Message | None:
    if wish.typed_pct == wish.exposure_pct:
        return None
    return message(
        LadderCode.TYPED_OTHERWISE, typed_pct=wish.typed_pct, exposure_pct=wish.exposure_pct
    )


def _why_not_back(to_pct: float, launch: Launch, view: LaunchView | None) -> Message | None:
    """Return why a step that looks like one back is none; None when it is.

    A flag that stands lower than the stage would be raised by it, past the gate.
    """
    targets = () if view is None or view.launch_id != launch.launch_id else view.targets
    for target in targets:
        if target.set_pct is not None and target.set_pct < to_pct:
            return message(
                LadderCode.NOT_BACK,
                flag=target.flag,
                seen_pct=target.set_pct,
                exposure_pct=to_pct,
            )
    is_repeated = to_pct == launch.exposure_pct
    if is_repeated and (not targets or any(one.set_pct is None for one in targets)):
        return message(LadderCode.NOT_JUDGED)
    return None


def _is_of(view: LaunchView, launch: Launch) -> bool:
    """Whether the view was made of the launch as it is: nobody has written anything since."""
    held, go = launch.held, launch.go
    now = (
        launch.launch_id,
        launch.exposure_pct,
        launch.phase,
        launch.deployed_at,
        held is not None,
        None if go is None else go.at,
    )
    return now == (
        view.launch_id,
        view.exposure_pct or 0.0,
        view.phase,
        view.deployed_at,
        view.is_held,
        view.go_at,
    )
