"""How the scenes of the demo are acted: by clicks and keys in the window, each made sure of."""

from pathlib import Path

from PySide6.QtCore import Qt

from cockpit.app.launch_view import LaunchPhase
from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo_stage import BREATH_S, Stage, Tell
from cockpit.domain.message import Message, Value, message
from cockpit.domain.operations import Lever
from cockpit.domain.unresolved import Status
from cockpit.ui.names import Name
from cockpit.ui.walker import Walker

SECOND = "sora"
QUICK_S, JOB_STEP_S, GATE_STEP_S = 0.5, 5.0, 10.0
OFF_HOLD_S, ROLLBACK_HOLD_S, FROZEN_S = 0.95, 1.7, 2.1
"""How long buttons are held; a target that has just changed takes no press for two seconds."""


class UntrueError(Exception):
    """A step of the story did not come true."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


class Acting:
    """The scenes that every story has, and what scenes are made of.

    Every scene raises `NotThereError` or `UntrueError` when it does not come true.
    """

    def __init__(self, stage: Stage, folder: Path, tell: Tell) -> None:
        self.stage, self.walker = stage, stage.walker
        self.folder, self.tell = folder, tell
        self.pictures: list[Path] = []

    # ------------------------------------------------------------ scenes

    def go(self) -> None:
        """Sign as the product owner, and note that the release is deployed."""
        self.stage.until(lambda s: s.gonogo is not None and s.gonogo.why_not is None, "pm")
        self.page(Qt.Key.Key_G)
        self.take("gonogo", "1-gonogo")
        self.walker.click(f"{Name.SIGN}.pm")
        self.stage.until(lambda s: s.launch is not None and s.launch.phase is LaunchPhase.GO, "go")
        self.say(PlayCode.GO)
        self.page(Qt.Key.Key_R)
        self.walker.click(Name.DEPLOYED)
        self.stage.until(
            lambda s: s.launch is not None and s.launch.phase is LaunchPhase.DEPLOYED, "deployed"
        )
        self.say(PlayCode.DEPLOYED)

    def step(self, exposure_pct: float) -> None:
        """Wait for the gate, and advance with a second person and the typed percentage."""
        self.page(Qt.Key.Key_R)
        self.stage.until(
            lambda s: (
                s.launch is not None
                and s.launch.gate is not None
                and s.launch.gate.is_open
                and s.launch.gate.next_exposure_pct == exposure_pct
            ),
            "gate",
            step_s=GATE_STEP_S,
        )
        self.take("rollout", f"2-rollout-{exposure_pct:g}")
        self.walker.choose(Name.SECOND_PERSON, self._name(SECOND))
        self.walker.type(Name.TYPED_PCT, f"{exposure_pct:g}")
        self.walker.click(Name.ADVANCE)
        self.stage.until(
            lambda s: s.launch is not None and s.launch.exposure_pct == exposure_pct,
            "stage",
            step_s=QUICK_S,
        )
        self.say(PlayCode.STAGE, exposure_pct=exposure_pct)

    def switch_off(self, flag: str) -> None:
        """Hold the button of the way out until users are safe; the flag has to be off for them."""
        self.say(PlayCode.HOLD_OFF, flag=flag, seconds=OFF_HOLD_S)
        self.walker.pump(FROZEN_S)
        self.walker.hold(Name.OFF, OFF_HOLD_S)
        off = self.operation(Lever.FLAG_OFF)
        took_s = (off.seen_at - off.asked_at).total_seconds() if off.seen_at else None
        self.say(PlayCode.SEEN_OFF, flag=flag, took_s=took_s)
        self.stage.until(
            lambda s: any(
                one.lever is Lever.FLAG_OFF and one.back_in_band_at is not None
                for one in s.operations
            ),
            "back",
        )
        flags = self.stage.world.simulation.state()["flags"]
        if not isinstance(flags, dict) or flags.get(flag) is not False:
            raise UntrueError(message(PlayCode.STILL_ON, flag=flag))
        self.say(PlayCode.SAFE)
        self.take("flow", "4-flow-safe")

    def roll_back(self) -> None:
        """Hold the button of the second way out until its job is done."""
        self.say(PlayCode.HOLD_BACK, seconds=ROLLBACK_HOLD_S)
        self.walker.pump(FROZEN_S)
        self.walker.hold(Name.ROLLBACK, ROLLBACK_HOLD_S)
        self.operation(Lever.ROLLBACK, step_s=JOB_STEP_S)
        self.say(PlayCode.ROLLED_BACK)

    def close(self) -> None:
        """Close the launch as stopped."""
        self.page(Qt.Key.Key_R)
        self.walker.click(Name.CLOSE)
        self.stage.until(lambda s: s.launch is None, "closed")
        self.say(PlayCode.CLOSED)

    # ------------------------------------------------------------ how scenes are made

    def operation(self, lever: Lever, *, step_s: float = QUICK_S) -> OperationView:
        """Return the newest operation of a lever once it is confirmed."""

        def found(snapshot: Snapshot) -> OperationView | None:
            mine = [one for one in snapshot.operations if one.lever is lever]
            done = [one for one in mine if one.status is Status.CONFIRMED]
            return max(done, key=lambda one: one.asked_at, default=None)

        seen = found(self.stage.until(lambda s: found(s) is not None, lever.value, step_s=step_s))
        assert seen is not None, "it was waited for"  # noqa: S101 - see above
        return seen

    def page(self, key: Qt.Key) -> None:
        """Go to a page by its key."""
        self.walker.window.setFocus()
        self.walker.key(key)

    def take(self, page: str, name: str) -> None:
        """Take a picture of a page in both languages."""
        for language, (shell, workplace) in self.stage.shells.items():
            workplace.window.go(page)
            workplace.window.show_snapshot(self.stage.newest[0])
            self.walker.pump(BREATH_S)
            file = self.folder / f"{name}-{language}.png"
            Walker(shell).picture(file)
            self.pictures.append(file)

    def say(self, code: PlayCode, **values: Value) -> None:
        """Tell something, with the time of the story."""
        self.tell(
            message(PlayCode.AT, at=self.stage.world.clock.now(), told=message(code, **values))
        )

    def _name(self, person: str) -> str:
        return self.stage.workplace.room.say.person(person)
