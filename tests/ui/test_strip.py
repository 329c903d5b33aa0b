"""The strip fires once what was painted when the press began, and nothing else."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionProgress, ActionRefused, Step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Stamps, Target
from cockpit.ui.aim import AimState
from cockpit.ui.heard import back_key, off_key
from cockpit.ui.kit.button import Button
from cockpit.ui.names import Name
from cockpit.ui.runs import Runs
from cockpit.ui.strip import OFF_HOLD_S, STRIP_PX, Strip
from cockpit.ui.strip_exit import Exit
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.levers import ROLLBACKS, version_alert
from tests.kit.story.states import STATES
from tests.kit.story.verdicts import harm
from tests.kit.windows import told_room


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def strip(qtbot: QtBot, hands: FakeHands) -> Strip:
    made = Strip(told_room(hands))
    made.resize(1440, STRIP_PX)
    qtbot.addWidget(made)
    made.show()
    made.show_snapshot(moments.fault())
    return made


def hold(one: Exit, seconds: float) -> None:
    middle = QPoint(one.hold.width() // 2, one.hold.height() // 2)
    QTest.mousePress(one.hold, Qt.MouseButton.LeftButton, pos=middle)
    QTest.qWait(round(seconds * 1_000))
    QTest.mouseRelease(one.hold, Qt.MouseButton.LeftButton, pos=middle)


def state(one: Exit) -> AimState:
    assert one.hold.shown is not None
    return one.hold.shown.state


def other_advice(snapshot: Snapshot) -> Snapshot:
    assert snapshot.release is not None
    assert snapshot.release.advice is not None
    advice = replace(snapshot.release.advice, name="checkout_v2")
    return replace(snapshot, release=replace(snapshot.release, advice=advice), alerts=())


@pytest.mark.slow
def test_a_hold_switches_the_recommended_flag_off_once(strip: Strip, hands: FakeHands) -> None:
    hold(strip.off, OFF_HOLD_S + 0.3)
    assert hands.wishes == [("off", "coupon_v2")]
    assert state(strip.off) is AimState.SENT


def test_a_click_alone_does_nothing(strip: Strip, hands: FakeHands) -> None:
    hold(strip.off, 0.05)
    hold(strip.back, 0.05)
    assert hands.wishes == []


@pytest.mark.slow
def test_what_fires_is_what_was_painted_when_the_press_began(
    strip: Strip, hands: FakeHands
) -> None:
    middle = QPoint(40, 20)
    QTest.mousePress(strip.off.hold, Qt.MouseButton.LeftButton, pos=middle)
    QTest.qWait(200)
    strip.show_snapshot(other_advice(moments.fault()))
    QTest.qWait(900)
    QTest.mouseRelease(strip.off.hold, Qt.MouseButton.LeftButton, pos=middle)
    assert hands.wishes == [("off", "coupon_v2")]


@pytest.mark.slow
def test_right_after_the_target_changed_a_press_does_nothing(
    strip: Strip, hands: FakeHands
) -> None:
    strip.show_snapshot(other_advice(moments.fault()))
    hold(strip.off, OFF_HOLD_S + 0.2)
    assert hands.wishes == []


def test_pulling_a_rollback_asks_for_it_by_its_name(
    qtbot: QtBot, strip: Strip, hands: FakeHands
) -> None:
    strip.pull(back_key("shop-app"))
    assert hands.wishes == [("rollback", "shop-app")]
    qtbot.waitUntil(lambda: state(strip.back) is AimState.SENT, timeout=1_000)


def test_another_lever_is_aimed_at_by_the_menu_and_never_fired(
    strip: Strip, hands: FakeHands
) -> None:
    entry = next(one for one in strip.off.menu.actions() if one.text() == "checkout_v2")
    entry.trigger()
    assert strip.off.hold.shown is not None
    assert strip.off.hold.shown.key == off_key("checkout_v2")
    strip.off.menu.actions()[-1].trigger()
    assert strip.off.hold.shown.key == off_key("coupon_v2")
    assert hands.wishes == []


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_the_arrow_opens_the_menu_below_itself(strip: Strip) -> None:
    strip.off.arrow.click()
    assert strip.off.menu.isVisible()
    strip.off.menu.close()


def test_one_rollback_needs_no_menu_and_two_do(strip: Strip) -> None:
    assert not strip.back.arrow.isVisible()
    other = replace(ROLLBACKS[0], name="other")
    strip.show_snapshot(replace(moments.fault(), rollbacks=(*ROLLBACKS, other)))
    assert strip.back.arrow.isVisible()
    assert len(strip.back.menu.actions()) == 3


def test_a_choice_lasts_until_the_recommendation_changes(strip: Strip) -> None:
    strip.want_flag("cart_sync_v3")
    strip.show_snapshot(moments.fault())
    assert strip.off.hold.shown is not None
    assert strip.off.hold.shown.key == off_key("cart_sync_v3")
    strip.show_snapshot(other_advice(moments.fault()))
    assert strip.off.hold.shown.key == off_key("checkout_v2")


def test_news_of_an_action_arrive_before_the_next_snapshot(strip: Strip) -> None:
    now = moments.fault().at
    order = Order("op", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), now)
    strip.hear(ActionProgress(order, Step.ACCEPTED, Stamps(now, now, now)))
    assert state(strip.off) is AimState.SENT
    strip.hear(ActionRefused(order, Message("why")))
    assert strip.given is not None
    assert off_key("coupon_v2") in strip.given.heard.refusals


def test_a_wish_that_is_not_granted_is_refused_where_it_was_made(strip: Strip) -> None:
    strip.refuse(Name.ROLLBACK, Message("why"))
    assert state(strip.back) is AimState.REFUSED
    assert state(strip.off) is AimState.RECOMMENDED


def test_the_next_step_goes_to_its_page_or_does_its_deed(
    qtbot: QtBot, strip: Strip, hands: FakeHands
) -> None:
    strip.show_snapshot(moments.gate_open())
    button = strip.findChild(Button, "strip.next")
    assert button is not None
    with qtbot.waitSignal(strip.went) as went:
        button.click()
    assert went.args == ["rollout"]
    strip.show_snapshot(moments.go_given())
    button.click()
    assert hands.names == ["deployed"]


def test_the_layout_stays_whatever_is_shown(strip: Strip) -> None:
    places = {(one.geometry().x(), one.width()) for one in (strip.off, strip.back)}
    for snapshot in (moments.no_launch(), moments.unknown(), moments.healed()):
        strip.show_snapshot(snapshot)
        assert {(one.geometry().x(), one.width()) for one in (strip.off, strip.back)} == places
        assert strip.height() == STRIP_PX


def test_a_narrow_strip_keeps_both_ways_out(strip: Strip) -> None:
    strip.resize(1100, STRIP_PX)
    strip.make_narrow(True)
    for one in (strip.off, strip.back):
        assert one.isVisible()
        assert strip.rect().contains(one.geometry())
    assert strip.off.geometry().right() < strip.back.geometry().left() + 2 * 4


def test_an_alert_alone_aims_the_button_without_a_launch(strip: Strip) -> None:
    strip.show_snapshot(replace(moments.no_launch(), alerts=(version_alert(),)))
    assert strip.off.hold.shown is not None
    assert strip.off.hold.shown.key == off_key("coupon_v2")
    assert state(strip.off) is AimState.IDLE  # the flag is off already in this moment


@pytest.mark.parametrize("width", [1100, 1440])
@pytest.mark.parametrize("moment", ["stale", "error", "planned", "unsplit", "unknown", "fault"])
def test_the_next_step_is_never_cut_for_the_evidence_before_it(
    strip: Strip, moment: str, width: int
) -> None:
    strip.make_narrow(width < 1440)
    strip.resize(width, STRIP_PX)
    strip.show_snapshot(STATES[moment]())
    step, evidence = (strip.findChild(Runs, f"strip.{one}") for one in ("step", "evidence"))
    assert step is not None
    assert evidence is not None
    assert step.text
    assert step.width() >= step.natural_px
    assert evidence.isHidden() or evidence.geometry().right() < step.x()
    button = strip.findChild(Button, "strip.next")
    assert button is not None
    assert button.isHidden() or step.geometry().right() < button.x()


@pytest.mark.parametrize("moment", ["storm", "error", "fault", "hostile"])
def test_in_narrow_windows_the_facts_that_stay_are_whole(strip: Strip, moment: str) -> None:
    strip.make_narrow(True)
    strip.resize(1100, STRIP_PX)
    given = STATES[moment]()
    strip.show_snapshot(given)
    line = strip.findChild(Runs, "strip.status")
    assert line is not None
    assert line.natural_px <= line.width() or moment == "hostile"
    assert given.launch is not None
    assert told_room(FakeHands()).say.person(given.launch.holder) in line.text


def test_on_small_screens_the_verdict_is_smaller_before_it_is_cut(strip: Strip) -> None:
    strip.make_narrow(True)
    strip.resize(900, STRIP_PX)
    verdict = next(
        one for one in strip.findChildren(Runs) if one.text.startswith("This release (3.2.0)")
    )
    assert verdict.natural_px <= verdict.width()


def test_what_was_on_another_day_names_its_day(strip: Strip) -> None:
    assert "signed by 한지우 10:02" in shown_lines(strip)
    strip.tick(moments.fault().at + timedelta(days=1))
    shown = shown_lines(strip)
    assert "signed by 한지우 11-17 10:02" in shown
    assert "11-17 10:03" in shown
    assert "since 11-17 10:45" in shown


@pytest.mark.parametrize(("failed_count", "per_min"), [(43.0, 8.0), (391.0, 782.0), (9e5, 1e4)])
def test_the_damage_keeps_its_unit_however_large_it_grows(
    strip: Strip, failed_count: float, per_min: float
) -> None:
    given = moments.fault()
    assert given.release is not None
    damage = harm(failed_count, per_min)
    strip.show_snapshot(replace(given, release=replace(given.release, harm=damage)))
    assert f"≈ {failed_count:,.0f} failures +{per_min:,.0f}/min" in shown_lines(strip)


def test_a_verdict_that_would_be_cut_goes_before_the_unit_of_the_damage(strip: Strip) -> None:
    given = moments.fault()
    assert given.release is not None
    damage = harm(9e5, 1e4)
    told = Message("x" * 90)
    release = replace(given.release, harm=damage, verdict=told)
    strip.show_snapshot(replace(given, release=release, verdict=told))
    assert "Harm ≈ 900,000 +10,000/min" in shown_lines(strip)


def shown_lines(strip: Strip) -> str:
    return "\n".join(one.text for one in strip.findChildren(Runs) if one.isVisibleTo(strip))


def test_an_unknown_outcome_of_yesterday_is_told_in_days(strip: Strip) -> None:
    given = moments.unknown()
    strip.show_snapshot(given)
    assert strip.off.hold.shown is not None
    assert strip.off.hold.shown.hint == "unknown 01:08"
    strip.tick(given.at + timedelta(days=1))
    assert strip.off.hold.shown.hint == "unknown 1 d"
    assert strip.off.hold.shown.lines[1].startswith("asked 11-17 10:54 · ")
