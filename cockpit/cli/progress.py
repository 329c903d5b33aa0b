"""What happens to an order, told while it happens."""

from collections.abc import Callable

from cockpit.app.codes import ActionCode
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, LogbookNotice, Step
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.terminal import Terminal
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Outcome
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation

NOT_WRITTEN = frozenset({ActionCode.NOT_WRITTEN, ActionCode.NOT_WRITTEN_ANYWHERE})
EXITS = {Status.CONFIRMED: Exit.OK, Status.FAILED: Exit.NO}


class ProgressView:
    """Says each step of an order with its stamp; `notice` says what is wrong with the journal."""

    def __init__(
        self, terminal: Terminal, *, notice: Callable[[Message], None] | None = None
    ) -> None:
        self._terminal = terminal
        self._notice = notice or terminal.complain
        self._is_recorded = True

    def show(self, event: ActionEvent) -> None:
        """Say what has just happened."""
        match event:
            case ActionRefused(reason=reason):
                self._terminal.complain(message(CliCode.FAILED, told=reason))
            case LogbookNotice(notice=notice):
                self._is_recorded = notice.code not in NOT_WRITTEN
                self._notice(notice)
            case ActionProgress():
                self._step(event)

    def _step(self, event: ActionProgress) -> None:
        say, stamps, target = self._terminal.say, event.stamps, event.order.target.name
        match event.step:
            case Step.RECORDED:
                code = CliCode.RECORDED if self._is_recorded else CliCode.NOT_RECORDED
                say(message(code, at=stamps.asked_at, target=target))
            case Step.SENT:
                say(message(CliCode.SENT, at=stamps.sent_at))
            case Step.ACCEPTED:
                say(message(CliCode.ACCEPTED, at=stamps.accepted_at))
            case Step.SETTLED:
                self._settled(event)
            case Step.CLOSED:
                say(message(CliCode.CLOSED, operation_id=event.order.operation_id))
            case Step.STOPPED if event.detail and event.detail.code == ActionCode.SUPERSEDED:
                told = message(
                    CliCode.OVERTAKEN,
                    operation_id=event.order.operation_id,
                    at=stamps.asked_at,
                    target=target,
                )
                self._terminal.complain(told)
            case Step.STOPPED | Step.REVERTED:
                if event.detail is not None:
                    self._terminal.complain(message(CliCode.UNKNOWN, told=event.detail))

    def _settled(self, event: ActionProgress) -> None:
        if event.server_event_id is not None:
            return  # said before; the server's own event was found since
        told, stamps = event.detail, event.stamps
        match event.outcome:
            case Outcome.CONFIRMED:
                self._terminal.say(message(CliCode.CONFIRMED, at=stamps.seen_at, told=told))
                if stamps.clients_by_at != stamps.seen_at:
                    self._terminal.say(message(CliCode.CLIENTS_BY, at=stamps.clients_by_at))
            case Outcome.FAILED:
                self._terminal.complain(message(CliCode.FAILED, told=told))
            case Outcome.UNKNOWN | None:
                self._terminal.complain(message(CliCode.UNKNOWN, told=told))


def exit_of(operation: Operation | None) -> Exit:
    """Return the exit status for what became of an order; None is one that was refused."""
    return Exit.NO if operation is None else EXITS.get(operation.status, Exit.UNKNOWN)
