"""Operations: what one press asks for, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from msgspec import Struct


class Lever(StrEnum):
    """What the cockpit can pull."""

    FLAG_OFF = "flag_off"
    FLAG_ON = "flag_on"
    EXPOSURE = "exposure"
    ROLLBACK = "rollback"


class Aspect(StrEnum):
    """Which side of its target a lever moves."""

    SWITCH = "switch"
    EXPOSURE = "exposure"
    VERSION = "version"


ASPECTS = {
    Lever.FLAG_OFF: Aspect.SWITCH,
    Lever.FLAG_ON: Aspect.SWITCH,
    Lever.EXPOSURE: Aspect.EXPOSURE,
    Lever.ROLLBACK: Aspect.VERSION,
}


class Outcome(StrEnum):
    """How an operation ended; there is no fourth way."""

    CONFIRMED = "confirmed"
    """The effect was seen where clients look."""

    FAILED = "failed"
    """The system refused, the request never left, or the job that it started ended badly."""

    UNKNOWN = "unknown"
    """It may have left, and the effect was not seen: only a look can tell."""


class Target(Struct, frozen=True):
    """The one thing that an operation changes: a flag in an environment, or a service.

    `source` is the source's name in the workspace; two operations meet when all three agree.
    """

    source: str
    environment: str
    name: str


class Order(Struct, frozen=True):
    """One press: a lever, its target, and the state that is wanted afterwards.

    `exposure_pct` belongs to the lever exposure, `to_version` to rollback. `launch_id` names the
    launch it serves, None outside of one. `client_poll_s` is how long clients of this lever may
    go on with what they were told before.
    """

    operation_id: str
    lever: Lever
    target: Target
    asked_at: datetime
    launch_id: str | None = None
    exposure_pct: float | None = None
    to_version: str | None = None
    client_poll_s: float = 15.0

    @property
    def side(self) -> "tuple[Target, Aspect]":
        """Return what exactly is moved: the target, and the side of it."""
        return self.target, ASPECTS[self.lever]


class Stamps(Struct, frozen=True):
    """When what happened, in UTC; None when it has not, or is not known.

    asked: the press · sent: the request left · accepted: the server said yes · seen: the effect
    was read where clients look · clients by: every client has asked again by then.
    """

    asked_at: datetime
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    seen_at: datetime | None = None
    clients_by_at: datetime | None = None


class Direction(StrEnum):
    """Which way an operation moves the risk."""

    SAFER = "safer"
    RISKIER = "riskier"


def direction(order: Order, served_exposure_pct: float | None) -> Direction:
    """Return the direction of risk; a step of exposure is safer only when it is known to shrink.

    `served_exposure_pct` is the exposure before the operation, None when it is not known.
    """
    match order.lever:
        case Lever.FLAG_OFF | Lever.ROLLBACK:
            return Direction.SAFER
        case Lever.FLAG_ON:
            return Direction.RISKIER
        case Lever.EXPOSURE:
            shrinks = (
                order.exposure_pct is not None
                and served_exposure_pct is not None
                and order.exposure_pct <= served_exposure_pct
            )
            return Direction.SAFER if shrinks or order.exposure_pct == 0 else Direction.RISKIER
        case _:
            assert_never(order.lever)
