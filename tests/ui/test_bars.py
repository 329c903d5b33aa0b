"""Bars ask and tell in place."""

from pytestqt.qtbot import QtBot

from cockpit.ui.bars import ClosingBar, NoticeBar
from tests.kit.inspection import findings
from tests.kit.story.hands import FakeHands
from tests.kit.windows import told_room


def test_the_question_has_two_answers_and_the_harmless_one_has_the_focus(qtbot: QtBot) -> None:
    bar = ClosingBar(told_room(FakeHands()))
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.ask(has_unresolved=False)
    qtbot.waitExposed(bar)
    assert bar.focusWidget() is bar.stay
    with qtbot.assertNotEmitted(bar.answered):
        bar.stay.click()
    assert bar.isHidden()
    bar.ask(has_unresolved=True)
    with qtbot.waitSignal(bar.answered):
        bar.close_it.click()


def test_a_notice_shows_the_newest_until_it_was_read(qtbot: QtBot) -> None:
    bar = NoticeBar(told_room(FakeHands()))
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.say("one")
    bar.say("two")
    assert (bar.said, bar.isHidden()) == ("two", False)
    bar.dismiss.click()
    assert bar.isHidden()


def test_a_reason_does_not_take_the_place_of_what_it_is_the_reason_for(qtbot: QtBot) -> None:
    bar = NoticeBar(told_room(FakeHands()))
    qtbot.addWidget(bar)
    bar.say("off is recorded late: the disk is full")
    bar.say("the disk is full")
    assert bar.said == "off is recorded late: the disk is full"
    bar.dismiss.click()
    bar.say("the disk is full")
    assert (bar.said, bar.isHidden()) == ("the disk is full", False)


def test_a_long_notice_is_shown_whole(qtbot: QtBot) -> None:
    bar = NoticeBar(told_room(FakeHands()))
    qtbot.addWidget(bar)
    bar.resize(500, 44)
    bar.say("one")
    bar.show()
    low = bar.heightForWidth(500)
    bar.say("one sentence that is so long that it needs several lines " * 5)
    qtbot.waitUntil(lambda: bar.heightForWidth(500) > low)
    bar.resize(500, bar.heightForWidth(500))
    qtbot.waitExposed(bar)
    assert not findings(bar)
