"""Delivery: who is told what, when, and by which process; and that nobody waits for it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.asking import in_place
from cockpit.app.channel_codes import ChannelNote, LogCode
from cockpit.app.channel_view import ChannelState
from cockpit.app.delivery import NEWS_FOR, Delivery
from cockpit.app.teller import Teller
from cockpit.domain import events
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.ports.channels import Urgency
from cockpit.ports.journal import JournalError
from cockpit.ports.workspace_channels import Channel
from tests.kit.fakes_acting import NOON, FakeClock, FakeJournal
from tests.kit.posting import CHAT, DOWN, PLANNED, STAGE, FakeOffice, Post


def test_what_happens_is_told_whoever_wrote_the_row() -> None:
    post = Post()
    post.run()
    post.write(PLANNED)
    assert post.run() == [LogCode.OPENED]
    (note,) = post.carrier.sent
    assert (note.urgency, note.since_at) == (Urgency.NEWS, NOON + timedelta(seconds=2))
    assert ("service", "shop-app") in note.facts
    assert post.run() == []


def test_what_was_there_before_is_not_told() -> None:
    post = Post()
    post.write(PLANNED)
    assert post.run() == []
    post.write(STAGE)
    assert post.run() == [LogCode.STAGE]


def test_the_next_process_goes_on_where_the_last_one_was() -> None:
    first = Post()
    first.write(PLANNED)
    first.run()
    assert first.office.seq == 1
    first.write(STAGE)
    second = Post(office=first.office, journal=first.journal, clock=first.clock)
    assert second.run() == [LogCode.STAGE]
    assert second.office.seq == 2


def test_of_two_processes_one_tells_and_the_other_takes_over() -> None:
    first = Post()
    second = Post(office=FakeOffice(is_free=False), journal=first.journal, clock=first.clock)
    first.run()
    second.run()
    first.write(PLANNED)
    assert (first.run(), second.run()) == ([LogCode.OPENED], [])
    assert second.delivery.views()[0].state is ChannelState.ELSEWHERE
    first.write(STAGE)  # the first is gone, and has not told this any more
    second.office.is_free, second.office.seq = True, first.office.seq
    assert second.run() == [LogCode.STAGE]
    assert second.delivery.views()[0].state is ChannelState.OK


def test_where_nobody_can_hold_the_office_it_tells_all_the_same() -> None:
    post = Post(office=FakeOffice(fails=True))
    post.run()
    post.write(PLANNED)
    assert post.run() == [LogCode.OPENED]


def test_old_news_is_no_news_but_for_what_was_recorded_late() -> None:
    post = Post()
    post.run()
    long_ago = post.clock.now() - NEWS_FOR - timedelta(minutes=1)
    post.write(PLANNED, at=long_ago)
    assert post.run() == []
    order = Order("op", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), NOON)
    post.write(events.IntentRecorded(order), at=long_ago, is_late=True)
    ended = events.OutcomeRecorded(
        "op", Outcome.UNKNOWN, Stamps(NOON), Message("test.why"), "action"
    )
    post.write(ended, at=long_ago, is_late=True)
    assert post.run() == [LogCode.LATE]
    assert post.carrier.sent[0].urgency is Urgency.WATCH


@pytest.mark.parametrize(("hears", "told"), [(False, []), (True, [LogCode.OPENED])])
def test_a_rehearsal_is_told_only_where_it_is_wanted(hears: bool, told: list[str]) -> None:
    post = Post(channel=replace(CHAT, drills=hears))
    post.run()
    post.write(PLANNED, is_drill=True)
    assert post.run() == told


def test_a_channel_without_the_log_hears_none_of_it() -> None:
    post = Post(channel=replace(CHAT, launch_log=False))
    post.run()
    post.write(PLANNED)
    assert post.run() == []


def test_a_channel_that_hangs_holds_nothing_up_and_tells_in_order_later() -> None:
    post = Post(is_slow=True)
    post.run()
    for number in range(3):
        post.write(events.StageReached("l1", float(number), "op"))
    post.run()
    assert (len(post.held), post.delivery.views()[0].waiting_count) == (1, 3)
    assert post.office.seq == 0  # none of it has been told
    post.is_slow = False
    in_place(*post.held.pop())
    assert len(post.run(4.0)) == 2
    assert post.office.seq == 3


def test_a_channel_that_is_down_is_written_down_once_and_tells_later() -> None:
    post = Post()
    post.run()

    def fail() -> None:
        raise DOWN

    post.carrier.fail = fail
    post.write(PLANNED)
    post.run(60.0)
    failed = [row.entry.event for row in post.journal.rows if row.seq > 1]
    assert failed == [ChannelFailed("chat", "https://hooks.test", "row:1", 3, DOWN.message)]
    view = post.delivery.views()[0]
    assert (view.state, view.message) == (ChannelState.FAILING, DOWN.message)
    post.carrier.fail = lambda: None
    assert post.run(60.0) == [LogCode.OPENED]
    assert post.delivery.views()[0].state is ChannelState.OK


def test_a_desktop_without_notes_is_said_and_not_written_down() -> None:
    post = Post(channel=Channel(kind="desktop"))
    post.run()

    def fail() -> None:
        raise DOWN

    post.carrier.fail = fail
    post.write(PLANNED)
    post.run(60.0)
    assert len(post.journal.rows) == 1
    assert post.delivery.views()[0].state is ChannelState.FAILING
    assert post.carrier.tries_count < 10


def test_a_journal_that_cannot_be_read_is_tried_again() -> None:
    post = Post()
    post.journal.read_fails = JournalError(Message("test.locked"))
    assert post.run() == []
    post.journal.read_fails = None
    post.run()
    post.write(PLANNED)
    assert post.run() == [LogCode.OPENED]


def test_the_newest_test_of_a_channel_is_known_even_where_another_process_tells() -> None:
    post = Post(office=FakeOffice(is_free=False))
    proof = ChannelTested("chat", "slack", "https://hooks.test", "m", True, None, 200, 0.1)
    post.write(proof)
    post.run()
    view = post.delivery.views()[0]
    assert (view.tested, view.tested_at) == (proof, NOON)
    assert view.message is not None
    assert view.message.code == ChannelNote.ELSEWHERE


def test_without_channels_nothing_is_read() -> None:
    journal = FakeJournal(read_fails=JournalError(Message("test.locked")))
    asked: list[str] = []
    delivery = Delivery(
        ways=(),
        service="shop-app",
        teller=lambda: Teller({}),
        journal=journal,
        office=FakeOffice(),
        clock=FakeClock(),
        disk=lambda _call, _then: asked.append("disk"),
        record=lambda _event: None,
    )
    delivery.tick()
    assert (asked, delivery.views()) == ([], ())


def test_a_long_past_is_taken_in_slices() -> None:
    post = Post()
    for _ in range(450):
        post.write(STAGE)
    post.run(1.0)
    assert len(post.breaths) == 4
    assert post.carrier.sent == []


def test_words_are_found_on_the_lane_of_the_channel() -> None:
    post = Post(is_slow=True)
    post.run()
    post.write(PLANNED)
    post.run()
    assert post.said == []
    in_place(*post.held.pop())
    assert post.said == [LogCode.OPENED]


@pytest.mark.parametrize("told_seq", [-1, 0, 1, 99])
def test_however_far_the_last_one_says_to_have_come_nothing_is_told_twice_or_missed(
    told_seq: int,
) -> None:
    post = Post(office=FakeOffice(seq=told_seq))
    post.write(PLANNED)
    assert post.run() == ([LogCode.OPENED] if told_seq < 1 else [])
    post.write(STAGE)
    assert post.run() == [LogCode.STAGE]
