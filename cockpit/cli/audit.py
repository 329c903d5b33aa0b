"""Commands for the journal: verify, export, begin again."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cockpit.bootstrap.codes import AuditCode
from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.opening import given_secrets, secrets_for, workspace_or_complain
from cockpit.cli.plain import plain
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError

TABLE_SUFFIX = ".csv"


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    audit = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    audit.command("verify")(verify)
    audit.command("export")(export)
    audit.command("decide")(decide)
    audit.command("begin-again")(begin_again)
    program.add_typer(audit, name="audit")


def verify(
    context: typer.Context,
    *,
    online: Annotated[bool, typer.Option("--online")] = False,
    export_file: Annotated[str, typer.Option("--export")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Verify the journal, or an exported one."""
    from cockpit.bootstrap.audit import Audited, audited, audited_export

    call = call_of(context)
    found: Audited | None
    try:
        if export_file:
            found = audited_export(Path(export_file))
        else:
            file = workspace_or_complain(call)
            found = None if file is None else audited(file)
    except (JournalError, OSError) as error:
        unread = message(AuditCode.UNREADABLE, file=export_file or call.options.workspace)
        call.terminal.complain(error.message if isinstance(error, JournalError) else unread)
        return Exit.UNKNOWN
    if found is None:
        return Exit.UNKNOWN
    status = found.exit_code
    if as_json:
        call.terminal.print_json(plain(found))
    else:
        for told in found.messages:
            (call.terminal.complain if status == Exit.NO else call.terminal.say)(told)
        if status == Exit.NO and not export_file:
            call.terminal.complain(message(CliCode.KEEP_EVIDENCE))
    if online and not export_file:
        status = max(status, _cross_checked(call), key=_severity)
    return status


def export(context: typer.Context, target: Path) -> int:
    """Export the journal: JSON Lines that can be verified, or a table when the name ends in csv."""
    from cockpit.bootstrap.audit import exported

    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.NO
    try:
        rows_count = exported(file, target, as_table=target.suffix.lower() == TABLE_SUFFIX)
    except JournalError as error:
        call.terminal.complain(error.message)
        return Exit.NO
    except OSError:
        call.terminal.complain(message(AuditCode.NOT_WRITTEN, file=str(target)))
        return Exit.NO
    call.terminal.say(message(CliCode.EXPORTED, rows_count=rows_count, file=str(target)))
    return Exit.OK


def decide(
    context: typer.Context,
    *,
    only_launch: Annotated[str, typer.Option("--launch")] = "",
    is_check: Annotated[bool, typer.Option("--check")] = False,
) -> int:
    """Print each verdict as a line for `cockpit decide`, or work all of them out again here."""
    from cockpit.bootstrap.again import asked_again, worked_out

    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.UNKNOWN
    try:
        found = asked_again(file, only_launch or None)
    except JournalError as error:
        call.terminal.complain(error.message)
        return Exit.UNKNOWN
    for line_id in found.left:
        call.terminal.complain(message(CliCode.NOT_RECOMPUTABLE, line_id=line_id))
    if not is_check:
        for line in found.lines:
            call.terminal.print_text(json.dumps(line.plain(), ensure_ascii=False) + "\n")
        return Exit.UNKNOWN if found.left else Exit.OK
    if not found.lines and not found.left:
        call.terminal.complain(message(CliCode.NO_VERDICTS))
        return Exit.UNKNOWN
    wrong = worked_out(found)
    for line_id, field in wrong:
        call.terminal.complain(message(CliCode.RECOMPUTED_OTHERWISE, line_id=line_id, field=field))
    if wrong:
        return Exit.NO
    call.terminal.say(message(CliCode.RECOMPUTED, lines_count=len(found.lines)))
    return Exit.UNKNOWN if found.left else Exit.OK


def begin_again(context: typer.Context) -> int:
    """Begin a new journal after a loss; what is left of the old one is set aside."""
    from cockpit.bootstrap.audit import begun_again

    call = call_of(context)
    file = workspace_or_complain(call)
    if file is None:
        return Exit.NO
    try:
        place, set_aside = begun_again(file, call.options.person)
    except JournalError as error:
        call.terminal.complain(error.message)
        return Exit.NO
    call.terminal.say(message(AuditCode.BEGUN_AGAIN, file=str(place)))
    if set_aside is not None:
        call.terminal.say(message(AuditCode.SET_ASIDE, file=str(set_aside)))
    return Exit.OK


def _cross_checked(call: Call) -> int:
    """Compare with the flag servers' own events; say what disagrees and what is not known."""
    from cockpit.bootstrap.audit import cross_checked_online

    file = workspace_or_complain(call)
    from_stdin = call.options.secrets_from_stdin
    given = given_secrets(call) if from_stdin else {}
    if file is None or given is None:
        return Exit.UNKNOWN
    try:
        found = cross_checked_online(file, secrets_for(file, given, from_stdin=from_stdin))
    except JournalError as error:
        call.terminal.complain(error.message)
        return Exit.UNKNOWN
    for told in found.findings:
        call.terminal.complain(told)
    for told in (*found.not_read, *found.by_others):
        call.terminal.say(told)
    if found.findings:
        return Exit.NO
    if found.not_read:
        return Exit.UNKNOWN
    call.terminal.say(message(AuditCode.CROSS_CHECKED))
    return Exit.OK


def _severity(status: int) -> int:
    """Return how bad a status is: broken outweighs unknown, unknown outweighs ok."""
    return {Exit.OK: 0, Exit.UNKNOWN: 1}.get(Exit(status), 2)
