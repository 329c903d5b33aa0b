"""Alerts by channels: how loud, how often, and for as long as they last where that is kept."""

from datetime import timedelta
from typing import Literal

import pytest
from msgspec.structs import replace

from cockpit.app.channel_codes import LogCode, TellingCode
from cockpit.domain.alert_events import AlertEnded, AlertRaised, AlertShelved, AlertUnshelved
from cockpit.domain.events import Entry
from cockpit.domain.message import Message
from cockpit.domain.notices import Noticing
from cockpit.ports.channels import Manner, Urgency
from cockpit.ports.journal import JournalError
from tests.kit.fakes_acting import NOON, FakeJournal
from tests.kit.posting import CHAT, PLANNED, FakeOffice, Post

PAGER = Manner(keeps_alarms=True, may_repeat=True)


def raised(flow: str = "coupon", *, grade: Literal["act_now", "watch"] = "act_now") -> AlertRaised:
    return AlertRaised(
        alert_id=f"id-{flow}",
        key=f"flow:{flow}",
        reason="version",
        grade=grade,
        finding="success",
        since_at=NOON,
        told=Message("test.worse"),
        flow=flow,
        way_out="flag_off",
        target="coupon_v2",
    )


def over(flow: str = "coupon") -> AlertEnded:
    return AlertEnded(f"id-{flow}", f"flow:{flow}", NOON)


def test_an_alert_is_told_once_with_its_way_out_and_its_runbook() -> None:
    post = Post()
    post.run()
    post.write(raised())
    assert post.run(30.0) == [TellingCode.ACT_NOW]
    (note,) = post.carrier.sent
    assert (note.text, note.link) == (TellingCode.FLAG_OFF, "https://wiki.test/coupon")
    assert note.urgency is Urgency.ACT_NOW
    assert {("flow", "coupon"), ("reason", "version")} <= set(note.facts)


@pytest.mark.parametrize(
    ("alerts", "told"), [("none", []), ("act_now", []), ("watch", [TellingCode.WATCH])]
)
def test_a_channel_hears_of_alerts_as_loud_as_it_wants(alerts: str, told: list[str]) -> None:
    post = Post(channel=replace(CHAT, alerts=alerts))
    post.run()
    post.write(raised(grade="watch"))
    assert post.run() == told


@pytest.mark.parametrize("summaries", [True, False])
def test_a_storm_is_told_in_one_summary(summaries: bool) -> None:
    post = Post(channel=replace(CHAT, summaries=summaries))
    post.run()
    for number in range(9):
        post.write(raised(f"flow{number}"))
    told = post.run(30.0)
    assert told.count(TellingCode.STORM) == int(summaries)
    assert told.count(TellingCode.ACT_NOW) <= 3


def test_a_notice_is_told_at_once_and_not_again_when_its_row_is_read() -> None:
    post = Post()
    post.run()
    _, notice = Noticing().after(Entry(post.clock.now(), 0.0, "run", "cockpit", raised()))
    assert notice is not None
    post.delivery.notify(notice)
    post.delivery.tick()
    assert [one.title for one in post.carrier.sent] == [TellingCode.ACT_NOW]
    post.write(raised())
    assert post.run() == []


def test_an_alert_that_could_not_be_written_is_told_by_whoever_holds_the_office() -> None:
    _, notice = Noticing().after(Entry(NOON, 0.0, "run", "cockpit", raised()))
    assert notice is not None
    for is_free in (True, False):
        post = Post(office=FakeOffice(is_free=is_free))
        post.run()
        post.delivery.notify(notice)
        assert len(post.run()) == int(is_free)


def test_a_place_that_keeps_alarms_hears_of_each_again_and_of_its_end() -> None:
    post = Post(manner=PAGER)
    post.run()
    post.write(raised())
    assert post.run(150.0) == [TellingCode.ALARM] * 3  # at once, and each minute
    assert {one.until_at for one in post.carrier.sent} == {None}
    post.write(over())
    post.run(120.0)
    last = post.carrier.sent[-1]
    assert (len(post.carrier.sent), last.until_at is not None) == (4, True)
    assert last.facts == post.carrier.sent[0].facts


def test_an_alarm_that_got_graver_ends_and_begins_anew() -> None:
    post = Post(manner=PAGER)
    post.run()
    post.write(raised(grade="watch"))
    post.run()
    post.write(raised())
    post.run(3.0)
    told = [(one.urgency, one.until_at is None) for one in post.carrier.sent]
    assert told[0] == (Urgency.WATCH, True)
    assert set(told[1:]) == {(Urgency.ACT_NOW, True), (Urgency.WATCH, False)}


def test_an_alarm_that_was_put_aside_ends_there_until_it_comes_back() -> None:
    post = Post(manner=PAGER)
    post.run()
    post.write(raised())
    post.run()
    until_at = post.clock.now() + timedelta(minutes=30)
    post.write(AlertShelved("id-coupon", "flow:coupon", until_at, "known"))
    post.run()
    assert post.carrier.sent[-1].until_at is not None
    post.write(AlertUnshelved("id-coupon", "flow:coupon", "person"))
    post.run()
    assert post.carrier.sent[-1].until_at is None


def test_after_a_restart_alarms_that_go_on_are_kept() -> None:
    first = Post(manner=PAGER)
    first.run()
    first.write(raised())
    first.run()
    again = Post(manner=PAGER, office=first.office, journal=first.journal, clock=first.clock)
    assert again.run() == [TellingCode.ALARM]


def test_a_kept_alarm_is_no_line_of_a_chat_and_the_log_is_told_all_the_same() -> None:
    post = Post(manner=PAGER)
    post.run()
    post.write(raised())
    post.write(PLANNED)
    assert sorted(post.run()) == sorted([TellingCode.ALARM, LogCode.OPENED])


def test_an_alert_is_told_although_the_journal_could_never_be_read() -> None:
    post = Post(journal=FakeJournal(read_fails=JournalError(Message("test.locked"))))
    post.run()
    _, notice = Noticing().after(Entry(post.clock.now(), 0.0, "run", "cockpit", raised()))
    assert notice is not None
    post.delivery.notify(notice)
    assert post.run() == [TellingCode.ACT_NOW]
    post.journal.read_fails = None
    post.run()
    post.write(PLANNED)
    assert post.run() == [LogCode.OPENED]


@pytest.mark.slow
def test_an_hour_in_which_everything_breaks_and_heals_is_told_within_the_limit() -> None:
    post = Post()
    flows = [f"f{number}" for number in range(12)]
    told_at: list[float] = []
    post.run(1)
    for second in range(3_600):
        for number, flow in enumerate(flows):
            if second % 180 == 5 * number:
                id_ = f"{flow}-{second // 180}"
                post.write(replace(raised(flow), alert_id=id_))
            if second % 180 == 5 * number + 90:
                id_ = f"{flow}-{second // 180}"
                post.write(AlertEnded(id_, f"flow:{flow}", post.clock.now()))
        told_at += [second] * len(post.run(1))
    assert told_at
    for begin in told_at:
        assert sum(begin <= one < begin + 600 for one in told_at) <= len(flows) + 1
    assert len(told_at) <= 6 * (len(flows) + 1)
