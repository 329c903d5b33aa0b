"""The command that writes the Go/No-Go as a signed file, for pipelines that judge a gate."""

from pathlib import Path

import typer

from cockpit.bootstrap.codes import SignOffNote
from cockpit.cli.call import call_of
from cockpit.cli.exits import Exit
from cockpit.cli.opening import opened
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError
from cockpit.ports.signoff_file import SignOffFileError


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    signoff = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    signoff.command("export")(export)
    program.add_typer(signoff, name="signoff")


def export(context: typer.Context, release: str, target: Path) -> int:
    """Write what the journal tells of the Go/No-Go of a release, signed; 1 when it is No-Go."""
    from cockpit.bootstrap.signoff import exported_sign_off

    call = call_of(context)
    with opened(call) as cockpit:
        if cockpit is None:
            return Exit.NO
        try:
            found = exported_sign_off(cockpit, release, target)
        except (JournalError, SignOffFileError) as error:
            found = error.message
        except OSError:
            found = message(SignOffNote.NOT_WRITTEN, file=str(target))
    if isinstance(found, Message):
        call.terminal.complain_once(found)
        return Exit.UNKNOWN
    said = found.said
    code = SignOffNote.WRITTEN_GO if said.is_go else SignOffNote.WRITTEN_NO_GO
    told = message(
        code, file=str(target), version=said.version, person=said.person, at=said.signed_at
    )
    call.terminal.say(told)
    if found.todo is not None:
        call.terminal.complain(found.todo)
    return Exit.OK if said.is_go else Exit.NO
