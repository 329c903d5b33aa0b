"""Commands that pull a lever: off, step, rollback, and what is left unresolved."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.listed import listed
from cockpit.cli.opening import opened
from cockpit.cli.progress import ProgressView, exit_of
from cockpit.domain.message import message
from cockpit.domain.operations import Order
from cockpit.domain.standings import Status

if TYPE_CHECKING:
    from cockpit.app.advance import StepWish
    from cockpit.bootstrap.inline import Inline

PATIENCE_S = 180.0
RIGHT_NOW_S = 10.0
"""How long a command that waits for nothing else still pursues an unknown outcome."""

NoWait = Annotated[bool, typer.Option("--no-wait")]
Patience = Annotated[float, typer.Option("--patience", min=0)]


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("off")(off)
    program.command("step")(step)
    program.command("rollback")(rollback)
    left = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    left.command("list")(unresolved_list)
    left.command("again")(unresolved_again)
    left.command("close")(unresolved_close)
    program.add_typer(left, name="unresolved")


def off(
    context: typer.Context, flag: str, *, no_wait: NoWait = False, patience_s: Patience = PATIENCE_S
) -> int:
    """Switch a flag off and prove that clients are served "off"."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        known = inline.orders.flags
        if flag not in known:
            told = message(CliCode.NO_SUCH_FLAG, flag=flag, known=listed(known))
            call.terminal.complain(told)
            return Exit.NO
        order = inline.orders.flag_off(
            flag, asked_at=inline.cockpit.clock.now(), launch_id=inline.launch_id()
        )
        return carried_out(call, inline, order, 0.0 if no_wait else patience_s)


def step(
    context: typer.Context,
    exposure_pct: float,
    *,
    second_person: Annotated[str, typer.Option("--second")] = "",
    patience_s: Patience = PATIENCE_S,
) -> int:
    """Move the exposure to the next step of the ladder, or back.

    Here a percentage is always typed, so that it stands for what a window asks to be typed.
    """
    from cockpit.app.advance import StepWish

    call = call_of(context)
    if not isfinite(exposure_pct):
        given = str(exposure_pct)
        call.terminal.complain(message(CliCode.BAD_NUMBER, parameter="exposure_pct", given=given))
        return Exit.USAGE
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        wish = StepWish(exposure_pct, second_person or None, exposure_pct)
        return stepped(call, inline, wish, patience_s)


def rollback(
    context: typer.Context,
    name: str,
    *,
    to_version: Annotated[str, typer.Option("--to")] = "",
    no_wait: NoWait = False,
    patience_s: Patience = PATIENCE_S,
) -> int:
    """Start a rollback job and follow it to its end."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        known = inline.orders.rollbacks
        if name not in known:
            told = message(CliCode.NO_SUCH_ROLLBACK, name=name, known=listed(known))
            call.terminal.complain(told)
            return Exit.NO
        baseline = inline.baseline()
        version = to_version or inline.orders.version_to_go_back_to(name, baseline=baseline)
        if version is None:
            call.terminal.complain(message(CliCode.NO_BASELINE))
            return Exit.NO
        order = inline.orders.rollback(
            name, version, asked_at=inline.cockpit.clock.now(), launch_id=inline.launch_id()
        )
        return carried_out(call, inline, order, 0.0 if no_wait else patience_s)


def unresolved_list(context: typer.Context) -> int:
    """Show what is unresolved, then what the servers say now."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.UNKNOWN
        for operation in inline.recovery.unresolved():
            call.terminal.complain_once(inline.told(operation))
        left = inline.looked_into(patience_s=RIGHT_NOW_S)
        for operation in left:
            call.terminal.complain_once(inline.told(operation))
        if left or not inline.knows_the_past():
            return Exit.UNKNOWN
        call.terminal.say(message(CliCode.NOTHING_UNRESOLVED))
        return Exit.OK


def unresolved_again(
    context: typer.Context, operation_id: str, *, patience_s: Patience = PATIENCE_S
) -> int:
    """Send an unresolved operation again, under its own id."""
    call = call_of(context)
    with driving(call) as inline:
        if inline is None:
            return Exit.NO
        if _is_untold(inline, operation_id):
            return Exit.UNKNOWN
        refusal = inline.why_not_again(operation_id)
        if refusal is not None:
            call.terminal.complain(refusal)
            return Exit.NO
        inline.actions.send_again(operation_id)
        return exit_of(inline.errand.pursue(operation_id, patience_s=patience_s))


def unresolved_close(
    context: typer.Context, operation_id: str, *, reason: Annotated[str, typer.Option("--reason")]
) -> int:
    """Close an unresolved operation as overtaken, with a reason."""
    with driving(call_of(context)) as inline:
        if inline is None:
            return Exit.NO
        if _is_untold(inline, operation_id):
            return Exit.UNKNOWN
        inline.actions.close_as_overtaken(operation_id, reason)
        operation = inline.actions.operations.get(operation_id)
        is_closed = operation is not None and operation.status is Status.CLOSED
        return Exit.OK if is_closed else Exit.NO


def _is_untold(inline: "Inline", operation_id: str) -> bool:
    """Return whether nobody can tell if there is such an operation; then it was said why."""
    return operation_id not in inline.actions.operations and not inline.knows_the_past()


@contextmanager
def driving(call: Call) -> "Iterator[Inline | None]":
    """Lend the services that a command of one thread needs; None when they cannot be had."""
    with opened(call) as cockpit:
        if cockpit is None:
            yield None
            return
        from cockpit.bootstrap.inline import Inline

        once = call.terminal.complain_once
        inline = Inline(cockpit, ProgressView(call.terminal, notice=once).show, once)
        try:
            yield inline
        finally:
            if inline.actions.unkept_count:
                call.terminal.complain(message(CliCode.RECORD_LOST))


def stepped(call: Call, inline: "Inline", wish: "StepWish", patience_s: float) -> int:
    """Move every flag that carries the exposure, one after the other."""
    exposure_pct, refusal = wish.exposure_pct, inline.why_not_step(wish)
    if refusal is not None:
        call.terminal.complain(message(CliCode.NOT_NEXT, exposure_pct=exposure_pct, told=refusal))
        return Exit.NO
    now, launch_id = inline.cockpit.clock.now(), inline.launch_id()
    for order in inline.orders.steps(exposure_pct, asked_at=now, launch_id=launch_id):
        status = exit_of(inline.errand.carry_out(order, patience_s=patience_s))
        if status is not Exit.OK:
            return status
    version = inline.version()
    code = CliCode.EXPOSURE_REACHED if version is None else CliCode.STAGE_REACHED
    call.terminal.say(message(code, version=version, exposure_pct=exposure_pct))
    return Exit.OK


def carried_out(call: Call, inline: "Inline", order: Order, patience_s: float) -> int:
    """Carry the order out, then watch until users are safe, as long as patience lasts."""
    pursuit_s = max(patience_s, RIGHT_NOW_S)
    operation = inline.errand.carry_out(order, patience_s=pursuit_s)
    status = exit_of(operation)
    if operation is not None and operation.status is Status.SUPERSEDED:
        call.terminal.complain(message(CliCode.OVERTAKEN_BY_ANOTHER))
    if status is not Exit.OK or not patience_s or not inline.can_tell_safety(order):
        return status
    call.terminal.say(message(CliCode.WAITING_FOR_BAND))
    view = inline.errand.until_safe(order.operation_id, patience_s=patience_s)
    if view is None:
        call.terminal.complain(message(CliCode.NOT_YET_SAFE, waited_s=patience_s))
        return Exit.UNKNOWN
    for mend in view.mends:
        call.terminal.say(
            message(
                CliCode.SAFE,
                at=view.back_in_band_at,
                flow=mend.flow,
                bad_ratio=mend.bad_ratio,
                limit_ratio=mend.limit_ratio,
                total_count=round(mend.event_count),
            )
        )
    return Exit.OK
