"""The command that opens the window."""

from enum import StrEnum
from typing import Annotated

import typer

from cockpit.bootstrap.screen import has_screen
from cockpit.cli import door, signals
from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.opening import given_secrets
from cockpit.domain.message import message


class ThemeName(StrEnum):
    """How the window may look."""

    DARK = "dark"
    LIGHT = "light"


def register(program: typer.Typer) -> None:
    """Add the command of this module."""
    program.command(door.COMMAND)(open_window)


def open_window(
    context: typer.Context,
    path: Annotated[str, typer.Argument()] = "",
    *,
    theme: Annotated[ThemeName | None, typer.Option("--theme")] = None,
) -> int:
    """Open the window of a workspace; NO where there is no screen."""
    return window_of(call_of(context), path, None if theme is None else theme.value)


def window_of(call: Call, path: str = "", theme: str | None = None) -> int:
    """Open the window that a call asks for and return when it was closed."""
    if not has_screen():
        call.terminal.complain(message(CliCode.NO_SCREEN))
        return Exit.NO
    given = given_secrets(call) if call.options.secrets_from_stdin else {}
    if given is None:
        return Exit.UNKNOWN
    signals.end_at_once()  # Qt would only print the traceback of an interruption, and go on
    options = call.options
    wanted = door.Asked(
        path or options.workspace, call.terminal.language.value, options.person, theme
    )
    return door.show(wanted, given=given if options.secrets_from_stdin else None)
