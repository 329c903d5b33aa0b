"""Commands for the Go/No-Go: the sheet, answers, a Go, and a No-Go by anybody; and the gate."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli import gate
from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.drive import driving
from cockpit.cli.exits import Exit
from cockpit.cli.sheet_codes import ItemShape, PollShape, SheetCode
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError

if TYPE_CHECKING:
    from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
    from cockpit.app.snapshot import Snapshot

SHORT_HASH = 12


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    gonogo = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
    gonogo.callback()(show)
    gonogo.command("answer")(answer)
    gonogo.command("sign")(sign)
    gonogo.command("no-go")(no_go)
    program.add_typer(gonogo, name="gonogo")
    gate.register(program)


def show(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Show the sheet: what was measured and said, and who has to speak next."""
    if context.invoked_subcommand is not None:
        return Exit.OK
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.UNKNOWN
        snapshot = inline.look()
        is_told = inline.knows_the_past()
    sheet = snapshot.gonogo
    if sheet is None:
        if is_told:
            call.terminal.complain(message(CliCode.NO_LAUNCH))
        return Exit.UNKNOWN
    if as_json:
        from cockpit.cli.plain import plain

        call.terminal.print_json(plain(sheet))
    else:
        for line in _lines(snapshot, sheet):
            call.terminal.say(line)
    if sheet.is_go:
        return Exit.OK
    return Exit.NO if sheet.is_no_go or sheet.failed_count else Exit.UNKNOWN


def answer(
    context: typer.Context,
    item: str,
    value: Annotated[str, typer.Argument()] = "",
    *,
    is_objection: Annotated[bool, typer.Option("--object")] = False,
    note: Annotated[str, typer.Option("--note")] = "",
) -> int:
    """Answer a question with its value; what is measured needs none."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            refusal = inline.stranger or inline.sign_offs.answer(
                item, value, accepts=not is_objection, note=note, seen=inline.look()
            )
        except JournalError as error:
            refusal = error.message
    return _ended(call, refusal, message(SheetCode.ANSWERED, item=item))


def sign(context: typer.Context, role: str) -> int:
    """Say Go for a role, to what is measured and said now."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            refusal = inline.stranger or inline.sign_offs.sign(role, seen=inline.look())
        except JournalError as error:
            refusal = error.message
    return _ended(call, refusal, message(SheetCode.SIGNED, role=role))


def no_go(context: typer.Context, reason: Annotated[str, typer.Argument()] = "") -> int:
    """Say No-Go: it is in force at once, and the reason may come later."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        try:
            refusal = inline.sign_offs.no_go(reason)
        except JournalError as error:
            refusal = error.message
    return _ended(call, refusal, message(SheetCode.NO_GO_SAID))


def _ended(call: Call, refusal: Message | None, done: Message) -> int:
    if refusal is not None:
        call.terminal.complain_once(refusal)
        return Exit.NO
    call.terminal.say(done)
    return Exit.OK


def _lines(snapshot: "Snapshot", sheet: "GoNoGoView") -> Iterator[Message]:
    launch = snapshot.launch
    if launch is not None:
        yield message(
            SheetCode.HEAD, version=launch.version, build=launch.build, state=_state(sheet)
        )
    for poll in sheet.poll:
        yield _role(poll)
        yield from (_item(one) for one in sheet.items if one.role == poll.role)
    yield message(
        SheetCode.EVIDENCE,
        evidence=sheet.evidence_hash[:SHORT_HASH],
        policy=sheet.policy_hash[:SHORT_HASH],
    )


def _state(sheet: "GoNoGoView") -> Message:
    if sheet.is_go:
        return message(SheetCode.GO)
    if not sheet.is_no_go:
        return message(SheetCode.NOT_YET, told=sheet.why_not or message(PollShape.ASKED))
    code = SheetCode.NO_GO_BECAUSE if sheet.no_go_reason else SheetCode.NO_GO
    return message(code, person=sheet.no_go_by, reason=sheet.no_go_reason)


def _role(poll: "PollView") -> Message:
    people = poll.person or ", ".join(poll.people) or None
    code = SheetCode.ROLE if poll.void is None else SheetCode.ROLE_BECAUSE
    return message(
        code,
        state=message(PollShape[poll.state.name]),
        role=poll.role,
        person=people,
        accepted_count=poll.accepted_count,
        item_count=poll.item_count,
        told=poll.void,
    )


def _item(item: "ItemView") -> Message:
    value = item.objection or item.measured or item.value
    source = item.source or item.answered_by
    return message(
        SheetCode.ITEM if value or source else SheetCode.ITEM_UNANSWERED,
        state=message(ItemShape[item.state.name]),
        item=item.item_id,
        given=item.item_id,
        told=value,
        source=source,
    )
