"""Connector: rollbacks started over a small HTTP contract, which a team puts before its own tool.

All requests carry `Authorization: Bearer <token>`; all bodies are JSON.

- `POST {url}/rollbacks` with `{"operation_id": …, "service": …, "to_version": …}` starts a job and
  answers 202 with the job. The same operation id again answers 200 with the same job and starts
  nothing.
- `GET {url}/rollbacks?operation_id=…` answers 200 with `{"rollbacks": [job, …]}`, empty when no
  job has been started with that id.
- `GET {url}/rollbacks/{id}` answers 200 with the job.
- A job is `{"id": …, "operation_id": …, "to_version": …, "status": …, "steps": [{"name": …,
  "status": …}, …]}`, and a status is `queued`, `running`, `succeeded`, `failed` or `cancelled`.
- Refusals: 401 unknown token, 403 no right, 404 unknown service or job, 409 another rollback of
  the service is running, 422 a version that cannot be rolled back to, 429 too many requests.
  None of them has started anything.
"""

import json

from cockpit.connectors import decode
from cockpit.connectors.addresses import segment
from cockpit.connectors.codes import RollbackCode
from cockpit.connectors.http import Client, open_client
from cockpit.connectors.refusals import failure_of, refused
from cockpit.connectors.reply import Reply
from cockpit.connectors.rollbacks import ROLLBACKS
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, SourceError
from cockpit.ports.rollbacks import Job, JobState, JobStep, RollbackControl
from cockpit.ports.sources import Contact, SourceSettings

NO_OPERATION = "none"


class Webhook:
    """Rollback jobs behind one url."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def start(self, service: str, to_version: str, *, operation_id: str) -> Job:
        """Start the job; asking again with the same operation id starts nothing new."""
        asked = {"operation_id": operation_id, "service": service, "to_version": to_version}
        reply = self._client.post(
            "/rollbacks",
            json.dumps(asked).encode("ascii"),
            headers=(("X-Request-Id", operation_id),),
        )
        with reply.reading():
            job = _job(reply.json(), reply)
        if (job.operation_id, job.to_version) != (operation_id, to_version):
            raise reply.bad(RollbackCode.OTHER_JOB, job_id=job.job_id)
        return job

    def find(self, operation_id: str) -> Job | None:
        """Return the job that was started with this operation id; None when there is none."""
        reply = self._client.get("/rollbacks", (("operation_id", operation_id),))
        with reply.reading():
            listed = decode.record(reply.json(), "{}").get("rollbacks")
            jobs = [_job(item, reply) for item in decode.items(listed, "rollbacks")]
        ours = [job for job in jobs if job.operation_id == operation_id]
        if len(ours) > 1:
            raise reply.bad(RollbackCode.SEVERAL_JOBS, job_count=len(ours))
        return ours[0] if ours else None

    def follow(self, job_id: str) -> Job:
        """Return the job as it is now."""
        reply = self._client.get(f"/rollbacks/{segment(job_id, self._client.source)}")
        with reply.reading():
            job = _job(reply.json(), reply)
        if job.job_id != job_id:
            raise reply.bad(RollbackCode.OTHER_JOB, job_id=job.job_id)
        return job

    def warm(self) -> Contact:
        """Ask for the jobs of an operation that never was: cheap, and needs the token."""
        reply = self._client.get("/rollbacks", (("operation_id", NO_OPERATION),))
        with reply.reading():
            decode.items(decode.record(reply.json(), "{}").get("rollbacks"), "rollbacks")
        return reply.contact

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def _job(value: object, reply: Reply) -> Job:
    fields = decode.record(value, "{}")
    steps = (decode.record(step, "steps") for step in decode.items(fields.get("steps"), "steps"))
    return Job(
        job_id=decode.text(fields, "id"),
        operation_id=decode.text_or_none(fields, "operation_id"),
        state=_state(fields, reply),
        steps=tuple(JobStep(decode.text(step, "name"), _state(step, reply)) for step in steps),
        to_version=decode.text_or_none(fields, "to_version"),
        contact=reply.contact,
    )


def _state(fields: dict[str, object], reply: Reply) -> JobState:
    told = decode.text(fields, "status")
    if told not in set(JobState):
        raise reply.bad(RollbackCode.UNKNOWN_STATE, status=decode.printable(told, ()))
    return JobState(told)


def _explained(reply: Reply) -> SourceError | None:
    match reply.status:
        case 404 if reply.is_to_change:
            return refused(reply, RollbackCode.NO_SERVICE, Refusal.NOT_FOUND)
        case 409:
            return refused(reply, RollbackCode.BUSY, Refusal.CONFLICT)
        case 422:
            return refused(reply, RollbackCode.NO_VERSION, Refusal.BAD_REQUEST)
        case _:
            return failure_of(reply)


def connect(settings: SourceSettings, clock: Clock) -> RollbackControl:
    """Open the rollback server at `settings.url`; nothing is sent yet."""
    return Webhook(open_client(settings, clock, explain=_explained))


ROLLBACKS.add("webhook", connect)
