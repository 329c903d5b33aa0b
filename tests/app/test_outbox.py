"""An outbox: order, limits, what is tried again, what is lost, and what is written down."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.channel_codes import ChannelNote
from cockpit.app.channel_view import ChannelState
from cockpit.app.outbox import LONGEST_PAUSE_S, MOST_WAITING, STALE_AFTER, Outbox
from cockpit.domain.message import Message
from cockpit.ports.channels import NoteKind, Receipt, Urgency
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from tests.kit.fakes_acting import NOON
from tests.kit.posting import told

DOWN = UnreachableError(Message("test.down"))
DOUBT = BadAnswerError(Message("test.doubt"), may_have_applied=True)


def outbox(*, may_repeat: bool = False) -> Outbox:
    return Outbox("chat", "slack", may_repeat)


def put(box: Outbox, key: str, **more: Any) -> None:
    box.put(told(key, key=key, **more), NOON, 1)


def keys(box: Outbox) -> list[str]:
    found = []
    while (waiting := box.start(NOON, 0.0)) is not None:
        found.append(waiting.telling.key)
        box.took(Receipt(NOON))
    return found


def log(box: Outbox, key: str) -> None:
    put(box, key, kind=NoteKind.LOG, urgency=Urgency.NEWS)


def test_the_urgent_goes_first_and_else_what_came_first() -> None:
    box = outbox()
    log(box, "a")
    put(box, "b", urgency=Urgency.WATCH)
    put(box, "c")
    log(box, "d")
    put(box, "e")
    assert keys(box) == ["c", "e", "b", "a", "d"]


def test_a_newer_note_about_the_same_takes_the_place_of_the_older() -> None:
    box = outbox()
    put(box, "summary")
    box.put(told("다섯 곳", key="summary"), NOON, 7)
    waiting = box.start(NOON, 0.0)
    assert waiting is not None
    assert (waiting.telling.title.code, box.lost_count) == ("다섯 곳", 0)


def test_one_at_a_time_goes_out() -> None:
    box = outbox()
    put(box, "a")
    put(box, "b")
    assert box.start(NOON, 0.0) is not None
    assert box.start(NOON, 0.0) is None
    assert box.view(0.0).waiting_count == 2


@given(st.lists(st.tuples(st.sampled_from(["log", "alert"]), st.integers(0, 60)), max_size=80))
def test_it_never_grows_past_its_limit_and_counts_what_it_drops(
    puts: list[tuple[str, int]],
) -> None:
    box = outbox()
    for kind, number in puts:
        (log if kind == "log" else put)(box, f"{kind}{number}")
    distinct = len({f"{kind}{number}" for kind, number in puts})
    assert len(box.waiting) <= MOST_WAITING
    assert len(box.waiting) + box.lost_count >= distinct
    alerts = [key for key in box.waiting if key.startswith("alert")]
    assert box.lost_count == 0 or len(alerts) == len(box.waiting) or len(alerts) < MOST_WAITING


def test_the_log_gives_way_to_alerts() -> None:
    box = outbox()
    put(box, "alert")
    for number in range(MOST_WAITING):
        log(box, f"log{number}")
    assert "alert" in box.waiting
    assert "log0" not in box.waiting


def test_what_has_surely_not_arrived_is_tried_again_after_a_pause_that_grows() -> None:
    box = outbox()
    put(box, "a")
    pauses, now_s = [], 0.0
    for _ in range(9):
        assert box.start(NOON, now_s) is not None
        box.failed(DOWN, now_s)
        assert box.start(NOON, now_s) is None
        pauses.append(box.not_before_s - now_s)
        now_s = box.not_before_s
    assert pauses[:3] == [2.0, 4.0, 8.0]
    assert pauses[-1] == LONGEST_PAUSE_S
    waiting = box.start(NOON, now_s)
    assert waiting is not None
    assert (waiting.tries_count, box.lost_count) == (9, 0)


def test_a_server_that_asks_for_more_time_gets_it() -> None:
    box = outbox()
    put(box, "a")
    box.start(NOON, 0.0)
    error = RefusedError(Message("test.many"), Refusal.TOO_MANY, retry_after_s=90.0)
    box.failed(error, 0.0)
    assert box.view(0.0).retry_in_s == 90.0


@pytest.mark.parametrize("error", [DOUBT, RuntimeError("a bug")])
def test_what_may_have_arrived_is_not_said_twice(error: Exception) -> None:
    box = outbox()
    put(box, "a")
    box.start(NOON, 0.0)
    assert box.failed(error, 0.0)
    assert (box.waiting, box.lost_count) == ({}, 1)


def test_where_twice_is_seen_as_once_it_is_sent_again() -> None:
    box = outbox(may_repeat=True)
    put(box, "a")
    box.start(NOON, 0.0)
    assert not box.failed(DOUBT, 0.0)
    assert list(box.waiting) == ["a"]


def test_what_is_tried_again_does_not_push_aside_what_came_meanwhile() -> None:
    box = outbox()
    put(box, "a")
    box.start(NOON, 0.0)
    box.put(told("newer", key="a"), NOON, 2)
    box.failed(DOWN, 0.0)
    assert [one.telling.title.code for one in box.waiting.values()] == ["newer"]
    assert box.lost_count == 0


def test_an_outage_is_written_down_once_until_something_is_taken() -> None:
    box = outbox()

    def fail() -> bool:
        put(box, "a")
        box.not_before_s = 0.0
        box.start(NOON, 0.0)
        return box.failed(DOWN, 0.0)

    assert [fail() for _ in range(6)] == [False, False, True, False, False, False]
    box.not_before_s = 0.0
    box.start(NOON, 0.0)
    box.took(Receipt(NOON))
    assert [fail() for _ in range(3)] == [False, False, True]


def test_what_is_too_old_is_no_news_any_more() -> None:
    box = outbox()
    put(box, "a")
    later = NOON + STALE_AFTER + timedelta(seconds=1)
    assert box.start(later, 0.0) is None
    assert (box.lost_count, box.waiting) == (1, {})


def test_it_says_how_it_stands() -> None:
    box = outbox()
    assert box.view(0.0).state is ChannelState.UNTRIED
    put(box, "a")
    box.start(NOON, 0.0)
    box.failed(RuntimeError("a bug"), 0.0)
    failing = box.view(1.0)
    assert failing.message is not None
    assert (failing.state, failing.message.code) == (ChannelState.FAILING, ChannelNote.BROKEN)
    assert (failing.retry_in_s, failing.failures_count, failing.lost_count) == (1.0, 1, 1)
    put(box, "a")
    box.start(NOON, 9.0)
    box.took(Receipt(NOON))
    fine = box.view(9.0)
    assert (fine.state, fine.message, fine.told_at) == (ChannelState.OK, None, NOON)
    assert fine.retry_in_s is None


def test_the_oldest_row_that_was_not_told_is_known() -> None:
    box = outbox()
    assert box.least_seq() is None
    box.put(told(key="a"), NOON, 5)
    box.put(told(key="b", urgency=Urgency.NEWS), NOON, 3)
    box.start(NOON, 0.0)
    assert box.least_seq() == 3
    box.took(Receipt(NOON))
    box.start(NOON, 0.0)
    assert box.least_seq() == 3
    box.took(Receipt(NOON))
    assert box.least_seq() is None
