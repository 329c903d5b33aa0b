"""Commands for alerts: what goes on, putting one aside, taking it back, saying if it was of use."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.alert_line_codes import LineCode
from cockpit.cli.call import Call, call_of
from cockpit.cli.exits import Exit
from cockpit.cli.opening import opened
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError

if TYPE_CHECKING:
    from cockpit.app.alert_desk import AlertDesk

USUAL_MINUTES = 15.0


class Rating(StrEnum):
    """What a person says of an alert."""

    USEFUL = "useful"
    NOISE = "noise"


IS_USEFUL = {Rating.USEFUL: True, Rating.NOISE: False}


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    alerts = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
    alerts.callback()(show)
    alerts.command("shelve")(shelve)
    alerts.command("unshelve")(unshelve)
    alerts.command("rate")(rate)
    program.add_typer(alerts, name="alerts")


def show(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Show what the journal tells of alerts; NO while one needs a hand."""
    if context.invoked_subcommand is not None:
        return Exit.OK
    call = call_of(context)
    with opened(call) as cockpit:
        if cockpit is None:
            return Exit.UNKNOWN
        from cockpit.app.alert_view import written_views
        from cockpit.cli.alert_lines import past_lines, rate_line, running_lines, shelved_lines
        from cockpit.cli.plain import plain
        from cockpit.domain.alert_words import AlertGrade

        now = cockpit.clock.now()
        try:
            episodes = cockpit.alert_desk().episodes()
        except JournalError as error:
            call.terminal.complain_once(error.message)
            return Exit.UNKNOWN
        views = written_views(episodes, now)
        if as_json:
            call.terminal.print_json(plain(views))
        else:
            if not views.alerts:
                call.terminal.say(message(LineCode.NONE))
                call.terminal.say(message(LineCode.FOUND_BY))
            for lines in (
                running_lines(views.alerts),
                shelved_lines(views.shelved),
                past_lines(views.past),
            ):
                for line in lines:
                    call.terminal.say(line)
            call.terminal.say(rate_line(episodes.heard_count(now)))
    is_urgent = any(one.grade is AlertGrade.ACT_NOW for one in (*views.alerts, *views.shelved))
    return Exit.NO if is_urgent else Exit.OK


def shelve(
    context: typer.Context,
    alert: str,
    *,
    minutes: Annotated[float, typer.Option("--minutes")] = USUAL_MINUTES,
    reason: Annotated[str, typer.Option("--reason")],
) -> int:
    """Put an alert aside for at most 30 minutes; it stays in sight."""
    done = message(LineCode.SHELVED, given=alert, minutes_count=minutes)
    return _with_desk(
        call_of(context), lambda desk: desk.shelve(alert, minutes=minutes, reason=reason), done
    )


def unshelve(context: typer.Context, alert: str) -> int:
    """Take an alert back that was put aside."""
    done = message(LineCode.UNSHELVED, given=alert)
    return _with_desk(call_of(context), lambda desk: desk.unshelve(alert), done)


def rate(context: typer.Context, alert: str, rating: Rating) -> int:
    """Say whether the last alert there was of use; the last word of each person counts."""
    is_useful = IS_USEFUL[rating]
    done = message(LineCode.RATED, given=alert)
    return _with_desk(call_of(context), lambda desk: desk.rate(alert, is_useful=is_useful), done)


def _with_desk(call: Call, do: "Callable[[AlertDesk], Message | None]", done: Message) -> int:
    with opened(call) as cockpit:
        if cockpit is None:
            return Exit.NO
        try:
            refusal = do(cockpit.alert_desk())
        except JournalError as error:
            refusal = error.message
    if refusal is not None:
        call.terminal.complain_once(refusal)
        return Exit.NO
    call.terminal.say(done)
    return Exit.OK
