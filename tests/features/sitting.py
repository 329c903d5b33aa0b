"""A person at the window: the real one, offscreen, with real lanes, used by keys and clicks."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import FlowView, Snapshot, SourceView
from cockpit.app.underway import Limits
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.workplace import Workplace, placed
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.message import Message
from cockpit.host.clock import SystemClock
from cockpit.ports.clock import Clock
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.look import Look, Role, Theme
from cockpit.ui.shell import Shell
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.features.home import Home
from tests.kit.inspection import texts
from tests.kit.painting import count_of

PATIENCE_S = 20.0
GAP_MS = 2_000.0
"""How long the window may be away at most; what it reaches is measured elsewhere."""

BEAT_MS = 5
HIDDEN = Qt.GlobalColor.black
LEAST_MARK_PX = 20
"""The smallest mark has more pixels; single ones come where glyphs are smoothed."""

LEVER_PX = 36
"""What stands above the button of a tile's lever: its flag, and when that was read."""


class Pulse:
    """Beats in the window's event loop, and keeps the longest pause between two beats."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last_s = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def begin(self) -> None:
        """Forget what was measured."""
        self.longest_ms, self._last_s = 0.0, time.monotonic()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now_s = time.monotonic()
        self.longest_ms = max(self.longest_ms, (now_s - self._last_s) * 1_000)
        self._last_s = now_s


@dataclass
class Sitting:
    """A window in use; `seen` are its snapshots, `told` what it was told while it opened."""

    workplace: Workplace
    shell: Shell
    look: Look
    walker: Walker
    cockpit: Cockpit
    pulse: Pulse
    seen: list[Snapshot] = field(default_factory=list)
    told: list[Message] = field(default_factory=list)

    @property
    def newest(self) -> Snapshot:
        return self.seen[-1]

    @property
    def text(self) -> str:
        """Return every word on the screen."""
        return " ".join(self.words())

    def words(self, part: QWidget | None = None) -> list[str]:
        """Return the texts on the screen, of the whole window or of a part, without joiners."""
        return [one.replace("\u2060", "") for one in texts(part or self.shell)]

    def says(self, sentence: str, part: QWidget | None = None) -> bool:
        """Return whether the sentence stands on the screen, on however many lines."""
        return _packed(sentence) in _packed("".join(self.words(part)))

    def sentence(self, told: Message) -> str:
        """Return a message as the window says it."""
        return self.workplace.room.say.text(told)

    def flow(self, name: str) -> FlowView:
        return next(one for one in self.newest.flows if one.name == name)

    def source(self, name: str) -> SourceView:
        return next(one for one in self.newest.sources if one.name == name)

    def until(self, is_so: Callable[[Snapshot], bool], what: str) -> Snapshot:
        """Let the window live until a snapshot is so, and is painted."""
        self.walker.until(lambda: bool(self.seen) and is_so(self.seen[-1]), what)
        self.walker.settle()
        return self.newest

    @property
    def is_green(self) -> bool:
        """Whether something in the window is marked as fine, levers and exits left out.

        What a lever is known to do comes from another source than the figures.
        """
        return self.is_green_in(self.workplace.window)

    def is_green_in(self, part: QWidget) -> bool:
        """Return the same for a part of the window."""
        window = self.workplace.window
        picture = window.grab()
        painter = QPainter(picture)
        for one in window.findChildren(HoldButton):
            if one.isVisibleTo(window):
                painter.fillRect(_place(one, window).adjusted(-4, -LEVER_PX, 4, 0), HIDDEN)
        for exit_ in (window.strip.off, window.strip.back):
            painter.fillRect(_place(exit_, window), HIDDEN)
        painter.end()
        shown = picture.copy(_place(part, window)).toImage()
        return count_of(shown, self.look.color(Role.OK)) >= LEAST_MARK_PX

    def read_now(self) -> None:
        """Ask all sources now, by the key for it."""
        self.shell.activateWindow()
        self.walker.pump()
        self.walker.key(Qt.Key.Key_F5)

    def picture(self, file: Path) -> None:
        self.walker.picture(file)


@contextmanager
def sitting(
    home: Home,
    *,
    language: Language = Language.KO,
    clock: Clock | None = None,
    interval_s: float = 1.0,
    limits: Limits | None = None,
    look: Look | None = None,
    size: tuple[int, int] = (1440, 900),
) -> Iterator[Sitting]:
    """Open the window at home, and close it again without being asked."""
    shown = look or Look(resources_folder(), Theme.DARK)
    told: list[Message] = []
    with home.lived_in():
        file = opened_workspace(home.file)
        surroundings = Surroundings(
            secrets=session_store(file.workspace, home.secrets or {}),
            keys=None,
            clock=clock or SystemClock(),
            limits=limits or Limits(),
        )
        workplace = Workplace(file, shown, language, person=home.person)
        shell = placed(workplace, shown)

        def tell(one: Message) -> None:
            told.append(one)
            workplace.tell(one)

        with Cockpit(file, home.person, surroundings, tell) as cockpit:
            walker, pulse = Walker(shell, patience_s=PATIENCE_S), Pulse()
            made = Sitting(workplace, shell, shown, walker, cockpit, pulse, told=told)
            workplace.bridge.seen.connect(made.seen.append)
            shell.resize(*size)
            shell.show()
            workplace.connect(cockpit, interval_s=interval_s)
            try:
                walker.until(lambda: bool(made.seen), "the first snapshot")
                yield made
            finally:
                pulse.stop()
                workplace.close()
                shell.may_close = lambda: True
                shell.close()
                shell.deleteLater()
                walker.pump()


def _place(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def _packed(text: str) -> str:
    return "".join(text.split())
