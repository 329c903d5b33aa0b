"""Bars ask and tell in place."""

from pytestqt.qtbot import QtBot

from cockpit.ui.bars import ClosingBar, NoticeBar
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
