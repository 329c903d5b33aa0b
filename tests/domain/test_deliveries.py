"""Releases, faults and ways out, as the journal tells them in its rows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.deliveries import (
    Delivery,
    Dispute,
    actions,
    delivered,
    deployment,
    incidents,
)
from cockpit.domain.dora import Undoing
from cockpit.domain.events import (
    BackInBand,
    Entry,
    Event,
    IntentRecorded,
    LaunchClosed,
    LaunchDeployed,
    LaunchDisputed,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.unresolved import Operation, changes

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TARGET = Target("flags", "production", "coupon_v2")
PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")
HOTFIX = LaunchPlanned(
    "l2", "shop-app", "3.2.1", "321", "3.1.4", release_kind="hotfix", parent_id="l1"
)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def fault(flow: str = "coupon", cause: str = "release", launch: str = "l1") -> FaultDetected:
    return FaultDetected(launch, flow, "android", cause, "r", 18, 100, 40, 2_000, 900.0)


class Book:
    """Deliveries and operations, folded from what is written."""

    def __init__(self, *, is_drill: bool = False) -> None:
        self.is_drill = is_drill
        self.operations: dict[str, Operation] = {}
        self.deliveries: dict[str, Delivery] = {}

    def write(self, minute: float, *events: Event) -> "Book":
        for event in events:
            entry = Entry(at(minute), 0.0, "run", "mina", event, is_drill=self.is_drill)
            touched = changes(self.operations, entry)
            self.operations |= {one.operation_id: one for one in touched}
            changed = delivered(self.deliveries, entry, touched)
            self.deliveries |= {one.launch_id: one for one in changed}
        return self

    def pull(
        self,
        minute: float,
        name: str = "off",
        lever: Lever = Lever.FLAG_OFF,
        outcome: Outcome = Outcome.CONFIRMED,
        launch: str | None = "l1",
    ) -> "Book":
        order = Order(name, lever, TARGET, at(minute - 1), launch)
        stamps = Stamps(
            order.asked_at, seen_at=at(minute) if outcome is Outcome.CONFIRMED else None
        )
        ended = OutcomeRecorded(name, outcome, stamps, Message("told"), "action")
        return self.write(minute - 1, IntentRecorded(order)).write(minute, ended)

    @property
    def one(self) -> Delivery:
        return self.deliveries["l1"]


def out() -> Book:
    return Book().write(0, PLANNED, LaunchDeployed("l1")).write(1, StageReached("l1", 5.0, "o5"))


def test_a_launch_is_a_deployment_from_when_it_stands_on_the_servers() -> None:
    book = Book().write(0, PLANNED)
    assert deployment(book.one) is None
    book.write(3, LaunchDeployed("l1")).write(5, StageReached("l1", 1.0, "o1"))
    found = deployment(book.one)
    assert found is not None
    assert (found.id, found.at, found.kind, found.is_rehearsal) == ("l1", at(3), "release", False)
    assert book.one.top_pct == 1.0


def test_without_that_row_it_is_one_from_its_first_step_and_a_late_row_sets_it_right() -> None:
    book = Book().write(0, PLANNED).write(5, StageReached("l1", 1.0, "o1"))
    assert book.one.deployed_at == at(5)
    book.write(2, StageReached("l1", 0.0, "o0"))
    assert book.one.deployed_at == at(5), "0 % is no step"
    book.write(4, LaunchDeployed("l1"))
    assert book.one.deployed_at == at(4)


def test_what_is_told_of_a_launch_that_is_not_known_changes_nothing() -> None:
    book = Book().write(0, LaunchDeployed("l1"), fault()).pull(2).pull(3, "other", launch=None)
    assert book.deliveries == {}


def test_a_launch_that_is_planned_twice_stays_as_it_was() -> None:
    before = out()
    told = before.one
    assert before.write(9, PLANNED).one is told


@pytest.mark.parametrize(
    ("lever", "undoing"),
    [(Lever.FLAG_OFF, Undoing.FLAG_OFF), (Lever.ROLLBACK, Undoing.ROLLBACK)],
)
def test_a_way_out_that_was_seen_is_an_action_with_its_time(lever: Lever, undoing: Undoing) -> None:
    (action,) = actions(out().pull(9, lever=lever).one)
    assert (action.type, action.deployment, action.at) == (undoing, "l1", at(9))
    assert action.tells_of_failure


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN])
def test_a_way_out_that_was_not_seen_is_none(outcome: Outcome) -> None:
    assert actions(out().pull(9, outcome=outcome).one) == ()


def test_a_step_of_exposure_and_a_switch_before_the_release_are_no_ways_out() -> None:
    assert actions(out().pull(9, lever=Lever.EXPOSURE).one) == ()
    assert actions(Book().write(0, PLANNED).pull(2).one) == ()
    early = Book().write(0, PLANNED).pull(2).write(5, LaunchDeployed("l1"))
    assert actions(early.one) == ()


def test_what_a_drill_does_is_a_rehearsal() -> None:
    book = Book(is_drill=True).write(0, PLANNED, LaunchDeployed("l1")).write(2, fault()).pull(9)
    found = deployment(book.one)
    assert found is not None
    assert found.is_rehearsal
    assert [one.is_rehearsal for one in actions(book.one)] == [True]
    assert [one.is_rehearsal for one in incidents(book.one)] == [True]


def test_a_hotfix_undoes_its_parent_when_it_goes_out() -> None:
    book = out().write(5, fault()).write(20, HOTFIX).write(30, LaunchDeployed("l2"))
    book.write(31, StageReached("l2", 5.0, "h5"))
    (action,) = actions(book.one)
    assert (action.type, action.at) == (Undoing.HOTFIX, at(30))
    child = deployment(book.deliveries["l2"])
    assert child is not None
    assert child.kind == "hotfix"
    assert incidents(book.one)[0].mitigated_at == at(30)


def test_a_fault_is_open_until_a_way_out_is_seen() -> None:
    book = out().write(5, fault())
    assert [one.mitigated_at for one in incidents(book.one)] == [None]
    book.pull(9)
    (incident,) = incidents(book.one)
    assert (incident.detected_at, incident.mitigated_at) == (at(5), at(9))
    assert (incident.deployment, incident.cause) == ("l1", "change")


def test_the_way_out_that_brought_the_flow_back_counts() -> None:
    book = out().write(5, fault()).pull(9).pull(20, "back", Lever.ROLLBACK)
    assert incidents(book.one)[0].mitigated_at == at(9), "nothing is known of its effect yet"
    book.write(25, BackInBand("back", "coupon", 0.02, 0.05, 900))
    assert incidents(book.one)[0].mitigated_at == at(20)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("release", "change"),
        ("both", "change"),
        ("release_or_external", "change"),
        ("external", "external"),
        ("external_or_shared", "external"),
    ],
)
def test_a_fault_from_outside_is_not_laid_to_the_change(cause: str, expected: str) -> None:
    assert incidents(out().write(5, fault(cause=cause)).one)[0].cause == expected


def test_what_is_found_before_the_flow_is_back_is_the_same_once_more() -> None:
    book = out().write(5, fault()).write(6, fault("checkout")).pull(9).write(10, fault())
    first, *others = incidents(book.one)
    assert first.duplicate_of is None
    assert [one.duplicate_of for one in others] == [first.id, first.id]


def test_what_is_found_after_the_flow_came_back_is_new_and_open() -> None:
    book = out().write(5, fault()).pull(9)
    book.write(12, BackInBand("off", "coupon", 0.02, 0.05, 900)).write(40, fault())
    first, second = incidents(book.one)
    assert second.duplicate_of is None
    assert (first.mitigated_at, second.mitigated_at) == (at(9), None)


def test_a_fault_found_after_a_way_out_whose_effect_is_not_known_is_invalid_and_not_open() -> None:
    (incident,) = incidents(out().pull(4).write(5, fault()).one)
    assert incident.mitigated_at == at(4)


def test_failures_beyond_those_of_the_baseline_are_counted() -> None:
    (found,) = out().write(5, fault()).one.found
    assert found.failed_count == pytest.approx(18 - 100 * 40 / 2_000)


def test_the_newest_dispute_counts_and_changes_nothing_else() -> None:
    before = out().write(5, fault()).write(9, LaunchClosed("l1", "done")).one
    book = out().write(5, fault()).write(9, LaunchClosed("l1", "done"))
    book.write(20, LaunchDisputed("l1", "who knows"))
    after = book.write(30, LaunchDisputed("l1", "the provider was down")).one
    assert after.dispute == Dispute("mina", "the provider was down")
    assert replace(after, dispute=None) == before
    assert book.write(31, LaunchDisputed("nowhere", "x")).deliveries.keys() == {"l1"}


def test_the_first_end_of_a_launch_counts() -> None:
    book = (
        out()
        .write(9, LaunchClosed("l1", "stopped", "flag_off"))
        .write(20, LaunchClosed("l1", "done"))
    )
    assert (book.one.closed_at, book.one.result) == (at(9), "stopped")


def test_a_confirmed_way_out_that_turns_out_to_have_failed_counts_no_more() -> None:
    book = out().pull(9)
    stamps = Stamps(at(8))
    failed = OutcomeRecorded("off", Outcome.FAILED, stamps, Message("told"), "action")
    assert actions(book.write(10, failed).one) == ()


@given(st.permutations([1.0, 5.0, 20.0, 100.0]), st.lists(st.integers(2, 60), max_size=5))
def test_rows_in_any_order_make_one_deployment_and_incidents_in_order(
    rungs: list[float], minutes: list[int]
) -> None:
    book = Book().write(0, PLANNED)
    for number, rung in enumerate(rungs):
        book.write(number, StageReached("l1", rung, f"o{number}"))
    for minute in minutes:
        book.write(minute, fault())
    assert (book.one.top_pct, book.one.deployed_at) == (100.0, at(0))
    told = incidents(book.one)
    assert [one.detected_at for one in told] == sorted(at(one) for one in minutes)
    assert sum(one.is_real for one in told) == min(1, len(minutes))
