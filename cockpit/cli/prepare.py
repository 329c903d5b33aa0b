"""Commands before a launch: a workspace file, its check, and the secrets it names."""

import getpass
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.opening import given_secrets, secrets_for, workspace_or_complain
from cockpit.domain.message import Message, message
from cockpit.ports.secrets import SecretsError

if TYPE_CHECKING:
    from cockpit.ports.secrets import SecretStore
    from cockpit.ports.workspace_file import WorkspaceFile


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("init")(init)
    program.command("check")(check)
    program.command("schema")(schema)
    secret = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    secret.command("set")(secret_set)
    secret.command("forget")(secret_forget)
    program.add_typer(secret, name="secret")


def init(context: typer.Context, folder: Annotated[Path, typer.Argument()] = Path()) -> int:
    """Write a commented workspace file."""
    from cockpit.bootstrap.workspace import written_template
    from cockpit.ports.workspace_file import WorkspaceError

    terminal = call_of(context).terminal
    try:
        file = written_template(folder)
    except WorkspaceError as error:
        for told in error.messages:
            terminal.complain(told)
        return Exit.NO
    terminal.say(message(CliCode.WORKSPACE_WRITTEN, file=str(file), next_command=_check_of(folder)))
    return Exit.OK


def _check_of(folder: Path) -> str:
    """Return the command that checks the file in this folder, as it is typed here."""
    return "cockpit check" if folder == Path() else f"cockpit -w {shlex.quote(str(folder))} check"


def check(
    context: typer.Context,
    *,
    offline: Annotated[bool, typer.Option("--offline")] = False,
) -> int:
    """Say everything that is wrong with the workspace file, its sources and its levers."""
    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.NO
    for warning in file.warnings:
        call.terminal.complain(warning)
    sources_count = len(file.workspace.sources)
    call.terminal.say(
        message(CliCode.WORKSPACE_FINE, file=str(file.file), sources_count=sources_count)
    )
    return Exit.OK if offline else _check_online(call, file)


def schema(context: typer.Context) -> int:
    """Print the JSON Schema of the workspace file."""
    from cockpit.bootstrap.workspace import schema as workspace_schema

    call_of(context).terminal.print_json(workspace_schema())
    return Exit.OK


def secret_set(context: typer.Context, name: str) -> int:
    """Ask for a secret and keep it, bound to the address of the source that names it."""
    from cockpit.bootstrap.secrets import keyring_store

    call = call_of(context)
    origins = _origins_or_complain(call, name)
    if not origins:
        return Exit.NO
    secret = _asked_secret(call, message(CliCode.ASK_SECRET, secret=name, origin=origins[0]))
    if not secret:
        call.terminal.complain(message(CliCode.SECRET_EMPTY, secret=name))
        return Exit.NO
    try:
        for origin in origins:
            keyring_store().write(origin, name, secret)
            call.terminal.say(message(CliCode.SECRET_KEPT, secret=name, origin=origin))
    except SecretsError as error:
        call.terminal.complain(error.message)
        return Exit.NO
    return Exit.OK


def secret_forget(context: typer.Context, name: str) -> int:
    """Forget a secret."""
    from cockpit.bootstrap.secrets import keyring_store

    call = call_of(context)
    origins = _origins_or_complain(call, name)
    if not origins:
        return Exit.NO
    try:
        for origin in origins:
            keyring_store().remove(origin, name)
    except SecretsError as error:
        call.terminal.complain(error.message)
        return Exit.NO
    call.terminal.say(message(CliCode.SECRET_GONE, secret=name))
    return Exit.OK


def _origins_or_complain(call: Call, name: str) -> tuple[str, ...]:
    """Return the addresses whose sources name the secret; empty once it was said why none does."""
    from cockpit.bootstrap.secrets import origins_of

    file = workspace_or_complain(call)
    if file is None:
        return ()
    origins = origins_of(file.workspace, name)
    if not origins:
        call.terminal.complain(message(CliCode.SECRET_UNKNOWN, secret=name))
    return origins


def _asked_secret(call: Call, question: Message) -> str:
    """Return what is typed unseen, or the first line of standard input when nobody sits there."""
    if sys.stdin.isatty():
        return getpass.getpass(call.terminal.words.text(question) + " ").strip()
    return (call.typed.next() or "").strip()


def _check_online(call: Call, file: "WorkspaceFile") -> int:
    """Ask every source and read every lever once; return OK when all of them answered well."""
    from cockpit.bootstrap.checks import checked

    from_stdin = call.options.secrets_from_stdin
    given = given_secrets(call) if from_stdin else {}
    if given is None:
        return Exit.NO
    is_fine = True
    secrets = secrets_for(file, given, from_stdin=from_stdin)
    for finding in checked(file, secrets):
        is_fine = is_fine and finding.trouble is None
        match finding.flag, finding.trouble:
            case None, None:
                call.terminal.say(message(CliCode.SOURCE_FINE, source=finding.source))
            case None, trouble:
                call.terminal.complain(message(CliCode.SOURCE_BROKEN, told=trouble))
            case flag, None:
                call.terminal.say(message(CliCode.FLAG_FINE, flag=flag))
            case flag, trouble:
                call.terminal.complain(message(CliCode.FLAG_BROKEN, flag=flag, told=trouble))
    return Exit.OK if _say_what_else(call, file, secrets) and is_fine else Exit.NO


def _say_what_else(call: Call, file: "WorkspaceFile", secrets: "SecretStore") -> bool:
    """Say what is known of anchor and channels; return whether all of it is fine."""
    from cockpit.bootstrap.checks import anchor_trouble, checked_channels

    trouble = anchor_trouble(file)
    if trouble is not None:
        call.terminal.complain(message(CliCode.ANCHOR_BROKEN, told=trouble))
    is_fine = trouble is None
    for known in checked_channels(file, secrets):
        is_fine = is_fine and known.trouble is None
        if known.trouble is not None:
            told = message(CliCode.CHANNEL_BROKEN, channel=known.channel, told=known.trouble)
            call.terminal.complain(told)
        elif known.proved_at is None:
            call.terminal.say(message(CliCode.CHANNEL_UNTESTED, channel=known.channel))
        else:
            call.terminal.say(
                message(CliCode.CHANNEL_FINE, channel=known.channel, tested_at=known.proved_at)
            )
    return is_fine
