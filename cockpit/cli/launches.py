"""Commands for launches: new, list, and what leads one through its life."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.drive import driving
from cockpit.cli.exits import Exit
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError

if TYPE_CHECKING:
    from cockpit.app.launches import Launches


class Kind(StrEnum):
    """What sort of change a launch is."""

    RELEASE = "release"
    HOTFIX = "hotfix"
    ROLLBACK = "rollback"


KINDS: dict[Kind, Literal["release", "hotfix", "rollback"]] = {
    Kind.RELEASE: "release",
    Kind.HOTFIX: "hotfix",
    Kind.ROLLBACK: "rollback",
}


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    launch = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    launch.command("new")(new)
    launch.command("list")(list_all)
    launch.command("deployed")(deployed)
    launch.command("hold")(hold)
    launch.command("resume")(resume)
    launch.command("accept")(accept)
    launch.command("take-over")(take_over)
    launch.command("close")(close)
    program.add_typer(launch, name="launch")


def new(
    context: typer.Context,
    version: str,
    *,
    build: Annotated[str, typer.Option("--build")],
    baseline: Annotated[str, typer.Option("--baseline")] = "",
    release_kind: Annotated[Kind, typer.Option("--kind")] = Kind.RELEASE,
    window_from: Annotated[str, typer.Option("--from")] = "",
    window_to: Annotated[str, typer.Option("--until")] = "",
    commit: Annotated[str, typer.Option("--commit")] = "",
    notes: Annotated[str, typer.Option("--notes")] = "",
) -> int:
    """Open a launch; without a baseline, the version with most users is proposed."""
    from cockpit.app.launches import LaunchPlan, proposed_baseline
    from cockpit.cli.outages import BROKEN

    call = call_of(context)
    window: list[datetime | None] = []
    for parameter, text in (("--from", window_from), ("--until", window_to)):
        try:
            window.append(_instant(text))
        except ValueError:
            call.terminal.complain(message(CliCode.BAD_INSTANT, parameter=parameter))
            return Exit.USAGE
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        seen = None if baseline else inline.look()
        plan = LaunchPlan(
            version=version,
            build=build,
            baseline=baseline if seen is None else proposed_baseline(seen.versions, version),
            release_kind=KINDS[release_kind],
            window_from=window[0],
            window_to=window[1],
            commit=commit,
            notes=notes,
        )
        try:
            opened = inline.launches.open(plan)
        except JournalError as error:
            opened = error.message
        if isinstance(opened, Message):
            if seen is not None and plan.baseline is None:
                for source in seen.sources:
                    if source.state in BROKEN and source.name in inline.cockpit.sources.metrics:
                        call.terminal.complain_once(source.message)
            call.terminal.complain_once(opened)
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
        inline.catch_up()
        try:
            launches = inline.launches.all()
        except JournalError as error:
            call.terminal.complain_once(error.message)
            return Exit.UNKNOWN
        if as_json:
            from cockpit.cli.plain import plain

            call.terminal.print_json([plain(launch) for launch in launches])
            return Exit.OK
        versions = {launch.launch_id: launch.version for launch in launches}
        for launch in launches:
            call.terminal.say(_line(launch, versions.get(launch.parent_id or "")))
            if launch.held is not None:
                held = launch.held
                call.terminal.say(message(CliCode.LAUNCH_HELD, person=held.by, at=held.at))
        if not launches:
            call.terminal.say(message(CliCode.NO_LAUNCHES))
        return Exit.OK


def deployed(context: typer.Context) -> int:
    """Write down that the release is deployed, open to nobody."""
    return _led(context, lambda launches: launches.deployed(), is_for_people=True)


def hold(context: typer.Context, *, reason: Annotated[str, typer.Option("--reason")] = "") -> int:
    """Allow no next stage; the exposure stays as it is."""
    return _led(context, lambda launches: launches.hold(reason))


def resume(context: typer.Context) -> int:
    """End the hold."""
    return _led(context, lambda launches: launches.resume(), is_for_people=True)


def accept(
    context: typer.Context, check: str, *, reason: Annotated[str, typer.Option("--reason")]
) -> int:
    """Accept what a check of the gate has found, for this stage, by name and with a reason."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            refusal = inline.accepting.accept(check, reason, inline.look())
        except JournalError as error:
            refusal = error.message
        if refusal is not None:
            call.terminal.complain_once(refusal)
            return Exit.NO
        call.terminal.say(message(CliCode.CHECK_ACCEPTED, check=check))
        return Exit.OK


def take_over(context: typer.Context) -> int:
    """Hold the launch window from now on."""
    return _led(context, lambda launches: launches.take_over(), is_for_people=True)


def close(
    context: typer.Context, *, stopped_by: Annotated[str, typer.Option("--stopped-by")] = ""
) -> int:
    """Close the launch that goes on: as done, or stopped by one of the two ways out."""
    call = call_of(context)
    ways: dict[str, Literal["flag_off", "rollback"] | None] = {
        "flag_off": "flag_off",
        "rollback": "rollback",
        "none": None,
    }
    if stopped_by and stopped_by not in ways:
        known = ", ".join(ways)
        call.terminal.complain(
            message(CliCode.BAD_CHOICE, parameter="--stopped-by", given=stopped_by, known=known)
        )
        return Exit.USAGE
    result: Literal["done", "stopped"] = "stopped" if stopped_by else "done"
    way_out = ways.get(stopped_by)
    return _led(context, lambda launches: launches.close(result, way_out=way_out))


def _led(
    context: typer.Context,
    act: "Callable[[Launches], Launch | Message]",
    *,
    is_for_people: bool = False,
) -> int:
    """Lead the launch that goes on a step through its life, and say where it stands then."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            led = (inline.stranger if is_for_people else None) or act(inline.launches)
        except JournalError as error:
            led = error.message
        if isinstance(led, Message):
            call.terminal.complain_once(led)
            return Exit.NO
        if led.is_live:
            call.terminal.say(_line(led, None))
        else:
            call.terminal.say(message(CliCode.LAUNCH_CLOSED, launch_id=led.launch_id))
        return Exit.OK


def _instant(text: str) -> datetime | None:
    """Return the instant; None for no text. ValueError when it has no time zone, or is none."""
    from cockpit.ports.workspace_fields import instant

    return instant(text) if text else None


def _line(launch: Launch, parent: str | None) -> Message:
    return message(
        CliCode.LAUNCH_LINE if parent is None else CliCode.LAUNCH_CHILD_LINE,
        planned_at=launch.planned_at,
        launch_id=launch.launch_id,
        version=launch.version,
        build=launch.build,
        baseline=launch.baseline_version,
        exposure_pct=launch.exposure_pct,
        phase=launch.phase.value,
        release_kind=launch.release_kind,
        parent=parent,
    )
