"""How the scenes of the demo are acted: by clicks and keys in the window, each made sure of."""

from PySide6.QtCore import Qt

from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo_pictures import Pictures, taken
from cockpit.bootstrap.demo_stage import Stage, Tell
from cockpit.domain.message import Message, Value, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import LaunchPhase, Status
from cockpit.ui.names import Name
from cockpit.ui.strip import BACK_HOLD_S, OFF_HOLD_S

SECOND, JOURNAL = "sora", "journal"
CHARTED = frozenset({"flow", "release"})
QUICK_S, JOB_STEP_S, GATE_STEP_S = 0.5, 45.0, 300.0


class UntrueError(Exception):
    """A step of the story did not come true."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


class Acting:
    """The scenes that every story has, and what scenes are made of.

    Every scene raises `NotThereError` or `UntrueError` when it does not come true.
    """

    def __init__(self, stage: Stage, pictures: Pictures, tell: Tell) -> None:
        self.stage, self.walker = stage, stage.walker
        self.pictures, self.tell = pictures, tell
        self._row_seq: int | None = None

    # ------------------------------------------------------------ scenes

    def go(self) -> None:
        """Sign as the product owner, and note that the release is deployed."""
        self.stage.until(
            lambda s: s.gonogo is not None and s.gonogo.why_not is None, "pm", step_s=QUICK_S
        )
        self.page(Qt.Key.Key_G)
        self.take(1, "gonogo")
        self.walker.click(f"{Name.SIGN}.pm")
        self.stage.until(
            lambda s: s.launch is not None and s.launch.phase is LaunchPhase.GO,
            "go",
            step_s=QUICK_S,
        )
        self.say(PlayCode.GO)
        self.page(Qt.Key.Key_R)
        self.walker.click(Name.DEPLOYED)
        self.stage.until(
            lambda s: s.launch is not None and s.launch.phase is LaunchPhase.DEPLOYED,
            "deployed",
            step_s=QUICK_S,
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
        self.take(2, "rollout", about=f"{exposure_pct:g}")
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
        """Hold the button of the way out, until users are safe: it has to be off for them."""
        self.say(PlayCode.HOLD_OFF, flag=flag, seconds=OFF_HOLD_S)
        self._hold(Name.OFF)
        off = self.operation(Lever.FLAG_OFF)
        took_s = (off.seen_at - off.asked_at).total_seconds() if off.seen_at else None
        self.say(PlayCode.SEEN_OFF, flag=flag, took_s=took_s)
        self._until_back(Lever.FLAG_OFF)
        flags = self.stage.world.simulation.state()["flags"]
        if not isinstance(flags, dict) or flags.get(flag) is not False:
            raise UntrueError(message(PlayCode.STILL_ON, flag=flag))
        self.say(PlayCode.SAFE)
        self.take(4, "flow", about="safe")

    def roll_back(self) -> None:
        """Hold the button of the second way out, until its job is done and users are safe."""
        self.say(PlayCode.HOLD_BACK, seconds=BACK_HOLD_S)
        self._hold(Name.ROLLBACK)
        self.operation(Lever.ROLLBACK, step_s=JOB_STEP_S)
        self._until_back(Lever.ROLLBACK)
        self.say(PlayCode.ROLLED_BACK)

    def close(self) -> None:
        """Close the launch as stopped."""
        self.page(Qt.Key.Key_R)
        self.walker.click(Name.CLOSE)
        self.stage.until(lambda s: s.launch is None, "closed", step_s=QUICK_S)
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

    def _until_back(self, lever: Lever) -> None:
        """Wait until the figures that the lever was to mend are back in band."""
        self.stage.until(
            lambda s: any(
                one.lever is lever and one.back_in_band_at is not None for one in s.operations
            ),
            "back",
            step_s=JOB_STEP_S,
        )

    def page(self, key: Qt.Key) -> None:
        """Go to a page by its key."""
        self.walker.window.setFocus()
        self.walker.key(key)

    def take(self, number: int, *pages: str, about: str = "") -> None:
        """Take pictures of pages in both languages, once everything is drawn on them."""
        seen = self.stage.newest[0] if CHARTED.isdisjoint(pages) else self.stage.drawn()
        for _shell, workplace in self.stage.shells.values():
            if workplace is not self.stage.workplace:  # that one has been shown it
                workplace.window.show_snapshot(seen)
        for page in pages:
            self._go(page)
            for language, (shell, _) in self.stage.shells.items():
                name = "-".join(filter(None, (str(number), page, about, language)))
                self.pictures.keep(taken(shell), name)

    def say(self, code: PlayCode, **values: Value) -> None:
        """Tell something, with the time of the story."""
        self.tell(
            message(PlayCode.AT, at=self.stage.world.clock.now(), told=message(code, **values))
        )

    def _go(self, page: str) -> None:
        """Have both windows show a page, to the last row that has to be read for it."""
        shells = self.stage.shells
        for _shell, workplace in shells.values():
            workplace.window.go(page)
        if page == JOURNAL:
            self._await_row()
        self.walker.settle(*(shell for shell, _ in shells.values()))

    def _await_row(self) -> None:
        """Wait until both windows have read the row that was newest when they came to it."""
        journal, read_by = self.stage.newest[0].journal, self.stage.read_by
        if self._row_seq is None and journal is not None:
            self._row_seq = journal.seq
        seq = self._row_seq or 0
        self.walker.until(
            lambda: all(read_by.get(one, 0) >= seq for one in self.stage.shells), "rows"
        )

    def _hold(self, name: str) -> None:
        """Hold a button until it acts, and write pictures meanwhile."""
        self.pictures.write()
        self.walker.hold_down(name)

    def _name(self, person: str) -> str:
        return self.stage.workplace.room.say.person(person)
