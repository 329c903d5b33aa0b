"""The checks of the gate on the rollout page: what they weigh, rest on, and who accepts them."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.accept_codes import AcceptCode
from cockpit.domain.message import message
from cockpit.ui.hands import Granted, Refused, Wish
from cockpit.ui.kit.chip import Tag
from cockpit.ui.pages.rollout import RolloutPage
from cockpit.ui.pages.rollout_check import CheckLine
from cockpit.ui.pages.scroll import Scroll
from cockpit.words.language import Language
from tests.kit.inspection import findings
from tests.kit.story import moments, weights
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.pages import opened
from tests.kit.story.setting import look, say
from tests.ui.pages.using import is_shown, part, press, said, stand, write

REASON = "known: the first day is slow"
REFUSED = message(AcceptCode.NOT_THE_OWNER, role="pm", known="jiwoo")


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> RolloutPage:
    made = RolloutPage(room(look(), say(), hands))
    stand(made, qtbot, 1_216, 2_400)
    made.show(weights.mixed())
    return made


def line(page: RolloutPage, check: str) -> CheckLine:
    return next(one for one in page.widget.findChildren(CheckLine) if one.check == check)


def tag(page: RolloutPage, check: str) -> Tag:
    return line(page, check).findChildren(Tag)[0]


def focused(page: RolloutPage) -> QWidget:
    widget = page.widget.focusWidget()
    assert widget is not None
    return widget


def test_each_comparison_bears_its_weight_and_no_other_check_does(page: RolloutPage) -> None:
    words = {
        "compared success coupon": "거부권",
        "compared crash": "막음",
        weights.DOUBTED: "확인",
        "compared slow login": "지켜봄",
    }
    for check, word in words.items():
        assert (tag(page, check).said, tag(page, check).isVisible()) == (word, True)
        assert tag(page, check).toolTip().startswith(word)
    assert not tag(page, "bake").isVisible()


def test_what_holds_the_gate_tells_what_it_rests_on_and_others_do_on_demand(
    page: RolloutPage,
) -> None:
    basis = "이전 버전 16,900건"
    assert basis in said(line(page, weights.DOUBTED))
    assert basis not in said(line(page, "compared slow login"))
    QTest.keyClick(part(page, "rollout.basis"), Qt.Key.Key_Space)
    assert "지켜보는 2번째 릴리즈 / 3" in said(line(page, "compared slow login"))
    assert "누구도 예외로 둘 수 없습니다" in said(page.widget)
    press(page, "rollout.basis")
    assert basis not in said(line(page, "compared slow login"))


def test_a_screen_reader_hears_sentence_weight_and_basis(page: RolloutPage) -> None:
    held = line(page, weights.DOUBTED)
    assert "살펴본 뒤" in held.accessibleName()
    assert "확인(신호)" in held.accessibleDescription()
    assert "16,900건" in held.accessibleDescription()
    assert part(page, "rollout.accept").accessibleName() == "확인했음"
    assert "살펴본 뒤" in part(page, "rollout.accept").accessibleDescription()


def test_only_what_may_be_accepted_has_a_button(page: RolloutPage) -> None:
    with_button = [
        one.check
        for one in page.widget.findChildren(CheckLine)
        if one.isVisible() and one.button.isVisible()
    ]
    assert with_button == [weights.DOUBTED]
    page.show(moments.gate_open())
    assert not is_shown(page, "rollout.accept")


def test_a_signal_is_accepted_with_a_reason_by_clicks(page: RolloutPage, hands: FakeHands) -> None:
    press(page, "rollout.accept")
    assert not is_shown(page, "rollout.accept")
    assert "적히는 이름: 윤서진" in said(page.widget)
    assert focused(page).objectName() == "rollout.accept_reason"
    write(page, "rollout.accept_reason", f"  {REASON} ")
    press(page, "rollout.accept_put")
    assert hands.wishes == [("accept", (weights.DOUBTED, REASON))]
    assert is_shown(page, "rollout.accept_reason"), "until its row is in the journal"
    page.hear(Granted(Wish.ACCEPT))
    assert not is_shown(page, "rollout.accept_reason")
    page.show(weights.accepted())
    assert not is_shown(page, "rollout.accept")


def test_the_form_is_scrolled_to_where_there_is_little_room(page: RolloutPage) -> None:
    page.widget.resize(980, 536)
    QApplication.processEvents()
    press(page, "rollout.accept")
    for name in ("rollout.accept_reason", "rollout.accept_put", "rollout.accept_leave"):
        seen = part(page, name)
        assert seen.visibleRegion().boundingRect().height() == seen.height()


def test_another_stage_shows_its_checks_from_the_first_on(page: RolloutPage) -> None:
    page.widget.resize(1_000, 420)
    page.show(moments.fault())
    QApplication.processEvents()
    inside = [one for one in page.widget.findChildren(Scroll) if one.findChildren(CheckLine)]
    bar = inside[-1].verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.show(moments.calm())
    assert bar.value() == 0


def test_without_a_reason_nothing_is_asked_for(page: RolloutPage, hands: FakeHands) -> None:
    press(page, "rollout.accept")
    press(page, "rollout.accept_put")
    assert hands.wishes == []
    assert "왜 넘어가도 되는지" in said(part(page, "rollout.accept.refusal"))
    assert focused(page).objectName() == "rollout.accept_reason"


def test_the_keyboard_alone_accepts_and_leaves(page: RolloutPage, hands: FakeHands) -> None:
    part(page, "rollout.basis").setFocus()
    QTest.keyClick(focused(page), Qt.Key.Key_Tab)
    assert focused(page).objectName() == "rollout.accept"
    QTest.keyClick(focused(page), Qt.Key.Key_Space)
    order: list[str] = []
    for _ in range(3):
        order.append(focused(page).objectName())
        QTest.keyClick(focused(page), Qt.Key.Key_Tab)
    assert order == ["rollout.accept_reason", "rollout.accept_put", "rollout.accept_leave"]
    QTest.keyClick(part(page, "rollout.accept_leave"), Qt.Key.Key_Space)
    assert focused(page).objectName() == "rollout.accept"
    QTest.keyClick(focused(page), Qt.Key.Key_Space)
    write(page, "rollout.accept_reason", REASON)
    QTest.keyClick(focused(page), Qt.Key.Key_Return)
    assert hands.wishes == [("accept", (weights.DOUBTED, REASON))]


def test_a_refusal_stands_in_the_form_and_what_was_typed_stays(page: RolloutPage) -> None:
    press(page, "rollout.accept")
    field = write(page, "rollout.accept_reason", REASON)
    press(page, "rollout.accept_put")
    page.hear(Refused(Wish.ACCEPT, REFUSED))
    assert say().text(REFUSED) in said(part(page, "rollout.accept.refusal"))
    page.show(weights.mixed())
    assert field.text() == REASON
    assert is_shown(page, "rollout.accept_reason")


@pytest.mark.slow
def test_the_form_goes_with_the_finding_that_it_is_about(page: RolloutPage) -> None:
    press(page, "rollout.accept")
    page.show(weights.accepted())
    assert not is_shown(page, "rollout.accept_reason")


def test_a_guardrail_is_excepted_by_another_word(page: RolloutPage, hands: FakeHands) -> None:
    page.show(weights.guarded())
    button = line(page, weights.EXCEPTABLE).button
    assert button.accessibleName() == "예외로 승인"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    write(page, "rollout.accept_reason", REASON)
    press(page, "rollout.accept_put")
    assert hands.wishes == [("accept", (weights.EXCEPTABLE, REASON))]


@pytest.mark.slow
@pytest.mark.parametrize("width", [1_216, 980])
@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_cut_with_every_basis_and_the_form(
    hands: FakeHands, width: int, language: Language, qtbot: QtBot
) -> None:
    given = room(look(), say(language), hands)
    stage = opened("rollout", given, hands, weights.mixed(), (width, 736))
    qtbot.addWidget(stage)
    press(stage.page, "rollout.basis")
    press(stage.page, "rollout.accept")
    for _ in range(3):
        QApplication.processEvents()
    assert findings(stage) == ()


def test_what_happened_today_is_told_by_its_time_and_yesterday_by_its_day(
    page: RolloutPage,
) -> None:
    given = moments.fault()
    page.show(given)
    assert "10:49" in said(line(page, "fault"))
    assert "2026" not in said(page.widget)
    page.show(replace(given, at=given.at + timedelta(days=1)))
    assert "11-17 10:49" in said(line(page, "fault"))
    assert "11-17 10:05–10:38" in said(page.widget)
    mixed = weights.mixed()
    page.show(replace(mixed, at=mixed.at + timedelta(days=1)))
    assert "11-17 10:05부터" in said(page.widget)
