"""The Go/No-Go of the launch under way, as the board shows it."""

from datetime import datetime

from msgspec import Struct

from cockpit.app.stage_policy import Weighing
from cockpit.domain.message import Message
from cockpit.domain.standings import ItemState, PollState


class Rests(Struct, frozen=True):
    """What stands behind a check: its rule as the workspace gives it, and the figure's events.

    `weighing` is that of the same figure at the gates of the stages; None for what no gate
    compares. `event_count` and the two instants are None when nothing was counted. `queries` are
    the selectors that are asked for.
    """

    rule: str
    weighing: Weighing | None = None
    event_count: int | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None
    queries: tuple[str, ...] = ()


class ItemView(Struct, frozen=True):
    """One question: what was measured or said, where it comes from, and who answered.

    `measured` is a sentence with the value of an automatic check; None for a question that a
    person answers with `value`. `age_s` is how old the value is. `rests` is what stands behind an
    automatic check, None for a question.
    """

    item_id: str
    role: str
    question_ko: str
    question_en: str
    state: ItemState
    is_automatic: bool
    measured: Message | None
    value: str | None
    source: Message | None
    age_s: float | None
    answered_by: str | None = None
    answered_at: datetime | None = None
    objection: str | None = None
    rests: Rests | None = None


class PollView(Struct, frozen=True):
    """One role in the fixed order, the product owner last. `person` is a person id.

    `void` says why its Go counts no more. `evidence_hash` is of what it would sign now.
    """

    role: str
    state: PollState
    people: tuple[str, ...]
    person: str | None
    at: datetime | None
    accepted_count: int
    item_count: int
    reason: str = ""
    is_self_declared: bool = True
    void: Message | None = None
    evidence_hash: str = ""


class GoNoGoView(Struct, frozen=True):
    """The whole sheet.

    `is_go` only when every role has said go, the product owner last, to the evidence on the
    screen. `why_not` is the reason why the product owner cannot sign yet; None when she can.
    `no_go_row` is the number of the row of a No-Go that is in force and has no reason yet.
    """

    poll: tuple[PollView, ...]
    items: tuple[ItemView, ...]
    is_go: bool
    is_no_go: bool
    no_go_by: str | None
    no_go_reason: str
    no_go_row: int | None
    why_not: Message | None
    passed_count: int
    objected_count: int
    failed_count: int
    unknown_count: int
    evidence_hash: str
    policy_hash: str
