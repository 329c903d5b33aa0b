"""What became of every operation, and what is still unresolved."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from msgspec.structs import replace

from cockpit.domain.events import (
    BackInBand,
    Entry,
    Event,
    IntentRecorded,
    JournalBegun,
    OperationClosed,
    OperationReverted,
    OutcomeRecorded,
)
from cockpit.domain.message import Message
from cockpit.domain.operations import Direction, Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import (
    Operation,
    changes,
    in_the_way,
    newest,
    overtaken,
    unresolved,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COUPON = Target("unleash", "production", "coupon_v2")
CART = replace(COUPON, name="cart_v2")


def order(operation_id: str, lever: Lever = Lever.FLAG_OFF, target: Target = COUPON) -> Order:
    return Order(operation_id, lever, target, NOON)


def intent(
    operation_id: str, *supersedes: str, lever: Lever = Lever.FLAG_OFF, target: Target = COUPON
) -> IntentRecorded:
    wanted = order(operation_id, lever, target)
    return IntentRecorded(wanted, supersedes, None, Direction.SAFER)


def outcome(
    operation_id: str,
    result: Outcome,
    settled_by: Literal["action", "superseded"] = "action",
) -> OutcomeRecorded:
    detail = Message("test.detail")
    return OutcomeRecorded(operation_id, result, Stamps(NOON), detail, settled_by)


def entries(*events: Event, is_late: bool = False) -> list[Entry]:
    return [
        Entry(NOON + timedelta(seconds=n), float(n), "run-1", "mina", event, is_late=is_late)
        for n, event in enumerate(events)
    ]


def folded(told: Iterable[Entry]) -> dict[str, Operation]:
    """Return every operation by its id, oldest first."""
    operations: dict[str, Operation] = {}
    for one in told:
        operations.update({each.operation_id: each for each in changes(operations, one)})
    return operations


def status(operation_id: str, *events: Event) -> Status:
    return folded(entries(*events))[operation_id].status


def test_an_intent_without_an_outcome_is_open() -> None:
    assert status("a", intent("a")) is Status.OPEN


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Outcome.CONFIRMED, Status.CONFIRMED),
        (Outcome.FAILED, Status.FAILED),
        (Outcome.UNKNOWN, Status.UNKNOWN),
    ],
)
def test_an_outcome_settles_it_or_leaves_it_unknown(result: Outcome, expected: Status) -> None:
    assert status("a", intent("a"), outcome("a", result)) is expected


def test_the_last_outcome_counts() -> None:
    events = (outcome("a", Outcome.UNKNOWN), outcome("a", Outcome.CONFIRMED))
    assert status("a", intent("a"), *events) is Status.CONFIRMED


def test_an_operation_that_a_later_intent_names_is_superseded_even_without_a_row_of_its_own() -> (
    None
):
    events = (intent("a"), intent("b", "a"))
    assert status("a", *events) is Status.SUPERSEDED
    assert status("b", *events) is Status.OPEN


def test_what_was_superseded_stays_so_when_its_unknown_outcome_comes_in_later() -> None:
    events = (intent("a"), intent("b", "a"), outcome("a", Outcome.UNKNOWN))
    assert status("a", *events) is Status.SUPERSEDED


@pytest.mark.parametrize(
    ("result", "expected"),
    [(Outcome.CONFIRMED, Status.CONFIRMED), (Outcome.FAILED, Status.FAILED)],
)
def test_who_overtakes_it_takes_back_no_end_that_was_known_by_then(
    result: Outcome, expected: Status
) -> None:
    superseded = outcome("a", Outcome.UNKNOWN, "superseded")
    events = (intent("a"), intent("b", "a"), outcome("a", result), superseded)
    assert status("a", *events) is expected


def test_an_overtaker_that_failed_has_overtaken_nothing() -> None:
    superseded = outcome("a", Outcome.UNKNOWN, "superseded")
    events = (intent("a"), intent("b", "a"), superseded, outcome("b", Outcome.FAILED))
    assert status("a", *events) is Status.UNKNOWN


def test_a_person_can_close_what_is_unknown() -> None:
    closed = OperationClosed("a", "the flag is gone")
    assert status("a", intent("a"), outcome("a", Outcome.UNKNOWN), closed) is Status.CLOSED


def test_what_is_confirmed_and_then_changed_again_is_reverted() -> None:
    events = (outcome("a", Outcome.CONFIRMED), OperationReverted("a", "jun", 7))
    assert status("a", intent("a"), *events) is Status.REVERTED


def test_the_metric_coming_back_is_noted_on_its_operation() -> None:
    back = BackInBand("a", "coupon", 0.001, 0.01, 900)
    found = folded(entries(intent("a"), outcome("a", Outcome.CONFIRMED), back))
    assert found["a"].back_in_band_at == NOON + timedelta(seconds=2)


@pytest.mark.parametrize(
    "event",
    [
        outcome("x", Outcome.CONFIRMED),
        OperationClosed("x", "why"),
        OperationReverted("x", None, None),
        BackInBand("x", "coupon", 0.0, 0.01, 1),
        JournalBegun("install", "1.0", "00"),
    ],
)
def test_events_of_operations_that_nobody_knows_change_nothing(event: Event) -> None:
    assert folded(entries(event)) == {}


def test_an_overtaken_operation_that_nobody_knows_is_left_out() -> None:
    assert list(folded(entries(intent("b", "never-heard-of")))) == ["b"]


def test_an_intent_that_comes_twice_begins_one_operation() -> None:
    done = (intent("a"), outcome("a", Outcome.CONFIRMED), intent("a"))
    assert status("a", *done) is Status.CONFIRMED


def test_a_late_row_does_not_take_back_a_newer_outcome() -> None:
    known = entries(intent("a"), outcome("a", Outcome.UNKNOWN), outcome("a", Outcome.CONFIRMED))
    late = replace(known[1], is_late=True)
    assert folded([*known, late])["a"].status is Status.CONFIRMED


def test_a_late_row_counts_when_it_is_the_newest() -> None:
    late = entries(intent("a"), outcome("a", Outcome.UNKNOWN), is_late=True)
    newest = replace(late[1], event=outcome("a", Outcome.CONFIRMED), at=NOON + timedelta(hours=1))
    found = folded([*late, newest])["a"]
    assert found.status is Status.CONFIRMED
    assert found.is_late


def test_the_unresolved_come_oldest_first_whatever_order_they_were_merged_in() -> None:
    first, second = entries(intent("a"), intent("b", target=CART))
    assert [one.operation_id for one in unresolved(folded([second, first]))] == ["a", "b"]


def test_an_unresolved_operation_is_in_the_way_of_its_own_target_only() -> None:
    known = folded(entries(intent("a"), intent("b", target=CART)))
    assert [one.operation_id for one in in_the_way(known, COUPON)] == ["a"]
    assert not in_the_way(known, replace(COUPON, environment="staging"))


def test_a_name_that_the_journal_gave_back_in_another_form_is_the_same_target() -> None:
    composed, decomposed = replace(COUPON, name="caf\u00e9"), replace(COUPON, name="cafe\u0301")
    assert in_the_way(folded(entries(intent("a", target=composed))), decomposed)


def test_an_off_overtakes_everything_of_its_flag() -> None:
    known = folded(entries(intent("a", lever=Lever.FLAG_ON), intent("b", lever=Lever.EXPOSURE)))
    assert [one.operation_id for one in overtaken(known, order("c"))] == ["a", "b"]


def test_the_newest_of_each_side_is_told_by_when_it_was_begun() -> None:
    first, second = entries(intent("a"), intent("b", lever=Lever.FLAG_ON))
    step = entries(intent("c", lever=Lever.EXPOSURE))
    found = newest(folded([second, first, *step]))
    assert {one.operation_id for one in found.values()} == {"b", "c"}


def test_a_smaller_exposure_overtakes_steps_but_no_switch() -> None:
    known = folded(entries(intent("a"), intent("b", lever=Lever.EXPOSURE)))
    wanted = order("c", Lever.EXPOSURE)
    assert [one.operation_id for one in overtaken(known, wanted)] == ["b"]


def test_before_the_first_outcome_an_operation_has_the_stamp_of_its_press_alone() -> None:
    told = folded(entries(intent("a")))["a"]
    assert told.stamps == Stamps(NOON)
    sent = Stamps(NOON, sent_at=NOON + timedelta(seconds=1))
    later = replace(outcome("a", Outcome.UNKNOWN), stamps=sent)
    assert folded(entries(intent("a"), later))["a"].stamps == sent
