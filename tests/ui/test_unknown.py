"""What nobody knows stands above every page until a person or a read has dealt with it."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.domain.operations import Lever
from cockpit.ui.aim import Aiming, AimState, Wanted
from cockpit.ui.headline import unknown_operations
from cockpit.ui.heard import Heard, back_key
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.sign import Sign
from cockpit.ui.unknown import UnknownBlock, UnknownBlocks
from cockpit.ui.unknown_facts import facts_of
from cockpit.ui.unknown_ways import ways_of
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.levers import OFF_ID, STEP_ID, unknown_step
from tests.kit.story.setting import say
from tests.kit.windows import told_room


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def blocks(qtbot: QtBot, hands: FakeHands) -> UnknownBlocks:
    made = UnknownBlocks(told_room(hands))
    made.resize(1200, 500)
    qtbot.addWidget(made)
    made.show_given(aiming(moments.unknown()))
    return made


def aiming(snapshot: Snapshot) -> Aiming:
    return Aiming(snapshot, Heard(), Wanted(), say(Language.EN), snapshot.at)


def control(blocks: UnknownBlocks, name: str) -> QAbstractButton:
    found = [one for one in blocks.findChildren(QAbstractButton, name) if one.isVisibleTo(blocks)]
    assert len(found) == 1
    return found[0]


def shown(blocks: UnknownBlocks) -> list[str]:
    return [
        one.operation_id for one in blocks.findChildren(UnknownBlock) if one.isVisibleTo(blocks)
    ]


# ---------------------------------------------------------------- what is known


def test_stamps_tell_what_is_known_what_is_not_and_what_is_not_yet() -> None:
    given = aiming(moments.unknown())
    facts = facts_of(given, unknown_operations(given)[0])
    assert [one.sign for one in facts.stamps] == [
        Sign.OK,
        Sign.UNKNOWN,
        Sign.UNKNOWN,
        Sign.UNKNOWN,
        Sign.NONE,
    ]
    assert facts.stamps[0].time == "10:54:02"


def test_facts_tell_what_is_wanted_seen_and_measured() -> None:
    given = aiming(moments.unknown())
    facts = facts_of(given, unknown_operations(given)[0])
    told = {fact.about: fact.text for fact in facts.facts}
    assert told["Wanted"] == "off"
    assert told["Metric"] == "Coupon failures 8.9 %"
    assert "rollback stay free" in told["Locked"]
    assert {fact.sign for fact in facts.facts if fact.about == "Seen now"} == {Sign.UNKNOWN}


@pytest.mark.parametrize("lever", Lever)
def test_every_lever_has_its_facts(lever: Lever) -> None:
    operation = replace(unknown_step(), lever=lever)
    facts = facts_of(aiming(moments.unknown()), operation)
    assert facts.title
    assert facts.facts[0].text


def test_a_metric_without_figures_says_so() -> None:
    given = aiming(replace(moments.unknown(), flows=()))
    facts = facts_of(given, unknown_operations(given)[0])
    assert "no figures" in facts.stamps[-1].note


# ---------------------------------------------------------------- ways out


def test_the_rollback_is_recommended_when_no_other_lever_guards_the_flow() -> None:
    given = aiming(moments.unknown())
    ways = ways_of(given, unknown_operations(given)[0], None)
    assert ways.other is None
    assert ways.back is not None
    assert ways.back.state is AimState.RECOMMENDED
    assert ways.on_call == "nobody is named as on call"


def test_another_lever_of_the_same_flow_comes_before_the_rollback() -> None:
    given = moments.unknown()
    levers = tuple(
        replace(one, guards=("checkout", "coupon")) if one.flag == "checkout_v2" else one
        for one in given.levers
    )
    found = aiming(replace(given, levers=levers))
    ways = ways_of(found, unknown_operations(found)[0], ("Kim", "010"))
    assert ways.other is not None
    assert ways.other.what == "checkout_v2 off"
    assert ways.other.state is AimState.RECOMMENDED
    assert ways.back is not None
    assert ways.back.state is AimState.ARMED
    assert ways.on_call == "on call: Kim · 010"


def test_an_unknown_rollback_does_not_offer_itself() -> None:
    given = aiming(doubts.storm())
    operation = next(one for one in given.snapshot.operations if one.lever is Lever.ROLLBACK)
    assert ways_of(given, operation, None).back is None


# ---------------------------------------------------------------- on the screen


def test_two_unknowns_stack_newest_first_and_one_is_unfolded(blocks: UnknownBlocks) -> None:
    assert not blocks.isHidden()
    assert shown(blocks) == [OFF_ID, STEP_ID]
    control(blocks, "unknown.read")


def test_reading_and_sending_again_are_wishes(blocks: UnknownBlocks, hands: FakeHands) -> None:
    blocks.show()
    control(blocks, "unknown.read").click()
    control(blocks, "unknown.again").click()
    assert hands.wishes == [("read_now", None), ("send_again", OFF_ID)]


def test_it_closes_only_with_a_reason(blocks: UnknownBlocks, hands: FakeHands) -> None:
    blocks.show()
    close = control(blocks, "unknown.close")
    assert not close.isEnabled()
    field = next(
        one for one in blocks.findChildren(QLineEdit, "unknown.reason") if one.isVisibleTo(blocks)
    )
    QTest.keyClicks(field, "   ")
    assert not close.isEnabled()
    QTest.keyClicks(field, "seen off in the console")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert hands.wishes == [("close_operation", (OFF_ID, "seen off in the console"))]
    assert shown(blocks) == [OFF_ID, STEP_ID], "only a snapshot takes it away"


@pytest.mark.slow
def test_the_rollback_is_held_here_too(qtbot: QtBot, blocks: UnknownBlocks) -> None:
    blocks.show()
    button = next(
        one
        for one in blocks.findChildren(HoldButton, "unknown.rollback")
        if one.isVisibleTo(blocks)
    )
    with qtbot.waitSignal(blocks.fired, timeout=10_000) as fired:
        QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    assert fired.args == [back_key("shop-app")]


def test_unfolding_one_folds_the_other_and_a_tick_keeps_it(blocks: UnknownBlocks) -> None:
    blocks.show()
    older = blocks.findChildren(UnknownBlock)[1]
    older.unfolded.emit(STEP_ID)
    assert control(blocks, "unknown.read").isVisibleTo(older)
    blocks.show_given(aiming(moments.unknown()))
    assert control(blocks, "unknown.read").isVisibleTo(older)


def test_it_goes_when_it_is_resolved_and_comes_again(blocks: UnknownBlocks) -> None:
    blocks.show_given(aiming(moments.healed()))
    assert blocks.isHidden()
    blocks.show_given(aiming(moments.unknown()))
    assert not blocks.isHidden()


def test_a_reason_for_one_operation_is_not_kept_for_another(blocks: UnknownBlocks) -> None:
    field = blocks.findChildren(QLineEdit, "unknown.reason")[0]
    field.setText("about the first")
    given = moments.unknown()
    blocks.show_given(aiming(replace(given, operations=given.operations[1:])))
    assert field.text() == ""


def test_there_is_nothing_to_dismiss_it_with(blocks: UnknownBlocks) -> None:
    names = {one.objectName() for one in blocks.findChildren(QAbstractButton)}
    ways = {"read", "again", "off", "rollback", "close"}
    assert names == {"", *(f"unknown.{way}" for way in ways)}  # "" unfolds


def test_a_narrow_block_is_lower(qtbot: QtBot, blocks: UnknownBlocks) -> None:
    blocks.show()
    wide = blocks.sizeHint().height()
    blocks.make_narrow(True)
    qtbot.wait(10)
    assert blocks.sizeHint().height() < wide
