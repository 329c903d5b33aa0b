"""A workplace: a window, the seat at it, and the services behind, put together."""

import sys
from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.seat import Seat
from cockpit.domain.message import Message
from cockpit.host.clock import SystemClock
from cockpit.ports.channels import Carrier
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.ui.band import Environment
from cockpit.ui.bridge import Bridge
from cockpit.ui.hands import Granted, Notice, Refused, Wish
from cockpit.ui.look import Look
from cockpit.ui.page import Room
from cockpit.ui.say import Say
from cockpit.ui.shell import Shell
from cockpit.ui.window import Window
from cockpit.words.language import Language
from cockpit.words.names import names_of
from cockpit.words.words import load

if TYPE_CHECKING:  # the window is on the screen before the services are read
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.bootstrap.inquiries import Inquiries
    from cockpit.bootstrap.live import Live

INTERVAL_S = 5.0
KEEP_WARM_S = 3.0


def say_of(file: WorkspaceFile, language: Language, *, zone: tzinfo | None = None) -> Say:
    """Return the words of a window, with what the team calls its flows and its people."""
    words = load(language, resources_folder() / "i18n", zone=zone)
    words.learn(names_of(file.workspace, language))
    people = {one.id: one.name for one in file.workspace.people}
    return Say(words, language, zone=zone, people=people)


class Workplace:
    """A window that shows what lanes tell, and a seat whose wishes go to them.

    Made and used on the window's thread. Until `connect` the window shows that nothing is known,
    and every wish is answered so.
    """

    def __init__(
        self,
        file: WorkspaceFile,
        look: Look,
        language: Language,
        *,
        person: str | None,
        environment: Environment = Environment.PROD,
        zone: tzinfo | None = None,
        is_live: bool = True,
    ) -> None:
        self.bridge = Bridge()
        self.seat = Seat(self.bridge)
        say = say_of(file, language, zone=zone)
        self.room = Room(look, say, self.seat, file.workspace, person, is_live=is_live)
        self.window = Window(self.room, environment)
        self.bridge.seen.connect(self.window.show_snapshot)
        self.bridge.heard.connect(self.window.hear)
        self.desktop = window_notes(look)
        self._live: Live | None = None
        self._inquiries: Inquiries | None = None

    def connect(
        self,
        cockpit: "Cockpit",
        *,
        interval_s: float = INTERVAL_S,
        watch: Callable[[Snapshot], None] = lambda _snapshot: None,
        first_look: Event | None = None,
    ) -> None:
        """Let the lanes begin; `watch` gets every snapshot too, on a lane of theirs.

        `first_look` is set once the first figures are on the screen, see `Live`.
        """
        from cockpit.bootstrap.live import Live

        def show(snapshot: Snapshot) -> None:
            watch(snapshot)
            self.bridge.show(snapshot)

        live = Live(
            cockpit,
            publish=self.bridge.happened,
            show=show,
            tell=self.tell,
            interval_s=interval_s,
            answered=self._answered,
            first_look=first_look,
        )
        self._live = live
        live.__enter__()
        self.seat.begin(live, partial(self._asked, cockpit))

    @property
    def live(self) -> "Live | None":
        """The lanes; None before `connect` and after `close`."""
        return self._live

    def join(self, other: "Workplace", cockpit: "Cockpit") -> None:
        """Sit at the lanes of a workplace that is connected, and hear what it hears.

        What is read for this window, such as rows of the journal, comes to this window alone.
        Snapshots are not handed on.
        """
        if (live := other.live) is not None:
            self.seat.begin(live, partial(self._asked, cockpit))
            other.bridge.heard.connect(self.window.hear)

    def recover(self) -> None:
        """Take over what dead runs left, once the journal is there; called on any thread."""
        if (live := self._live) is not None:
            live.recover()

    def leap(self, pass_time: Callable[[], None], then: Callable[[Snapshot | None], None]) -> None:
        """Let the clock leap by `pass_time`; `then` gets the snapshot that comes of it.

        Both are called on a lane, and neither before `connect` nor after `close`.
        """
        if (live := self._live) is not None:
            live.leap(pass_time, then)

    def draw(self, then: Callable[[Snapshot | None], None]) -> None:
        """Have charts ask for all that they lack while the clock stands still; `then` as above."""
        if (live := self._live) is not None:
            live.draw(then)

    def tell(self, told: Message) -> None:
        """Say something in the window; called on any thread."""
        self.bridge.tell(Notice(told))

    def close(self) -> None:
        """Deliver nothing more, and end the lanes; what hangs is left behind."""
        self.bridge.close()
        self.seat.end()
        if self._inquiries is not None:
            self._inquiries.close()
        if self._live is not None:
            self._live.__exit__(None, None, None)
        self._live = self._inquiries = None

    def _asked(self, cockpit: "Cockpit") -> "Inquiries":
        """Return what reads and tests for a person: made with the first thing that is asked."""
        if self._inquiries is None:
            from cockpit.bootstrap.inquiries import Inquiries

            self._inquiries = Inquiries(cockpit, self.bridge.tell)
        return self._inquiries

    def _answered(self, wish: str, refusal: Message | None) -> None:
        about = Wish(wish)
        self.bridge.tell(Granted(about) if refusal is None else Refused(about, refusal))


def window_notes(look: Look, platform: str = sys.platform) -> Carrier | None:
    """Return the desktop's notes where a window shows them; None where the session bus does."""
    if platform == "linux":
        return None
    from cockpit.ui.tray import TrayNotes

    return TrayNotes(look, SystemClock())


def placed(workplace: Workplace, look: Look, *, settings_file: Path | None = None) -> Shell:
    """Return a shell with the window of the workplace in it."""
    shell = Shell(look, settings_file=settings_file)
    workplace.window.settle(shell)
    return shell
