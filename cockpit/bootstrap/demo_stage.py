"""The stage of the demo without a screen: its world, and a window in each language.

Time stands still while somebody clicks, and passes in steps while something is waited for.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from cockpit.app.launches import LaunchPlan
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.demo import World, demo_world
from cockpit.bootstrap.demo_drawn import is_drawn
from cockpit.bootstrap.demo_launch import BUILD, VERSION, answers
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.bootstrap.workplace import Workplace
from cockpit.domain.message import Message
from cockpit.host.places import resources_dir
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_roles import Role
from cockpit.ui.application import application, look_of
from cockpit.ui.band import Environment
from cockpit.ui.look import Theme
from cockpit.ui.news import RowText
from cockpit.ui.shell import USUAL_SIZE, Shell
from cockpit.ui.walker import NotThereError, Walker
from cockpit.words.language import Language
from cockpit.words.names import names_of

PERSON = "jun"
INTERVAL_S = 5.0
STEP_S = 20.0
CHART_STEP_S = 1.0
PATIENCE_S = 7_200.0

Tell = Callable[[Message], None]


class Stage(Struct, frozen=True):
    """The world, the window that is used, and one window for each language to take pictures of.

    `newest` holds what the window has seen last; `read_by` the newest row of the journal that each
    window has read.
    """

    world: World
    walker: Walker
    workplace: Workplace
    shells: dict[Language, tuple[Shell, Workplace]]
    newest: list[Snapshot]
    read_by: dict[Language, int]

    def until(
        self, is_so: Callable[[Snapshot], bool], what: str, *, step_s: float = STEP_S
    ) -> Snapshot:
        """Let time pass in steps until the window has seen it; raise `NotThereError` if never."""
        clock = self.world.clock
        until_s = clock.monotonic_s() + PATIENCE_S
        while clock.monotonic_s() < until_s:
            if self.newest and is_so(self.newest[0]):
                return self.newest[0]
            self._leap(step_s)
        raise NotThereError(what)

    def drawn(self) -> Snapshot:
        """Have every chart drawn up to now, and return what the window has seen then."""

        def drawn_now(_seen: Snapshot) -> bool:
            self._follow(self.workplace.draw)
            return is_drawn(self.newest[0])

        return self.until(drawn_now, "charts", step_s=CHART_STEP_S)

    def _leap(self, step_s: float) -> None:
        """Let time pass at once."""
        pass_time = partial(self.world.simulation.advance, step_s)
        self._follow(lambda then: self.workplace.leap(pass_time, then))

    def _follow(self, do: Callable[[Callable[[Snapshot | None], None]], None]) -> None:
        """Let lanes and window follow, however long they take."""
        told: list[Snapshot | None] = []
        do(told.append)
        self.walker.until(lambda: bool(told) and self._has_come(told[0]), "snapshot")

    def _has_come(self, wanted: Snapshot | None) -> bool:
        """Return whether the window has been shown this snapshot, or a later one."""
        if wanted is None or not self.newest:
            return False
        return self.newest[0] is wanted or self.newest[0].at > wanted.at


@contextmanager
def _windows(world: World, cockpit: Cockpit, language: Language) -> Iterator[Stage]:
    look = look_of(resources_dir(), Theme.DARK)
    newest: list[Snapshot] = []
    read_by: dict[Language, int] = {}
    shells: dict[Language, tuple[Shell, Workplace]] = {}
    for one in Language:
        made = Workplace(
            world.file,
            look,
            one,
            person=PERSON,
            environment=Environment.DEMO,
            is_live=one is language,
        )
        shell = Shell(look)
        made.window.settle(shell)
        shell.resize(USUAL_SIZE)
        shells[one] = shell, made
        made.bridge.heard.connect(partial(_note_row, read_by, one))
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
        yield Stage(world, Walker(shell), workplace, shells, newest, read_by)
    finally:
        for shown, made in shells.values():
            made.close()
            shown.may_close = lambda: True
            shown.close()


def _note_row(read_by: dict[Language, int], language: Language, news: object) -> None:
    if isinstance(news, RowText):
        read_by[language] = max(news.seq, read_by.get(language, 0))


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
        stage = stack.enter_context(_windows(world, cockpit, language))
        _plan(stage, world.file.workspace)
        yield stage


def _plan(stage: Stage, workspace: Workspace) -> None:
    """Have the launch planned, and Go said by everybody but the product owner."""
    live = stage.workplace.live
    assert live is not None, "its windows are connected"  # noqa: S101 - see above
    stage.until(lambda s: bool(s.versions), "versions")
    live.plan(LaunchPlan(VERSION, BUILD, None))
    for item_id, value, person in answers(workspace):
        live.answer(item_id, value, accepts=True, as_person=person)
    seen = stage.until(lambda s: s.gonogo is not None and not s.gonogo.unknown_count, "sheet")
    assert seen.gonogo is not None, "it was waited for"  # noqa: S101 - see above
    for polled in seen.gonogo.poll:
        if polled.role != Role.PM:
            live.sign(polled.role, as_person=polled.people[0])
