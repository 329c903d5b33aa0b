"""Actions with fakes all around: one cockpit, one flag server, one rollback server."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from msgspec.structs import replace

from cockpit.app.actions import Actions
from cockpit.app.recovery import Recovery
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, LogbookNotice, Step
from cockpit.domain.events import OutcomeRecorded
from cockpit.domain.operations import Lever, Order, Outcome, Target
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from tests.kit.fakes_acting import (
    FakeClock,
    FakeFlags,
    FakeJournal,
    FakeRollbacks,
    FakeRuns,
    FakeSpool,
)

COUPON = Target("unleash", "production", "coupon_v2")
SHOP = Target("deploys", "production", "shop")
NUMBERS = count(1)


@dataclass
class Bench:
    """Actions with fakes around them."""

    clock: FakeClock = field(default_factory=FakeClock)
    journal: FakeJournal = field(default_factory=FakeJournal)
    spool: FakeSpool = field(default_factory=FakeSpool)
    runs: FakeRuns = field(default_factory=FakeRuns)
    told: list[ActionEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flags = FakeFlags(self.clock)
        self.rollbacks = FakeRollbacks(self.clock)
        self.actions = self.begin()

    def begin(self, **changes: Any) -> Actions:
        """Return the actions of a new run over the same journal and servers."""
        ports: dict[str, Any] = {
            "flags": {"unleash": self.flags},
            "rollbacks": {"deploys": self.rollbacks},
            "journal": self.journal,
            "spool": self.spool,
            "runs": self.runs,
            "clock": self.clock,
            "actor": "mina",
            "publish": self.told.append,
            "ladder_pct": (1.0, 5.0, 20.0, 100.0),
        }
        self.actions = Actions(**(ports | changes))
        return self.actions

    def order(self, lever: Lever = Lever.FLAG_OFF, **changes: Any) -> Order:
        target = SHOP if lever is Lever.ROLLBACK else COUPON
        number = next(NUMBERS)
        return replace(Order(f"op-{number:06}", lever, target, self.clock.now()), **changes)

    def off(self) -> Operation:
        done = self.actions.perform(self.order())
        assert done is not None
        return done

    def events(self) -> list[object]:
        return [row.entry.event for row in self.journal.rows]

    def outcomes(self) -> list[Outcome]:
        return [event.outcome for event in self.events() if isinstance(event, OutcomeRecorded)]

    def do(self, lever: Lever, **changes: Any) -> Operation:
        done = self.actions.perform(self.order(lever, **changes))
        assert done is not None, self.refusals()
        return done

    def work(self, for_s: float) -> None:
        """Let the actions do what becomes due within `for_s`."""
        until_s = self.clock.monotonic_s() + for_s
        while (left_s := until_s - self.clock.monotonic_s()) > 0:
            wait_s = self.actions.work()
            self.clock.move(left_s if wait_s is None else max(0.01, min(wait_s, left_s)))
        self.actions.work()

    def status(self, operation: Operation) -> Status:
        return self.actions.operations[operation.operation_id].status

    def crash_and_start(self, run_id: str = "run-2", **changes: Any) -> Recovery:
        """Forget everything but the journal, the spool and the servers."""
        self.runs = FakeRuns(run_id)
        self.told.clear()
        self.begin(**changes)
        return Recovery(actions=self.actions, runs=self.runs, clock=self.clock)

    def refusals(self) -> list[str]:
        return [told.reason.code for told in self.told if isinstance(told, ActionRefused)]

    def notices(self) -> list[str]:
        return [told.notice.code for told in self.told if isinstance(told, LogbookNotice)]

    def steps(self) -> list[Step]:
        return [told.step for told in self.told if isinstance(told, ActionProgress)]


def detail(operation: Operation) -> str | None:
    """Return the code of the last outcome's detail."""
    return operation.outcome.detail.code if operation.outcome else None
