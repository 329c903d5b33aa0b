"""The services of a command of one thread, put together."""

from collections.abc import Callable

from cockpit.app.accepting import Accepting
from cockpit.app.actions import Actions
from cockpit.app.advance import Advance, StepWish
from cockpit.app.detect import Detector
from cockpit.app.errand import PACE_S, Errand
from cockpit.app.ladder import Ladder
from cockpit.app.launches import Launches
from cockpit.app.orders import Orders
from cockpit.app.recovery import Recovery
from cockpit.app.signoffs import SignOffs
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.looking import looked
from cockpit.bootstrap.person import why_not_person
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order
from cockpit.domain.unresolved import Operation
from cockpit.ports.journal import JournalError


class Inline:
    """Everything that a command needs to drive: orders, actions, recovery, the watch afterwards."""

    def __init__(
        self,
        cockpit: Cockpit,
        publish: Callable[[ActionEvent], None],
        tell: Callable[[Message], None],
        *,
        pace_s: float = PACE_S,
    ) -> None:
        self.cockpit = cockpit
        self._tell = tell
        self._newest: Snapshot | None = None
        self.orders = Orders(cockpit.workspace)
        self.actions: Actions = cockpit.actions(publish)
        self.recovery: Recovery = cockpit.recovery(self.actions)
        self.launches: Launches = cockpit.launches()
        self.ladder: Ladder = cockpit.ladder(self.launches)
        self.advance: Advance = cockpit.advance(self.launches)
        self.accepting: Accepting = cockpit.accepting(self.launches)
        self.sign_offs: SignOffs = cockpit.sign_offs(self.launches)
        self.monitor = cockpit.monitor(self._seen)
        self.detector: Detector = cockpit.detector()
        self.errand = Errand(
            actions=self.actions,
            watch=self.watch,
            clock=cockpit.clock,
            after=self._after,
            pace_s=pace_s,
        )

    def launch(self) -> Launch | None:
        """Return the launch that goes on; None also when the journal cannot tell."""
        try:
            return self.launches.live()
        except JournalError:
            return None

    def launch_id(self) -> str | None:
        """Return the id of the launch that goes on."""
        launch = self.launch()
        return None if launch is None else launch.launch_id

    def version(self) -> str | None:
        """Return the version that goes out."""
        launch = self.launch()
        return None if launch is None else launch.version

    def baseline(self) -> str | None:
        """Return the version that the launch is compared with, and goes back to."""
        launch = self.launch()
        return None if launch is None else launch.baseline_version

    @property
    def stranger(self) -> Message | None:
        """Return that the workspace does not know who sits here; None when it does."""
        return why_not_person(self.cockpit.workspace, self.cockpit.hand.person)

    def look(self) -> Snapshot:
        """Ask every source once, all at the same time, and return what is seen."""
        return looked(self.cockpit)

    def catch_up(self) -> None:
        """Bring into the journal what had to wait for it; nothing happens while it cannot."""
        self.actions.work()

    def watch(self) -> Snapshot:
        """Ask whatever is due and return the newest snapshot; what it finds is written down."""
        self.monitor.tick()
        return self._newest or self.monitor.snapshot()

    def why_not_step(self, wish: StepWish, snapshot: Snapshot | None = None) -> Message | None:
        """Return why the step may not be taken; None when it may, and its rows are written.

        The gate is judged by `snapshot`, or by a look at every source. All the way back goes
        without any look, and without a journal.
        """
        if wish.exposure_pct > 0:
            snapshot = snapshot or self.look()
            self.detector.take(snapshot)  # a fault that keeps a step back is written down
        try:
            return self.advance.approve(wish, snapshot)
        except JournalError as error:
            return error.message

    def why_not_again(self, operation_id: str) -> Message | None:
        """Return why an unresolved operation may not be sent again; None when it may."""
        operation = self.actions.operations.get(operation_id)
        is_step = operation is not None and operation.intent.order.lever is Lever.EXPOSURE
        return self.advance.why_not_again(operation, self.look() if is_step else None)

    def can_tell_safety(self, order: Order) -> bool:
        """Return whether some flow of the workspace can tell that the order has helped."""
        if order.lever is Lever.ROLLBACK:
            return order.launch_id is not None
        lever = self.orders.flags.get(order.target.name)
        flows = self.cockpit.workspace.flows
        return bool(lever and lever.guards) or any(f.flag == order.target.name for f in flows)

    def looked_into(self, *, patience_s: float) -> tuple[Operation, ...]:
        """Take over what dead runs have left, and return what is unresolved after a look."""
        clock = self.cockpit.clock
        left = self.recovery.begin()
        self.actions.work()  # what had to wait for the journal is written now, too
        until_s = clock.monotonic_s() + patience_s
        while left and clock.monotonic_s() < until_s:
            wait_s = self.actions.work()
            left = self.recovery.unresolved()
            if wait_s is None:
                break
            clock.wait_s(min(wait_s, PACE_S))
        self._after()
        return left

    def knows_the_past(self) -> bool:
        """Return whether the journal can be read; without it nothing is known to be settled."""
        try:
            self.launches.all()
        except JournalError as error:
            self._tell(error.message)
            return False
        return True

    def told(self, operation: Operation) -> Message:
        """Return one line about an unresolved operation."""
        return message(
            BootCode.UNRESOLVED,
            operation_id=operation.operation_id,
            target=operation.target.name,
            asked_at=operation.intent.order.asked_at,
            told=None if operation.outcome is None else operation.outcome.detail,
        )

    def _seen(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self.detector.take(snapshot)

    def _after(self) -> None:
        try:
            self.ladder.note(self.actions.operations)
        except JournalError as error:
            self._tell(error.message)
        self.cockpit.tend()
