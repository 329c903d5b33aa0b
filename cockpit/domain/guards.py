"""Whether an order may go out: the safer direction stays open, the riskier one needs proof."""

import math

from msgspec import Struct

from cockpit.domain.codes import GuardCode
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Direction, Lever, Order

MAX_READ_AGE_S = 10.0
"""An older read tells nothing about the state that a riskier change starts from."""

MAX_ASKED_AGE_S = 60.0
"""A riskier change that was asked for longer ago, before the computer slept, is asked for anew."""


class GuardFacts(Struct, frozen=True):
    """What is known at the moment of a press.

    `in_the_way` are the ids of unresolved operations of the same target, oldest first.
    `is_journal_sound` says that the journal could be read to its end and takes rows.
    `ladder_pct` are the stages of the rollout, empty when the workspace has none. `read_age_s` is
    the age of the read that `has_strategies` comes from; both are None when it did not succeed.
    `asked_age_s` is how long ago somebody asked for it; None when they ask for it again just now.
    """

    direction: Direction
    in_the_way: tuple[str, ...] = ()
    is_journal_sound: bool = True
    ladder_pct: tuple[float, ...] = ()
    read_age_s: float | None = None
    has_strategies: bool | None = None
    asked_age_s: float | None = None


def why_not(order: Order, facts: GuardFacts) -> Message | None:
    """Return why the order must not go out; None when it may.

    A safer order is refused only when it makes no sense: nothing unresolved, unread or
    unwritable keeps it back.
    """
    if nonsense := _nonsense(order):
        return nonsense
    if facts.direction is Direction.SAFER:
        return None
    return _too_old(order, facts) or _too_risky(order, facts)


def _too_old(order: Order, facts: GuardFacts) -> Message | None:
    age_s = facts.asked_age_s
    if age_s is None or age_s <= MAX_ASKED_AGE_S:
        return None
    return message(GuardCode.ASKED_LONG_AGO, target=order.target.name, age_s=age_s)


def _too_risky(order: Order, facts: GuardFacts) -> Message | None:
    target = order.target.name
    if facts.in_the_way:
        return message(GuardCode.UNRESOLVED, target=target, operation_id=facts.in_the_way[0])
    if not facts.is_journal_sound:
        return message(GuardCode.NO_RECORD, target=target)
    if facts.read_age_s is None or facts.read_age_s > MAX_READ_AGE_S:
        return message(GuardCode.NOT_READ, target=target)
    if not facts.has_strategies:
        return message(GuardCode.NO_STRATEGY, target=target)
    if order.lever is Lever.EXPOSURE and order.exposure_pct not in facts.ladder_pct:
        return message(GuardCode.OFF_LADDER, target=target, exposure_pct=order.exposure_pct)
    return None


def _nonsense(order: Order) -> Message | None:
    target = order.target.name
    if not target.strip():
        return message(GuardCode.NO_TARGET)
    if order.lever is Lever.EXPOSURE:
        wanted_pct = order.exposure_pct
        if wanted_pct is None or not math.isfinite(wanted_pct) or not 0 <= wanted_pct <= 100:  # noqa: PLR2004 - per cent
            return message(GuardCode.NO_PERCENTAGE, target=target)
    if order.lever is Lever.ROLLBACK and not (order.to_version or "").strip():
        return message(GuardCode.NO_VERSION, target=target)
    return None
