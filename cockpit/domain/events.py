"""Everything that can happen, as it stands in the journal.

An event holds codes, values and person ids, never sentences or names. Its `kind` ends in a
version: once released, a kind is never reshaped; a new shape gets a new number.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from cockpit.domain.message import Message
from cockpit.domain.operations import Direction, Order, Outcome, Stamps


@dataclass(frozen=True, slots=True)
class JournalBegun:
    """The first row: which installation writes here, and the key that signs its checkpoints."""

    install_id: str
    app_version: str
    public_key_hex: str
    kind: Literal["journal.begun/1"] = "journal.begun/1"


@dataclass(frozen=True, slots=True)
class JournalBegunAgain:
    """A person began a new journal because the one before was missing or damaged.

    `set_aside` is where the old file lies now, None when there was none to keep. `last_seq` and
    `last_root_hex` are the newest checkpoint that is known of it; 0 and "" without one.
    """

    why: Message
    set_aside: str | None
    last_seq: int
    last_root_hex: str
    kind: Literal["journal.begun_again/1"] = "journal.begun_again/1"


@dataclass(frozen=True, slots=True)
class AnchorPlaced:
    """A checkpoint of row `seq` with `root_hex` was put where its owner cannot change it."""

    anchor: str
    seq: int
    root_hex: str
    kind: Literal["journal.anchored/1"] = "journal.anchored/1"


@dataclass(frozen=True, slots=True)
class IntentRecorded:
    """An operation is about to be sent.

    `supersedes` are the operations of the same target that this one overtakes. `before` says what
    was known of the target before, as a message; None when that was not known, because a safer
    operation never waits for a read. `direction` is the way of risk that this one was judged by.
    """

    order: Order
    supersedes: tuple[str, ...] = ()
    before: Message | None = None
    direction: Direction = Direction.RISKIER
    kind: Literal["operation.intent/1"] = "operation.intent/1"


@dataclass(frozen=True, slots=True)
class OutcomeRecorded:
    """An operation has come to an outcome; the last one of an operation counts.

    `settled_by`: the action itself, a repeat of it, a look at the next start, or the operation
    that overtook it. `server_event_id` is the flag server's own event, where one was found: it is
    looked up after the effect was seen, and recorded by a second row that differs in it alone.
    `attempts_count` counts the requests that this run sent; 0 when the target was as wanted
    before anything was sent, or when a run after a restart only looked. `skew_s` is the server's
    clock minus ours.
    """

    operation_id: str
    outcome: Outcome
    stamps: Stamps
    detail: Message
    settled_by: Literal["action", "repeat", "start", "superseded"]
    attempts_count: int = 1
    server_event_id: int | None = None
    skew_s: float | None = None
    kind: Literal["operation.outcome/1"] = "operation.outcome/1"


@dataclass(frozen=True, slots=True)
class OperationSentAgain:
    """A person has an unknown operation sent once more, with the same id."""

    operation_id: str
    kind: Literal["operation.sent_again/1"] = "operation.sent_again/1"


@dataclass(frozen=True, slots=True)
class OperationClosed:
    """A person closed an unknown operation as overtaken by other events, and said why."""

    operation_id: str
    reason: str
    kind: Literal["operation.closed/1"] = "operation.closed/1"


@dataclass(frozen=True, slots=True)
class OperationReverted:
    """After our effect was seen, the target was changed again: by another, or by an older request.

    `by` is the name on the flag server's own event, None when none was found.
    """

    operation_id: str
    by: str | None
    server_event_id: int | None
    kind: Literal["operation.reverted/1"] = "operation.reverted/1"


@dataclass(frozen=True, slots=True)
class BackInBand:
    """The metric that an operation was to mend is where it should be: users are safe.

    `bad_ratio` over `total_count` attempts of the flow, against at most `limit_ratio`.
    """

    operation_id: str
    flow: str
    bad_ratio: float
    limit_ratio: float
    total_count: int
    kind: Literal["operation.back_in_band/1"] = "operation.back_in_band/1"


@dataclass(frozen=True, slots=True)
class FaultDetected:
    """A verdict turned to fail; detection is the start of the time to mitigate.

    `cause` and `rule` are the judge's words; the counts are those that the verdict rested on.
    """

    launch_id: str
    flow: str
    stratum: str
    cause: str
    rule: str
    new_bad_count: int
    new_total_count: int
    old_bad_count: int
    old_total_count: int
    evidence: float
    kind: Literal["flow.fault_detected/1"] = "flow.fault_detected/1"


@dataclass(frozen=True, slots=True)
class LaunchPlanned:
    """A launch was opened: this release goes out over that baseline."""

    launch_id: str
    service: str
    version: str
    build: str
    baseline_version: str
    notes: str = ""
    kind: Literal["launch.planned/1"] = "launch.planned/1"


@dataclass(frozen=True, slots=True)
class StageReached:
    """A step of the ladder was confirmed: the release is exposed to `exposure_pct` of clients."""

    launch_id: str
    exposure_pct: float
    operation_id: str
    kind: Literal["launch.stage/1"] = "launch.stage/1"


@dataclass(frozen=True, slots=True)
class LaunchClosed:
    """A launch ended: closed as done, or stopped by one of the two ways out."""

    launch_id: str
    result: Literal["done", "stopped"]
    way_out: Literal["flag_off", "rollback"] | None = None
    kind: Literal["launch.closed/1"] = "launch.closed/1"


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event that a newer cockpit wrote: its kind, and its text as it stands in the journal.

    It is only ever read. Nothing is known of it, so it is neither good news nor bad.
    """

    kind: str
    text: str


Event: TypeAlias = (
    JournalBegun
    | JournalBegunAgain
    | AnchorPlaced
    | IntentRecorded
    | OutcomeRecorded
    | OperationSentAgain
    | OperationClosed
    | OperationReverted
    | BackInBand
    | FaultDetected
    | LaunchPlanned
    | StageReached
    | LaunchClosed
    | UnknownEvent
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with who, when and from where.

    `at` is this computer's UTC; `monotonic_s` and `run_id` order rows of one run even when the
    clock was set. `actor` is a person id, self-declared until signatures exist. `is_late` marks
    what was recorded after the fact because the journal could not be written at the time.
    """

    at: datetime
    monotonic_s: float
    run_id: str
    actor: str
    event: Event
    is_drill: bool = False
    is_late: bool = False
