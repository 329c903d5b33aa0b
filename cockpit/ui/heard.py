"""What the window has heard of presses: folded from events, so that it can be tested by value."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, Step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever

MOST_OPERATIONS = 200
"""Operations that are remembered; the oldest are forgotten first."""


class Press(Struct, frozen=True):
    """A press of this window: its operation, None when the wish was not granted at all."""

    key: str
    at: datetime
    operation_id: str | None


class Refusal(Struct, frozen=True):
    """Why nothing was sent, and when that was said."""

    at: datetime
    reason: Message


class Heard(Struct, frozen=True):
    """Everything heard since the window is open.

    `progress` is the newest news by operation id. `presses` and `refusals` stand under the key of
    a way out, as `off_key` and `back_key` make it.
    """

    progress: Mapping[str, ActionProgress] = field(default_factory=dict)
    presses: Mapping[str, Press] = field(default_factory=dict)
    refusals: Mapping[str, Refusal] = field(default_factory=dict)


def off_key(flag: str) -> str:
    """Return the key of switching the flag off."""
    return f"off:{flag}"


def back_key(name: str) -> str:
    """Return the key of the rollback of this name."""
    return f"back:{name}"


def target_of(key: str) -> str:
    """Return the flag or the rollback that a key was made of."""
    return key.partition(":")[2]


def pressed(heard: Heard, press: Press) -> Heard:
    """Return what is known after a press; what was refused before it no longer matters."""
    refusals = {key: one for key, one in heard.refusals.items() if key != press.key}
    return replace(heard, presses={**heard.presses, press.key: press}, refusals=refusals)


def refused(heard: Heard, key: str, refusal: Refusal) -> Heard:
    """Return what is known after a wish was not granted."""
    presses = {one: press for one, press in heard.presses.items() if one != key}
    return replace(heard, presses=presses, refusals={**heard.refusals, key: refusal})


def told(heard: Heard, event: ActionEvent, now: datetime, backs: Mapping[str, str]) -> Heard:
    """Return what is known after an event; `backs` names the rollback of each service."""
    match event:
        case ActionProgress(order=order, step=Step.CLOSED | Step.REVERTED):
            return _without(heard, order.operation_id)
        case ActionProgress(order=order):
            kept = {key: one for key, one in heard.progress.items() if key != order.operation_id}
            newest = list({**kept, order.operation_id: event}.items())[-MOST_OPERATIONS:]
            return replace(heard, progress=dict(newest))
        case ActionRefused(order=order, reason=reason) if order.lever is Lever.FLAG_OFF:
            return refused(heard, off_key(order.target.name), Refusal(now, reason))
        case ActionRefused(order=order, reason=reason) if order.lever is Lever.ROLLBACK:
            name = backs.get(order.target.name, order.target.name)
            return refused(heard, back_key(name), Refusal(now, reason))
        case _:
            return heard


def _without(heard: Heard, operation_id: str) -> Heard:
    """Return what is left without an operation, whose press is not one that nobody answered."""
    progress = {key: one for key, one in heard.progress.items() if key != operation_id}
    presses = {key: one for key, one in heard.presses.items() if one.operation_id != operation_id}
    return replace(heard, progress=progress, presses=presses)
