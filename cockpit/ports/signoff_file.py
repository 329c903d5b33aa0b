"""A sign-off that travels as a file: what it says, and whether its signature holds."""

from datetime import datetime

from msgspec import Struct

from cockpit.domain.message import Message


class RoleSaid(Struct, frozen=True):
    """What a role has said last of this release."""

    role: str
    person: str
    is_go: bool
    at: datetime
    reason: str = ""


class ItemSaid(Struct, frozen=True):
    """The newest answer to a question; `value` is "" for what was measured."""

    item: str
    role: str
    person: str
    accepts: bool
    value: str
    note: str
    at: datetime


class ExceptionSaid(Struct, frozen=True):
    """What a check had found was accepted, in the stage at this exposure."""

    check: str
    exposure_pct: float
    person: str
    reason: str
    at: datetime


class DrillSaid(Struct, frozen=True):
    """A lever that was pulled in a drill, and when its effect was seen."""

    lever: str
    target: str
    seen_at: datetime


class SignOffFile(Struct, frozen=True):
    """The Go or No-Go to one build, under one policy and with one evidence, as a journal has it.

    `role` and `person` are who decided: the product owner, or whoever said No-Go. `exported_by`
    is whose journal this comes from. `fault` says why it proves nothing: a signature that does
    not hold, or a person without a key in the workspace. None means that this person's key has
    signed it.
    """

    service: str
    version: str
    build: str
    role: str
    person: str
    is_go: bool
    policy_sha256: str
    evidence_sha256: str
    signed_at: datetime
    exported_by: str
    exported_at: datetime
    launch_id: str
    roles: tuple[RoleSaid, ...] = ()
    answers: tuple[ItemSaid, ...] = ()
    exceptions: tuple[ExceptionSaid, ...] = ()
    drills: tuple[DrillSaid, ...] = ()
    checkpoint: str = ""
    """The journal's signed checkpoint up to which this is told."""

    fault: Message | None = None


class SignOffFileError(Exception):
    """The file holds no sign-off; the message says why."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told
