"""The words for where something stands: a launch, a check, an operation, a signature.

Boards read them before anything is known; the rules that find them are read when they are needed.
"""

from enum import StrEnum


class LaunchPhase(StrEnum):
    """Where a launch stands in its life."""

    PLANNED = "planned"
    GO = "go"
    DEPLOYED = "deployed"
    STAGE = "stage"
    WATCHING = "watching"
    CLOSED = "closed"
    STOPPED = "stopped"


class StageState(StrEnum):
    """What a rung of the ladder is like."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    FAILED = "failed"
    """The current one, and its gate fails: two ways out are left."""


class CheckState(StrEnum):
    """What a check says. Only PASS and EXCEPTED let a gate open."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"
    WAIT = "wait"
    EXCEPTED = "excepted"


class ItemState(StrEnum):
    """Where a question stands."""

    ACCEPTED = "accepted"
    OBJECTED = "objected"
    OPEN = "open"
    """There is a value, and the role has not answered yet."""

    STALE = "stale"
    """It was answered, and the answer has aged past its freshness or the build has changed."""

    FAILED = "failed"
    """The measured value is outside of what the workspace asks."""

    UNKNOWN = "unknown"
    """Nothing is measured, or nobody has said anything."""


class PollState(StrEnum):
    """What a role has said."""

    GO = "go"
    NO_GO = "no_go"
    OBJECTS = "objects"
    """Some of its questions are objected to or fail."""

    ASKED = "asked"
    """It is this role's turn."""

    WAITING = "waiting"
    VOID = "void"
    """It was signed for another build, policy or evidence."""


class Cause(StrEnum):
    """What changed: the release alone, the world around it, both, or nothing that shows.

    EXTERNAL_OR_SHARED: both versions turned worse right after a stage step, so the new version
    may have hurt the old one through something they share; switching the flag off tells.
    RELEASE_OR_EXTERNAL: the old version has no traffic left to compare with.
    """

    RELEASE = "release"
    EXTERNAL = "external"
    EXTERNAL_OR_SHARED = "external_or_shared"
    BOTH = "both"
    OK = "ok"
    WAIT = "wait"
    NO_DATA = "no_data"
    RELEASE_OR_EXTERNAL = "release_or_external"


class Status(StrEnum):
    """Where an operation stands."""

    OPEN = "open"
    """An intent without an outcome: the request may have left."""

    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    FAILED = "failed"

    SUPERSEDED = "superseded"
    """A safer operation of the same target has overtaken it before its end was known."""

    CLOSED = "closed"
    """A person closed it as overtaken by other events."""

    REVERTED = "reverted"
    """It was confirmed, and afterwards the target was changed again."""
