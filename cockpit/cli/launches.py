"""Commands for launches: new, list, close."""

from typing import Annotated, Literal

import typer

from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.drive import driving
from cockpit.cli.exits import Exit
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    launch = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    launch.command("new")(new)
    launch.command("list")(list_all)
    launch.command("close")(close)
    program.add_typer(launch, name="launch")


def new(
    context: typer.Context,
    version: str,
    *,
    build: Annotated[str, typer.Option("--build")],
    baseline: Annotated[str, typer.Option("--baseline")] = "",
    notes: Annotated[str, typer.Option("--notes")] = "",
) -> int:
    """Open a launch; without a baseline, the version with most users is proposed."""
    from cockpit.app.launches import proposed_baseline

    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        compared = baseline or proposed_baseline(inline.look().versions, version)
        try:
            opened = inline.launches.open(version, build, baseline=compared, notes=notes)
        except JournalError as error:
            opened = error.message
        if isinstance(opened, Message):
            call.terminal.complain(opened)
            return Exit.NO
        call.terminal.say(
            message(
                CliCode.LAUNCH_OPENED,
                version=opened.version,
                build=opened.build,
                baseline=opened.baseline_version,
                launch_id=opened.launch_id,
            )
        )
        return Exit.OK


def list_all(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """List all launches, oldest first."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            launches = inline.launches.all()
        except JournalError as error:
            call.terminal.complain(error.message)
            return Exit.UNKNOWN
        if as_json:
            from cockpit.cli.plain import plain

            call.terminal.print_json([plain(launch) for launch in launches])
            return Exit.OK
        for launch in launches:
            call.terminal.say(_line(launch))
        if not launches:
            call.terminal.say(message(CliCode.NO_LAUNCHES))
        return Exit.OK


def close(
    context: typer.Context, *, stopped_by: Annotated[str, typer.Option("--stopped-by")] = ""
) -> int:
    """Close the launch that goes on: as done, or stopped by one of the two ways out."""
    call = call_of(context)
    ways: dict[str, Literal["flag_off", "rollback"]] = {
        "flag_off": "flag_off",
        "rollback": "rollback",
    }
    if stopped_by and stopped_by not in ways:
        call.terminal.complain(message(CliCode.BAD_VALUE, parameter="--stopped-by"))
        return Exit.USAGE
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        way_out = ways.get(stopped_by)
        try:
            closed = inline.launches.close("stopped" if way_out else "done", way_out=way_out)
        except JournalError as error:
            closed = error.message
        if isinstance(closed, Message):
            call.terminal.complain(closed)
            return Exit.NO
        call.terminal.say(message(CliCode.LAUNCH_CLOSED, launch_id=closed.launch_id))
        return Exit.OK


def _line(launch: Launch) -> Message:
    state = CliCode.LAUNCH_LIVE
    if not launch.is_live:
        state = CliCode.LAUNCH_STOPPED if launch.result == "stopped" else CliCode.LAUNCH_DONE
    return message(
        CliCode.LAUNCH_LINE,
        planned_at=launch.planned_at,
        launch_id=launch.launch_id,
        version=launch.version,
        build=launch.build,
        baseline=launch.baseline_version,
        exposure_pct=launch.exposure_pct,
        state=message(state),
    )
