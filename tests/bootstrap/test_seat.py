"""The seat at the window: nothing is granted before there is somebody to grant it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cockpit.app.row_search import RowsWanted
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.seat import Seat
from cockpit.domain.message import message
from cockpit.ui.bridge import Bridge
from cockpit.ui.hands import Notice, Plan, Refused, Wish

OPENING = message(BootCode.STILL_OPENING)
PLAN = Plan("3.2.0", "320", None)

Asked = Callable[[Seat], object]

WISHES: list[tuple[Wish, Asked]] = [
    (Wish.OFF, lambda seat: seat.off("coupon_v2")),
    (Wish.OFF, lambda seat: seat.send_again("o1")),
    (Wish.OFF, lambda seat: seat.close_operation("o1", "overtaken")),
    (Wish.ROLLBACK, lambda seat: seat.rollback("shop-app")),
    (Wish.STEP, lambda seat: seat.step(5.0, second_person="sora", typed_pct=5.0)),
    (Wish.PLAN, lambda seat: seat.plan(PLAN)),
    (Wish.DEPLOYED, lambda seat: seat.deployed()),
    (Wish.HOLD, lambda seat: seat.hold("lunch")),
    (Wish.ACCEPT, lambda seat: seat.accept("compared slow coupon", "known")),
    (Wish.RESUME, lambda seat: seat.resume()),
    (Wish.TAKE_OVER, lambda seat: seat.take_over()),
    (Wish.CLOSE, lambda seat: seat.close("stopped", "flag_off")),
    (Wish.REASON, lambda seat: seat.give_reason("12", "because")),
    (Wish.DISPUTE, lambda seat: seat.dispute("l1", "outside")),
    (Wish.NOTE, lambda seat: seat.note("seen")),
    (Wish.SHELVE, lambda seat: seat.shelve("a1", 15.0, "known")),
    (Wish.UNSHELVE, lambda seat: seat.unshelve("flow:coupon")),
    (Wish.RATE, lambda seat: seat.rate("a1", is_useful=True)),
    (Wish.ANSWER, lambda seat: seat.answer("e2e", "42/42", accepts=True, as_person=None)),
    (Wish.SIGN, lambda seat: seat.sign("pm", as_person=None)),
    (Wish.NO_GO, lambda seat: seat.no_go("too early")),
]

QUESTIONS: list[Asked] = [
    lambda seat: seat.test_source("flags"),
    lambda seat: seat.put_secret("unleash-admin", "secret"),
    lambda seat: seat.rows(RowsWanted()),
    lambda seat: seat.row_text(1),
    lambda seat: seat.verify(),
    lambda seat: seat.export(Path("journal.csv")),
    lambda seat: seat.save_minutes(Path("minutes.html"), "text"),
]


def answers(qtbot: QtBot, asked: Asked) -> tuple[object, list[object]]:
    """Return what a seat without services answers at once, and what it tells the window."""
    bridge, heard = Bridge(), list[object]()
    bridge.heard.connect(heard.append)
    answer = asked(Seat(bridge))
    qtbot.waitUntil(lambda: bool(heard))
    return answer, heard


@pytest.mark.parametrize(("wish", "asked"), WISHES, ids=range(len(WISHES)))
def test_a_wish_before_the_cockpit_is_open_is_refused_and_said_so(
    qtbot: QtBot, wish: Wish, asked: Asked
) -> None:
    assert answers(qtbot, asked) == (None, [Refused(wish, OPENING)])


@pytest.mark.parametrize("asked", QUESTIONS, ids=range(len(QUESTIONS)))
def test_a_question_before_the_cockpit_is_open_is_answered_so(qtbot: QtBot, asked: Asked) -> None:
    assert answers(qtbot, asked) == (None, [Notice(OPENING)])


def test_what_only_looks_asks_nobody_before_the_cockpit_is_open(qtbot: QtBot) -> None:
    bridge, heard = Bridge(), list[object]()
    bridge.heard.connect(heard.append)
    seat = Seat(bridge)
    seat.read_now()
    seat.show_range(3_600.0)
    qtbot.wait(20)
    assert heard == []
