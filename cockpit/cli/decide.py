"""The command that answers the questions of scripts."""

import typer

from cockpit.cli.call import call_of
from cockpit.cli.lines import answer_standard_input


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("decide")(decide)


def decide(context: typer.Context) -> int:
    """Answer each line of standard input."""
    return answer_standard_input(call_of(context).terminal.words)
