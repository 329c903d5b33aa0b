"""A sign-off that travels as a file: what it says, and whether its signature holds."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.message import Message


@dataclass(frozen=True, slots=True)
class SignOffFile:
    """Somebody's Go or No-Go for a role, to one build, under one policy and with one evidence.

    `fault` says why it proves nothing: a signature that does not hold, or a person without a key
    in the workspace. None means that this person's key has signed it.
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
    fault: Message | None = None


class SignOffFileError(Exception):
    """The file holds no sign-off; the message says why."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told
