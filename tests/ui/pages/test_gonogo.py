"""The Go/No-Go page: who has said what, how questions are answered, and how a No-Go is said."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cockpit.app.gonogo_view import GoNoGoView
from cockpit.app.sheet_codes import SignCode
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import message
from cockpit.domain.standings import ItemState, PollState
from cockpit.ui.hands import Granted, Refused, Wish
from cockpit.ui.names import Name
from cockpit.ui.news import MinutesSaved
from cockpit.ui.pages.gonogo import GoNoGoPage
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.pages.gonogo_speakers import Speakers
from cockpit.ui.pages.gonogo_text import question, short_hash, source, turn, value, why_not
from cockpit.ui.say import DASH
from cockpit.words.language import Language
from tests.kit.inspection import findings
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.pages import opened
from tests.kit.story.people import ME
from tests.kit.story.setting import look, say
from tests.ui.pages.using import is_shown, part, press, said, stand, write


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> GoNoGoPage:
    made = GoNoGoPage(room(look(), say(), hands))
    hands.tell = made.hear
    stand(made, qtbot)
    return made


def sheet(given: Snapshot) -> GoNoGoView:
    assert given.gonogo is not None
    return given.gonogo


# ------------------------------------------------------------ what is shown


def test_without_a_launch_the_page_says_what_to_do(page: GoNoGoPage) -> None:
    page.show(moments.no_launch())
    assert said(page.widget) == " ".join((say()(GonogoCode.EMPTY), say()(GonogoCode.EMPTY_WHY)))


def test_roles_stand_in_the_order_of_the_poll_with_the_product_owner_last(
    page: GoNoGoPage,
) -> None:
    page.show(moments.planned())
    words = said(page.widget)
    places = [words.index(one) for one in ("모바일 리드", "백엔드 리드", "DevOps", "QA", "PM")]
    assert places == sorted(places)


def test_a_question_shows_what_was_measured_and_where_that_comes_from(page: GoNoGoPage) -> None:
    page.show(moments.planned())
    row = said(part(page, "gonogo.item.crash_free"))
    for word in ("충돌 없는 세션", "99.94 %", "n 2,140", "3초 전", "09:47"):
        assert word in row


def test_how_long_a_check_counts_is_told_by_its_day_and_time(page: GoNoGoPage) -> None:
    page.show(moments.planned())
    assert "12-12 15:20까지 유효" in said(part(page, "gonogo.item.rollback_ready"))


def test_an_automatic_check_has_the_word_of_its_weight_and_its_basis_in_the_tip(
    page: GoNoGoPage,
) -> None:
    page.show(moments.planned())
    row = part(page, "gonogo.item.api_p95")
    assert "막음" in said(row)
    assert "질의 shop_checkout_seconds_bucket" in row.toolTip()
    assert row.toolTip() in row.accessibleDescription()
    assert "필수" in said(part(page, "gonogo.item.flag_ready"))


def test_a_check_that_is_opened_says_what_it_weighs_and_rests_on(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.object.api_p95")
    words = said(page.widget)
    assert "막음(가드레일)" in words
    assert "규칙 flow_latency flow=checkout p95_at_most_s=0.4" in words
    press(page, "gonogo.item.leave")
    press(page, "gonogo.object.build_number")
    assert "가드레일" not in said(page.widget)


def test_the_header_counts_and_names_the_hashes(page: GoNoGoPage) -> None:
    given = moments.planned()
    page.show(given)
    words = said(page.widget)
    assert "통과 19, 이의 1, 실패 0" in words
    assert short_hash(sheet(given).evidence_hash) in words
    assert short_hash(sheet(given).policy_hash) in words


def test_a_sign_off_that_became_void_is_shown_with_why(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    void = next(one for one in sheet(moments.just_planned()).poll if one.state is PollState.VOID)
    assert void.void is not None
    assert say().text(void.void) in said(page.widget)
    assert say()(GonogoCode.VOID) in said(page.widget)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["planned", "just_planned", "no_go", "go_given", "pm_asked"])
@pytest.mark.parametrize("size", [(1_216, 736), (980, 536)])
def test_nothing_is_cut_or_covered(
    hands: FakeHands, moment: str, size: tuple[int, int], qtbot: QtBot
) -> None:
    given = room(look(), say(), hands)
    stage = opened("gonogo", given, hands, getattr(moments, moment)(), size)
    qtbot.addWidget(stage)
    assert findings(stage) == ()


def test_the_next_step_is_named_only_while_it_is_the_next(page: GoNoGoPage) -> None:
    page.show(moments.go_given())
    assert say()(GonogoCode.STANDING_NEXT) in said(page.widget)
    page.show(moments.calm())
    assert say()(GonogoCode.STANDING_NEXT) not in said(page.widget)


# ------------------------------------------------------------ answering


def test_a_person_answers_by_typing_a_value_and_accepting(
    page: GoNoGoPage, hands: FakeHands
) -> None:
    page.show(moments.just_planned())
    write(page, "gonogo.value.build_number", "320 > 314")
    press(page, "gonogo.accept.build_number")
    assert hands.wishes == [("answer", ("build_number", "320 > 314", True, "", "dohyun"))]


def test_enter_in_the_field_accepts_what_was_typed(page: GoNoGoPage, hands: FakeHands) -> None:
    page.show(moments.just_planned())
    field = write(page, "gonogo.value.build_number", "320 > 314")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.names == ["answer"]


def test_the_field_keeps_what_is_typed_until_the_answer_is_in_the_journal(
    page: GoNoGoPage,
) -> None:
    page.show(moments.just_planned())
    field = write(page, "gonogo.value.build_number", "320")
    page.show(moments.just_planned())
    press(page, "gonogo.accept.build_number")
    assert isinstance(field, QLineEdit)
    assert field.text() == "320"
    page.hear(Granted(Wish.ANSWER))
    assert field.text() == ""


@pytest.mark.slow
def test_what_is_measured_is_accepted_without_typing(page: GoNoGoPage, hands: FakeHands) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.accept.crash_free")
    assert hands.wishes == [("answer", ("crash_free", "", True, "", "dohyun"))]


def test_a_refused_answer_is_explained_in_its_row(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.accept.build_number")
    why = message(SignCode.NO_VALUE, item="build_number")
    page.hear(Refused(Wish.ANSWER, why))
    assert part(page, "gonogo.item.build_number").isVisible()
    assert "빌드 번호: 값을" in said(part(page, "gonogo.item.build_number"))


def test_an_objection_opens_beside_and_takes_its_reason(page: GoNoGoPage, hands: FakeHands) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.object.build_number")
    field = part(page, "gonogo.objection")
    assert field.hasFocus()
    QTest.keyClicks(field, "too low")
    press(page, "gonogo.objection.save")
    assert hands.wishes[0][0] == "answer"
    item, _value, accepts, note, person = hands.wishes[0][1]
    assert (item, accepts, note, person) == ("build_number", False, "too low", "dohyun")


def test_a_refused_objection_is_explained_where_it_was_written(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.object.build_number")
    press(page, "gonogo.objection.save")
    page.hear(Refused(Wish.ANSWER, message(SignCode.NO_OBJECTION, item="build_number")))
    assert "무엇이 문제인지" in said(part(page, "gonogo.item.refusal"))


def test_an_open_objection_shows_by_itself_with_its_words(page: GoNoGoPage) -> None:
    page.show(moments.planned())
    words = said(page.widget)
    assert "이의 1: E2E 쿠폰" in words
    assert "welcome_2611" in words


def test_an_objection_is_closed_by_the_value_after_the_fix(
    page: GoNoGoPage, hands: FakeHands
) -> None:
    page.show(moments.planned())
    write(page, "gonogo.fixed", "24/24")
    press(page, "gonogo.fixed.accept")
    assert hands.wishes == [("answer", ("e2e_coupon", "24/24", True, "", "haneul"))]
    page.hear(Granted(Wish.ANSWER))
    assert not is_shown(page, "gonogo.fixed")


def test_an_item_that_was_left_stays_closed(page: GoNoGoPage) -> None:
    page.show(moments.planned())
    press(page, "gonogo.item.leave")
    page.show(replace(moments.planned()))
    assert say()(GonogoCode.STANDING) in said(page.widget)


# ------------------------------------------------------------ signing


def test_the_role_whose_turn_it_is_signs_in_the_name_of_who_holds_it(
    page: GoNoGoPage, hands: FakeHands
) -> None:
    page.show(moments.pm_asked())
    press(page, f"{Name.SIGN}.pm")
    assert hands.wishes == [("sign", ("pm", "jiwoo"))]
    assert say()(GonogoCode.SELF_DECLARED) in said(page.widget)


def test_go_cannot_be_signed_while_something_stands_against_it(page: GoNoGoPage) -> None:
    page.show(moments.planned())
    assert not part(page, f"{Name.SIGN}.qa").isEnabled()
    told = why_not(sheet(moments.planned()), "qa")
    assert told is not None
    assert say().text(told) in said(page.widget)


def test_the_product_owner_waits_for_what_the_sheet_says(page: GoNoGoPage) -> None:
    given = moments.pm_asked()
    reason = message(SignCode.MOVED_ON, role="pm")
    page.show(replace(given, gonogo=replace(sheet(given), why_not=reason)))
    assert not part(page, f"{Name.SIGN}.pm").isEnabled()
    assert say().text(reason) in said(page.widget)


def test_a_role_with_several_people_asks_who_speaks(page: GoNoGoPage, hands: FakeHands) -> None:
    given = moments.pm_asked()
    polls = tuple(
        replace(one, people=("jiwoo", "sumin")) if one.role == "pm" else one
        for one in sheet(given).poll
    )
    page.show(replace(given, gonogo=replace(sheet(given), poll=polls)))
    choice = part(page, "gonogo.speaker")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    press(page, f"{Name.SIGN}.pm")
    assert hands.wishes == [("sign", ("pm", "sumin"))]


def test_no_go_is_one_click_and_nothing_else(page: GoNoGoPage, hands: FakeHands) -> None:
    page.show(moments.planned())
    press(page, Name.NO_GO)
    assert hands.wishes == [("no_go", "")]


@pytest.mark.parametrize("moment", ["planned", "pm_asked", "no_go", "go_given", "calm"])
def test_no_go_is_always_there(page: GoNoGoPage, moment: str) -> None:
    page.show(getattr(moments, moment)())
    assert part(page, Name.NO_GO).isEnabled()


def test_the_reason_of_a_no_go_is_asked_for_afterwards(page: GoNoGoPage, hands: FakeHands) -> None:
    page.show(moments.planned())
    assert not is_shown(page, "gonogo.reason")
    given = moments.no_go()
    page.show(given)
    write(page, "gonogo.reason", "server down")
    press(page, "gonogo.reason.save")
    row = str(sheet(given).no_go_row)
    assert hands.wishes == [("give_reason", (row, "server down"))]


@pytest.mark.parametrize("wish", [Wish.SIGN, Wish.NO_GO, Wish.REASON])
def test_a_refused_sign_off_is_explained_where_it_was_said(page: GoNoGoPage, wish: Wish) -> None:
    page.show(moments.pm_asked())
    told = message(SignCode.MOVED_ON, role="pm")
    page.hear(Refused(wish, told))
    assert say().text(told) in said(part(page, "gonogo.sign.refusal"))
    page.hear(Granted(wish))
    assert not is_shown(page, "gonogo.sign.refusal")


def test_the_keyboard_alone_reaches_every_way_to_answer(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    first = part(page, "gonogo.value.build_number")
    first.setFocus()
    reached: set[str] = set()
    for _ in range(120):
        focused = page.widget.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {
        "gonogo.accept.build_number",
        "gonogo.object.build_number",
        "gonogo.value.notes",
        Name.NO_GO.value,
    } <= reached


def test_an_objection_is_written_as_several_lines_that_tab_leaves(page: GoNoGoPage) -> None:
    page.show(moments.just_planned())
    press(page, "gonogo.object.build_number")
    field = part(page, "gonogo.objection")
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()


# ------------------------------------------------------------ texts


def test_the_turn_is_that_of_the_first_role_without_a_go() -> None:
    found = turn(sheet(moments.planned()))
    assert found is not None
    assert found.role == "qa"
    assert turn(sheet(moments.go_given())) is None


def test_a_value_that_is_not_known_is_a_dash() -> None:
    given = sheet(moments.just_planned())
    unknown = [one for one in given.items if one.state is ItemState.UNKNOWN]
    assert {value(one, say()) for one in unknown if not one.is_automatic} == {DASH}


def test_an_aged_answer_is_told_as_the_last_one() -> None:
    stale = [
        one
        for one in sheet(moments.just_planned()).items
        if one.state is ItemState.STALE and not one.is_automatic
    ]
    assert stale
    assert all("지난 답" in source(one, say()) for one in stale)


def test_a_question_is_asked_in_the_language_of_the_window() -> None:
    item = next(one for one in sheet(moments.planned()).items if one.item_id == "critical_bugs")
    assert question(item, say(Language.KO)) == "치명 버그"
    assert question(item, say(Language.EN)) == "Critical bugs"


def test_whoever_sits_here_speaks_for_a_role_that_they_hold() -> None:
    speakers = Speakers(ME)
    assert speakers.as_person("qa", (ME, "haneul")) is None
    assert speakers.as_person("qa", ("haneul", "sumin")) == "haneul"
    speakers.choose("qa", "sumin")
    assert speakers.as_person("qa", ("haneul", "sumin")) == "sumin"
    assert speakers.of("pm", ()) is None


# ------------------------------------------------------------ minutes


def test_minutes_are_saved_by_name_and_the_page_says_where(
    page: GoNoGoPage, hands: FakeHands
) -> None:
    hands.answers = True
    page.show(moments.go_given())
    press(page, Name.MINUTES)
    (name, (file, text)) = hands.wishes[-1]
    assert name == "save_minutes"
    assert file.name == "go-no-go-3.2.0-320.html"
    assert sheet(moments.go_given()).evidence_hash in text
    assert file.name in said(page.widget)


def test_minutes_that_cannot_be_written_say_so_in_place(page: GoNoGoPage) -> None:
    page.show(moments.go_given())
    told = message(BootCode.NOT_SAVED, file="minutes.html", reason="No space left")
    page.hear(MinutesSaved(Path("minutes.html"), told))
    assert say().text(told) in said(page.widget)
