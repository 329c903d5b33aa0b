"""The demo without a screen: the same launch, walked through the same window by clicks.

Time stands still while somebody clicks, and passes in steps while something is waited for. Every
step has to come true; pictures of every page in both languages and the journal are left behind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from cockpit.app.launch_view import LaunchPhase
from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.bootstrap.audit import audited, audited_file, exported
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo import edited_copy
from cockpit.bootstrap.demo_stage import BREATH_S, Stage, Tell, staged
from cockpit.domain.cause import Cause
from cockpit.domain.message import Message, Value, message
from cockpit.domain.operations import Lever
from cockpit.domain.unresolved import Status
from cockpit.domain.verdict import State
from cockpit.domain.way_out import WayOut
from cockpit.ui.names import Name
from cockpit.ui.walker import NotThereError, Walker
from cockpit.words.language import Language

SECOND = "sora"
FLAG, FLOW, PLATFORM = "coupon_v2", "coupon", "android"
PAGES = ("flow", "release", "safety", "gonogo", "rollout", "journal", "sources")
QUICK_S, JOB_STEP_S, GATE_STEP_S = 0.5, 5.0, 10.0
OFF_HOLD_S, ROLLBACK_HOLD_S = 0.95, 1.7


class UntrueError(Exception):
    """A step of the story did not come true."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


@dataclass(frozen=True, slots=True)
class Left:
    """What the story leaves behind."""

    pictures: tuple[Path, ...]
    journal: Path


def played(
    folder: Path,
    language: Language,
    tell: Tell,
    *,
    seed: int = 1,
    learn: Callable[[Mapping[str, str]], None] = lambda _names: None,
) -> Left:
    """Play the launch and return what it left in `folder`; raise `UntrueError` when it is untrue.

    `language` is the one that the window is used in; pictures come in both. `learn` gets what the
    team of the demo calls its flows.
    """
    world = folder / "world"
    world.mkdir(parents=True)
    tell(message(PlayCode.BEGIN))
    with staged(world, language, tell, seed=seed, learn=learn) as stage:
        return Story(stage, folder, tell).play()


class Story:
    """The scenes, one after the other."""

    def __init__(self, stage: Stage, folder: Path, tell: Tell) -> None:
        self._stage = stage
        self._walker = stage.walker
        self._folder = folder
        self._tell = tell
        self._pictures: list[Path] = []

    def play(self) -> Left:
        """Play all scenes; raise `UntrueError` at the first that does not come true."""
        try:
            self._go()
            self._step(1)
            self._step(5)
            self._find()
            self._switch_off()
            self._roll_back()
            self._close()
        except NotThereError as error:
            raise UntrueError(message(PlayCode.NOT_THERE, what=str(error))) from error
        journal = self._audit()
        self._say(PlayCode.END, pictures_count=len(self._pictures), folder=str(self._folder))
        return Left(tuple(self._pictures), journal)

    # ------------------------------------------------------------ scenes

    def _go(self) -> None:
        self._stage.until(lambda s: s.gonogo is not None and s.gonogo.why_not is None, "pm")
        self._page(Qt.Key.Key_G)
        self._take("gonogo", "1-gonogo")
        self._walker.click(f"{Name.SIGN}.pm")
        self._stage.until(lambda s: s.launch is not None and s.launch.phase is LaunchPhase.GO, "go")
        self._say(PlayCode.GO)
        self._page(Qt.Key.Key_R)
        self._walker.click(Name.DEPLOYED)
        self._stage.until(
            lambda s: s.launch is not None and s.launch.phase is LaunchPhase.DEPLOYED, "deployed"
        )
        self._say(PlayCode.DEPLOYED)

    def _step(self, exposure_pct: float) -> None:
        self._page(Qt.Key.Key_R)
        self._stage.until(
            lambda s: (
                s.launch is not None
                and s.launch.gate is not None
                and s.launch.gate.is_open
                and s.launch.gate.next_exposure_pct == exposure_pct
            ),
            "gate",
            step_s=GATE_STEP_S,
        )
        self._take("rollout", f"2-rollout-{exposure_pct:g}")
        self._walker.choose(Name.SECOND_PERSON, self._name(SECOND))
        self._walker.type(Name.TYPED_PCT, f"{exposure_pct:g}")
        self._walker.click(Name.ADVANCE)
        self._stage.until(
            lambda s: s.launch is not None and s.launch.exposure_pct == exposure_pct,
            "stage",
            step_s=QUICK_S,
        )
        self._say(PlayCode.STAGE, exposure_pct=exposure_pct)

    def _find(self) -> None:
        began_s = self._stage.world.clock.monotonic_s()
        self._page(Qt.Key.Key_1)
        found = self._stage.until(
            lambda s: (
                s.release is not None and s.release.state is State.FAIL and bool(s.release.flow)
            ),
            "fault",
        )
        release = found.release
        assert release is not None, "it was waited for"  # noqa: S101 - see above
        advice = release.advice
        is_right = (
            release.cause is Cause.RELEASE
            and (release.flow, release.platform) == (FLOW, PLATFORM)
            and advice is not None
            and (advice.way_out, advice.name) == (WayOut.FLAG_OFF, FLAG)
        )
        if not is_right:
            raise UntrueError(release.verdict)
        waited_s = self._stage.world.clock.monotonic_s() - began_s
        self._say(PlayCode.FOUND, waited_s=waited_s, verdict=release.verdict)
        for page in ("flow", "release", "rollout"):
            self._take(page, f"3-{page}-fault")

    def _switch_off(self) -> None:
        self._say(PlayCode.HOLD_OFF, flag=FLAG, seconds=OFF_HOLD_S)
        self._walker.pump(2.1)  # a target that has just changed takes no press for two seconds
        self._walker.hold(Name.OFF, OFF_HOLD_S)
        off = self._operation(Lever.FLAG_OFF)
        took_s = (off.seen_at - off.asked_at).total_seconds() if off.seen_at else None
        self._say(PlayCode.SEEN_OFF, flag=FLAG, took_s=took_s)
        self._stage.until(
            lambda s: any(
                one.lever is Lever.FLAG_OFF and one.back_in_band_at is not None
                for one in s.operations
            ),
            "back",
        )
        flags = self._stage.world.simulation.state()["flags"]
        if not isinstance(flags, dict) or flags.get(FLAG) is not False:
            raise UntrueError(message(PlayCode.STILL_ON, flag=FLAG))
        self._say(PlayCode.SAFE)
        self._take("flow", "4-flow-safe")

    def _roll_back(self) -> None:
        self._say(PlayCode.HOLD_BACK, seconds=ROLLBACK_HOLD_S)
        self._walker.pump(2.1)
        self._walker.hold(Name.ROLLBACK, ROLLBACK_HOLD_S)
        self._operation(Lever.ROLLBACK, step_s=JOB_STEP_S)
        self._say(PlayCode.ROLLED_BACK)

    def _close(self) -> None:
        self._page(Qt.Key.Key_R)
        self._walker.click(Name.CLOSE)
        self._stage.until(lambda s: s.launch is None, "closed")
        self._say(PlayCode.CLOSED)
        for page in PAGES:
            self._take(page, f"5-{page}")

    def _audit(self) -> Path:
        world = self._stage.world
        self._page(Qt.Key.Key_J)
        self._walker.click(Name.VERIFY)
        self._walker.pump(1.0)
        self._take("journal", "6-journal-verified")
        found = audited(world.file, root=world.surroundings.root)
        for told in found.messages:
            self._tell(told)
        if found.exit_code != 0:
            raise UntrueError(found.messages[0])
        forged = audited_file(edited_copy(world))
        self._say(PlayCode.EDITED)
        self._tell(forged.messages[0])
        if forged.exit_code != 1:
            raise UntrueError(forged.messages[0])
        journal = self._folder / "journal.csv"
        exported(world.file, journal, as_table=True, root=world.surroundings.root)
        return journal

    # ------------------------------------------------------------ how scenes are made

    def _operation(self, lever: Lever, *, step_s: float = QUICK_S) -> OperationView:
        """Return the newest operation of a lever once it is confirmed."""

        def found(snapshot: Snapshot) -> OperationView | None:
            mine = [one for one in snapshot.operations if one.lever is lever]
            done = [one for one in mine if one.status is Status.CONFIRMED]
            return max(done, key=lambda one: one.asked_at, default=None)

        seen = found(self._stage.until(lambda s: found(s) is not None, lever.value, step_s=step_s))
        assert seen is not None, "it was waited for"  # noqa: S101 - see above
        return seen

    def _page(self, key: Qt.Key) -> None:
        self._walker.window.setFocus()
        self._walker.key(key)

    def _take(self, page: str, name: str) -> None:
        """Take a picture of a page in both languages."""
        for language, (shell, workplace) in self._stage.shells.items():
            workplace.window.go(page)
            workplace.window.show_snapshot(self._stage.newest[0])
            self._walker.pump(BREATH_S)
            file = self._folder / f"{name}-{language}.png"
            Walker(shell).picture(file)
            self._pictures.append(file)

    def _name(self, person: str) -> str:
        return self._stage.workplace.room.say.person(person)

    def _say(self, code: PlayCode, **values: Value) -> None:
        self._tell(
            message(PlayCode.AT, at=self._stage.world.clock.now(), told=message(code, **values))
        )
