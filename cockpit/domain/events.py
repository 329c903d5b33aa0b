"""Everything that can happen, as it stands in the journal.

An event holds codes, values and person ids, never sentences or names. Its `kind` ends in a
version: once released, a kind is never reshaped; a new shape gets a new number.
"""

from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from cockpit.domain.alert_events import (
    AlertEnded,
    AlertRaised,
    AlertRated,
    AlertShelved,
    AlertUnshelved,
)
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.judgements import (
    CheckAccepted,
    FaultDetected,
    FaultDetectedFirst,
    GateJudged,
    GateJudgedFirst,
)
from cockpit.domain.message import Message
from cockpit.domain.operations import Direction, Order, Outcome, Stamps


class JournalBegun(Struct, frozen=True):
    """The first row: which installation writes here, and the key that signs its checkpoints."""

    install_id: str
    app_version: str
    public_key_hex: str
    kind: Literal["journal.begun/1"] = "journal.begun/1"


class JournalBegunAgain(Struct, frozen=True):
    """A person began a new journal because the one before was missing or damaged.

    `set_aside` is where the old file lies now, None when there was none to keep. `last_seq` and
    `last_root_hex` are the newest checkpoint that is known of it; 0 and "" without one.
    """

    why: Message
    set_aside: str | None
    last_seq: int
    last_root_hex: str
    kind: Literal["journal.begun_again/1"] = "journal.begun_again/1"


class AnchorPlaced(Struct, frozen=True):
    """A checkpoint of row `seq` with `root_hex` was put where its owner cannot change it."""

    anchor: str
    seq: int
    root_hex: str
    kind: Literal["journal.anchored/1"] = "journal.anchored/1"


class IntentRecorded(Struct, frozen=True):
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


class OutcomeRecorded(Struct, frozen=True):
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


class OperationSentAgain(Struct, frozen=True):
    """A person has an unknown operation sent once more, with the same id."""

    operation_id: str
    kind: Literal["operation.sent_again/1"] = "operation.sent_again/1"


class OperationClosed(Struct, frozen=True):
    """A person closed an unknown operation as overtaken by other events, and said why."""

    operation_id: str
    reason: str
    kind: Literal["operation.closed/1"] = "operation.closed/1"


class OperationReverted(Struct, frozen=True):
    """After our effect was seen, the target was changed again: by another, or by an older request.

    `by` is the name on the flag server's own event, None when none was found.
    """

    operation_id: str
    by: str | None
    server_event_id: int | None
    kind: Literal["operation.reverted/1"] = "operation.reverted/1"


class BackInBand(Struct, frozen=True):
    """The metric that an operation was to mend is where it should be: users are safe.

    `bad_ratio` over `total_count` attempts of the flow, against at most `limit_ratio`.
    """

    operation_id: str
    flow: str
    bad_ratio: float
    limit_ratio: float
    total_count: int
    kind: Literal["operation.back_in_band/1"] = "operation.back_in_band/1"


ReleaseKind: TypeAlias = Literal["release", "hotfix", "rollback"]


class LaunchPlanned(Struct, frozen=True):
    """A launch was opened: this release goes out over that baseline.

    `release_kind` says what sort of change it is. A hotfix or a rollback is the child of the
    launch `parent_id` that it mends. The launch window is `window_from` to `window_to`; None
    leaves that end open.
    """

    launch_id: str
    service: str
    version: str
    build: str
    baseline_version: str
    notes: str = ""
    release_kind: ReleaseKind = "release"
    parent_id: str | None = None
    window_from: datetime | None = None
    window_to: datetime | None = None
    commit: str = ""
    kind: Literal["launch.planned/1"] = "launch.planned/1"


class WindowTaken(Struct, frozen=True):
    """Whoever acts holds the launch window from now on."""

    launch_id: str
    kind: Literal["launch.window_taken/1"] = "launch.window_taken/1"


class ItemAnswered(Struct, frozen=True):
    """A role answered a question of the Go/No-Go with a value; `accepts` False is an objection.

    An automatic check was accepted with the value that it showed, which `measured` repeats with
    its time and counts.
    """

    launch_id: str
    item_id: str
    role: str
    value: str
    accepts: bool
    measured: Message | None = None
    note: str = ""
    kind: Literal["gonogo.answered/1"] = "gonogo.answered/1"


class SignedOff(Struct, frozen=True):
    """A role said Go or No-Go to this version and build.

    `policy_hash` and `evidence_hash` are SHA-256, hexadecimal, of the policy and of the answers
    that were on the screen: other ones make the sign-off void. A No-Go is in force at once.
    """

    launch_id: str
    role: str
    is_go: bool
    version: str
    build: str
    policy_hash: str = ""
    evidence_hash: str = ""
    reason: str = ""
    kind: Literal["gonogo.signed/1"] = "gonogo.signed/1"


class ReasonGiven(Struct, frozen=True):
    """A person said afterwards why: of a safer act that was not kept waiting for words.

    `about` is the operation's id, or the row number of a No-Go or a hold as text.
    """

    launch_id: str
    about: str
    reason: str
    kind: Literal["launch.reason/1"] = "launch.reason/1"


class LaunchDeployed(Struct, frozen=True):
    """The release stands on the servers or in the stores, open to nobody: exposure is 0 %."""

    launch_id: str
    kind: Literal["launch.deployed/1"] = "launch.deployed/1"


class LaunchHeld(Struct, frozen=True):
    """There is no next stage until somebody resumes; the exposure stays as it is."""

    launch_id: str
    reason: str = ""
    kind: Literal["launch.held/1"] = "launch.held/1"


class LaunchResumed(Struct, frozen=True):
    """The hold is over; the gate decides again."""

    launch_id: str
    kind: Literal["launch.resumed/1"] = "launch.resumed/1"


class StepApproved(Struct, frozen=True):
    """A riskier step was asked for by whoever acts, with a second person and the typed percentage.

    Until signatures exist, the second person is *self-declared*: picked by the first.
    """

    launch_id: str
    exposure_pct: float
    second_person: str | None
    is_self_declared: bool
    typed_pct: float
    kind: Literal["launch.step_approved/1"] = "launch.step_approved/1"


class NoteAdded(Struct, frozen=True):
    """A person wrote something down."""

    text: str
    launch_id: str | None = None
    kind: Literal["journal.note/1"] = "journal.note/1"


class StageReached(Struct, frozen=True):
    """A step of the ladder was confirmed: the release is exposed to `exposure_pct` of clients."""

    launch_id: str
    exposure_pct: float
    operation_id: str
    kind: Literal["launch.stage/1"] = "launch.stage/1"


class LaunchClosed(Struct, frozen=True):
    """A launch ended: closed as done, or stopped by one of the two ways out."""

    launch_id: str
    result: Literal["done", "stopped"]
    way_out: Literal["flag_off", "rollback"] | None = None
    kind: Literal["launch.closed/1"] = "launch.closed/1"


class LaunchDisputed(Struct, frozen=True):
    """A person disputes how a launch counts on Change Safety, and says why.

    The figures stay: what was counted is shown with the dispute beside it. The newest one counts.
    """

    launch_id: str
    reason: str
    kind: Literal["launch.disputed/1"] = "launch.disputed/1"


class UnknownEvent(Struct, frozen=True):
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
    | FaultDetectedFirst
    | FaultDetected
    | LaunchPlanned
    | WindowTaken
    | ItemAnswered
    | SignedOff
    | ReasonGiven
    | LaunchDeployed
    | LaunchHeld
    | LaunchResumed
    | GateJudgedFirst
    | GateJudged
    | CheckAccepted
    | StepApproved
    | NoteAdded
    | StageReached
    | LaunchClosed
    | LaunchDisputed
    | AlertRaised
    | AlertEnded
    | AlertShelved
    | AlertUnshelved
    | AlertRated
    | ChannelTested
    | ChannelFailed
    | UnknownEvent
)


class Entry(Struct, frozen=True):
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
