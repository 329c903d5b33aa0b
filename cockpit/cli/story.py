"""A whole launch on the simulator, told while it happens; every step has to come true."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cockpit.app.gonogo_view import GoNoGoView
from cockpit.app.snapshot import ReleaseView, Snapshot
from cockpit.app.way_out import WayOut
from cockpit.cli.codes import CliCode, StoryCode
from cockpit.cli.exits import Exit
from cockpit.cli.progress import ProgressView
from cockpit.cli.status_view import StatusView
from cockpit.cli.terminal import Terminal
from cockpit.domain.cause import Cause
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, Value, message
from cockpit.domain.operations import Order
from cockpit.domain.unresolved import Status
from cockpit.domain.verdict import State
from cockpit.words.names import names_of

if TYPE_CHECKING:
    from cockpit.bootstrap.demo import World
    from cockpit.bootstrap.inline import Inline

PERSON, SECOND = "mina", "jun"
VERSION, BUILD = "3.2.0", "320"
FLAG, ROLLBACK = "coupon_v2", "shop-app"
FLOW, PLATFORM = "coupon", "android"
ANSWERS = {
    "store_review": "Play, App Store",
    "contract_tests": "128/128",
    "e2e": "42/42",
    "critical_bugs": "0",
}
"""What the roles answer to the questions that nothing measures."""

LOOK_S = 5.0
BAKE_LOOK_S = 30.0
BAKE_PATIENCE_S = 7_200.0
HURRY, FAST = 40.0, 1_000.0
PATIENCE_S = 600.0


class UntrueError(Exception):
    """A step of the story did not come true."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.told = told


def told(terminal: Terminal, seed: int) -> int:
    """Play the launch and return OK; NO as soon as a step does not come true."""
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.bootstrap.demo import demo_world
    from cockpit.bootstrap.inline import Inline

    with (
        TemporaryDirectory(prefix="cockpit-demo-") as folder,
        demo_world(Path(folder), seed) as world,
        Cockpit(world.file, PERSON, world.surroundings, terminal.complain) as cockpit,
    ):
        terminal.words.learn(names_of(world.file.workspace, terminal.language))
        inline = Inline(cockpit, ProgressView(terminal).show, terminal.complain, pace_s=LOOK_S / 2)
        story = Story(terminal, world, inline)
        try:
            story.play()
        except UntrueError as error:
            terminal.complain(message(StoryCode.UNTRUE, told=error.told))
            return Exit.NO
    return Exit.OK


class Story:
    """The scenes of the demo, one after the other."""

    def __init__(self, terminal: Terminal, world: "World", inline: "Inline") -> None:
        self._terminal = terminal
        self._world = world
        self._inline = inline

    def play(self) -> None:
        """Play all scenes; raise `UntrueError` at the first that does not come true."""
        self._say(StoryCode.BEGIN)
        launch = self._open()
        self._say_go(launch)
        self._step(1)
        self._wait_for_gate()
        self._step(5)
        release, detected_s = self._wait_for_fault()
        self._page()
        self._say(StoryCode.FOUND, waited_s=detected_s, verdict=release.verdict)
        self._switch_off(launch)
        self._roll_back(launch)
        self._close()
        self._page()
        self._audit()
        self._say(StoryCode.END)

    # ------------------------------------------------------------ scenes

    def _open(self) -> Launch:
        from cockpit.app.launches import LaunchPlan, proposed_baseline

        versions = self._inline.look().versions
        self._page()
        plan = LaunchPlan(VERSION, BUILD, proposed_baseline(versions, VERSION))
        opened = self._inline.launches.open(plan, is_drill=True)
        if isinstance(opened, Message):
            raise UntrueError(opened)
        self._say(
            CliCode.LAUNCH_OPENED,
            version=opened.version,
            build=opened.build,
            baseline=opened.baseline_version,
            launch_id=opened.launch_id,
        )
        return opened

    def _say_go(self, launch: Launch) -> None:
        """Let every role answer and say Go, the product owner last; then it is deployed."""
        from cockpit.app.gonogo import holders

        sign_offs, workspace = self._inline.sign_offs, self._world.file.workspace
        for item_id, value in ANSWERS.items():
            role = next(one.role for one in workspace.checklist if one.id == item_id)
            person = holders(workspace, role)[0]
            self._want(sign_offs.answer(item_id, value, accepts=True, as_person=person, seen=None))
        for polled in self._seen_sheet(launch).poll:
            self._seen_sheet(launch)
            seen, person = self._inline.watch(), polled.people[0]
            self._want(sign_offs.sign(polled.role, as_person=person, seen=seen))
            self._say(StoryCode.SAID_GO, role=polled.role, person=person)
        self._inline.launches.deployed()
        self._say(StoryCode.GO, person=PERSON)

    def _seen_sheet(self, launch: Launch) -> GoNoGoView:
        """Return the sheet once the watch has seen every row of it."""
        for snapshot in self._passing(PATIENCE_S, LOOK_S):
            sheet = snapshot.gonogo
            is_it = snapshot.launch is not None and snapshot.launch.launch_id == launch.launch_id
            if sheet is not None and is_it and not sheet.unknown_count:
                return sheet
        raise UntrueError(message(StoryCode.NO_SHEET))

    @staticmethod
    def _want(refusal: Message | None) -> None:
        """Take a refusal for a step that did not come true."""
        if refusal is not None:
            raise UntrueError(refusal)

    def _step(self, exposure_pct: float) -> None:
        from cockpit.app.advance import StepWish

        self._say(StoryCode.STEP, exposure_pct=exposure_pct, person=SECOND)
        wish = StepWish(exposure_pct, SECOND, exposure_pct)
        for judged in self._passing(PATIENCE_S, LOOK_S):
            gate = None if judged.launch is None else judged.launch.gate
            if gate is not None and gate.is_open:
                break
        refusal = self._inline.why_not_step(wish, judged)
        if refusal is not None:
            raise UntrueError(refusal)
        orders = self._inline.orders.steps(
            exposure_pct, asked_at=self._world.clock.now(), launch_id=self._inline.launch_id()
        )
        for order in orders:
            self._carry_out(order)
        self._say(CliCode.STAGE_REACHED, version=VERSION, exposure_pct=exposure_pct)

    def _wait_for_gate(self) -> None:
        """Wait until enough is proved of the stage."""
        self._say(StoryCode.BAKE)
        began_s = self._world.clock.monotonic_s()
        for snapshot in self._passing(BAKE_PATIENCE_S, BAKE_LOOK_S):
            gate = None if snapshot.launch is None else snapshot.launch.gate
            if gate is not None and gate.is_open:
                waited_s = self._world.clock.monotonic_s() - began_s
                self._say(StoryCode.GATE_OPEN, waited_s=waited_s, checks_count=len(gate.checks))
                return
        raise UntrueError(message(StoryCode.GATE_SHUT))

    def _wait_for_fault(self) -> tuple[ReleaseView, float]:
        clock = self._world.clock
        began_s = clock.monotonic_s()
        self._say(StoryCode.WAIT)
        for snapshot in self._passing(PATIENCE_S, LOOK_S):
            release = snapshot.release
            if release is not None and release.state is State.FAIL:
                break
        else:
            raise UntrueError(message(StoryCode.NOT_FOUND))
        advice = release.advice
        is_right = (
            release.cause is Cause.RELEASE
            and release.flow == FLOW
            and release.platform == PLATFORM
            and advice is not None
            and (advice.way_out, advice.name) == (WayOut.FLAG_OFF, FLAG)
        )
        if not is_right:
            raise UntrueError(release.verdict)
        return release, clock.monotonic_s() - began_s

    def _switch_off(self, launch: Launch) -> None:
        self._say(StoryCode.OFF, flag=FLAG)
        now = self._world.clock.now()
        order = self._inline.orders.flag_off(FLAG, asked_at=now, launch_id=launch.launch_id)
        self._carry_out(order)
        self._until_safe(order)

    def _roll_back(self, launch: Launch) -> None:
        self._say(StoryCode.ROLL_BACK, version=launch.baseline_version)
        order = self._inline.orders.rollback(
            ROLLBACK,
            launch.baseline_version,
            asked_at=self._world.clock.now(),
            launch_id=launch.launch_id,
        )
        with self._world.clock.hurried(HURRY):
            self._carry_out(order)

    def _close(self) -> None:
        closed = self._inline.launches.close("stopped", way_out="flag_off")
        if isinstance(closed, Message):
            raise UntrueError(closed)
        self._say(CliCode.LAUNCH_CLOSED, launch_id=closed.launch_id)

    def _audit(self) -> None:
        from cockpit.bootstrap.audit import audited, audited_file
        from cockpit.bootstrap.demo import edited_copy

        self._inline.cockpit.tend()
        self._say(StoryCode.AUDIT)
        found = audited(self._world.file, root=self._world.surroundings.root)
        for line in found.messages:
            self._terminal.say(line)
        if found.exit_code != Exit.OK:
            raise UntrueError(found.messages[0])
        self._say(StoryCode.EDIT)
        forged = audited_file(edited_copy(self._world))
        for line in forged.messages:
            self._terminal.say(line)
        if forged.exit_code != Exit.NO:
            raise UntrueError(forged.messages[0])

    # ------------------------------------------------------------ how scenes are made

    def _carry_out(self, order: Order) -> None:
        operation = self._inline.errand.carry_out(order, patience_s=PATIENCE_S)
        if operation is None or operation.status is not Status.CONFIRMED:
            raise UntrueError(message(StoryCode.NOT_CONFIRMED, target=order.target.name))

    def _until_safe(self, order: Order) -> None:
        self._terminal.say(message(CliCode.WAITING_FOR_BAND))
        with self._world.clock.hurried(FAST):
            view = self._inline.errand.until_safe(order.operation_id, patience_s=PATIENCE_S)
        if view is None:
            raise UntrueError(message(CliCode.NOT_YET_SAFE, waited_s=PATIENCE_S))
        for mend in view.mends:
            self._say(
                CliCode.SAFE,
                at=view.back_in_band_at,
                flow=mend.flow,
                bad_ratio=mend.bad_ratio,
                limit_ratio=mend.limit_ratio,
                total_count=round(mend.event_count),
            )

    def _passing(self, seconds: float, step_s: float) -> "Iterator[Snapshot]":
        """Let time pass and yield what the watch sees, every few seconds."""
        clock = self._world.clock
        until_s = clock.monotonic_s() + seconds
        with clock.hurried(FAST):
            while clock.monotonic_s() < until_s:
                clock.wait_s(step_s)
                yield self._inline.watch()

    def _page(self) -> None:
        view = StatusView(self._terminal.words, self._terminal.out.width)
        self._terminal.out.print(view.page(self._inline.watch()))
        self._terminal.out.print()

    def _say(self, code: StoryCode | CliCode, **values: Value) -> None:
        self._terminal.say(message(code, **values))
