"""Commands that look: status once, watch on and on."""

from typing import Annotated

import typer

from cockpit.cli.call import call_of
from cockpit.cli.drive import driving
from cockpit.cli.exits import Exit
from cockpit.cli.opening import opened
from cockpit.cli.plain import plain

INTERVAL_S = 5.0


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
        from cockpit.cli.status_view import EXITS, StatusView

        inline.catch_up()
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
        from cockpit.cli.desk import Desk

        desk = Desk(call.terminal)
        with Live(
            cockpit,
            publish=desk.events.put,
            show=desk.events.put,
            tell=desk.events.put,
            interval_s=interval_s,
        ) as live:
            return desk.run(live, call.typed, seconds)
