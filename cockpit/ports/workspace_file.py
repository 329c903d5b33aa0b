"""A workspace file that was read, and what stands in the way when it cannot be."""

from pathlib import Path

from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.ports.workspace import Workspace

FILE_NAME = "cockpit.yaml"


class Kinds(Struct, frozen=True):
    """The kinds of source and of channel that this program can connect, by their use."""

    metrics: frozenset[str]
    flags: frozenset[str]
    rollbacks: frozenset[str]
    channels: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Return every kind of source."""
        return self.metrics | self.flags | self.rollbacks


class WorkspaceFile(Struct, frozen=True):
    """A workspace with the file that it came from.

    `policy_hash` is the SHA-256, in hex, of the content with all defaults filled in: comments and
    the order of fields do not count. `warnings` do not stand in the way of anything.
    """

    file: Path
    workspace: Workspace
    policy_hash: str
    warnings: tuple[Message, ...] = ()


class WorkspaceError(Exception):
    """The file cannot be used; `messages` says everything that is wrong, in the order of lines."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        super().__init__(", ".join(told.code for told in messages))
        self.messages = messages
