"""What the answers of a server tell about an operation, and about others who act on its target."""

from collections.abc import Sequence

from msgspec import Struct

from cockpit.app.codes import ActionCode
from cockpit.app.levers import Look, Pull, Puller
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order
from cockpit.ports.errors import Refusal, RefusedError, SourceError
from cockpit.ports.flags import FlagEvent

KIND_OFF = "feature-environment-disabled"
KIND_ON = "feature-environment-enabled"
KIND_STRATEGY = "feature-strategy-update"
STRATEGY_KINDS = "feature-strategy-"
KINDS = {Lever.FLAG_OFF: KIND_OFF, Lever.FLAG_ON: KIND_ON, Lever.EXPOSURE: KIND_STRATEGY}
"""What a flag server records when a lever has moved something; names of Unleash 8.2, measured."""


class Findings(Struct, frozen=True):
    """A look and the server's own events since the order; None when they could not be read.

    `own_name` is the name that events of our own bear, asked for only where it decides.
    """

    look: Look
    events: tuple[FlagEvent, ...] | None
    own_name: str | None = None


def found(lever: Puller, pull: Pull) -> Findings:
    """Return a look and, while the target is not as ordered, the server's own events."""
    look = lever.look(pull)
    if look.is_as_wanted:
        return Findings(look, None)
    try:
        events = lever.events(pull)
        has_steps = any(event.kind.startswith(STRATEGY_KINDS) for event in events)
        return Findings(look, events, lever.own_name() if has_steps else None)
    except SourceError:
        return Findings(look, None)


def changed_by_another(
    order: Order, events: Sequence[FlagEvent], own_name: str | None
) -> FlagEvent | None:
    """Return the newest event that means somebody else has touched the target; None without one.

    It is asked only while the target is *not* as ordered: then even an event of the very kind that
    the order causes means that somebody came after it. The one exception is a change of strategy
    in our own name while a flag is to go off: that is a step of ours, older or smaller, and it
    takes nothing away from the off.
    """
    for event in reversed(events):
        is_own_step = event.kind.startswith(STRATEGY_KINDS) and event.by == own_name
        if not (order.lever is Lever.FLAG_OFF and is_own_step):
            return event
    return None


def own_event(order: Order, events: Sequence[FlagEvent]) -> FlagEvent | None:
    """Return the event that the order has most likely caused: the newest of its kind.

    It is asked once the target is as ordered, and the newest event has made it so.
    """
    kind = KINDS.get(order.lever)
    return next((event for event in reversed(events) if event.kind == kind), None)


def may_be_done_by_another(error: Exception) -> bool:
    """Whether a refusal of this kind goes together with the target being as wanted.

    A flag that nobody has heard of is off for everybody, but that is more likely a wrong name.
    """
    refusals = {Refusal.ARCHIVED, Refusal.CONFLICT}
    return isinstance(error, RefusedError) and error.refusal in refusals


def reason_of(error: Exception) -> Message:
    """Return what went wrong, as a message."""
    if isinstance(error, SourceError):
        return error.message
    return message(ActionCode.UNEXPECTED, kind=type(error).__name__)


def not_seen(answer: Look | Exception, doubt: Message | None) -> Message:
    """Return why the effect is not known, and what the server says now."""
    if isinstance(answer, Exception):
        return message(ActionCode.CANNOT_LOOK, reason=reason_of(answer))
    if doubt is not None:
        return message(ActionCode.NOT_SEEN_DOUBT, now=answer.now, reason=doubt)
    return message(ActionCode.NOT_SEEN, now=answer.now)


def reverted_by(by: str | None, now: Message) -> Message:
    """Return who has changed the target after its effect was seen, and what is true now."""
    if by:
        return message(ActionCode.REVERTED_BY, by=by, now=now)
    return message(ActionCode.REVERTED, now=now)
