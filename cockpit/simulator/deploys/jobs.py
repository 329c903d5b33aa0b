"""Rollback jobs: steps that go on by themselves in simulated time."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cockpit.simulator.deploys.settings import DeploySettings

REGIONS = ("icn-a", "icn-b", "icn-c", "nrt-a", "nrt-b")
QUEUE_RATIO = 0.05  # of a rollback's time it waits in the queue
ENDED = {"succeeded", "failed", "cancelled"}


@dataclass(slots=True)
class Job:
    """One rollback; `ended_at_s` is when it failed or was cancelled before its time."""

    job_id: str
    operation_id: str
    service: str
    from_version: str
    to_version: str
    created_at_s: float
    duration_s: float
    fail_at_step: int | None
    cancelled_at_s: float | None = None
    is_settled: bool = field(default=False)

    def step_span_s(self, step: int) -> tuple[float, float]:
        """Return when a step, counted from 0, begins and ends."""
        begin_s = self.created_at_s + self.duration_s * QUEUE_RATIO
        each_s = self.duration_s * (1 - QUEUE_RATIO) / len(REGIONS)
        return begin_s + step * each_s, begin_s + (step + 1) * each_s

    def ended_at_s(self) -> float:
        """Return when the job ends or ended."""
        last = len(REGIONS) if self.fail_at_step is None else self.fail_at_step
        usual_s = self.step_span_s(last - 1)[1]
        return usual_s if self.cancelled_at_s is None else min(usual_s, self.cancelled_at_s)

    def status(self, now_s: float) -> str:
        """Return queued, running, succeeded, failed or cancelled."""
        if now_s >= self.ended_at_s():
            if self.cancelled_at_s is not None and self.ended_at_s() == self.cancelled_at_s:
                return "cancelled"
            return "succeeded" if self.fail_at_step is None else "failed"
        return "queued" if now_s < self.step_span_s(0)[0] else "running"

    def step_status(self, step: int, now_s: float) -> str:
        """Return queued, running, succeeded, failed or cancelled for one step."""
        begin_s, end_s = self.step_span_s(step)
        stopped_s = min(now_s, self.ended_at_s())
        if stopped_s >= end_s:
            return "failed" if self.fail_at_step == step + 1 else "succeeded"
        if now_s >= self.ended_at_s():
            return "cancelled"
        return "running" if now_s >= begin_s else "queued"

    def picture(self, now_s: float) -> dict[str, object]:
        """Return the job as the server shows it."""
        ended = self.status(now_s) in ENDED
        return {
            "id": self.job_id,
            "operation_id": self.operation_id,
            "service": self.service,
            "from_version": self.from_version,
            "to_version": self.to_version,
            "status": self.status(now_s),
            "created_at": _text(self.created_at_s),
            "finished_at": _text(self.ended_at_s()) if ended else None,
            "steps": [
                {"name": f"region {name}", "status": self.step_status(step, now_s)}
                for step, name in enumerate(REGIONS)
            ],
        }


class DeployBoard:
    """Which version is deployed, and the rollbacks so far; any thread may ask.

    `fail_at_step` (1 to 5) makes the rollbacks that start from now on fail at that region.
    """

    def __init__(
        self,
        settings: DeploySettings,
        versions: tuple[str, str],
        now_s: Callable[[], float],
        *,
        is_new_deployed: bool,
    ) -> None:
        self.settings = settings
        self.versions = versions
        self.fail_at_step = settings.fail_at_step
        self._now_s = now_s
        self._guard = threading.Lock()
        self._jobs: list[Job] = []
        self._current = versions[1] if is_new_deployed else versions[0]
        self._since_s = now_s()

    def start(self, operation_id: str, to_version: str) -> tuple[Job, bool]:
        """Return the job of this operation, and whether it was started by this call.

        Raises LookupError with the running job's id when another operation is under way.
        """
        with self._guard:
            now_s = self._now_s()
            for job in self._jobs:
                if job.operation_id == operation_id:
                    return job, False
            for job in self._jobs:
                if job.status(now_s) not in ENDED:
                    raise LookupError(job.job_id)
            self._settle(now_s)
            job = Job(
                f"rollback-{len(self._jobs) + 1}",
                operation_id,
                self.settings.service,
                self._current,
                to_version,
                now_s,
                self.settings.rollback_s,
                self.fail_at_step,
            )
            self._jobs.append(job)
            return job, True

    def jobs(self, operation_id: str | None = None) -> list[Job]:
        """Return all jobs, or those of one operation, oldest first."""
        with self._guard:
            return [job for job in self._jobs if operation_id in {None, job.operation_id}]

    def job(self, job_id: str) -> Job | None:
        """Return a job by its id."""
        with self._guard:
            return next((job for job in self._jobs if job.job_id == job_id), None)

    def cancel(self, job: Job) -> bool:
        """Stop a job where it is; False when it has ended already."""
        with self._guard:
            if job.status(self._now_s()) in ENDED:
                return False
            job.cancelled_at_s = self._now_s()
            return True

    def deploy(self, version: str) -> None:
        """Deploy a version at once, as a release does."""
        with self._guard:
            self._settle(self._now_s())
            self._current, self._since_s = version, self._now_s()

    def current(self) -> tuple[str, float]:
        """Return the deployed version and since when."""
        with self._guard:
            self._settle(self._now_s())
            return self._current, self._since_s

    def picture(self) -> dict[str, object]:
        """Return what is deployed as the server shows it."""
        version, since_s = self.current()
        at = _text(since_s)
        return {"service": self.settings.service, "version": version, "deployed_at": at}

    def _settle(self, now_s: float) -> None:
        for job in self._jobs:
            if not job.is_settled and job.status(now_s) in ENDED:
                job.is_settled = True
                if job.status(now_s) == "succeeded":
                    self._current, self._since_s = job.to_version, job.ended_at_s()


def _text(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds")
