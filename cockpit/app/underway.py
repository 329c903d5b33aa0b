"""An operation while it is under way: its phase, its limits, and what is told of it."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.message import Message
from cockpit.domain.operations import Order, Outcome, Stamps
from cockpit.domain.standings import Status

if TYPE_CHECKING:  # read with the first press
    from cockpit.app.levers import Pull
    from cockpit.domain.unresolved import Operation


SettledBy: TypeAlias = Literal["action", "repeat", "start"]


class Limits(Struct, frozen=True):
    """How long is waited for what.

    An effect is looked for every `look_every_s` until `read_back_s` after the answer; then the
    outcome is unknown. For `repeat_for_s` after the press, with pauses that double from
    `repeat_first_s` to `repeat_most_s`, it is looked for again and asked for again. A job is
    followed for at most `job_for_s`. After its confirmation a flag is watched for `watch_s`, or
    for as long as clients take to ask again if that is longer, because an older request may still
    come in late. What was known before the press counts for `last_known_s`. A job that may have
    been started is not asked for again before `late_start_s` have passed. Idle connections are
    kept open by a cheap request every `keep_warm_s`; None lets them close.
    """

    look_every_s: float = 0.2
    read_back_s: float = 10.0
    repeat_first_s: float = 1.0
    repeat_most_s: float = 30.0
    repeat_for_s: float = 600.0
    job_for_s: float = 3_600.0
    watch_every_s: float = 2.0
    watch_s: float = 30.0
    last_known_s: float = 60.0
    late_start_s: float = 60.0
    keep_warm_s: float | None = None


class Phase(StrEnum):
    """What an operation under way does next."""

    SENDING = "sending"
    LOOKING = "looking"
    REPEATING = "repeating"
    MATCHING = "matching"
    WATCHING = "watching"


class Underway(Struct, frozen=True):
    """One operation under way. Instants ending in `_s` are of the clock that only grows.

    It is `due_s` next; a phase of looking or watching lasts `until_s`; nothing is repeated past
    `give_up_s`. `is_asked` says that an answer is being waited for. `may_have_left` says that some
    request may have reached the server, so that a refusal of a later one proves nothing.
    `may_send` says that the program may send it again by itself. `outcome` and `detail` are what
    was recorded last.
    """

    pull: "Pull"
    phase: Phase
    stamps: Stamps
    due_s: float
    until_s: float
    give_up_s: float
    job_until_s: float
    pause_s: float
    settled_by: SettledBy = "action"
    may_send: bool = False
    may_have_left: bool = False
    is_asked: bool = False
    attempts_count: int = 0
    doubt: Message | None = None
    outcome: Outcome | None = None
    detail: Message | None = None

    @property
    def operation_id(self) -> str:
        """Return the id that the request carries."""
        return self.pull.order.operation_id


def begun(pull: "Pull", now_s: float, limits: Limits, *, may_send: bool) -> Underway:
    """Return an operation that is about to be sent."""
    return Underway(
        pull=pull,
        phase=Phase.SENDING,
        stamps=Stamps(pull.order.asked_at),
        due_s=now_s,
        until_s=now_s,
        give_up_s=now_s + limits.repeat_for_s,
        job_until_s=now_s + limits.job_for_s,
        pause_s=limits.repeat_first_s,
        may_send=may_send,
    )


def taken_over(operation: "Operation", new: Underway, *, may_send: bool) -> Underway:
    """Return an operation of an earlier run, to be looked for; a confirmed one to be watched."""
    outcome = operation.outcome
    taken = replace(
        new,
        phase=Phase.MATCHING if operation.status is Status.CONFIRMED else Phase.REPEATING,
        settled_by="start",
        may_send=may_send and new.may_send,
        may_have_left=True,
    )
    if outcome is None:
        return taken
    return replace(taken, stamps=outcome.stamps, outcome=outcome.outcome, detail=outcome.detail)


def slower(underway: Underway, limits: Limits) -> Underway:
    """Return the operation with its next pause doubled."""
    return replace(underway, pause_s=min(underway.pause_s * 2, limits.repeat_most_s))


def is_young(order: Order, now: datetime, limits: Limits) -> bool:
    """Return whether the program may still send the order by itself, by the clock on the wall."""
    return 0 <= (now - order.asked_at).total_seconds() <= limits.repeat_for_s


class Step(StrEnum):
    """What has just happened to an operation."""

    RECORDED = "recorded"
    SENT = "sent"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    STOPPED = "stopped"
    """The program neither looks for it nor sends it any more; its last outcome stands."""

    REVERTED = "reverted"
    CLOSED = "closed"


class ActionProgress(Struct, frozen=True):
    """How far an operation has come; `outcome` is None before the first one."""

    order: Order
    step: Step
    stamps: Stamps
    outcome: Outcome | None = None
    detail: Message | None = None
    attempts_count: int = 0
    server_event_id: int | None = None


class ActionRefused(Struct, frozen=True):
    """Nothing was sent and nothing was recorded: the order must not go out, and why."""

    order: Order
    reason: Message


class LogbookNotice(Struct, frozen=True):
    """The journal cannot take rows, or takes them again; the safer levers go on meanwhile."""

    notice: Message


ActionEvent: TypeAlias = ActionProgress | ActionRefused | LogbookNotice
