"""The desk of a watch: what the lanes show and what the person types, on the main thread."""

from contextlib import AbstractContextManager, nullcontext
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from rich.live import Live as LiveDisplay

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.listed import listed
from cockpit.cli.progress import ProgressView
from cockpit.cli.status_view import EXITS, StatusView
from cockpit.cli.terminal import Terminal
from cockpit.cli.typed import TypedLines
from cockpit.domain.message import Message, message

if TYPE_CHECKING:
    from cockpit.bootstrap.live import Live

LOOK_PACE_S = 0.2

Events: TypeAlias = "SimpleQueue[Snapshot | ActionEvent | Message | Typed]"


class Desk:
    """What the lanes show and the person types, taken care of on the main thread.

    On a terminal the page is drawn in place; elsewhere only what happens is said, and the verdict
    whenever it changes.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal = _on_one_screen(terminal)
        self._view = StatusView(terminal.words, terminal.out.width)
        self._progress = ProgressView(terminal)
        self._newest: Snapshot | None = None
        self.events: Events = SimpleQueue()

    def run(self, live: "Live", lines: TypedLines, seconds: float) -> int:
        """Show and obey until `quit`, the end of `seconds`, or Ctrl+C; 0 seconds is for ever.

        It also ends when nobody reads any more what it shows.
        """
        clock = live.cockpit.clock
        until_s = clock.monotonic_s() + seconds if seconds else float("inf")
        self._terminal.say(message(CliCode.WATCH_HELP))
        keys = live.reading(lambda: _read(lines, self.events))
        with keys, _page(self._terminal) as page:
            while clock.monotonic_s() < until_s and self._terminal.lost is None:
                try:
                    event = self.events.get(timeout=LOOK_PACE_S)
                except Empty:
                    continue
                except KeyboardInterrupt:
                    break
                if isinstance(event, Typed):
                    if not self._obey(live, event.line.split()):
                        break
                else:
                    self._show(event, page)
        return Exit.UNKNOWN if self._newest is None else EXITS[self._newest.state]

    def _show(self, event: Snapshot | ActionEvent | Message, page: LiveDisplay | None) -> None:
        match event:
            case Snapshot():
                before, self._newest = self._newest, event
                if page is not None:
                    page.update(self._view.page(event), refresh=True)
                elif before is None or _gist(before) != _gist(event):
                    self._terminal.out.print(self._view.headline(event), soft_wrap=True)
            case Message():
                self._terminal.complain(event)
            case _:
                self._progress.show(event)

    def _obey(self, live: "Live", words: list[str]) -> bool:
        """Carry out what was typed; return False when it was the wish to leave."""
        known = live.orders
        match words:
            case []:
                pass
            case ["quit" | "q" | "exit"]:
                return False
            case ["off", flag] if flag in known.flags:
                live.off(flag)
            case ["rollback", name] if name in known.rollbacks:
                if live.rollback(name) is None:
                    self._terminal.complain(message(CliCode.NO_BASELINE))
            case ["step", number, *second] if (
                exposure_pct := _percent(number)
            ) is not None and len(second) <= 1:
                person = second[0] if second else None
                live.step(exposure_pct, second_person=person, typed_pct=exposure_pct)
            case ["off", flag]:
                there = listed(known.flags)
                self._terminal.complain(message(CliCode.NO_SUCH_FLAG, flag=flag, known=there))
            case ["rollback", name]:
                there = listed(known.rollbacks)
                self._terminal.complain(message(CliCode.NO_SUCH_ROLLBACK, name=name, known=there))
            case _:
                self._terminal.complain(message(CliCode.WATCH_UNKNOWN, text=" ".join(words)))
                self._terminal.say(message(CliCode.WATCH_HELP))
        return True


class Typed(Struct, frozen=True):
    """A line that a person typed."""

    line: str


def _read(lines: TypedLines, events: "Events") -> None:
    """Hand on every line; the end of input leaves the watch running."""
    while (line := lines.next()) is not None:
        events.put(Typed(line))


def _on_one_screen(terminal: Terminal) -> Terminal:
    """Return the terminal with complaints beside the page, where both would share a screen.

    The page is drawn over itself, and knows only of lines that went the same way as it does.
    """
    is_shared = terminal.out.is_terminal and terminal.err.is_terminal
    return replace(terminal, err=terminal.out) if is_shared else terminal


def _page(terminal: Terminal) -> AbstractContextManager[LiveDisplay | None]:
    if not terminal.out.is_terminal:
        return nullcontext()
    return LiveDisplay(console=terminal.out, auto_refresh=False, vertical_overflow="visible")


def _gist(snapshot: Snapshot) -> tuple[object, ...]:
    """Return what a person has to hear of when it changes; figures alone are no news."""
    release = snapshot.release
    scope = () if release is None else (release.flow, release.platform)
    return snapshot.state, snapshot.verdict.code, scope


def _percent(text: str) -> float | None:
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return None
