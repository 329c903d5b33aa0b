"""The sheet of a Go/No-Go: questions, answers, what each role has said."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from cockpit.domain.events import ItemAnswered, SignedOff
from cockpit.domain.message import Message
from cockpit.domain.standings import ItemState, PollState

LAST = "pm"
"""The role that speaks last, whose Go makes the launch a Go."""

NOBODY = ""
"""The role of a No-Go by somebody who speaks for none."""


class Question(Struct, frozen=True):
    """A question of the checklist; an automatic one is measured, any other is answered."""

    item_id: str
    role: str
    fresh_for_s: float
    is_automatic: bool = False


class Subject(Struct, frozen=True):
    """What is judged: this build, since `since_at`, under this policy.

    `is_exposed` says that users have it. From then on the gates of the ladder judge what is
    measured, and a Go that was said stays said.
    """

    version: str
    build: str
    policy_hash: str
    since_at: datetime
    is_exposed: bool = False


class Answer(Struct, frozen=True):
    """The newest answer to a question."""

    event: ItemAnswered
    by: str
    at: datetime


class Item(Struct, frozen=True):
    """A question, where it stands, and the newest answer to it."""

    question: Question
    state: ItemState
    answer: Answer | None


class Said(Struct, frozen=True):
    """What was signed: row, person, time."""

    seq: int
    event: SignedOff
    by: str
    at: datetime


class Poll(Struct, frozen=True):
    """A role: what it said last, and why that is void."""

    role: str
    state: PollState
    said: Said | None
    void: Message | None = None


class Sheet(Struct, frozen=True):
    """The whole Go/No-Go, as it is `at`.

    `no_go` is the newest No-Go in force; `past_no_gos` are all that were ever said.

    `evidence` has the hash by role: of its own answers, and for the product owner of all.
    """

    at: datetime
    items: tuple[Item, ...]
    poll: tuple[Poll, ...]
    no_go: Said | None
    past_no_gos: tuple[Said, ...]
    evidence: Mapping[str, str]
    is_go: bool

    @property
    def evidence_hash(self) -> str:
        """Return the hash of everything that the product owner signs."""
        return self.evidence[LAST]
