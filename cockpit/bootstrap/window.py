"""The window of a workspace: on the screen first, then filled, then connected.

This module imports next to nothing, so that the first frame comes at once; every step of the
opening imports what it needs, on the window's thread, one turn of the event loop each. What may
wait for a disk or a keyring is done on a lane.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import Message, message
from cockpit.host.places import resources_dir
from cockpit.ui.application import application, look_of
from cockpit.ui.arrival import Arrival
from cockpit.ui.collecting import Collecting
from cockpit.ui.look import Theme
from cockpit.ui.shell import Shell
from cockpit.ui.steps import Steps
from cockpit.words.language import Language
from cockpit.words.words import Words, load

if TYPE_CHECKING:
    from cockpit.app.lanes import Lane
    from cockpit.app.snapshot import Snapshot
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.bootstrap.workplace import Workplace
    from cockpit.host.window_lock import WindowLock
    from cockpit.ports.workspace_file import WorkspaceFile

LEAVE_S = 0.2
PAINTED_MS = 50
"""By then what was shown has been painted."""

READ_ON = (
    "cockpit.app.history",
    "cockpit.app.comparing",
    "cockpit.app.gonogo",
    "cockpit.app.retelling",
    "cockpit.app.actions",
    "cockpit.app.delivery",
    "cockpit.bootstrap.acting",
    "cockpit.bootstrap.record",
)
"""What lanes need for the journal, read once the first board is seen: lanes that read side by side
would leave the window a small part of the interpreter."""

JOURNAL_OPEN = object()
"""What the lane brings once the journal is open."""

FIGURES_FIRST_S = 1.0
"""How long the journal gives way to the first figures; people look for those."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which window is wanted. `person` None is whoever sits here, `theme` None the system's.

    `given` are secrets that were handed over for this run, None when the keyring has them.
    `reached` is told each moment of the opening by its name; for measurements.
    """

    workspace_file: Path
    language: Language
    person: str | None = None
    theme: Theme | None = None
    settings_file: Path | None = None
    given: Mapping[str, str] | None = field(default=None, repr=False)
    reached: Callable[[str], None] = lambda _moment: None


def run(wanted: Wanted) -> int:
    """Open the window and return when it was closed."""
    app = application(wanted.language)
    opening = Opening(wanted)
    opening.shell.show()
    code = app.exec()
    opening.close()
    return int(code)


class Opening:
    """Opens one window step by step; a step that fails is told in the window, in plain words."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._look = look_of(resources_dir(), wanted.theme)
        self.shell = Shell(
            self._look, settings_file=wanted.settings_file, painted=self._first_painted
        )
        self._file: WorkspaceFile | None = None
        self._cockpit: Cockpit | None = None
        self._lane: Lane | None = None
        self._lock: WindowLock | None = None
        self.workplace: Workplace | None = None
        self._arrival = Arrival(self._arrived, self.shell)
        self._collecting = Collecting()
        self._has_looked = Event()
        self._steps = self._made_steps()
        self._reading_on = Steps(
            (*(partial(import_module, name) for name in READ_ON), self._has_looked.set),
            failed=self._failed,
            parent=self.shell,
        )

    def close(self) -> None:
        """End the lanes and give everything back."""
        self._has_looked.set()
        self._reading_on.stop()
        self._steps.stop()
        self._collecting.stop()
        if self.workplace is not None:
            self.workplace.close()
        if self._lane is not None:
            self._lane.close(LEAVE_S)
        if self._cockpit is not None:
            self._cockpit.close()
        if self._lock is not None:
            self._lock.close()

    # ------------------------------------------------------------ steps

    def _made_steps(self) -> Steps:
        steps = (
            self._import_values,
            self._import_workspace,
            self._read_workspace,
            self._take_lock,
            self._import_window,
            self._import_page,
            self._build_window,
            self._import_outside,
            self._import_services,
            self._open_cockpit,
        )
        return Steps(steps, failed=self._failed, parent=self.shell)

    def _first_painted(self) -> None:
        self._wanted.reached("painted")
        self._steps.begin()

    def _import_values(self) -> None:
        import numpy as np  # noqa: F401 - a step of its own

        import cockpit.app.snapshot  # noqa: F401 - and what it pictures

    def _import_workspace(self) -> None:
        import cockpit.bootstrap.workspace  # noqa: F401 - a step of its own

    def _read_workspace(self) -> None:
        from cockpit.bootstrap.workspace import opened_workspace

        self._file = opened_workspace(self._wanted.workspace_file)

    def _take_lock(self) -> None:
        """Keep a second window away; where there can be no lock, the window opens without."""
        from cockpit.host.clock import SystemClock
        from cockpit.host.places import places_for
        from cockpit.host.window_lock import WindowLock

        file = self._file
        assert file is not None, "the workspace was read before"  # noqa: S101 - cannot be
        if self._lock is not None:
            return
        lock = WindowLock(places_for(file.file, file.workspace.service.name).data)
        with suppress(OSError):
            lock.take(self._person, SystemClock().now())
        self._lock = lock

    def _import_window(self) -> None:
        import cockpit.bootstrap.workplace  # noqa: F401 - a step of its own

    def _import_page(self) -> None:
        import cockpit.ui.pages.flow  # noqa: F401 - the page that is seen first

    def _build_window(self) -> None:
        from cockpit.bootstrap.workplace import Workplace

        assert self._file is not None, "the workspace was read before"  # noqa: S101 - cannot be
        language, person = self._wanted.language, self._person
        self.workplace = Workplace(self._file, self._look, language, person=person)
        self.workplace.window.settle(self.shell)
        self._wanted.reached("window")

    def _import_outside(self) -> None:
        import cockpit.bootstrap.sources  # noqa: F401 - a step of its own

    def _import_services(self) -> None:
        import cockpit.app.monitor
        import cockpit.bootstrap.cockpit
        import cockpit.bootstrap.live  # noqa: F401 - a step of its own

    def _open_cockpit(self) -> None:
        from cockpit.app.lanes import Lane

        self._lane = Lane("opening", lambda _error: None)
        self._lane.submit(lambda: self._arrival.bring(self._opened()))

    # ------------------------------------------------------------ on the lane

    def _opened(self) -> "Cockpit | Exception":
        """Return the open cockpit, or what kept it from opening; may wait for disk and keyring."""
        from cockpit.app.underway import Limits
        from cockpit.bootstrap.cockpit import Cockpit, Surroundings
        from cockpit.bootstrap.secrets import keyring_store, session_store
        from cockpit.bootstrap.workplace import KEEP_WARM_S

        wanted, file, workplace = self._wanted, self._file, self.workplace
        assert file is not None, "the workspace was read before"  # noqa: S101 - cannot be
        assert workplace is not None, "the window was built before"  # noqa: S101 - cannot be
        try:
            kept = keyring_store()  # one for all: what does not answer is waited for once
            given = wanted.given
            secrets = kept if given is None else session_store(file.workspace, given)
            limits = Limits(keep_warm_s=KEEP_WARM_S)
            surroundings = Surroundings(
                secrets=secrets, keys=kept, limits=limits, desktop=workplace.desktop
            )
            return Cockpit(
                file, self._person, surroundings, workplace.tell, journal_comes_later=True
            )
        except Exception as error:  # noqa: BLE001 - shown in the window
            return error

    def _open_journal(self, cockpit: "Cockpit") -> None:
        """Open the journal after the first figures, or without them when they do not come."""
        self._has_looked.wait(FIGURES_FIRST_S)
        try:
            cockpit.open_journal()
        except Exception as error:  # noqa: BLE001 - shown in the window
            self._arrival.bring(error)
            return
        self._arrival.bring(JOURNAL_OPEN)
        if self.workplace is not None:
            self.workplace.recover()

    # ------------------------------------------------------------ back on the window's thread

    def _arrived(self, thing: object) -> None:
        if isinstance(thing, Exception):
            self._failed(thing)
            return
        if thing is JOURNAL_OPEN:
            self._collecting.start()
            return
        from cockpit.bootstrap.cockpit import Cockpit

        if isinstance(thing, Cockpit) and self.workplace is not None:
            self._cockpit = thing
            self.workplace.bridge.seen.connect(self._watch)
            self.workplace.connect(thing, first_look=self._has_looked)
            if self._lane is not None:
                self._lane.submit(lambda: self._open_journal(thing))
            self._collecting.start()
            self.workplace.window.stack.made.connect(self._collecting.start)
            self._wanted.reached("connected")

    def _watch(self, snapshot: "Snapshot") -> None:
        """Let journal and flags come once the first figures are on the screen, or cannot be."""
        if self.workplace is not None and is_first_look(snapshot):
            self.workplace.bridge.seen.disconnect(self._watch)
            QTimer.singleShot(PAINTED_MS, self.shell, self._reading_on.begin)

    def _failed(self, error: Exception) -> None:
        """Say what is wrong in the window, and offer to try again."""
        from cockpit.host.window_lock import WindowHeldError
        from cockpit.ui.trouble import Trouble
        from cockpit.words.names import names_of

        language = self._wanted.language
        words = load(language, resources_dir() / "i18n")
        if self._file is not None:
            words.learn(names_of(self._file.workspace, language))
        is_held = isinstance(error, WindowHeldError)
        title = BootCode.WINDOW_IS_OPEN if is_held else BootCode.WINDOW_NOT_OPENED
        trouble = Trouble(
            self._look,
            words.text(message(title, file=str(self._wanted.workspace_file))),
            sentences(words, error),
            words.text(message(BootCode.TRY_AGAIN)),
        )
        trouble.again.connect(self._try_again)
        self.shell.fill(trouble)

    @property
    def _person(self) -> str:
        """Return who sits here."""
        from cockpit.bootstrap.person import person_here

        return self._wanted.person or person_here()

    def _try_again(self) -> None:
        self._steps = self._made_steps()
        self._steps.begin()


def is_first_look(snapshot: "Snapshot") -> bool:
    """Return whether there is something to look at: a figure, or that a source gives none."""
    has_figure = any(flow.success_ratio is not None for flow in snapshot.flows)
    return has_figure or any(source.failures_count for source in snapshot.sources)


def sentences(words: Words, error: Exception) -> tuple[str, ...]:
    """Return what an error of opening says, one sentence for each thing that is wrong."""
    told = getattr(error, "messages", None) or (getattr(error, "message", None),)
    known = [one for one in told if isinstance(one, Message)]
    if not known:
        known = [message(BootCode.BROKEN_INSIDE, kind=type(error).__name__)]
    return tuple(words.text(one) for one in known)
