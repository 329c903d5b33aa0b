"""What charts mark: each thing that happened once, by its time."""

from datetime import timedelta

import pytest

from cockpit.app.chart_view import Mark, MarkKind
from cockpit.app.history import History
from cockpit.app.marks import within
from cockpit.app.past import Past
from cockpit.domain.events import (
    Entry,
    Event,
    IntentRecorded,
    LaunchDeployed,
    NoteAdded,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.ports.journal import Row
from tests.kit.fakes_acting import NOON

WHY = Message("test.why")


def past(*events: tuple[float, Event]) -> Past:
    """Return the past of events, each so many minutes after noon."""
    entries = [Entry(NOON + timedelta(minutes=at), 0.0, "run", "mina", one) for at, one in events]
    return History().take(Row(seq, entry, "") for seq, entry in enumerate(entries, 1))


def order(lever: Lever, name: str) -> Order:
    return Order("op1", lever, Target("flags", "production", name), NOON)


def outcome(result: Outcome, seen_min: float | None = None, event: int | None = None) -> Event:
    seen_at = None if seen_min is None else NOON + timedelta(minutes=seen_min)
    stamps = Stamps(NOON, seen_at=seen_at)
    return OutcomeRecorded("op1", result, stamps, WHY, "action", server_event_id=event)


def test_stages_deploys_and_faults_are_marked_in_the_order_of_time() -> None:
    fault = FaultDetected("l1", "coupon", "", "release", "stream/1 success", 1, 2, 3, 4, 5.0)
    found = past(
        (9, fault),
        (5, StageReached("l1", 5.0, "o5")),
        (1, LaunchDeployed("l1")),
        (2, NoteAdded("hello")),
        (10, fault),
    ).marks
    assert found == (
        Mark(NOON + timedelta(minutes=1), MarkKind.DEPLOY),
        Mark(NOON + timedelta(minutes=5), MarkKind.STAGE, exposure_pct=5.0),
        Mark(NOON + timedelta(minutes=9), MarkKind.DETECTED, name="coupon"),
    )


@pytest.mark.parametrize(
    ("lever", "kind"),
    [
        (Lever.FLAG_OFF, MarkKind.FLAG),
        (Lever.FLAG_ON, MarkKind.FLAG),
        (Lever.ROLLBACK, MarkKind.ROLLBACK),
    ],
)
def test_a_lever_is_marked_once_when_it_was_seen_to_have_moved(
    lever: Lever, kind: MarkKind
) -> None:
    found = past(
        (0, IntentRecorded(order(lever, "coupon_v2"))),
        (2, outcome(Outcome.CONFIRMED, 1)),
        (3, outcome(Outcome.CONFIRMED, 1, event=7)),
    ).marks
    assert found == (Mark(NOON + timedelta(minutes=1), kind, name="coupon_v2"),)


def test_without_a_stamp_the_row_tells_the_time() -> None:
    intent = IntentRecorded(order(Lever.FLAG_OFF, "coupon_v2"))
    (found,) = past((0, intent), (2, outcome(Outcome.CONFIRMED))).marks
    assert found.at == NOON + timedelta(minutes=2)


def test_what_was_not_seen_and_steps_of_exposure_are_no_marks() -> None:
    off = IntentRecorded(order(Lever.FLAG_OFF, "coupon_v2"))
    step = IntentRecorded(order(Lever.EXPOSURE, "coupon_v2"))
    assert past((0, off), (1, outcome(Outcome.UNKNOWN))).marks == ()
    assert past((0, off), (1, outcome(Outcome.FAILED))).marks == ()
    assert past((0, step), (1, outcome(Outcome.CONFIRMED, 1))).marks == ()
    assert past((1, outcome(Outcome.CONFIRMED, 1))).marks == ()


def test_a_range_has_the_marks_within_it() -> None:
    marks = past(*((n, StageReached("l1", n, f"o{n:g}")) for n in (1.0, 5.0, 20.0))).marks
    inside = within(marks, NOON + timedelta(minutes=1), NOON + timedelta(minutes=5))
    assert [one.exposure_pct for one in inside] == [5.0]
