"""What is sent, what is written down, and what is claimed, whatever happens."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cockpit.app.actions import Actions
from cockpit.app.underway import ActionEvent
from cockpit.domain.events import IntentRecorded, OutcomeRecorded
from cockpit.domain.operations import Lever, Order, Outcome, Target
from cockpit.domain.unresolved import Operation, Status
from tests.kit.fakes_acting import (
    NOON,
    FakeClock,
    FakeFlags,
    FakeJournal,
    FakeRollbacks,
    FakeRuns,
    FakeSpool,
    no_answer,
)

COUPON = Target("unleash", "production", "coupon_v2")
SHOP = Target("deploys", "production", "shop")


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
        self.actions = Actions(
            flags={"unleash": self.flags},
            rollbacks={"deploys": self.rollbacks},
            journal=self.journal,
            spool=self.spool,
            runs=self.runs,
            clock=self.clock,
            actor="mina",
            publish=self.told.append,
            ladder_pct=(1.0, 5.0, 20.0, 100.0),
            **changes,
        )
        return self.actions

    def order(self, lever: Lever = Lever.FLAG_OFF, **changes: Any) -> Order:
        number = len(self.journal.rows) + len(self.told) + 1
        target = SHOP if lever is Lever.ROLLBACK else COUPON
        return replace(Order(f"op-{number}", lever, target, self.clock.now()), **changes)

    def off(self) -> Operation:
        done = self.actions.perform(self.order())
        assert done is not None
        return done

    def events(self) -> list[object]:
        return [row.entry.event for row in self.journal.rows]

    def outcomes(self) -> list[Outcome]:
        return [event.outcome for event in self.events() if isinstance(event, OutcomeRecorded)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_flag_that_clients_see_off_is_confirmed_with_all_stamps(bench: Bench) -> None:
    done = bench.off()
    assert done.status is Status.CONFIRMED
    assert done.outcome is not None
    stamps = done.outcome.stamps
    assert stamps.asked_at <= (stamps.sent_at or NOON) <= (stamps.accepted_at or NOON)
    assert stamps.seen_at is not None
    assert stamps.clients_by_at is not None
    assert (stamps.clients_by_at - stamps.seen_at).total_seconds() == 15.0


def test_the_intent_is_on_the_disk_before_the_request_leaves(bench: Bench) -> None:
    on_disk: list[int] = []
    bench.flags.before_send = lambda: on_disk.append(len(bench.journal.rows))
    bench.off()
    assert on_disk == [1]
    assert isinstance(bench.journal.rows[0].entry.event, IntentRecorded)


def test_the_servers_own_event_is_written_down_after_the_outcome(bench: Bench) -> None:
    done = bench.off()
    assert done.outcome is not None
    assert done.outcome.server_event_id == 1
    assert bench.outcomes() == [Outcome.CONFIRMED, Outcome.CONFIRMED]


def test_what_was_sent_and_is_not_seen_is_unknown(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = no_answer(), False
    assert bench.off().status is Status.UNKNOWN


def test_what_applies_without_an_answer_is_confirmed_by_the_look(bench: Bench) -> None:
    bench.flags.send_error = no_answer()
    assert bench.off().status is Status.CONFIRMED
