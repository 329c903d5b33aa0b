"""The past of the boards is what the rows tell, each row once."""

from datetime import datetime, timedelta

from cockpit.app.history import History, new_rows
from cockpit.domain.events import (
    BackInBand,
    Entry,
    Event,
    IntentRecorded,
    LaunchClosed,
    LaunchPlanned,
    StageReached,
)
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.operations import Lever, Order, Target
from cockpit.domain.standings import Status
from cockpit.ports.journal import PAGE_ROWS, Row
from tests.kit.fakes_acting import NOON, FakeJournal

ORDER = Order("op1", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), NOON, "l1")
PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")
FAULT = FaultDetected("l1", "coupon", "android", "release", "r", 18, 100, 40, 2_000, 900.0)


def rows(*events: Event, first: int = 1) -> list[Row]:
    return [Row(seq, entry(event, seq), "") for seq, event in enumerate(events, first)]


def entry(event: Event, seq: int = 0) -> Entry:
    return Entry(at(seq), float(seq), "run", "mina", event)


def at(seq: int) -> datetime:
    return NOON + timedelta(minutes=seq)


def test_launches_operations_and_faults_are_folded_from_their_rows() -> None:
    told = rows(PLANNED, StageReached("l1", 5.0, "op0"), FAULT, IntentRecorded(ORDER))
    past = History().take(told)
    launch = past.live("shop-app")
    assert launch is not None
    assert (launch.exposure_pct, launch.since_at) == (5.0, at(2))
    assert [(one.entry.at, one.event) for one in past.faults] == [(at(3), FAULT)]
    assert past.operations["op1"].status is Status.OPEN
    assert past.seq == 4


def test_rows_that_are_known_change_nothing() -> None:
    history, told = History(), rows(PLANNED, FAULT)
    first = history.take(told)
    assert history.take(told) is first
    assert history.take(told[:1]) is first


def test_new_rows_are_added_to_what_is_known() -> None:
    history = History()
    history.take(rows(PLANNED, IntentRecorded(ORDER), BackInBand("op1", "coupon", 0.02, 0.05, 90)))
    past = history.take(rows(LaunchClosed("l1", "stopped", "flag_off"), first=4))
    assert past.live("shop-app") is None
    assert past.back == {("op1", "coupon")}
    assert past.operations["op1"].back_in_band_at == at(3)


def test_an_earlier_picture_of_the_past_stays_as_it_was() -> None:
    history = History()
    before = history.take(rows(PLANNED))
    history.take(rows(FAULT, IntentRecorded(ORDER), first=2))
    assert (before.faults, dict(before.operations)) == ((), {})


def test_all_new_rows_are_read_however_many_pages_they_fill() -> None:
    journal = FakeJournal()
    for seq in range(1, PAGE_ROWS + 2):
        journal.append(entry(FAULT, seq))
    assert [row.seq for row in new_rows(journal, 1)] == list(range(2, PAGE_ROWS + 2))
