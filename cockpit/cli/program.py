"""The program: arguments in, sentences and an exit status out."""

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException
from typer.main import get_command

from cockpit.bootstrap.folders import resources_folder
from cockpit.cli import (
    alerts,
    audit,
    channels,
    decide,
    drive,
    gonogo,
    launches,
    look,
    play,
    prepare,
    rules,
    show,
    signoff,
)
from cockpit.cli.call import Call, Options
from cockpit.cli.codes import CliCode
from cockpit.cli.door import USUAL_FILE
from cockpit.cli.exits import Exit
from cockpit.cli.help_codes import HelpCode, OptionCode
from cockpit.cli.misuse import misuse
from cockpit.cli.outlet import outlets
from cockpit.cli.spoken import asked_first
from cockpit.cli.terminal import Terminal, use_utf8
from cockpit.domain.message import message
from cockpit.words.language import chosen, system_locale
from cockpit.words.words import Words, load

GROUPS = (
    *(prepare, channels, show, look, alerts, drive),
    *(launches, gonogo, signoff, rules, audit, decide, play),
)
"""The modules that bring commands, in the order in which help lists them."""

CTRL_C = 130
"""What the library makes of Ctrl+C: a status of its own, without a word."""

Command: TypeAlias = TyperCommand | TyperGroup

log = logging.getLogger(__name__)


def run(arguments: Sequence[str], *, ready: Callable[[], None] = lambda: None) -> int:
    """Run one command and return its exit status; nothing is raised to the shell.

    `ready` is called once an interruption can be told in a sentence.
    """
    use_utf8()
    asked, call = asked_first(arguments)
    language = chosen(asked, os.environ, system=system_locale())
    with outlets():
        terminal = Terminal(load(language, resources_folder() / "i18n"), language)
        status = _ended(terminal, call, ready)
        lost = terminal.lost
        if lost is not None and not isinstance(lost, BrokenPipeError):
            terminal.complain(message(CliCode.NOT_PRINTED, reason=lost.strerror))
            return status or Exit.UNKNOWN
        return status


def _ended(terminal: Terminal, call: list[str], ready: Callable[[], None]) -> int:
    """Run the command to its end, whatever that is, and return its exit status."""
    try:
        ready()
        command = build(terminal.words)
        logging.getLogger().addHandler(logging.NullHandler())  # what is logged is never shown raw
        status = command(args=call, prog_name="cockpit", standalone_mode=False, obj=terminal)
    except TyperException as error:
        if told := misuse(error):
            terminal.complain(told)
        return Exit.USAGE
    except (typer.Abort, KeyboardInterrupt):
        status = CTRL_C
    except Exception as error:  # noqa: BLE001 - the last resort, kept in the log
        _keep(error)
        terminal.complain(message(CliCode.INTERNAL, error=type(error).__name__))
        return Exit.INTERNAL
    if status == CTRL_C:
        terminal.complain(message(CliCode.INTERRUPTED))
        return Exit.UNKNOWN
    return int(status or Exit.OK)


def build(words: Words) -> Command:
    """Return the command tree, with its help in the language of `words`."""
    program = typer.Typer(add_completion=False, rich_markup_mode="rich")
    program.callback(invoke_without_command=True)(_options)
    for group in GROUPS:
        group.register(program)
    command = cast("Command", get_command(program))
    explain(command, words, ())
    return command


def explain(command: Command, words: Words, path: tuple[str, ...]) -> None:
    """Give the command, its parameters and those below it their help, found by their names."""
    command.help = words.text(message(HelpCode(".".join(("help", *path)))))
    command.rich_help_panel = words.text(message(CliCode.COMMANDS))
    for parameter in command.get_params(command.context_class(command)):
        if isinstance(parameter, TyperArgument | TyperOption):
            is_argument = isinstance(parameter, TyperArgument)
            caption = CliCode.ARGUMENTS if is_argument else CliCode.OPTIONS
            parameter.help = words.text(message(OptionCode(f"option.{parameter.name}")))
            parameter.rich_help_panel = words.text(message(caption))
    for name, below in getattr(command, "commands", {}).items():
        explain(below, words, (*path, name.replace("-", "_")))


def _options(
    context: typer.Context,
    *,
    lang: Annotated[str, typer.Option("--lang")] = "",
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", envvar="COCKPIT_WORKSPACE")
    ] = USUAL_FILE,
    person: Annotated[str, typer.Option("--as", envvar="COCKPIT_PERSON")] = "",
    secrets_from_stdin: Annotated[bool, typer.Option("--secrets-from-stdin")] = False,
) -> int:
    _ = lang  # read before the help could be built
    options = Options(workspace, person or None, secrets_from_stdin=secrets_from_stdin)
    context.obj = call = Call(context.obj, options)
    return show.window_of(call) if context.invoked_subcommand is None else Exit.OK


def _keep(error: Exception) -> None:
    """Put the traceback into the log file, for whoever mends the program."""
    from cockpit.bootstrap.logs import log_to_file

    end = log_to_file(Path(), ())
    log.error("the command failed", exc_info=error)
    end()
