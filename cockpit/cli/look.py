"""Commands that look: status once, watch on and on."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from rich.live import Live as LiveDisplay

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.app.underway import ActionEvent
from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.drive import driving
from cockpit.cli.exits import Exit
from cockpit.cli.opening import opened
from cockpit.cli.plain import plain
from cockpit.cli.progress import ProgressView
from cockpit.cli.status_view import StatusView
from cockpit.cli.terminal import Terminal
from cockpit.cli.typed import TypedLines
from cockpit.domain.message import Message, message

if TYPE_CHECKING:
    from cockpit.bootstrap.live import Live

LOOK_PACE_S = 0.2
INTERVAL_S = 5.0
EXITS = {
    TileState.OK: Exit.OK,
    TileState.WARN: Exit.OK,
    TileState.BAD: Exit.NO,
    TileState.UNKNOWN: Exit.UNKNOWN,
}


Events: TypeAlias = "SimpleQueue[Snapshot | ActionEvent | Message | Typed]"


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("status")(status)
    program.command("watch")(watch)


def status(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Show one snapshot."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.UNKNOWN
        snapshot = inline.look()
        if as_json:
            words = call.terminal.words
            verdict = {"sentence": words.text(snapshot.verdict)}
            call.terminal.print_json({**verdict, "snapshot": plain(snapshot)})
        else:
            call.terminal.out.print(
                StatusView(call.terminal.words, call.terminal.out.width).page(snapshot)
            )
        return EXITS[snapshot.state]


def watch(
    context: typer.Context,
    *,
    seconds: Annotated[float, typer.Option("--seconds", min=0)] = 0.0,
    interval_s: Annotated[float, typer.Option("--interval", min=1)] = INTERVAL_S,
) -> int:
    """Keep showing the state; take off, step and rollback on the spot."""
    call = call_of(context)
    with opened(call, keep_warm=True) as cockpit:
        if cockpit is None:
            return Exit.UNKNOWN
        from cockpit.bootstrap.live import Live

        desk = Desk(call.terminal)
        with Live(
            cockpit,
            publish=desk.events.put,
            show=desk.events.put,
            tell=desk.events.put,
            interval_s=interval_s,
        ) as live:
            return desk.run(live, call.typed, seconds)


class Desk:
    """What the lanes show and the person types, taken care of on the main thread.

    On a terminal the page is drawn in place; elsewhere only what happens is said, and the verdict
    whenever it changes.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._view = StatusView(terminal.words, terminal.out.width)
        self._progress = ProgressView(terminal)
        self._newest: Snapshot | None = None
        self.events: Events = SimpleQueue()

    def run(self, live: "Live", lines: TypedLines, seconds: float) -> int:
        """Show and obey until `quit`, the end of `seconds`, or Ctrl+C; 0 seconds is for ever."""
        clock = live.cockpit.clock
        until_s = clock.monotonic_s() + seconds if seconds else float("inf")
        self._terminal.say(message(CliCode.WATCH_HELP))
        keys = live.reading(lambda: _read(lines, self.events))
        with keys, _page(self._terminal) as page:
            while clock.monotonic_s() < until_s:
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
                elif before is None or before.verdict.code != event.verdict.code:
                    self._terminal.say(event.verdict)
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
            case ["step", number] if (exposure_pct := _percent(number)) is not None:
                live.step(exposure_pct)
            case _:
                self._terminal.complain(message(CliCode.WATCH_UNKNOWN, text=" ".join(words)))
                self._terminal.say(message(CliCode.WATCH_HELP))
        return True


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that a person typed."""

    line: str


def _read(lines: TypedLines, events: "Events") -> None:
    """Hand on every line; the end of input leaves the watch running."""
    while (line := lines.next()) is not None:
        events.put(Typed(line))


def _page(terminal: Terminal) -> AbstractContextManager[LiveDisplay | None]:
    if not terminal.out.is_terminal:
        return nullcontext()
    return LiveDisplay(console=terminal.out, auto_refresh=False, vertical_overflow="visible")


def _percent(text: str) -> float | None:
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return None
