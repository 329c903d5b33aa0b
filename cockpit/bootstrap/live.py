"""The services of a program that goes on: each source on a lane of its own, thinking on another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Self

from cockpit.app.lanes import Lane, breathe, elsewhere
from cockpit.app.orders import Orders
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, Step
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.person import why_not_person
from cockpit.domain.message import Message
from cockpit.domain.operations import Order
from cockpit.domain.unresolved import Operation
from cockpit.domain.verdict import State
from cockpit.ports.journal import JournalError

TICK_S = 0.1
TEND_S = 1.0
CLOSE_S = 2.0
ASKING_WIDTH = 4
"""How many calls of the act lane may wait for the outside at once; one that hangs delays none."""


class Live:
    """Lanes and services from `with` to its end.

    `publish`, `show` and `tell` are called on the lanes' own threads. Orders may be given from
    any thread; they go out on the act lane, which never waits for anything but the disk.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        *,
        publish: Callable[[ActionEvent], None],
        show: Callable[[Snapshot], None],
        tell: Callable[[Message], None],
        interval_s: float,
    ) -> None:
        self.cockpit = cockpit
        self.orders = Orders(cockpit.workspace)
        self._publish, self._show, self._tell = publish, show, tell
        self._newest: Snapshot | None = None
        self._is_running = False
        self._disk = Lane("disk", _no_more, idle=self._tend)
        self._core = Lane("core", _no_more, idle=self._tick)
        self._io = {name: Lane(f"io {name}", _no_more) for name in cockpit.workspace.sources}
        self._asking = Lane("act io", _no_more, width=ASKING_WIDTH)
        self._act = Lane("act", _no_more, idle=self._work)
        disk = elsewhere(self._disk, self._core)
        self._ladder = cockpit.ladder(cockpit.launches())  # on the disk lane alone
        self._detector = cockpit.detector(disk=disk)
        self._monitor = cockpit.monitor(
            self._seen,
            asks={name: elsewhere(lane, self._core) for name, lane in self._io.items()},
            disk=disk,
            breathe=breathe,
            interval_s=interval_s,
        )
        self._actions = cockpit.actions(self._happened, ask=elsewhere(self._asking, self._act))
        self._recovery = cockpit.recovery(self._actions)

    def __enter__(self) -> Self:
        self._is_running = True
        self._act.submit(lambda: _forget(self._recovery.begin()))
        self._core.submit(self._monitor.tick)
        self._disk.submit(lambda: None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_running = False
        for lane in (*self._io.values(), self._act, self._asking, self._core, self._disk):
            lane.close(CLOSE_S)

    # ------------------------------------------------------------ orders, from any thread

    def off(self, flag: str) -> str:
        """Switch a flag of the workspace off; return the operation's id. KeyError without one."""
        order = self.orders.flag_off(
            flag, asked_at=self.cockpit.clock.now(), launch_id=self._launch_id()
        )
        self._act.submit(partial(self._actions.press, order))
        return order.operation_id

    def rollback(self, name: str) -> str | None:
        """Start a rollback of the workspace; None when it is not known to which version."""
        launch = self._newest.launch if self._newest is not None else None
        baseline = None if launch is None else launch.baseline
        version = self.orders.version_to_go_back_to(name, baseline=baseline)
        if version is None:
            return None
        now = self.cockpit.clock.now()
        order = self.orders.rollback(name, version, asked_at=now, launch_id=self._launch_id())
        self._act.submit(partial(self._actions.press, order))
        return order.operation_id

    def step(self, exposure_pct: float) -> bool:
        """Move the exposure, unless the ladder or a failing release stands against it.

        Returns whether any flag of the workspace carries the exposure.
        """
        now = self.cockpit.clock.now()
        orders = self.orders.steps(exposure_pct, asked_at=now, launch_id=self._launch_id())
        self._disk.submit(lambda: self._step(exposure_pct, orders))
        return bool(orders)

    @contextmanager
    def reading(self, read: Callable[[], None]) -> Iterator[None]:
        """Let `read` wait for a person on a thread that is left behind if it still waits."""
        keys = Lane("keys", _no_more)
        keys.submit(read)
        try:
            yield
        finally:
            keys.close(0.0)

    # ------------------------------------------------------------ on the lanes

    def _step(self, exposure_pct: float, orders: tuple[Order, ...]) -> None:
        try:
            refusal = self._ladder.why_not(exposure_pct)
        except JournalError as error:
            refusal = error.message
        refusal = refusal or self._why_not_riskier(exposure_pct)
        for order in orders:
            if refusal is not None:
                self._publish(ActionRefused(order, refusal))
            else:
                self._act.submit(partial(self._actions.press, order))

    def _why_not_riskier(self, exposure_pct: float) -> Message | None:
        """Return why there may be no more exposure now; less is always allowed."""
        snapshot = self._newest
        launch = None if snapshot is None else snapshot.launch
        if launch is not None and exposure_pct <= (launch.exposure_pct or 0.0):
            return None
        stranger = why_not_person(self.cockpit.workspace, self.cockpit.hand.person)
        release = None if snapshot is None else snapshot.release
        is_failing = release is not None and release.state is State.FAIL
        return stranger or (release.verdict if release is not None and is_failing else None)

    def _tick(self) -> float | None:
        if self._is_running:
            self._monitor.tick()
        return TICK_S

    def _work(self) -> float | None:
        return self._actions.work() if self._is_running else TICK_S

    def _tend(self) -> float | None:
        if self._is_running:
            self.cockpit.tend()
        return TEND_S

    def _seen(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self._detector.take(snapshot)
        self._show(snapshot)

    def _happened(self, event: ActionEvent) -> None:
        self._publish(event)
        if isinstance(event, ActionProgress) and event.step is Step.SETTLED:
            operations = dict(self._actions.operations)
            self._disk.submit(lambda: self._note(operations))

    def _note(self, operations: dict[str, Operation]) -> None:
        try:
            self._ladder.note(operations)
        except JournalError as error:
            self._tell(error.message)

    def _launch_id(self) -> str | None:
        launch = self._newest.launch if self._newest is not None else None
        return None if launch is None else launch.launch_id


def _no_more(_error: Exception) -> None:
    """Say nothing: the lane has logged it, and what it broke shows as unknown."""


def _forget(_value: object) -> None:
    """Take no notice of what a task returns."""
