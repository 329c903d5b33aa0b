"""The services of a program that goes on: each source on a lane of its own, thinking on another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Event, Lock
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from msgspec.structs import replace

from cockpit.app.lanes import Lane, breathe
from cockpit.app.orders import Orders
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, LogbookNotice, Step
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.live_lanes import LiveLanes, no_more
from cockpit.bootstrap.person import why_not_person
from cockpit.bootstrap.wishes import Wish
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError

if TYPE_CHECKING:  # what writes and acts is read after the boards, or with the first press
    from cockpit.app.launches import LaunchPlan
    from cockpit.bootstrap.acting import Acting
    from cockpit.domain.launch import Launch
    from cockpit.domain.notices import Notice
    from cockpit.domain.operations import Order
    from cockpit.domain.unresolved import Operation

TICK_S = 0.1
TEND_S = 1.0


class Live:
    """Lanes and services from `with` to its end.

    `publish`, `show`, `tell` and `answered` are called on the lanes' own threads; `answered` says
    of each wish why it was not granted, None when its row is in the journal; without it, refusals
    go to `tell`. `notify` gets what people outside the window should hear of, on
    the lane of the disk. Orders may be given from any thread; they go out on the act lane, which
    never waits for anything but the disk.

    What writes and acts is read with the first wish, or once the journal is there. Until
    `first_look` is set, further questions give way to the first figures, and flags to all of them:
    their tokens are in the keyring, and to read that takes as long. A press does not wait for it.
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
        notify: "Callable[[Notice], None]" = lambda _notice: None,
        first_look: Event | None = None,
    ) -> None:
        self.cockpit = cockpit
        self.orders = Orders(cockpit.workspace)
        self._publish, self._show, self._tell = publish, show, tell
        self._answered = answered or self._complain
        self._newest: Snapshot | None = None
        self._notify = notify
        if first_look is None:
            first_look = Event()
            first_look.set()
        self._is_running = False
        self._made: Acting | None = None
        self._making = Lock()
        self._lanes = LiveLanes(
            cockpit.workspace, first_look, tend=self._tend, tick=self._tick, work=self._work
        )
        self._monitor = cockpit.monitor(
            self._seen,
            asks=self._lanes.to_sources,
            disk=self._lanes.to_disk,
            breathe=breathe,
            interval_s=interval_s,
        )

    def __enter__(self) -> Self:
        self._is_running = True
        if self.cockpit.is_journal_open:
            self.recover()
        lanes, sources = self._lanes, self.cockpit.sources
        lanes.give_way(sources.flags)
        lanes.core.submit(self._monitor.tick)
        lanes.core.submit(lambda: lanes.give_way(sources.metrics))
        self._lanes.disk.submit(lambda: None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_running = False
        self._lanes.close()

    def recover(self) -> None:
        """Take over what dead runs left, as far as the journal tells by now."""
        self._lanes.act.submit(lambda: self._acting.recovery.begin())  # noqa: PLW0108 - read there

    # ------------------------------------------------------------ orders, from any thread

    def off(self, flag: str) -> str:
        """Switch a flag of the workspace off; return the operation's id. KeyError without one."""
        order = self.orders.flag_off(
            flag, asked_at=self.cockpit.clock.now(), launch_id=self._launch_id()
        )
        self._press(order)
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
        self._press(order)
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
            is_pressed = self._press_steps(exposure_pct, asked_at)
            self._answered("step", None if is_pressed else message(LadderCode.NO_TARGETS))
            return
        self._lanes.disk.submit(
            lambda: self._step(exposure_pct, second_person, typed_pct, asked_at)
        )

    def plan(self, plan: "LaunchPlan") -> None:
        """Open a launch; without a baseline the version with most users is compared with."""
        if plan.baseline is None and self._newest is not None:
            from cockpit.app.launches import proposed_baseline

            baseline = proposed_baseline(self._newest.versions, plan.version)
            plan = replace(plan, baseline=baseline)
        is_drill = self.cockpit.hand.is_drill
        self._ask("plan", lambda acting: acting.launches.open(plan, is_drill=is_drill))

    def deployed(self) -> None:
        """Write down that the release is deployed, open to nobody."""
        self._ask("deployed", lambda acting: acting.launches.deployed(), is_for_people=True)

    def hold(self, reason: str) -> None:
        """Allow no next stage; the exposure stays as it is."""
        self._ask("hold", lambda acting: acting.launches.hold(reason))

    def resume(self) -> None:
        """End the hold."""
        self._ask("resume", lambda acting: acting.launches.resume(), is_for_people=True)

    def accept(self, check: str, reason: str) -> None:
        """Accept what a check has found, as it was on the screen."""
        seen = self._newest
        self._ask("accept", lambda acting: acting.accepting.accept(check, reason, seen))

    def take_over(self) -> None:
        """Hold the launch window from now on."""
        self._ask("take_over", lambda acting: acting.launches.take_over(), is_for_people=True)

    def close(
        self, result: Literal["done", "stopped"], way_out: Literal["flag_off", "rollback"] | None
    ) -> None:
        """Close the launch."""
        self._ask("close", lambda acting: acting.launches.close(result, way_out=way_out))

    def give_reason(self, about: str, reason: str) -> None:
        """Say afterwards why: about an operation's id, or the number of a row."""
        self._ask("reason", lambda acting: acting.launches.give_reason(about, reason))

    def dispute(self, launch_id: str, reason: str) -> None:
        """Dispute how a launch counts on Change Safety, with a reason."""
        self._ask("dispute", lambda acting: acting.launches.dispute(launch_id, reason))

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
        seen = self._newest
        self._ask(
            "answer",
            lambda acting: acting.sign_offs.answer(
                item_id, value, accepts=accepts, note=note, as_person=as_person, seen=seen
            ),
        )

    def sign(self, role: str, *, as_person: str | None = None) -> None:
        """Say Go for a role, to the evidence on the screen."""
        seen = self._newest
        self._ask(
            "sign", lambda acting: acting.sign_offs.sign(role, as_person=as_person, seen=seen)
        )

    def no_go(self, reason: str = "") -> None:
        """Say No-Go, at once; the reason may come afterwards."""
        self._ask("no_go", lambda acting: acting.sign_offs.no_go(reason))

    def note(self, text: str) -> None:
        """Write a note into the journal."""
        self._ask("note", lambda acting: acting.launches.note(text))

    def shelve(self, alert_id: str, minutes: float, reason: str) -> None:
        """Put an alert aside for a while."""
        self._ask(
            "shelve",
            lambda acting: acting.alert_desk.shelve(alert_id, minutes=minutes, reason=reason),
            is_for_people=True,
        )

    def unshelve(self, key: str) -> None:
        """Take an alert back that was put aside."""
        self._ask("unshelve", lambda acting: acting.alert_desk.unshelve(key))

    def rate(self, alert_id: str, *, is_useful: bool) -> None:
        """Say whether an alert was of use."""
        self._ask("rate", lambda acting: acting.alert_desk.rate(alert_id, is_useful=is_useful))

    def show_range(self, range_s: float) -> None:
        """Have charts show the last so many seconds: 15 min, 1, 6 or 24 h."""
        self._lanes.core.submit(partial(self._monitor.show_range, range_s))

    def send_again(self, operation_id: str) -> None:
        """Send an operation of unknown outcome once more, with its own id."""
        self._lanes.act.submit(lambda: self._acting.send_again(operation_id, self._newest))

    def close_operation(self, operation_id: str, reason: str) -> None:
        """Close an operation of unknown outcome as overtaken, with a reason."""
        self._lanes.act.submit(
            lambda: self._acting.actions.close_as_overtaken(operation_id, reason)
        )

    def read_now(self) -> None:
        """Ask all sources now."""
        self._lanes.core.submit(self._monitor.hurry)

    def leap(self, pass_time: Callable[[], None], then: Callable[[Snapshot | None], None]) -> None:
        """Let the clock leap by `pass_time`; `then` gets what is shown when all came to rest."""
        self._acting.leaping.leap(pass_time, then)

    def draw(self, then: Callable[[Snapshot | None], None]) -> None:
        """Ask for all that charts lack while the clock stands still; `then` gets what is shown."""
        self._acting.leaping.draw(then)

    @contextmanager
    def reading(self, read: Callable[[], None]) -> Iterator[None]:
        """Let `read` wait for a person on a thread that is left behind if it still waits."""
        keys = Lane("keys", no_more)
        keys.submit(read)
        try:
            yield
        finally:
            keys.close(0.0)

    # ------------------------------------------------------------ on the lanes

    @property
    def _acting(self) -> "Acting":
        """What writes and acts; never asked for on the lane that thinks before it is there."""
        with self._making:
            if self._made is None:
                from cockpit.bootstrap.acting import Acting

                self._made = Acting(
                    self.cockpit,
                    self._lanes,
                    self._monitor,
                    publish=self._happened,
                    show=self._show,
                    notify=self._noticed,
                )
            return self._made

    def _ask(
        self,
        wish: Wish,
        do: "Callable[[Acting], Launch | Message | None]",
        *,
        is_for_people: bool = False,
    ) -> None:
        """Carry a wish out on the disk lane, and say what came of it."""
        stranger = None
        if is_for_people:
            stranger = why_not_person(self.cockpit.workspace, self.cockpit.hand.person)

        def carry_out() -> None:
            try:
                done = stranger or do(self._acting)
            except JournalError as error:
                done = error.message
            self._answered(wish, done if isinstance(done, Message) else None)

        self._lanes.disk.submit(carry_out)

    def _step(
        self,
        exposure_pct: float,
        second_person: str | None,
        typed_pct: float | None,
        asked_at: datetime,
    ) -> None:
        from cockpit.app.advance import StepWish

        wish = StepWish(exposure_pct, second_person, typed_pct, asked_at)
        refusal = self._acting.why_no_step(wish, self._newest)
        if refusal is None:
            self._press_steps(exposure_pct, asked_at)
        self._answered("step", refusal)

    def _press(self, order: "Order") -> None:
        self._lanes.act.submit(lambda: self._acting.actions.press(order))

    def _press_steps(self, exposure_pct: float, asked_at: datetime) -> bool:
        """Press every flag that carries the exposure; return whether there is one."""
        launch_id = self._launch_id()
        orders = self.orders.steps(exposure_pct, asked_at=asked_at, launch_id=launch_id)
        for order in orders:
            self._press(order)
        return bool(orders)

    def _complain(self, _wish: Wish, refusal: Message | None) -> None:
        if refusal is not None:
            self._tell(refusal)

    def _tick(self) -> float | None:
        made = self._made
        if self._is_running and (made is None or not made.leaping.is_under_way):
            self._monitor.tick()
            if made is not None:
                made.delivery.tick()
        return TICK_S

    def _work(self) -> float | None:
        made = self._made if self._is_running else None
        return TICK_S if made is None else made.actions.work()

    def _tend(self) -> float | None:
        # The first checkpoint loads a library: people see their boards before it.
        if self._is_running and self._newest is not None:
            self.cockpit.tend()
        return TEND_S

    def _seen(self, snapshot: Snapshot) -> None:
        made, show = self._made, self._show
        if made is not None:
            snapshot, show = replace(snapshot, channels=made.delivery.views()), made.leaping.show
            made.detector.take(snapshot)
            made.alert_log.take(snapshot)
        self._newest = snapshot
        show(snapshot)

    def _noticed(self, notice: "Notice") -> None:
        """Hand a notice on, to whoever listens and to the channels; on the lane of the disk."""
        self._notify(notice)
        self._lanes.core.submit(lambda: self._acting.delivery.notify(notice))

    def _happened(self, event: ActionEvent) -> None:
        self._publish(event)
        if isinstance(event, LogbookNotice):
            self._lanes.core.submit(partial(self._monitor.note_logbook, event.notice))
        if isinstance(event, ActionProgress) and event.step is Step.SETTLED:
            operations = dict(self._acting.actions.operations)
            self._lanes.disk.submit(lambda: self._note(operations))

    def _note(self, operations: "dict[str, Operation]") -> None:
        try:
            self._acting.ladder.note(operations)
        except JournalError as error:
            self._tell(error.message)

    def _launch_id(self) -> str | None:
        launch = self._newest.launch if self._newest is not None else None
        return None if launch is None else launch.launch_id
