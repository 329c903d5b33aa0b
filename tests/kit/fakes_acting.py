"""Fakes for acting: a clock that stands still, flag and rollback servers, journal, spool, runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from cockpit.domain.events import Entry
from cockpit.domain.message import Message
from cockpit.ports.errors import Refusal, RefusedError, SourceError, UnreachableError
from cockpit.ports.flags import FlagEvent, FlagState, ServedFlag
from cockpit.ports.journal import PAGE_ROWS, JournalError, Row
from cockpit.ports.rollbacks import Job, JobState
from cockpit.ports.sources import Contact

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ENVIRONMENT = "production"
OWN_NAME = "cockpit"


class FakeClock:
    """Stands still until somebody waits or moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.seconds_s = 0.0
        self.on_wait: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.seconds_s

    def wait_s(self, seconds: float) -> None:
        self.move(max(seconds, 0.001))
        self.on_wait()

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds_s += seconds


@dataclass
class FakeFlag:
    """One flag on the server: what it holds, and what clients are told."""

    enabled: bool = True
    exposure_pct: float | None = 100.0
    has_strategies: bool = True
    served_enabled: bool = True
    served_pct: float | None = 100.0
    is_archived: bool = False


@dataclass
class FakeFlags:
    """A flag server. `behave` decides what a change does; by default it is applied at once.

    `late` holds changes that are applied when `apply_late` is called. `calls` lists every request
    as (what, flag, operation id).
    """

    clock: FakeClock
    flags: dict[str, FakeFlag] = field(default_factory=lambda: {"coupon_v2": FakeFlag()})
    skew_s: float | None = 0.0
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    recorded: list[FlagEvent] = field(default_factory=list)
    late: list[Callable[[], None]] = field(default_factory=list)
    send_error: Exception | None = None
    read_error: Exception | None = None
    served_error: Exception | None = None
    events_error: Exception | None = None
    applies: bool = True
    applies_late: bool = False
    is_cached: bool = False
    before_send: Callable[[], None] = lambda: None
    after_send: Callable[[], None] = lambda: None
    reads: int = 0

    def list_flags(self) -> tuple[FlagState, ...]:
        return tuple(self.read(name) for name in self.flags)

    def read(self, flag: str) -> FlagState:
        self.reads += 1
        if self.read_error:
            raise self.read_error
        found = self.flags.get(flag)
        if found is None:
            raise RefusedError(Message("test.not_found"), Refusal.NOT_FOUND)
        if found.is_archived:
            raise RefusedError(Message("test.archived"), Refusal.ARCHIVED)
        return FlagState(flag, ENVIRONMENT, found.enabled, found.exposure_pct, found.has_strategies)

    def served(self, flag: str) -> ServedFlag:
        if self.served_error:
            raise self.served_error
        found = self.flags.get(flag, FakeFlag(served_enabled=False, served_pct=None))
        contact = Contact(self.clock.now(), 0.01, self.skew_s)
        return ServedFlag(flag, found.served_enabled, found.served_pct, None, contact)

    def turn_off(self, flag: str, *, operation_id: str) -> None:
        self._change("off", flag, operation_id, lambda: self.set(flag, enabled=False))

    def turn_on(self, flag: str, *, operation_id: str) -> None:
        self._change("on", flag, operation_id, lambda: self.set(flag, enabled=True))

    def set_exposure(self, flag: str, exposure_pct: float, *, operation_id: str) -> None:
        self._change(
            f"{exposure_pct:g}", flag, operation_id, lambda: self.set(flag, pct=exposure_pct)
        )

    def events(self, flag: str, *, since: datetime) -> tuple[FlagEvent, ...]:
        if self.events_error:
            raise self.events_error
        return tuple(e for e in self.recorded if e.flag == flag and e.at >= since)

    def own_name(self) -> str | None:
        return OWN_NAME

    def warm(self) -> Contact:
        self.calls.append(("warm", "", ""))
        return Contact(self.clock.now(), 0.01, self.skew_s)

    def close(self) -> None:
        self.calls.append(("close", "", ""))

    def set(
        self,
        flag: str,
        *,
        enabled: bool | None = None,
        pct: float | None = None,
        by: str = OWN_NAME,
    ) -> None:
        """Change the flag as the server does: the event only when something changed."""
        found = self.flags[flag]
        kind = None
        if enabled is not None and found.enabled != enabled:
            found.enabled = enabled
            kind = f"feature-environment-{'enabled' if enabled else 'disabled'}"
        if pct is not None:
            found.exposure_pct = pct
            kind = "feature-strategy-update"
        if kind:
            number = len(self.recorded) + 1
            event = FlagEvent(number, kind, flag, ENVIRONMENT, by, self.clock.now())
            self.recorded.append(event)
        if not self.is_cached:
            self.refresh_clients()

    def refresh_clients(self) -> None:
        """Tell clients what the server holds."""
        for found in self.flags.values():
            found.served_enabled, found.served_pct = found.enabled, found.exposure_pct

    def apply_late(self) -> None:
        """Apply what was held back."""
        for change in self.late:
            change()
        self.late.clear()

    def sent(self) -> list[tuple[str, str]]:
        """Return the changes that were asked for, as (what, operation id)."""
        return [(what, operation_id) for what, _, operation_id in self.calls if operation_id]

    def _change(self, what: str, flag: str, operation_id: str, change: Callable[[], None]) -> None:
        self.before_send()
        self.calls.append((what, flag, operation_id))
        if self.applies_late:
            self.late.append(change)
        elif self.applies and flag in self.flags:
            change()
        self.after_send()
        if self.send_error:
            raise self.send_error


@dataclass
class FakeRollbacks:
    """A server that runs jobs. `starts` lists the operation ids it was asked to start."""

    clock: FakeClock
    jobs: dict[str, Job] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)
    send_error: Exception | None = None
    find_error: Exception | None = None
    applies: bool = True
    state: JobState = JobState.SUCCEEDED
    before_send: Callable[[], None] = lambda: None
    after_send: Callable[[], None] = lambda: None

    def start(self, service: str, to_version: str, *, operation_id: str) -> Job:
        self.before_send()
        self.starts.append(operation_id)
        job = self._job(operation_id, to_version)
        if self.applies:
            self.jobs[operation_id] = job
        self.after_send()
        if self.send_error:
            raise self.send_error
        return job

    def find(self, operation_id: str) -> Job | None:
        if self.find_error:
            raise self.find_error
        return self.jobs.get(operation_id)

    def follow(self, job_id: str) -> Job:
        if self.find_error:
            raise self.find_error
        for job in self.jobs.values():
            if job.job_id == job_id:
                return job
        raise RefusedError(Message("test.no_job"), Refusal.NOT_FOUND)

    def move(self, operation_id: str, state: JobState) -> None:
        """Bring the job into another state."""
        self.jobs[operation_id] = replace(self.jobs[operation_id], state=state)

    def warm(self) -> Contact:
        return Contact(self.clock.now(), 0.01, 0.0)

    def close(self) -> None:
        return None

    def _job(self, operation_id: str, to_version: str) -> Job:
        contact = Contact(self.clock.now(), 0.01, 0.0)
        job_id = f"job-{len(self.jobs) + 1}"
        return Job(job_id, operation_id, self.state, (), to_version, contact)


@dataclass
class FakeJournal:
    """Keeps rows in memory. `fails` makes every append raise; `read_fails` every read."""

    rows: list[Row] = field(default_factory=list)
    fails: Exception | None = None
    read_fails: Exception | None = None
    before_append: Callable[[Entry], None] = lambda _entry: None

    def append(self, entry: Entry) -> Row:
        self.before_append(entry)
        if self.fails:
            raise self.fails
        row = Row(len(self.rows) + 1, entry, "")
        self.rows.append(row)
        return row

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        if self.read_fails:
            raise self.read_fails
        return tuple(self.rows[after_seq : after_seq + limit])

    def change_mark(self) -> int:
        if self.read_fails:
            raise self.read_fails
        return len(self.rows)

    def newest_seq(self) -> int:
        if self.read_fails:
            raise self.read_fails
        return self.rows[-1].seq if self.rows else 0


@dataclass
class FakeSpool:
    """Keeps entries in memory."""

    entries: list[Entry] = field(default_factory=list)
    fails: Exception | None = None

    def put(self, entry: Entry) -> None:
        if self.fails:
            raise self.fails
        self.entries.append(entry)

    def waiting(self) -> tuple[Entry, ...]:
        if self.fails:
            raise self.fails
        return tuple(self.entries)

    def clear(self, count: int) -> None:
        del self.entries[:count]


@dataclass
class FakeRuns:
    """Knows which runs are alive; this one always is."""

    run_id: str = "run-1"
    alive: set[str] = field(default_factory=set)

    def is_alive(self, run_id: str) -> bool:
        return run_id == self.run_id or run_id in self.alive


NO_SPACE = JournalError(Message("test.no_space"))


def no_answer() -> SourceError:
    """Return the error of a request that may have been applied."""
    return UnreachableError(Message("test.no_answer"), may_have_applied=True)
