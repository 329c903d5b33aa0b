"""What a snapshot gets from the journal and from itself."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.completing import Completing
from cockpit.app.history import History
from cockpit.app.past import Past
from cockpit.app.snapshot import LeverView, Snapshot, TileState
from cockpit.domain.alert_events import AlertRaised, AlertShelved
from cockpit.domain.episodes import LIMIT_COUNT
from cockpit.domain.events import AnchorPlaced, Entry, Event, LaunchPlanned, StageReached
from cockpit.domain.message import Message, message
from cockpit.ports.journal import Row
from tests.app.test_alerts import BAD
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import workspace

WHY = Message("test.why")
LATER = NOON + timedelta(minutes=20)
PLANNED = LaunchPlanned("l1", "shop-app", NEW, "320", OLD)
LEVER = LeverView("coupon_v2", "flags", TileState.OK, WHY, True, True, 5.0, 5.0, 1.0, ("coupon",))


def past(*events: Event) -> Past:
    entries = [Entry(NOON, 0.0, "run", "mina", one) for one in events]
    return History().take(Row(seq, entry, "") for seq, entry in enumerate(entries, 1))


@pytest.fixture
def completing() -> Completing:
    return Completing(workspace())


@pytest.fixture
def plain() -> Snapshot:
    return replace(BAD, levers=(LEVER,))


def test_the_journal_is_told_up_to_its_newest_row_and_its_newest_anchor(
    completing: Completing, plain: Snapshot
) -> None:
    anchored = past(PLANNED, AnchorPlaced("team", 1, "00"), StageReached("l1", 5.0, "o5"))
    shown = completing.completed(plain, anchored, None).journal
    assert shown is not None
    assert (shown.seq, shown.anchored_seq, shown.is_writable, shown.error) == (3, 1, True, None)


def test_a_journal_that_is_still_being_read_is_not_called_broken(
    completing: Completing, plain: Snapshot
) -> None:
    reading = message(BoardCode.JOURNAL_READING)
    assert completing.completed(plain, Past(), reading).journal is None


def test_a_journal_that_cannot_be_used_says_why(completing: Completing, plain: Snapshot) -> None:
    shown = completing.completed(plain, Past(), WHY).journal
    assert shown is not None
    assert (shown.is_writable, shown.error) == (False, WHY)


def test_marks_are_those_of_the_range_and_the_same_until_they_change(
    completing: Completing, plain: Snapshot
) -> None:
    told = past(PLANNED, StageReached("l1", 5.0, "o5"))
    first = completing.completed(plain, told, None).marks
    assert [one.exposure_pct for one in first] == [5.0]
    later = replace(plain, at=NOON + timedelta(seconds=10))
    assert completing.completed(later, told, None).marks is first
    gone = replace(plain, at=NOON + timedelta(hours=2))
    assert completing.completed(gone, told, None).marks == ()


def test_levers_and_rollbacks_are_told_with_the_launch(
    completing: Completing, plain: Snapshot
) -> None:
    shown = completing.completed(plain, past(PLANNED), None)
    assert [one.to_version for one in shown.rollbacks] == [OLD]
    assert [one.client_poll_s for one in shown.levers] == [15.0]


def test_alerts_are_folded_over_the_snapshots(completing: Completing, plain: Snapshot) -> None:
    assert completing.completed(plain, Past(), None).alerts == ()
    later = replace(plain, at=NOON + timedelta(seconds=10))
    assert [one.flow for one in completing.completed(later, Past(), None).alerts] == ["coupon"]


def test_alerts_that_were_put_aside_stand_apart_and_what_is_not_written_is_owed(
    completing: Completing, plain: Snapshot
) -> None:
    later = replace(plain, at=NOON + timedelta(seconds=20))
    completing.completed(plain, Past(), None)
    unwritten = completing.completed(later, Past(), None)
    (event,) = unwritten.owed
    assert isinstance(event, AlertRaised)
    assert unwritten.alerts_heard_count == 0
    written = past(replace(event, alert_id="a1"), AlertShelved("a1", event.key, LATER, "known"))
    shown = completing.completed(replace(later, at=NOON + timedelta(seconds=21)), written, None)
    assert (shown.alerts, shown.owed, shown.alerts_heard_count) == ((), (), 1)
    assert [one.alert_id for one in shown.shelved_alerts] == ["a1"]
    assert shown.alerts_heard_count < LIMIT_COUNT
