"""Rollbacks that run as a job on somebody else's server."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from cockpit.ports.sources import Contact


class JobState(StrEnum):
    """How far a rollback job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}


class JobStep(Struct, frozen=True):
    """One step of a job, such as a region."""

    name: str
    state: JobState


class Job(Struct, frozen=True):
    """A rollback job as its server tells."""

    job_id: str
    operation_id: str | None
    state: JobState
    steps: tuple[JobStep, ...]
    to_version: str | None
    contact: Contact


class RollbackControl(Protocol):
    """A server that runs rollback jobs. Every call may raise `SourceError`.

    Starting a job is not assumed to be safe to repeat: search by operation id before asking again.
    """

    def start(self, service: str, to_version: str, *, operation_id: str) -> Job:
        """Start the job that brings `service` back to `to_version`."""
        ...

    def find(self, operation_id: str) -> Job | None:
        """Return the job that was started with this operation id; None when there is none."""
        ...

    def follow(self, job_id: str) -> Job:
        """Return the job as it is now."""
        ...

    def warm(self) -> Contact:
        """Ask something cheap and authorised, which also keeps the connection open."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
