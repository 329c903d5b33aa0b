"""The demo in a window: a shop, a launch that is planned, a fault to come, and a guide."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.bootstrap.window import sentences
from cockpit.host.places import resources_dir
from cockpit.ui.application import application, look_of
from cockpit.ui.arrival import Arrival
from cockpit.ui.collecting import Collecting
from cockpit.ui.look import Look, Theme
from cockpit.ui.shell import Shell
from cockpit.ui.steps import Steps
from cockpit.words.language import Language
from cockpit.words.words import load

if TYPE_CHECKING:
    from cockpit.app.lanes import Lane
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.bootstrap.demo import World
    from cockpit.bootstrap.workplace import Workplace

PERSON = "jun"
SPEED = 8.0
"""Simulated seconds in a real one: a stage is proved within a minute, and hands keep up."""

INTERVAL_S = 5.0
LEAVE_S = 0.2


class DemoReady(Struct, frozen=True):
    """The world that runs, and the cockpit that is open in it."""

    world: "World"
    cockpit: "Cockpit"


def run(
    language: Language, *, seed: int = 1, scenario: Scenario, theme: Theme | None = None
) -> int:
    """Open the demo and return when its window was closed."""
    app = application(language)
    look = look_of(resources_dir(), theme)
    opening = DemoOpening(language, look, seed=seed, scenario=scenario)
    opening.shell.show()
    code = app.exec()
    opening.close()
    return int(code)


class DemoOpening:
    """Opens the demo's window, and the world behind it on a lane."""

    def __init__(
        self, language: Language, look: Look, *, seed: int, scenario: Scenario = Scenario.COUPON
    ) -> None:
        self._language, self._look = language, look
        self._seed, self._scenario = seed, scenario
        self._behind = ExitStack()
        self._lane: Lane | None = None
        self._collecting = Collecting()
        self.workplace: Workplace | None = None
        self.shell = Shell(look, painted=self._begin)
        self._arrival = Arrival(self._arrived, self.shell)
        self._steps = Steps(
            (self._import_window, self._begin_world), failed=self._failed, parent=self.shell
        )

    def close(self) -> None:
        """End the lanes, the cockpit and the shop, and remove their folder."""
        self._steps.stop()
        self._collecting.stop()
        if self.workplace is not None:
            self.workplace.close()
        if self._lane is not None:
            self._lane.close(LEAVE_S)
        self._behind.close()

    def _begin(self) -> None:
        self._steps.begin()

    def _import_window(self) -> None:
        import cockpit.bootstrap.workplace  # noqa: F401 - a step of its own

    def _begin_world(self) -> None:
        from cockpit.app.lanes import Lane

        self._lane = Lane("opening", lambda _error: None)
        self._lane.submit(lambda: self._arrival.bring(self._prepared()))

    def _prepared(self) -> "DemoReady | Exception":
        """Return the world with its launch planned; on the lane, it takes two seconds."""
        from cockpit.bootstrap.demo_launch import prepare
        from cockpit.bootstrap.inline import Inline

        try:
            seed, scenario = self._seed, self._scenario
            ready = open_world(self._behind, seed=seed, speed=SPEED, scenario=scenario)
            prepare(Inline(ready.cockpit, lambda _event: None, lambda _told: None))
        except Exception as error:  # noqa: BLE001 - shown in the window
            return error
        return ready

    def _arrived(self, thing: object) -> None:
        if isinstance(thing, DemoReady):
            self._show(thing)
        elif isinstance(thing, Exception):
            self._failed(thing)

    def _show(self, ready: DemoReady) -> None:
        from cockpit.bootstrap.workplace import Workplace
        from cockpit.ui.band import Environment
        from cockpit.ui.guide import GuideBar, Guided
        from cockpit.ui.lesson import Topic

        workplace = Workplace(
            ready.world.file,
            self._look,
            self._language,
            person=PERSON,
            environment=Environment.DEMO,
        )
        guide = GuideBar(self._look, workplace.room.say, about=Topic(self._scenario.value))
        guide.wanted.connect(workplace.window.go)
        workplace.bridge.seen.connect(guide.show_snapshot)
        workplace.window.settle(self.shell)
        self.shell.fill(Guided(workplace.window, guide))
        workplace.connect(ready.cockpit, interval_s=INTERVAL_S)
        self.workplace = workplace
        self._collecting.start()

    def _failed(self, error: Exception) -> None:
        from cockpit.bootstrap.codes import BootCode
        from cockpit.domain.message import message
        from cockpit.ui.trouble import Trouble

        words = load(self._language, resources_dir() / "i18n")
        title = words.text(message(BootCode.DEMO_NOT_OPENED))
        again = words.text(message(BootCode.CLOSE_WINDOW))
        trouble = Trouble(self._look, title, sentences(words, error), again)
        trouble.again.connect(self.shell.close)
        self.shell.fill(trouble)


def open_world(
    stack: ExitStack, *, seed: int, speed: float, scenario: Scenario = Scenario.COUPON
) -> DemoReady:
    """Return a running world with its cockpit open; `stack` gives everything back."""
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.bootstrap.demo import demo_world

    folder = Path(stack.enter_context(TemporaryDirectory(prefix="cockpit-demo-")))
    world = stack.enter_context(demo_world(folder, seed, speed=speed, scenario=scenario))
    cockpit = Cockpit(world.file, PERSON, world.surroundings, lambda _told: None)
    return DemoReady(world, stack.enter_context(cockpit))
