"""The services of a program that goes on: each source on a lane of its own, thinking on another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Literal, Self, TypeAlias

from cockpit.app.advance import StepWish
from cockpit.app.lanes import Lane, breathe, elsewhere
from cockpit.app.launches import LaunchPlan, proposed_baseline
from cockpit.app.orders import Orders
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, LogbookNotice, Step
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.person import why_not_person
from cockpit.domain.launch import Launch
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.domain.notices import Notice
from cockpit.domain.unresolved import Operation
from cockpit.ports.journal import JournalError

TICK_S = 0.1
TEND_S = 1.0
CLOSE_S, LEAVE_S = 2.0, 0.3
"""How long lanes get that write or may have sent something, and those that only ask."""

ASKING_WIDTH = 4
"""How many calls of the act lane may wait for the outside at once; one that hangs delays none."""

Wish: TypeAlias = Literal[
    "step",
    "plan",
    "deployed",
    "hold",
    "resume",
    "accept",
    "take_over",
    "close",
    "answer",
    "sign",
    "no_go",
    "reason",
    "dispute",
    "note",
    "shelve",
    "unshelve",
    "rate",
]
"""What an answer is about."""


class Live:
    """Lanes and services from `with` to its end.

    `publish`, `show`, `tell` and `answered` are called on the lanes' own threads; `answered` says
    of each wish why it was not granted, None when its row is in the journal; without it, refusals
    go to `tell`. `notify` gets what people outside the window should hear of, on
    the lane of the disk. Orders may be given from any thread; they go out on the act lane, which
    never waits for anything but the disk.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        *,
        publish: Callable[[ActionEvent], None],
        show: Callable[[Snapshot], None],
        tell: Callable[[Message], None],
        interval_s: float,
        answered: Callable[[Wish, Message | None], None] | None = None,
        notify: Callable[[Notice], None] = lambda _notice: None,
    ) -> None:
        self.cockpit = cockpit
        self.orders = Orders(cockpit.workspace)
        self._publish, self._show, self._tell = publish, show, tell
        self._answered = answered or self._complain
        self._newest: Snapshot | None = None
        self._is_running = False
        self._disk = Lane("disk", _no_more, idle=self._tend)
        self._core = Lane("core", _no_more, idle=self._tick)
        self._io = {name: Lane(f"io {name}", _no_more) for name in cockpit.workspace.sources}
        self._asking = Lane("act io", _no_more, width=ASKING_WIDTH)
        self._act = Lane("act", _no_more, idle=self._work)
        disk = elsewhere(self._disk, self._core)
        self._launches = cockpit.launches()  # on the disk lane alone, as what rests on it
        self._ladder = cockpit.ladder(self._launches)
        self._advance = cockpit.advance(self._launches)
        self._accepting = cockpit.accepting(self._launches)
        self._sign_offs = cockpit.sign_offs(self._launches)
        self._detector = cockpit.detector(disk=disk)
        self._notify = notify
        self._alert_log = cockpit.alert_log(disk=disk, notify=self._noticed)
        self._alert_desk = cockpit.alert_desk()
        self._monitor = cockpit.monitor(
            self._seen,
            asks={name: elsewhere(lane, self._core) for name, lane in self._io.items()},
            disk=disk,
            breathe=breathe,
            interval_s=interval_s,
        )
        channels = cockpit.workspace.alerts.channels
        self._telling = {name: Lane(f"channel {name}", _no_more) for name in channels}
        self._delivery = cockpit.delivery(
            asks={name: elsewhere(lane, self._core) for name, lane in self._telling.items()},
            disk=disk,
            breathe=breathe,
        )
        self._actions = cockpit.actions(self._happened, ask=elsewhere(self._asking, self._act))
        self._recovery = cockpit.recovery(self._actions)

    def __enter__(self) -> Self:
        self._is_running = True
        self.recover()
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
        for wait_s in (0.0, LEAVE_S):  # all are told first, so that they end side by side
            for lane in (*self._io.values(), *self._telling.values()):
                lane.close(wait_s)
        for lane in (self._act, self._asking, self._core, self._disk):
            lane.close(CLOSE_S)

    def recover(self) -> None:
        """Take over what dead runs left, as far as the journal tells by now."""
        self._act.submit(lambda: _forget(self._recovery.begin()))

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

    def step(
        self,
        exposure_pct: float,
        *,
        second_person: str | None = None,
        typed_pct: float | None = None,
    ) -> None:
        """Move the exposure through the gate; less exposure needs no gate and nobody else.

        All the way back waits for nothing, not even for what else the disk has to do.
        """
        asked_at = self.cockpit.clock.now()
        if exposure_pct == 0:
            is_pressed = self._press(exposure_pct, asked_at)
            self._answered("step", None if is_pressed else message(LadderCode.NO_TARGETS))
            return
        wish = StepWish(exposure_pct, second_person, typed_pct, asked_at)
        self._disk.submit(lambda: self._step(wish, asked_at))

    def plan(self, plan: LaunchPlan) -> None:
        """Open a launch; without a baseline the version with most users is compared with."""
        if plan.baseline is None and self._newest is not None:
            baseline = proposed_baseline(self._newest.versions, plan.version)
            plan = replace(plan, baseline=baseline)
        is_drill = self.cockpit.hand.is_drill
        self._ask("plan", lambda: self._launches.open(plan, is_drill=is_drill))

    def deployed(self) -> None:
        """Write down that the release is deployed, open to nobody."""
        self._ask("deployed", self._launches.deployed, is_for_people=True)

    def hold(self, reason: str) -> None:
        """Allow no next stage; the exposure stays as it is."""
        self._ask("hold", lambda: self._launches.hold(reason))

    def resume(self) -> None:
        """End the hold."""
        self._ask("resume", self._launches.resume, is_for_people=True)

    def accept(self, check: str, reason: str) -> None:
        """Accept what a check has found, as it was on the screen."""
        seen = self._newest
        self._ask("accept", lambda: self._accepting.accept(check, reason, seen))

    def take_over(self) -> None:
        """Hold the launch window from now on."""
        self._ask("take_over", self._launches.take_over, is_for_people=True)

    def close(
        self, result: Literal["done", "stopped"], way_out: Literal["flag_off", "rollback"] | None
    ) -> None:
        """Close the launch."""
        self._ask("close", lambda: self._launches.close(result, way_out=way_out))

    def give_reason(self, about: str, reason: str) -> None:
        """Say afterwards why: about an operation's id, or the number of a row."""
        self._ask("reason", lambda: self._launches.give_reason(about, reason))

    def dispute(self, launch_id: str, reason: str) -> None:
        """Dispute how a launch counts on Change Safety, with a reason."""
        self._ask("dispute", lambda: self._launches.dispute(launch_id, reason))

    def answer(
        self,
        item_id: str,
        value: str,
        *,
        accepts: bool,
        note: str = "",
        as_person: str | None = None,
    ) -> None:
        """Answer a question of the Go/No-Go; what is measured, as it was on the screen."""
        seen, answer = self._newest, self._sign_offs.answer
        self._ask(
            "answer",
            lambda: answer(
                item_id, value, accepts=accepts, note=note, as_person=as_person, seen=seen
            ),
        )

    def sign(self, role: str, *, as_person: str | None = None) -> None:
        """Say Go for a role, to the evidence on the screen."""
        seen = self._newest
        self._ask("sign", lambda: self._sign_offs.sign(role, as_person=as_person, seen=seen))

    def no_go(self, reason: str = "") -> None:
        """Say No-Go, at once; the reason may come afterwards."""
        self._ask("no_go", lambda: self._sign_offs.no_go(reason))

    def note(self, text: str) -> None:
        """Write a note into the journal."""
        self._ask("note", lambda: self._launches.note(text))

    def shelve(self, alert_id: str, minutes: float, reason: str) -> None:
        """Put an alert aside for a while."""
        desk = self._alert_desk
        self._ask(
            "shelve",
            lambda: desk.shelve(alert_id, minutes=minutes, reason=reason),
            is_for_people=True,
        )

    def unshelve(self, key: str) -> None:
        """Take an alert back that was put aside."""
        self._ask("unshelve", lambda: self._alert_desk.unshelve(key))

    def rate(self, alert_id: str, *, is_useful: bool) -> None:
        """Say whether an alert was of use."""
        self._ask("rate", lambda: self._alert_desk.rate(alert_id, is_useful=is_useful))

    def show_range(self, range_s: float) -> None:
        """Have charts show the last so many seconds: 15 min, 1, 6 or 24 h."""
        self._core.submit(partial(self._monitor.show_range, range_s))

    def send_again(self, operation_id: str) -> None:
        """Send an operation of unknown outcome once more, with its own id."""
        self._act.submit(partial(self._send_again, operation_id))

    def close_operation(self, operation_id: str, reason: str) -> None:
        """Close an operation of unknown outcome as overtaken, with a reason."""
        self._act.submit(partial(self._actions.close_as_overtaken, operation_id, reason))

    def read_now(self) -> None:
        """Ask all sources now."""
        self._core.submit(self._monitor.hurry)

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

    def _ask(
        self,
        wish: Wish,
        do: Callable[[], Launch | Message | None],
        *,
        is_for_people: bool = False,
    ) -> None:
        """Carry a wish out on the disk lane, and say what came of it."""
        stranger = None
        if is_for_people:
            stranger = why_not_person(self.cockpit.workspace, self.cockpit.hand.person)

        def carry_out() -> None:
            try:
                done = stranger or do()
            except JournalError as error:
                done = error.message
            self._answered(wish, done if isinstance(done, Message) else None)

        self._disk.submit(carry_out)

    def _step(self, wish: StepWish, asked_at: datetime) -> None:
        try:
            refusal = self._advance.approve(wish, self._newest)
        except JournalError as error:
            refusal = error.message
        if refusal is None:
            self._press(wish.exposure_pct, asked_at)
        self._answered("step", refusal)

    def _send_again(self, operation_id: str) -> None:
        operation = self._actions.operations.get(operation_id)
        refusal = self._advance.why_not_again(operation, self._newest)
        if operation is not None and refusal is not None:
            self._publish(ActionRefused(operation.intent.order, refusal))
        else:
            self._actions.send_again(operation_id)

    def _press(self, exposure_pct: float, asked_at: datetime) -> bool:
        """Press every flag that carries the exposure; return whether there is one."""
        launch_id = self._launch_id()
        orders = self.orders.steps(exposure_pct, asked_at=asked_at, launch_id=launch_id)
        for order in orders:
            self._act.submit(partial(self._actions.press, order))
        return bool(orders)

    def _complain(self, _wish: Wish, refusal: Message | None) -> None:
        if refusal is not None:
            self._tell(refusal)

    def _tick(self) -> float | None:
        if self._is_running:
            self._monitor.tick()
            self._delivery.tick()
        return TICK_S

    def _work(self) -> float | None:
        return self._actions.work() if self._is_running else TICK_S

    def _tend(self) -> float | None:
        # The first checkpoint loads a library: people see their boards before it.
        if self._is_running and self._newest is not None:
            self.cockpit.tend()
        return TEND_S

    def _seen(self, snapshot: Snapshot) -> None:
        snapshot = replace(snapshot, channels=self._delivery.views())
        self._newest = snapshot
        self._detector.take(snapshot)
        self._alert_log.take(snapshot)
        self._show(snapshot)

    def _noticed(self, notice: Notice) -> None:
        """Hand a notice on, to whoever listens and to the channels; on the lane of the disk."""
        self._notify(notice)
        self._core.submit(partial(self._delivery.notify, notice))

    def _happened(self, event: ActionEvent) -> None:
        self._publish(event)
        if isinstance(event, LogbookNotice):
            self._core.submit(partial(self._monitor.note_logbook, event.notice))
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
