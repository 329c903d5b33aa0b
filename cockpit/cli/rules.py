"""The command that hands the promises to the team's own metrics server."""

from pathlib import Path
from typing import Annotated

import typer

from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.opening import workspace_or_complain
from cockpit.domain.message import message
from cockpit.ports.rules import RuleFileError


def register(program: typer.Typer) -> None:
    """Add the command of this module."""
    program.command("rules")(rules)


def rules(
    context: typer.Context,
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    rules_for: Annotated[str, typer.Option("--source")] = "",
) -> int:
    """Write promises, KPI bounds and thresholds as rules of Prometheus."""
    from cockpit.bootstrap.rules import ruled, sources_of

    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.NO
    sources = sources_of(file)
    source = rules_for or sources[0]
    if source not in sources or (len(sources) > 1 and not rules_for):
        call.terminal.complain(message(CliCode.WHICH_SOURCE, sources=", ".join(sources)))
        return Exit.NO
    found = ruled(file, source)
    if output is None:
        call.terminal.print_text(found.text)
        return Exit.OK
    try:
        found.write(output)
    except RuleFileError as error:
        call.terminal.complain(error.message)
        return Exit.NO
    call.terminal.say(
        message(CliCode.RULES_WRITTEN, file=str(output), alerts_count=found.alerts_count)
    )
    return Exit.OK
