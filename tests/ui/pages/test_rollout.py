"""The rollout page: what is open to whom, the one next step, and how everything is stopped."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import message
from cockpit.domain.standings import CheckState, LaunchPhase
from cockpit.ui.hands import Granted, Refused, Wish
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.press import BOUNCE_S
from cockpit.ui.names import Name
from cockpit.ui.pages.rollout import RolloutPage
from cockpit.ui.pages.rollout_codes import RolloutCode
from tests.kit.inspection import findings
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.pages import opened
from tests.kit.story.setting import look, say
from tests.ui.pages.using import is_shown, part, press, said, stand, write

BOUNCED_MS = round(BOUNCE_S * 1_000) + 50
REFUSED = message(LadderCode.NOT_JUDGED)


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> RolloutPage:
    made = RolloutPage(room(look(), say(), hands))
    stand(made, qtbot, 1_216, 736)
    return made


def launch_of(given: Snapshot) -> LaunchView:
    assert given.launch is not None
    return given.launch


def with_launch(given: Snapshot, **more: object) -> Snapshot:
    return replace(given, launch=replace(launch_of(given), **more))


def hold(page: RolloutPage, name: str, qtbot: QtBot) -> None:
    """Keep a button pressed until it fires, however busy the machine is."""
    button = part(page, name)
    assert isinstance(button, HoldButton)
    with qtbot.waitSignal(button.fired, timeout=10_000):
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)


def choose_second(page: RolloutPage) -> QComboBox:
    box = part(page, Name.SECOND_PERSON)
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    return box


# ------------------------------------------------------------ what is shown


def test_the_header_tells_policy_effect_and_drift(page: RolloutPage) -> None:
    page.show(moments.fault())
    assert "정책 5 % · 실효 19.8 % · 어긋남 1" in said(page.widget)


def test_every_stage_shows_what_it_asks_and_who_stood_by(page: RolloutPage) -> None:
    page.show(moments.fault())
    words = said(page.widget)
    for word in ("12:31 / 30:00", "2,810 / 300", "막힘", "윤서진 → 이수민", "10:05–10:38"):
        assert word in words


@pytest.mark.slow
def test_a_target_that_somebody_changed_says_who_and_to_what(page: RolloutPage) -> None:
    page.show(moments.fault())
    assert "lee.sm이 20 %로 바꿈" in said(page.widget)


def test_what_is_missing_comes_first_and_is_said_in_sentences(page: RolloutPage) -> None:
    page.show(moments.fault())
    gate = launch_of(moments.fault()).gate
    assert gate is not None
    words = said(page.widget)
    failing = next(one for one in gate.checks if one.state is CheckState.FAIL)
    passing = next(one for one in gate.checks if one.state is CheckState.PASS)
    first, last = (say().text(one.message, moments.fault().at)[:12] for one in (failing, passing))
    assert words.index(first) < words.index(last)


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["planned", "go_given", "deployed", "gate_open", "fault", "held", "healed"]
)
@pytest.mark.parametrize("width", [1_216, 980])
def test_nothing_is_cut_or_covered(hands: FakeHands, moment: str, width: int, qtbot: QtBot) -> None:
    given = room(look(), say(), hands)
    stage = opened("rollout", given, hands, getattr(moments, moment)(), (width, 736))
    qtbot.addWidget(stage)
    assert findings(stage) == ()


# ------------------------------------------------------------ forward


def test_forward_takes_a_second_person_and_the_number_typed_by_hand(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.gate_open())
    button = part(page, Name.ADVANCE)
    assert not button.isEnabled()
    box = choose_second(page)
    assert not button.isEnabled()
    write(page, Name.TYPED_PCT, "5")
    assert button.isEnabled()
    press(page, Name.ADVANCE)
    assert hands.wishes == [("step", (5.0, box.currentData(), 5.0))]


def test_enter_in_the_typed_field_advances(page: RolloutPage, hands: FakeHands) -> None:
    page.show(moments.gate_open())
    choose_second(page)
    QTest.keyClick(write(page, Name.TYPED_PCT, "5 %"), Qt.Key.Key_Return)
    assert hands.names == ["step"]


def test_another_number_than_the_next_stage_asks_for_nothing(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.gate_open())
    choose_second(page)
    QTest.keyClick(write(page, Name.TYPED_PCT, "20"), Qt.Key.Key_Return)
    assert not part(page, Name.ADVANCE).isEnabled()
    assert hands.wishes == []


def test_a_shut_gate_locks_the_step_and_counts_the_reasons(page: RolloutPage) -> None:
    page.show(moments.held())
    for name in (Name.SECOND_PERSON, Name.TYPED_PCT, Name.ADVANCE):
        assert not part(page, name).isEnabled()
    assert say()(RolloutCode.LOCKED_BY, count=3) in said(page.widget)


def test_what_was_typed_stays_while_snapshots_come(page: RolloutPage) -> None:
    page.show(moments.gate_open())
    field, box = write(page, Name.TYPED_PCT, "5"), choose_second(page)
    page.show(moments.gate_open())
    assert field.text() == "5"
    assert box.currentIndex() == 1


def test_a_step_that_was_taken_up_asks_for_everything_anew(page: RolloutPage) -> None:
    page.show(moments.gate_open())
    field, box = write(page, Name.TYPED_PCT, "5"), choose_second(page)
    press(page, Name.ADVANCE)
    page.hear(Granted(Wish.STEP))
    assert field.text() == ""
    assert box.currentData() == ""
    assert say()(RolloutCode.ADVANCE_ASKED, next="5 %") in said(page.widget)


def test_a_refused_step_is_explained_where_it_was_asked(page: RolloutPage) -> None:
    page.show(moments.gate_open())
    choose_second(page)
    write(page, Name.TYPED_PCT, "5")
    press(page, Name.ADVANCE)
    page.hear(Refused(Wish.STEP, REFUSED))
    assert say().text(REFUSED) in said(part(page, "rollout.next.refusal"))
    assert not is_shown(page, "rollout.stop.refusal")


# ------------------------------------------------------------ stopping


def test_hold_is_one_click_and_takes_a_reason_if_there_is_one(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.calm())
    press(page, Name.HOLD)
    write(page, "rollout.hold_reason", "PG")
    press(page, Name.HOLD)
    assert hands.wishes == [("hold", ""), ("hold", "PG")]
    page.hear(Granted(Wish.HOLD))
    assert part(page, "rollout.hold_reason").property("text") == ""


def test_a_hold_says_who_and_why_and_is_ended_by_one_click(
    page: RolloutPage, hands: FakeHands
) -> None:
    given = moments.held()
    page.show(given)
    assert not is_shown(page, Name.HOLD)
    assert launch_of(given).hold_reason in said(page.widget)
    press(page, Name.RESUME)
    assert hands.wishes == [("resume", None)]


@pytest.mark.slow
def test_a_halt_is_held_for_and_goes_to_zero(
    page: RolloutPage, hands: FakeHands, qtbot: QtBot
) -> None:
    page.show(moments.calm())
    QTest.mouseClick(part(page, "rollout.halt"), Qt.MouseButton.LeftButton)
    assert hands.wishes == []
    qtbot.wait(BOUNCED_MS)
    hold(page, "rollout.halt", qtbot)
    assert hands.wishes == [("step", (0.0, None, 0.0))]
    page.hear(Granted(Wish.STEP))
    assert say()(RolloutCode.HALT_ASKED) in said(page.widget)


@pytest.mark.slow
def test_a_target_is_held_down_to_zero(page: RolloutPage, hands: FakeHands, qtbot: QtBot) -> None:
    page.show(moments.fault())
    hold(page, "rollout.zero.reco_v3", qtbot)
    assert hands.wishes == [("step", (0.0, None, 0.0))]
    page.hear(Refused(Wish.STEP, REFUSED))
    assert say().text(REFUSED) in said(part(page, "rollout.stop.refusal"))


def test_the_halt_says_honestly_that_flags_take_it_back(page: RolloutPage) -> None:
    page.show(moments.calm())
    assert say()(RolloutCode.HALT_NOTE) in said(page.widget)


# ------------------------------------------------------------ ways out


def test_a_failed_gate_offers_the_two_ways_out_and_nothing_else(page: RolloutPage) -> None:
    page.show(moments.fault())
    assert part(page, "rollout.off").isEnabled()
    assert part(page, "rollout.rollback").isEnabled()
    for name in (Name.ADVANCE, Name.TYPED_PCT, Name.SECOND_PERSON, Name.CLOSE, Name.DEPLOYED):
        assert not is_shown(page, name)


@pytest.mark.slow
def test_a_way_out_is_held_for(page: RolloutPage, hands: FakeHands, qtbot: QtBot) -> None:
    page.show(moments.fault())
    hold(page, "rollout.off", qtbot)
    assert hands.wishes == [("off", "coupon_v2")]


@pytest.mark.slow
def test_a_refused_way_out_is_shown_by_its_button(page: RolloutPage, qtbot: QtBot) -> None:
    page.show(moments.fault())
    hold(page, "rollout.off", qtbot)
    page.hear(Refused(Wish.OFF, REFUSED))
    button = part(page, "rollout.off")
    assert isinstance(button, HoldButton)
    assert button.shown is not None
    assert button.shown.state == "refused"


def test_after_a_way_out_was_seen_the_launch_is_closed_as_stopped_with_it(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.healed())
    press(page, Name.CLOSE)
    assert hands.wishes == [("close", ("stopped", "flag_off"))]


def test_a_way_out_that_was_seen_is_remembered_for_its_launch_alone(page: RolloutPage) -> None:
    later = replace(moments.healed(), operations=(), levers=())
    page.show(moments.healed())
    page.show(later)
    assert is_shown(page, Name.CLOSE)
    page.show(with_launch(later, launch_id="other"))
    assert not is_shown(page, Name.CLOSE)


# ------------------------------------------------------------ the life of a launch


@pytest.mark.slow
def test_a_planned_launch_leads_to_its_checks(page: RolloutPage) -> None:
    page.show(moments.planned())
    assert say()(RolloutCode.TO_CHECKS_NOTE) in said(page.widget)
    assert not is_shown(page, Name.ADVANCE)


def test_a_planned_launch_can_be_given_up(page: RolloutPage, hands: FakeHands) -> None:
    page.show(moments.planned())
    press(page, Name.CLOSE)
    assert hands.wishes == [("close", ("stopped", None))]


def test_after_go_the_deployment_is_written_down(page: RolloutPage, hands: FakeHands) -> None:
    page.show(moments.go_given())
    press(page, Name.DEPLOYED)
    assert hands.wishes == [("deployed", None)]
    page.hear(Refused(Wish.DEPLOYED, REFUSED))
    assert say().text(REFUSED) in said(page.widget)


def test_what_everybody_has_is_closed_as_done(page: RolloutPage, hands: FakeHands) -> None:
    page.show(moments.watching())
    press(page, Name.CLOSE)
    assert hands.wishes == [("close", ("done", None))]


def test_the_window_is_taken_over_from_whoever_holds_it(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.calm())
    assert not is_shown(page, Name.TAKE_OVER)
    page.show(with_launch(moments.calm(), holder="sumin"))
    assert "이수민" in said(page.widget)
    press(page, Name.TAKE_OVER)
    assert hands.wishes == [("take_over", None)]
    page.hear(Refused(Wish.TAKE_OVER, REFUSED))
    assert say().text(REFUSED) in said(part(page, "rollout.refusal"))


def test_reading_again_asks_all_sources_now(page: RolloutPage, hands: FakeHands) -> None:
    page.show(moments.calm())
    press(page, "rollout.read")
    assert hands.wishes == [("read_now", None)]


def test_without_a_launch_the_plan_is_there(page: RolloutPage) -> None:
    for given in (moments.no_launch(), moments.closed()):
        page.show(given)
        assert is_shown(page, Name.PLAN_OPEN)
        assert not is_shown(page, Name.HOLD)


def test_a_hotfix_is_planned_beside_the_launch_that_it_mends(
    page: RolloutPage, hands: FakeHands
) -> None:
    page.show(moments.calm())
    press(page, "rollout.child")
    assert part(page, Name.PLAN_VERSION).hasFocus()
    write(page, Name.PLAN_VERSION, "3.2.1")
    write(page, Name.PLAN_BUILD, "321")
    press(page, Name.PLAN_OPEN)
    (_, plan), *_rest = hands.wishes
    assert (plan.version, plan.build, plan.release_kind) == ("3.2.1", "321", "hotfix")
    page.hear(Granted(Wish.PLAN))
    assert is_shown(page, Name.HOLD)


def test_a_refused_plan_is_explained_in_the_plan(page: RolloutPage) -> None:
    page.show(moments.no_launch())
    page.hear(Refused(Wish.PLAN, REFUSED))
    assert say().text(REFUSED) in said(part(page, "plan.refusal"))


@pytest.mark.slow
def test_the_keyboard_alone_goes_from_hold_to_advance(page: RolloutPage) -> None:
    page.show(moments.gate_open())
    choose_second(page)
    write(page, Name.TYPED_PCT, "5")
    part(page, Name.HOLD).setFocus()
    order: list[str] = []
    for _ in range(6):
        focused = page.widget.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == [
        Name.HOLD,
        "rollout.hold_reason",
        "rollout.halt",
        Name.SECOND_PERSON,
        Name.TYPED_PCT,
        Name.ADVANCE,
    ]


def test_a_launch_that_is_over_is_no_board(page: RolloutPage) -> None:
    page.show(with_launch(moments.calm(), phase=LaunchPhase.CLOSED))
    assert is_shown(page, Name.PLAN_OPEN)
