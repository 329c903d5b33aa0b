"""Commands about the channels through which people are told: which there are, and a test."""

from typing import Annotated

import typer
from msgspec.structs import asdict

from cockpit.cli.call import call_of
from cockpit.cli.codes import ChannelsCode, CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.listed import listed
from cockpit.cli.opening import opened, workspace_or_complain
from cockpit.cli.plain import Plain, plain
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.ports.workspace_channels import Channel

ALERTS = {
    "act_now": ChannelsCode.ALERTS_ACT_NOW,
    "watch": ChannelsCode.ALERTS_WATCH,
    "none": ChannelsCode.ALERTS_NONE,
}
EXITS = {True: Exit.OK, False: Exit.NO, None: Exit.UNKNOWN}


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    channels = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    channels.command("list")(channels_list)
    channels.command("test")(channels_test)
    program.add_typer(channels, name="channels")


def channels_list(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Show the channels, and what each of them carries."""
    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.NO
    channels = file.workspace.alerts.channels
    if as_json:
        call.terminal.print_json({name: _given(one) for name, one in channels.items()})
        return Exit.OK
    if not channels:
        call.terminal.say(message(ChannelsCode.NONE))
    for name, one in channels.items():
        call.terminal.say(
            message(
                ChannelsCode.LINE,
                channel=name,
                channel_kind=one.kind,
                alerts=message(ALERTS[one.alerts]),
                launch_log=one.launch_log,
                summaries=one.summaries,
                drills=one.drills,
            )
        )
    return Exit.OK


def _given(channel: Channel) -> dict[str, Plain]:
    """Return the settings of a channel that have a value."""
    return {name: plain(one) for name, one in asdict(channel).items() if one is not None}


def channels_test(
    context: typer.Context,
    channel: str,
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Send a marked message through a channel, and write down what came of it."""
    call = call_of(context)
    with opened(call) as cockpit:
        if cockpit is None:
            return Exit.NO
        known = cockpit.workspace.alerts.channels
        if channel not in known:
            told = message(CliCode.NO_SUCH_CHANNEL, channel=channel, known=listed(known))
            call.terminal.complain(told)
            return Exit.NO
        from cockpit.app.row_sentences import sentence
        from cockpit.bootstrap.channels import channel_tested

        carrier = cockpit.channels[channel]
        event = channel_tested(
            cockpit.workspace, channel, carrier, cockpit.clock, cockpit.hand.person
        )
        try:
            cockpit.record(event)
        except JournalError as error:
            call.terminal.complain_once(error.message)
        told = sentence(cockpit.hand.stamped(event), {})
        if as_json:
            call.terminal.print_json(
                {"sentence": call.terminal.words.text(told), "test": plain(event)}
            )
        else:
            (call.terminal.say if event.is_proved else call.terminal.complain)(told)
        return EXITS[event.is_proved]
