"""The stage of the demo without a screen: its world, and a window in each language.

Time stands still while somebody clicks, and passes in steps while something is waited for.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.demo import World, demo_world
from cockpit.bootstrap.demo_launch import prepare
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.bootstrap.inline import Inline
from cockpit.bootstrap.workplace import Workplace
from cockpit.domain.message import Message
from cockpit.host.places import resources_dir
from cockpit.ui.application import application, look_of
from cockpit.ui.band import Environment
from cockpit.ui.look import Theme
from cockpit.ui.shell import USUAL_SIZE, Shell
from cockpit.ui.walker import NotThereError, Walker
from cockpit.words.language import Language
from cockpit.words.names import names_of

PERSON = "jun"
INTERVAL_S = 5.0
STEP_S = 5.0
BREATH_S, SETTLE_S = 0.02, 0.4
PATIENCE_S = 7_200.0
HURRY = 1_000.0

Tell = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """The world, the window that is used, and one window for each language to take pictures of."""

    world: World
    walker: Walker
    workplace: Workplace
    shells: dict[Language, tuple[Shell, Workplace]]
    newest: list[Snapshot]

    def until(
        self, is_so: Callable[[Snapshot], bool], what: str, *, step_s: float = STEP_S
    ) -> Snapshot:
        """Let time pass in steps until the window has seen it; raise `NotThereError` if never."""
        clock = self.world.clock
        until_s = clock.monotonic_s() + PATIENCE_S
        while clock.monotonic_s() < until_s:
            if self.newest and is_so(self.newest[0]):
                return self.newest[0]
            self.world.simulation.advance(step_s)
            self._settle()
        raise NotThereError(what)

    def _settle(self) -> None:
        """Let lanes and window catch up with the time that has passed."""
        now = self.world.clock.now()
        for _ in range(round(SETTLE_S / BREATH_S)):
            self.walker.pump(BREATH_S)
            if self.newest and self.newest[0].at >= now:
                return


@contextmanager
def _windows(world: World, cockpit: Cockpit, language: Language) -> Iterator[Stage]:
    look = look_of(resources_dir(), Theme.DARK)
    newest: list[Snapshot] = []
    shells: dict[Language, tuple[Shell, Workplace]] = {}
    for one in Language:
        made = Workplace(world.file, look, one, person=PERSON, environment=Environment.DEMO)
        shell = Shell(look)
        made.window.settle(shell)
        shell.resize(USUAL_SIZE)
        shells[one] = shell, made
    shell, workplace = shells[language]
    workplace.bridge.seen.connect(lambda snapshot: newest.__setitem__(slice(None), [snapshot]))
    for shown, _ in shells.values():
        shown.show()
    shell.activateWindow()  # keys go to the active one
    workplace.connect(cockpit, interval_s=INTERVAL_S)
    for other, (_, beside) in shells.items():
        if other is not language:
            beside.join(workplace, cockpit)
    try:
        yield Stage(world, Walker(shell), workplace, shells, newest)
    finally:
        for shown, made in shells.values():
            made.close()
            shown.may_close = lambda: True
            shown.close()


@contextmanager
def staged(
    folder: Path,
    language: Language,
    tell: Tell,
    *,
    seed: int = 1,
    scenario: Scenario = Scenario.COUPON,
    learn: Callable[[Mapping[str, str]], None] = lambda _names: None,
) -> Iterator[Stage]:
    """Lend a stage on which the demo's launch is planned and waits for the product owner.

    `language` is that of the window that is used; `learn` gets what its team calls things.
    """
    application(language)
    with ExitStack() as stack:
        world = stack.enter_context(demo_world(folder, seed, scenario=scenario))
        learn(names_of(world.file.workspace, language))
        cockpit = stack.enter_context(Cockpit(world.file, PERSON, world.surroundings, tell))
        with world.clock.hurried(HURRY):
            prepare(Inline(cockpit, lambda _event: None, tell))
        yield stack.enter_context(_windows(world, cockpit, language))
